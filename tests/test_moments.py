import pytest

from buergerforum.texts import moment, speaking


@pytest.mark.parametrize(
    ("code", "written", "said"),
    [
        ("de", "2026-11-22T21:25:13+01:00", "22.11.2026, 21:25"),
        ("en", "2026-11-22T21:25:13+01:00", "2026-11-22, 21:25"),
        ("de", "no time", "no time"),
    ],
)
def test_a_moment_is_said_to_the_minute(code: str, written: str, said: str) -> None:
    with speaking(code):
        assert moment(written) == said

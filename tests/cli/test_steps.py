"""Whoever does a later step first is told which one comes before."""

from pathlib import Path

import pytest

from tests.cli.calling import forum


@pytest.mark.parametrize(
    ("words", "place", "maker"),
    [
        (("select", "--number", "3"), "applications/pool.csv", "forum merge"),
        (("lottery",), "applications/pool.csv", "forum merge"),
        (("quotas", "check"), "applications/pool.csv", "forum merge"),
        (("seal", "selection"), "applications/pool.csv", "forum merge"),
        (("draw", "--seed", "0"), "frame/frame.csv", "forum frame"),
        (("seal", "draw"), "frame/frame.csv", "forum frame"),
    ],
)
def test_the_step_that_comes_first_is_named(words: tuple[str, ...], place: str, maker: str, tmp_path: Path) -> None:
    assert forum("new", tmp_path / "forum").code == 0
    told = forum(*words, cwd=tmp_path / "forum")
    assert told.code == 3
    assert place in told.err
    assert "not there" in told.err
    assert f"It comes from: {maker}" in told.err

from buergerforum.core.audit.people import possible
from buergerforum.model.audit import Verdict
from tests.core.state.lines import draw, journal, letters, single


def verdict(*details: dict[str, object]) -> list[tuple[Verdict, str]]:
    return [(one.verdict, one.file) for one in possible(journal(*details))]


def test_what_can_have_happened_is_fine() -> None:
    assert verdict(draw("A"), letters("invitation", "A"), single("apply", "A")) == [(Verdict.OK, "journal.jsonl")]


def test_every_impossible_line_is_found() -> None:
    lines = (draw("A"), letters("invitation", "B"), single("select", "A"))
    assert verdict(*lines) == [
        (Verdict.CONTRADICTION, "journal.jsonl:2"),
        (Verdict.CONTRADICTION, "journal.jsonl:3"),
    ]


def test_journals_that_do_not_say_it_are_not_checked() -> None:
    former: dict[str, object] = {"stage": "merge", "folder": "applications"}
    assert verdict(draw("A"), former)[0][0] is Verdict.NOT_CHECKED
    assert verdict() == []

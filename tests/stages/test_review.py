from pathlib import Path
from typing import Any

import pytest

from buergerforum.errors import InputError, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import files_below
from buergerforum.io.tables import read_table
from buergerforum.model.audit import Verdict
from buergerforum.model.state import Single
from buergerforum.stages.audit import run_audit
from buergerforum.stages.judging import MergeOptions, plan_merge
from buergerforum.stages.merge import MergeReport, run_merge
from buergerforum.stages.record import run_record
from buergerforum.stages.running import journal_of, record
from buergerforum.stages.states import states_of
from tests.stages.answering import CODE, make_procedure, web_row, write_web
from tests.stages.reviewing import REVIEW, counts, counts_not, fill_in, rows_of, take_in


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    """Return a procedure with three doubts: somebody else's birth year, an unknown certificate, an unclear consent."""
    made = make_procedure(tmp_path / "forum")
    rows = [
        web_row("A1", 1, birth_year="1958"),
        web_row("A2", 2, school="Gesellenbrief"),
        web_row("A3", 3, consent="vielleicht"),
    ]
    merge(made, write_web(tmp_path / "web.csv", rows))
    return made


def merge(home: Procedure, *files: Path) -> MergeReport:
    return run_merge(plan_merge(home, MergeOptions(files), None, ""))


def pool(home: Procedure) -> dict[str, str]:
    table = read_table(home.path("applications/pool.csv"))
    return dict(zip(table.columns["id"], table.columns["school"], strict=True))


def reasons(home: Procedure, name: str = "review") -> list[str]:
    return read_table(home.path(f"applications/{name}.csv")).columns["reason"]


def test_every_doubt_has_a_row_that_shows_both_sides(home: Procedure) -> None:
    found = rows_of(home.path(REVIEW))
    assert [(one["doubt"], one["question"], one["proposed"], one["person"]) for one in found] == [
        ("birth-year-differs", None, "A1", "A1"),
        ("value-unknown", "school", "A2", None),
        ("consent-unclear", None, "A3", None),
    ]
    code = CODE["A1"].replace("-", "")
    assert [(one["register"], one["answered"]) for one in found] == [
        ("born 1985, sex w", f"{code}: born 1958, sex not stated"),
        ("born 1950, sex m", "Gesellenbrief"),
        ("born 2004, sex m", "vielleicht"),
    ]
    assert all(one["decision"] is None for one in found)


def test_decisions_are_taken_in_and_journaled(home: Procedure, tmp_path: Path) -> None:
    filled = fill_in(home, tmp_path / "mine.xlsx", counts(), counts(value="Hauptschule"), counts_not())
    report = take_in(home, filled)
    assert (report.decisions, report.pool, report.review) == (3, 2, ())
    assert pool(home) == {"A1": "Abitur", "A2": "Hauptschule"}
    assert reasons(home, "rejected") == ["decided"]
    told: Any = journal_of(home)[-1].details
    assert [(one["doubt"], one["accept"], one["person"], one["value"]) for one in told["decisions"]] != []
    assert {(one["reason"], one["initials"]) for one in told["decisions"]} == {("asked by phone", "AB")}
    assert told["people"] == {"apply": ["A1", "A2"], "exclude": ["A3"]}


def test_taking_in_the_same_list_again_changes_nothing(home: Procedure, tmp_path: Path) -> None:
    filled = fill_in(home, tmp_path / "mine.xlsx", counts(), {}, counts_not())
    take_in(home, filled)
    before = {path: path.read_bytes() for path in files_below(home.root)}
    report = take_in(home, filled)
    assert (report.changed, report.decisions, report.notes) == (False, 0, ())
    assert {path: path.read_bytes() for path in files_below(home.root)} == before
    assert reasons(home) == ["value-unknown"]


def test_a_decision_stays_when_the_answer_comes_again(home: Procedure, tmp_path: Path) -> None:
    take_in(home, fill_in(home, tmp_path / "mine.xlsx", counts(), counts(value="Abitur"), counts()))
    rows = [web_row("A4", 9), web_row("A1", 1, birth_year="1958"), web_row("A2", 2, school="Gesellenbrief")]
    report = merge(home, write_web(tmp_path / "next.csv", rows))
    assert (report.review, report.pool) == ((), 4)


def test_one_doubt_may_follow_the_other(home: Procedure, tmp_path: Path) -> None:
    merge(home, write_web(tmp_path / "more.csv", [web_row("A4", 7, birth_year="1907", school="Gesellenbrief")]))
    rows = [one["doubt"] for one in rows_of(home.path(REVIEW))]
    place = next(number for number, one in enumerate(rows_of(home.path(REVIEW))) if one["person"] == "A4")
    take_in(home, fill_in(home, tmp_path / "a.xlsx", *[{}] * place, counts()))
    assert sorted(reasons(home)) == sorted([*rows[:place], *rows[place + 1 :], "value-unknown"])


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"decision": "counts"}, "A decision needs a reason and initials."),
    ({"reason": "by phone"}, "The row has a reason or initials, but no decision."),
    (counts(person="A9"), "The person named is nobody who was invited."),
    (counts(person=""), "The row does not say whose answer it is."),
    (counts(reason="wrote from a@example.org"), "The reason holds an e-mail address"),
    (counts(initials="Musterlein"), "Initials have at most five letters."),
    (counts(answer="0123456789abcdef"), "There is no such doubt any more."),
]


@pytest.mark.parametrize(("decision", "said"), REFUSED)
def test_what_is_not_complete_is_refused_row_by_row(
    home: Procedure, tmp_path: Path, decision: dict[str, str], said: str
) -> None:
    filled = fill_in(home, tmp_path / "mine.xlsx", decision, counts(value="Abitur"), {})
    report = take_in(home, filled)
    assert report.decisions == 1
    assert report.notes[0].startswith(f"Not taken in: mine.xlsx, row 2: {said}")
    assert reasons(home) == ["birth-year-differs", "consent-unclear"]


def test_a_value_must_be_one_of_the_table(home: Procedure, tmp_path: Path) -> None:
    report = take_in(home, fill_in(home, tmp_path / "mine.xlsx", {}, counts(value="Gesellenbrief")))
    assert "The value must be one of: ohne Abschluss, Hauptschule" in report.notes[0]
    assert "Gesellenbrief" not in report.notes[0]


def test_rows_that_contradict_each_other_do_not_count(home: Procedure, tmp_path: Path) -> None:
    first = rows_of(home.path(REVIEW))[0]
    copy = {key: first[key] for key in ("answer", "doubt", "person")} | {"question": ""}
    report = take_in(home, fill_in(home, tmp_path / "mine.xlsx", counts(), {}, counts_not(**copy)))
    assert report.decisions == 0
    assert report.notes == ("Not taken in: mine.xlsx, row 4: The row decides otherwise than row 2; neither counts.",)


def test_deciding_otherwise_needs_a_reason_that_is_audited(home: Procedure, tmp_path: Path) -> None:
    path = home.path(REVIEW)
    old = tmp_path / "old.xlsx"
    old.write_bytes(path.read_bytes())
    take_in(home, fill_in(home, tmp_path / "yes.xlsx", counts()))
    path.write_bytes(old.read_bytes())
    no = fill_in(home, tmp_path / "no.xlsx", counts_not())
    assert "decided otherwise before" in take_in(home, no).notes[0]
    assert take_in(home, no, again="the wrong row was filled in").decisions == 1
    assert pool(home) == {}


def test_people_are_named_by_code_too(home: Procedure, tmp_path: Path) -> None:
    take_in(home, fill_in(home, tmp_path / "mine.xlsx", counts(person=CODE["A4"].lower())))
    assert pool(home) == {"A4": "Abitur"}


def test_a_decision_about_somebody_who_moved(home: Procedure, tmp_path: Path) -> None:
    record(home, "record", {"people": {"draw": ["A4"]}})
    run_record(home, Single.MOVED, ["A4"])
    merge(home, write_web(tmp_path / "more.csv", [web_row("A4", 7)]))
    place = [one["doubt"] for one in rows_of(home.path(REVIEW))].index("moved")
    assert states_of(home)["A4"].state == "moved"
    take_in(home, fill_in(home, tmp_path / "mine.xlsx", *[{}] * place, counts()))
    assert pool(home) == {"A4": "Abitur"}
    assert states_of(home)["A4"].state == "applied"


def test_the_list_is_a_working_paper_and_the_audit_does_not_mind(home: Procedure, tmp_path: Path) -> None:
    filled = fill_in(home, tmp_path / "mine.xlsx", counts())
    home.path(REVIEW).write_bytes(filled.read_bytes())
    found = [one for one in run_audit(home.root).findings if one.verdict is Verdict.CONTRADICTION]
    assert [one.file for one in found if "review" in one.file] == []


def test_another_table_is_no_list_for_review(home: Procedure, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="This is no list for review"):
        take_in(home, home.path("applications/review.csv"))
    odd = fill_in(home, tmp_path / "odd.xlsx", {"decision": "perhaps"})
    with pytest.raises(InputError, match="must be “counts” or “does not count”, or blank"):
        take_in(home, odd)


def test_decisions_need_a_procedure() -> None:
    options = MergeOptions((), Path("i.csv"), Path("c.csv"), Path("forum.yaml"), Path("review.xlsx"))
    with pytest.raises(UsageError, match="journal of a procedure"):
        plan_merge(None, options, Path("out"), "")


def test_what_was_filled_in_is_not_lost_when_new_answers_come(home: Procedure, tmp_path: Path) -> None:
    fill_in(home, home.path(REVIEW), counts(person="A4"), {}, counts_not(reason="no answer to two calls"))
    merge(home, write_web(tmp_path / "more.csv", [web_row("A4", 7)]))
    found = rows_of(home.path(REVIEW))
    assert [(one["decision"], one["person"], one["reason"]) for one in found] == [
        ("counts", "A4", "asked by phone"),
        (None, None, None),
        ("does not count", None, "no answer to two calls"),
    ]
    report = take_in(home, home.path(REVIEW))
    assert report.decisions == 2


def test_rows_that_were_refused_stay_as_they_were_typed(home: Procedure, tmp_path: Path) -> None:
    take_in(home, fill_in(home, tmp_path / "mine.xlsx", counts(initials=""), counts(value="Abitur"), {}))
    assert [(one["decision"], one["initials"]) for one in rows_of(home.path(REVIEW))] == [
        ("counts", None),
        (None, None),
    ]

"""Whether a mailing may be made now, and to whom, in a procedure on disk."""

import datetime as dt
from pathlib import Path

import pytest

from buergerforum.core.state.changes import line_of
from buergerforum.errors import InputError, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table, write_csv
from buergerforum.model.letters import Kind
from buergerforum.model.record import Receipt
from buergerforum.model.state import Happening, PersonState
from buergerforum.stages.audit import run_audit
from buergerforum.stages.letters import LetterReport, notes_of, run_letters
from buergerforum.stages.mailing import LetterOptions, plan_letters
from buergerforum.stages.running import Destination, journal_of, record, running
from buergerforum.stages.states import states_of
from buergerforum.stages.undeliverable import run_undeliverable
from tests.stages.test_letters import KEY, dice, make_home, names, select, tell


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.csv"
    path.write_text(KEY, "utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path, key: Path) -> Procedure:
    """Return a procedure in which five people were invited."""
    home = make_home(tmp_path / "forum")
    run_letters(plan_letters(home, Kind.INVITATION, LetterOptions(key), None, ""), dice())
    return home


def merge(home: Procedure, happened: dict[Happening, list[str]]) -> None:
    """Write the line of a merge."""
    record(home, "run", {"stage": "merge", "folder": "applications", **line_of(happened)})


def gone(folder: Path, *rows: tuple[str, str], day: str = "2026-09-10") -> Path:
    """Write a suppression list."""
    path = folder / "list.csv"
    write_csv(path, ("Kennung", "Grund", "Stand"), [(*row, day) for row in rows] or [("", "", day)])
    return path


def remind(home: Procedure, key: Path, suppression: Path | None, again: str = "", stale: str = "") -> LetterReport:
    options = LetterOptions(key, suppression, stale=stale)
    return run_letters(plan_letters(home, Kind.REMINDER, options, None, again), dice())


def test_reminders_go_to_those_who_are_silent_and_alive(home: Procedure, key: Path, tmp_path: Path) -> None:
    merge(home, {Happening.APPLY: ["A1"]})
    report = remind(home, key, gone(tmp_path, ("A4", "verstorben"), ("A3", "Widerspruch"), ("A1", "verzogen")))
    assert names(report.folder) == ["Guten Tag Robin *,", "Guten Tag Alex Platzhalter,"]
    states = {person: one.state for person, one in states_of(home).items()}
    assert states == {
        "A1": PersonState.MOVED,
        "A2": PersonState.REMINDED,
        "A3": PersonState.OBJECTED,
        "A4": PersonState.DIED,
        "A5": PersonState.REMINDED,
    }
    assert "Left out by the suppression list: 2. The journal knows it." in report.notes
    assert report.notes[0].startswith("Answers merged until ")


def test_a_reminder_repeats_the_code_and_gives_out_none(home: Procedure, key: Path, tmp_path: Path) -> None:
    codes = home.path("private/codes.csv").read_bytes()
    merge(home, {})
    report = remind(home, key, gone(tmp_path))
    assert (report.letters, report.codes) == (5, 0)
    assert home.path("private/codes.csv").read_bytes() == codes


def test_no_reminder_while_answers_wait(home: Procedure, key: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No answers have been merged since the invitations"):
        remind(home, key, gone(tmp_path))
    merge(home, {Happening.REVIEW: ["A1"]})
    with pytest.raises(UsageError, match=r"Answers wait for a decision: 1\."):
        remind(home, key, gone(tmp_path))
    tell(home, {Happening.APPLY: ["A1"]})
    write_csv(home.path("applications/review.csv"), ("id", "reason"), [("", "code-missing"), ("", "code-missing")])
    with pytest.raises(UsageError, match=r"Answers wait for a decision: 2\."):
        remind(home, key, gone(tmp_path))
    home.path("applications/review.csv").unlink()
    assert remind(home, key, gone(tmp_path)).letters == 4


def test_no_reminder_without_a_fresh_list(home: Procedure, key: Path, tmp_path: Path) -> None:
    merge(home, {})
    with pytest.raises(UsageError, match="A reminder needs a suppression list"):
        remind(home, key, None)
    with pytest.raises(UsageError, match="last looked at on Aug 30, 2026, more than 14 days before"):
        remind(home, key, gone(tmp_path, day="30.08.2026"))
    assert remind(home, key, None, stale="The register is down.").letters == 5
    assert journal_of(home)[-1].details["stale"] == "The register is down."


def test_letters_from_an_old_extract_need_a_list(tmp_path: Path, key: Path) -> None:
    home = make_home(tmp_path / "forum")
    home.clock = lambda: dt.datetime(2026, 8, 1, 12, tzinfo=dt.UTC)
    record(home, "run", {"stage": "frame", "folder": "frame"})
    with pytest.raises(UsageError, match="last looked at on Aug 1, 2026"):
        plan_letters(home, Kind.INVITATION, LetterOptions(key), None, "")
    fresh = LetterOptions(key, gone(tmp_path, ("A1", "died"), day="2026-08-20"))
    assert plan_letters(home, Kind.INVITATION, fresh, None, "").to.ids == ("A2", "A3", "A4", "A5")


def test_counting_needs_no_addresses_and_changes_nothing(home: Procedure, tmp_path: Path) -> None:
    merge(home, {Happening.DECLINE: ["A1"]})
    before = len(journal_of(home))
    plan = plan_letters(home, Kind.REMINDER, LetterOptions(None, gone(tmp_path, ("A2", "tot"))), None, "")
    assert plan.to.ids == ("A3", "A4", "A5")
    assert any("suppression list: 1" in note for note in notes_of(plan))
    assert len(journal_of(home)) == before


def test_a_second_reminder_needs_a_reason_and_still_goes_to_nobody_who_answered(
    home: Procedure, key: Path, tmp_path: Path
) -> None:
    merge(home, {})
    remind(home, key, gone(tmp_path))
    with pytest.raises(UsageError, match="“letters/reminder-1” holds a result already"):
        remind(home, key, gone(tmp_path))
    merge(home, {Happening.APPLY: ["A1"]})
    assert remind(home, key, gone(tmp_path), again="Lost in the post.").letters == 4


def test_acknowledgements_go_to_new_applicants_only(home: Procedure, key: Path) -> None:
    write_csv(home.path("applications/pool.csv"), ("id", "sex", "school"), [("A1", "w", "Abitur"), ("A2", "m", "POS")])
    sent = []
    for happened in ({Happening.APPLY: ["A1"]}, {Happening.APPLY: ["A2"]}):
        merge(home, happened)
        sent.append(run_letters(plan_letters(home, Kind.ACKNOWLEDGEMENT, LetterOptions(key), None, ""), dice()))
    assert [report.folder.name for report in sent] == ["acknowledgement-1", "acknowledgement-2"]
    assert names(sent[0].folder) == ["Guten Tag Kim Mustermensch,"]


def test_letters_for_whoever_withdrew_and_for_the_members_at_the_end(home: Procedure, key: Path) -> None:
    select(home)
    tell(home, {Happening.WITHDRAW: ["A1"]})
    for kind, said in ((Kind.WITHDRAWAL, "Guten Tag Kim Mustermensch,"), (Kind.FAREWELL, "Guten Tag {{ name }},")):
        report = run_letters(plan_letters(home, kind, LetterOptions(key), None, ""), dice())
        assert names(report.folder) == [said]


def seat(home: Procedure, folder: str, lists: dict[str, list[str]]) -> None:
    """Make a result of the selection, or of a replacement."""
    with running(Destination(home, folder)) as run:
        for name, ids in lists.items():
            write_csv(run.folder / name, ("id",), [(one,) for one in ids])
        stage = "replace" if folder.startswith("replacement") else "select"
        details = {"out": ["A3"], "joined": lists["joined.csv"]} if stage == "replace" else {}
        run.finish(Receipt(stage, {}, ()), details)


def test_whoever_moves_up_gets_another_letter_than_those_of_the_selection(home: Procedure, key: Path) -> None:
    merge(home, {Happening.APPLY: ["A1", "A2", "A3", "A4"]})
    pool = {"pool.csv": ["A1", "A2", "A3", "A4"]}
    seat(home, "selection", {"panel.csv": ["A1", "A3"], "waiting.csv": ["A4"], **pool})

    def sent(kind: Kind) -> list[str]:
        return names(run_letters(plan_letters(home, kind, LetterOptions(key), None, ""), dice()).folder)

    assert sent(Kind.ACCEPTANCE) == ["Guten Tag {{ name }},", "Guten Tag Kim Mustermensch,"]
    assert sent(Kind.WAITING) == ["Guten Tag Sascha <b>$x$,"]
    tell(home, {Happening.WITHDRAW: ["A3"]})
    seat(home, "replacement-1", {"panel.csv": ["A1", "A4"], "joined.csv": ["A4"], "waiting.csv": []})
    with pytest.raises(UsageError, match="“letters/acceptance-1” holds a result already"):
        sent(Kind.ACCEPTANCE)
    assert sent(Kind.REPLACEMENT) == ["Guten Tag Sascha <b>$x$,"]
    assert sent(Kind.FAREWELL) == ["Guten Tag Kim Mustermensch,", "Guten Tag Sascha <b>$x$,"]
    assert sent(Kind.REJECTION) == ["Guten Tag Robin *,"]


def test_the_audit_asks_the_journal_who_was_meant(home: Procedure, key: Path, tmp_path: Path) -> None:
    def verdicts() -> dict[str, str]:
        return {one.file: one.verdict.value for one in run_audit(home.root).findings if one.number == "8.1"}

    merge(home, {Happening.APPLY: ["A1"]})
    write_csv(home.path("applications/pool.csv"), ("id",), [("A1",)])
    remind(home, key, gone(tmp_path, ("A4", "tot")))
    assert verdicts() == {"": "ok"}
    forged = {"stage": "letters", "folder": "letters/withdrawal-1", "kind": "withdrawal", "ids": ["A1", "A4"]}
    record(home, "run", forged)
    assert verdicts() == {"letters/withdrawal-1": "contradiction"}


def test_faulty_addresses_are_skipped_and_listed_if_that_is_wanted(tmp_path: Path, key: Path) -> None:
    home = make_home(tmp_path / "forum")
    key.write_text(KEY.replace("A5;Alex;;Platzhalter;;Beispielstraße;5", "A5;Alex;;Platzhalter;;;5"), "utf-8")
    options = LetterOptions(key, skip_faulty=True)
    report = run_letters(plan_letters(home, Kind.INVITATION, options, None, ""), dice())
    assert (report.letters, report.skipped) == (4, ("A5",))
    assert list(read_table(report.folder / "skipped.csv").records()) == [
        {"id": "A5", "column": "street", "reason": "A5: The address is not complete."}
    ]
    assert journal_of(home)[-1].details["ids"] == ["A1", "A2", "A3", "A4"]
    assert states_of(home)["A5"].state is PersonState.DRAWN


def test_letters_that_came_back_are_recorded_and_listed(home: Procedure, key: Path, tmp_path: Path) -> None:
    codes = dict(zip(*read_table(home.path("private/codes.csv")).columns.values(), strict=True))
    assert run_undeliverable(home, [codes["A2"]]).people == 1
    path = tmp_path / "returned.csv"
    write_csv(path, ("Code",), [(codes["A5"],), (codes["A1"],)])
    report = run_undeliverable(home, [str(path)], "AB")
    assert (report.people, report.listed) == (2, 3)
    rows = list(read_table(report.file).records())
    assert [(row["id"], row["letter"]) for row in rows] == [(one, "invitation") for one in ("A1", "A2", "A5")]
    merge(home, {})
    assert names(remind(home, key, gone(tmp_path)).folder) == ["Guten Tag {{ name }},", "Guten Tag Sascha <b>$x$,"]
    with pytest.raises(InputError, match="neither the id nor the code of anybody"):
        run_undeliverable(home, ["999-999-9999"])


def test_a_file_without_codes_is_refused(home: Procedure, tmp_path: Path) -> None:
    path = tmp_path / "returned.csv"
    write_csv(path, ("Nummer",), [("1",)])
    with pytest.raises(InputError, match="There is no column with codes or ids"):
        run_undeliverable(home, [str(path)])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("id;grund\nA1;tot\n", "The column “as_of” is missing"),
        ("id;reason;as_of\nA1;tot;gestern\n", "list.csv, row 2, column “as_of”: This is no day."),
        ("id;reason;as_of\nA1;Urlaub;2026-09-10\n", "list.csv, row 2, column “reason”: A1: the reason is not known."),
        ("id;reason;as_of\n;tot;2026-09-10\n", "list.csv, row 2, column “id”: The id is blank."),
        ("id;reason;as_of\n", "The list does not say of which day it is."),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(
    home: Procedure, key: Path, tmp_path: Path, rows: str, said: str
) -> None:
    merge(home, {})
    path = tmp_path / "list.csv"
    path.write_text(rows, "utf-8")
    with pytest.raises(InputError) as caught:
        remind(home, key, path)
    assert said in str(caught.value)

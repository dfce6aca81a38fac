import datetime as dt
import shutil
from pathlib import Path

import pytest

from buergerforum.errors import UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import files_below
from buergerforum.io.tables import read_table
from buergerforum.model.audit import Verdict
from buergerforum.model.record import Receipt
from buergerforum.model.state import PersonState, Single
from buergerforum.stages import purge
from buergerforum.stages.audit import run_audit
from buergerforum.stages.judging import MergeOptions, plan_merge
from buergerforum.stages.merge import run_merge
from buergerforum.stages.purge import PurgeReport, run_purge
from buergerforum.stages.record import run_record
from buergerforum.stages.running import Destination, journal_of, record, running
from buergerforum.stages.states import states_of
from buergerforum.stages.status import run_status
from tests.cli.calling import forum
from tests.stages import honest
from tests.stages.answering import make_procedure, web_row, write_paper, write_web

SILENT, REJECTED, MEMBERS = dt.date(2026, 11, 7), dt.date(2026, 12, 12), dt.date(2027, 7, 16)
"""As forum.yaml has it."""


NOBODYS = {"code": "", "birth_year": "1999"}
"""An answer of nobody in particular."""


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    """Return a procedure after its selection: A1 is a member, A2 was not selected, A3 said no, A4 never answered."""
    made = make_procedure(tmp_path / "forum")
    with running(Destination(made, "draw/wave-1", again="made by hand")) as run:
        shutil.copy(made.path("draw/wave-1/invitees.csv"), run.folder)
        run.finish(Receipt("draw", {}, ()), {"people": {"draw": ["A1", "A2", "A3", "A4"]}})
    shutil.rmtree(made.path("earlier"))
    with running(Destination(made, "letters/invitation-1")) as run:
        letters = run.also("private/letters/invitation-1")
        letters.mkdir()
        (letters / "batch-001.pdf").write_bytes(b"Elfi Musterlein")
        run.finish(Receipt("letters", {"kind": "invitation"}, ()), {"kind": "invitation", "ids": ["A1", "A2"]})
    web = write_web(
        tmp_path / "web.csv", [web_row("A1"), web_row("A3", 2, consent="Nein"), web_row("A4", 3, **NOBODYS)]
    )
    paper = write_paper(tmp_path / "paper.xlsx", ["A2"])
    run_merge(plan_merge(made, MergeOptions((web, paper)), None, ""))
    record(made, "record", {"people": {"select": ["A1"], "reject": ["A2"]}})
    return made


def codes(home: Procedure) -> list[str]:
    return read_table(home.path("private/codes.csv")).columns["id"]


def answers(home: Procedure) -> list[str]:
    """Return the birth years in the answers kept."""
    files = sorted(home.path("private/answers").glob("*.csv"))
    return sorted(year for file in files for year in read_table(file).columns["birth_year"])


def contradictions(home: Procedure) -> list[tuple[str, str]]:
    """Return those of journal, files and repetitions; the draw of this procedure is made by hand."""
    findings = run_audit(home.root).findings
    found = [(one.number, one.file) for one in findings if one.verdict is Verdict.CONTRADICTION]
    return [one for one in found if not one[0].startswith("5.")]


def figures(report: PurgeReport) -> tuple[int, int, int]:
    return sum(report.people.values()), report.codes, report.answers


def test_by_default_it_only_shows(home: Procedure) -> None:
    before = {path: path.read_bytes() for path in files_below(home.root)}
    report = run_purge(home, SILENT)
    assert (figures(report), report.done, report.nothing) == ((1, 1, 0), False, False)
    assert {path: path.read_bytes() for path in files_below(home.root)} == before


@pytest.mark.parametrize(
    ("day", "people", "codes_left", "years_left"),
    [
        (SILENT - dt.timedelta(1), 0, ["A1", "A2", "A3", "A4"], ["1950", "1985", "1999", "2004"]),
        (SILENT, 1, ["A1", "A2", "A3"], ["1950", "1985", "1999", "2004"]),
        (REJECTED, 3, ["A1"], ["1985"]),
    ],
)
def test_who_is_due_is_deleted_and_nobody_else(
    home: Procedure, day: dt.date, people: int, codes_left: list[str], years_left: list[str]
) -> None:
    before = contradictions(home)
    report = run_purge(home, day, really=True)
    assert sum(report.people.values()) == people
    assert (codes(home), answers(home)) == (codes_left, years_left)
    assert sum(one.erased for one in states_of(home).values()) == people
    assert contradictions(home) == before == []
    assert run_purge(home, day).nothing


def test_at_the_end_nothing_private_is_left(home: Procedure) -> None:
    report = run_purge(home, MEMBERS, really=True)
    assert figures(report) == (4, 4, 4)
    assert report.mailings == ("private/letters/invitation-1",)
    assert files_below(home.path("private")) == []
    assert contradictions(home) == []
    written = b"\n".join(path.read_bytes() for path in files_below(home.root) if path.name != "forum.yaml")
    assert b"Musterlein" not in written
    text = home.path("deletion/protocol.txt").read_text("utf-8")
    assert "Members (until Jul 16, 2027): 1\n" in text
    assert "People who have not answered (until Nov 7, 2026): 1\n" in text
    assert "Personal codes: 4\nAnswers: 4\nLetters: private/letters/invitation-1\n" in text
    assert not any(person in text for person in ("A1", "A2", "A3", "A4"))


def test_the_pool_still_counts_after_a_part_is_deleted(home: Procedure) -> None:
    run_purge(home, REJECTED, really=True)
    found = run_status(home)
    assert found.standing is not None
    assert found.standing.pool == 2
    assert found.notes == ()


def test_a_mailing_goes_as_a_whole_as_soon_as_one_is_due(home: Procedure) -> None:
    assert run_purge(home, SILENT).mailings == ()
    run_purge(home, REJECTED, really=True)
    assert not home.path("private/letters/invitation-1").exists()


def test_an_objection_counts_at_once(home: Procedure) -> None:
    run_record(home, Single.OBJECTS, ["A2"])
    report = run_purge(home, dt.date(2026, 9, 11), really=True)
    assert figures(report) == (1, 1, 1)
    assert codes(home) == ["A1", "A3", "A4"]
    assert states_of(home)["A2"].state is PersonState.OBJECTED


def test_a_stopped_deletion_is_finished_by_the_next(home: Procedure, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(purge, "_delete", stop)
        with pytest.raises(KeyboardInterrupt):
            run_purge(home, MEMBERS, really=True)
    assert journal_of(home)[-1].details["stage"] == "purge"
    assert files_below(home.path("private")) != []
    report = run_purge(home, MEMBERS, really=True)
    assert report.done
    assert files_below(home.path("private")) == []
    assert contradictions(home) == []


def test_on_the_command_line(home: Procedure) -> None:
    shown = forum("purge", "--due", "--on", "2026-12-12", "--procedure", home.root)
    assert "Due on Dec 12, 2026; nothing was deleted" in shown.out
    assert "To delete it for good: forum purge --due --yes" in shown.out
    assert "What shall be deleted?" in forum("purge", "--yes", "--procedure", home.root).err
    assert "“soon” is no day." in forum("purge", "--due", "--on", "soon", "--procedure", home.root).err
    done = forum("purge", "--due", "--yes", "--on", "2026-12-12", "--procedure", home.root)
    assert (done.code, done.figures()["People who were not selected (until Dec 12, 2026)"]) == (0, "2")
    assert "nothing is due" in forum("purge", "--due", "--on", "2026-12-12", "--procedure", home.root).out


def test_an_honest_procedure_stays_clean(tmp_path: Path) -> None:
    home = honest.make(tmp_path / "forum")
    assert run_audit(home.root).clean
    run_record(home, Single.OBJECTS, [honest.invited(home)[0]])
    home.path("private/earlier").mkdir()
    home.path("private/earlier/codes-1.csv").write_text("id;code\n", "utf-8")
    for day in (SILENT, MEMBERS):
        run_purge(home, day, really=True)
    assert run_audit(home.root).clean


def test_before_the_draw_nothing_is_due(tmp_path: Path) -> None:
    from buergerforum.stages.new import run_new

    assert run_purge(run_new(tmp_path / "forum"), MEMBERS).nothing
    with pytest.raises(UsageError):
        Destination(None, "deletion").final()

from itertools import permutations
from pathlib import Path

import pytest

from buergerforum.core.record.receipt import read_receipt
from buergerforum.errors import InputError, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import files_below
from buergerforum.model.applications import Reason
from buergerforum.stages.judging import MergeOptions, plan_merge
from buergerforum.stages.merge import LISTS, MergeReport, run_merge
from buergerforum.stages.running import journal_of, record
from tests.stages.answering import CODE, PERSONAL, make_procedure, web_row, write_paper, write_web


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    return make_procedure(tmp_path / "forum")


def merge(home: Procedure, *files: Path, again: str = "") -> MergeReport:
    return run_merge(plan_merge(home, MergeOptions(files), None, again))


def lists(home: Procedure) -> dict[str, str]:
    return {name: home.path(f"applications/{name}").read_text("utf-8") for name in LISTS}


def three_files(folder: Path) -> tuple[Path, Path, Path]:
    """Two exports of the web form, the second with all of the first, and answers on paper."""
    first = [web_row("A1", 1), web_row("A4", 2, code=CODE["A4"][:-2] + "xx")]
    second = [*first, web_row("A3", 3, school="Gesellenbrief"), web_row("A2", 4, consent="")]
    return (
        write_web(folder / "week1.csv", first),
        write_web(folder / "week2.csv", second),
        write_paper(folder / "paper.xlsx", ["A1", "A2"]),
    )


def test_web_and_paper_become_pool_review_and_rejections(home: Procedure, tmp_path: Path) -> None:
    report = merge(home, *three_files(tmp_path))
    assert (report.sources, report.answers, report.repeated, report.pool) == (3, 6, 2, 2)
    assert report.review == ((Reason.CODE_MISTYPED, 1), (Reason.VALUE_UNKNOWN, 1))
    assert report.rejected == ((Reason.NO_CONSENT, 1), (Reason.DUPLICATE, 1))
    assert report.notes[-1].startswith("paper.xlsx: code = “Code”, birth_year = “Geburtsjahr”")
    assert lists(home) == {
        "pool.csv": (
            "id;district;age_group;sex;nationality;school\n"
            "A1;Eving;30-44;w;DE;Hauptschule\n"
            "A2;Hörde;75+;m;EU;Hauptschule\n"
        ),
        "review.csv": (
            "id;source;row;reason;text;suggestion\n"
            ";week1.csv;3;code-mistyped;The code has a typing error. The code of one invitee with the same year of "
            "birth is very similar: compare the two.;A4\n"
            "A3;week2.csv;4;value-unknown;The answer about “school” is not in the table of answers. Add it in "
            "forum.yaml, or ask the person.;\n"
        ),
        "rejected.csv": (
            "id;source;row;reason;text\n"
            "A1;week1.csv;2;duplicate;A later answer of the same person counts instead.\n"
            "A2;week2.csv;5;no-consent;There is no consent to the use of the answers.\n"
        ),
    }


def test_any_order_and_any_number_of_runs_give_the_same_bytes(tmp_path: Path) -> None:
    files = three_files(tmp_path)
    found = set()
    for number, order in enumerate(permutations(files)):
        home = make_procedure(tmp_path / f"forum{number}")
        merge(home, order[0])
        merge(home, *order)
        merge(home, order[2], order[1])
        found.add(tuple(lists(home).values()))
    assert len(found) == 1


def test_what_was_merged_before_stays_merged(home: Procedure, tmp_path: Path) -> None:
    first, second, paper = three_files(tmp_path)
    merge(home, paper)
    assert "A2;" in lists(home)["pool.csv"]
    paper.unlink()
    report = merge(home, first)
    assert (report.sources, report.pool) == (2, 2)
    merge(home, second)
    assert lists(home) == lists_of_one_run(tmp_path)


def lists_of_one_run(folder: Path) -> dict[str, str]:
    other = make_procedure(folder / "other")
    merge(other, *three_files(folder))
    return lists(other)


def test_merging_the_same_again_changes_nothing_at_all(home: Procedure, tmp_path: Path) -> None:
    files = three_files(tmp_path)
    merge(home, *files)
    before = {path: path.read_bytes() for path in files_below(home.root)}
    report = merge(home, files[1])
    assert not report.changed
    assert {path: path.read_bytes() for path in files_below(home.root)} == before


def test_without_new_files_the_answers_are_judged_by_the_settings_of_today(home: Procedure, tmp_path: Path) -> None:
    merge(home, *three_files(tmp_path))
    settings = home.settings_path.read_text("utf-8")
    home.settings_path.write_text(settings.replace("[Fachabitur]", "[Fachabitur, Gesellenbrief]"), "utf-8")
    report = merge(home)
    assert report.changed
    assert "A3;Mengede;16-29;m;other;Fachhochschulreife\n" in lists(home)["pool.csv"]
    assert home.path("earlier/applications-1/pool.csv").exists()


def test_nothing_personal_leaves_the_files_of_the_answers(home: Procedure, tmp_path: Path) -> None:
    report = merge(home, *three_files(tmp_path))
    written = b"\n".join(path.read_bytes() for path in files_below(home.root) if path.name != "forum.yaml")
    for word in (*PERSONAL, "A1@"):
        assert word.encode() not in written.replace(b"0231 555", b"")
        assert word not in "\n".join(report.notes)
    outside = b"\n".join(path.read_bytes() for path in files_below(home.path("applications")))
    for code in CODE.values():
        assert code.replace("-", "").encode() not in outside
        assert b"Gesellenbrief" not in outside


def test_the_receipt_names_every_source_and_the_journal_the_receipt(home: Procedure, tmp_path: Path) -> None:
    files = three_files(tmp_path)
    merge(home, files[2])
    merge(home, *files)
    receipt = read_receipt(home.path("applications/receipt.json").read_bytes(), "receipt.json")
    assert [one.name for one in receipt.inputs] == [
        "draw/wave-1/invitees.csv",
        "forum.yaml",
        "paper.xlsx",
        "private/codes.csv",
        "week1.csv",
        "week2.csv",
    ]
    assert receipt.figures == {"sources": 3, "answers": 6, "pool": 2, "review": 2, "rejected": 2}
    assert receipt.options["deadline"] == "2026-09-25"
    assert [entry.details["run"] for entry in journal_of(home) if entry.event == "run"] == [1, 2]


def test_it_works_without_a_procedure(home: Procedure, tmp_path: Path) -> None:
    files = three_files(tmp_path)
    wishes = MergeOptions(
        files, home.path("draw/wave-1/invitees.csv"), home.path("private/codes.csv"), home.settings_path
    )
    run_merge(plan_merge(None, wishes, tmp_path / "result", ""))
    assert sorted(path.name for path in (tmp_path / "result").iterdir()) == sorted((*LISTS, "receipt.json"))
    merge(home, *files)
    assert (tmp_path / "result/pool.csv").read_text("utf-8") == lists(home)["pool.csv"]


def test_all_bad_files_are_named_and_nothing_is_changed(home: Procedure, tmp_path: Path) -> None:
    good, _second, _paper = three_files(tmp_path)
    empty = tmp_path / "empty.csv"
    empty.write_text("Code;Geburtsjahr\n", "utf-8")
    with pytest.raises(InputError) as caught:
        merge(home, good, empty, tmp_path / "gone.csv")
    assert str(caught.value) == (
        "empty.csv: The table holds no answers.\ngone.csv: The file is not there. Check the name and the folder."
    )
    assert not home.path("applications").exists()
    assert not home.path("private/answers").exists()


def test_a_table_without_the_questions_is_refused(home: Procedure, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Code;Geburtsjahr;Einwilligung\nx;y;z\n", "utf-8")
    with pytest.raises(InputError) as caught:
        merge(home, other)
    assert [problem.what for problem in caught.value.problems] == [
        "No column for “received” was found.",
        "No column for “school” was found.",
    ]


def test_without_any_answers_there_is_nothing_to_merge(home: Procedure) -> None:
    with pytest.raises(UsageError, match="There are no answers yet"):
        merge(home)


@pytest.mark.parametrize("missing", ["draw/wave-1/invitees.csv", "private/codes.csv"])
def test_before_the_invitations_nobody_can_have_answered(home: Procedure, missing: str) -> None:
    home.path(missing).unlink()
    with pytest.raises(UsageError, match="Nobody can have answered yet"):
        merge(home)


def test_once_the_selection_is_sealed_a_reason_is_needed(home: Procedure, tmp_path: Path) -> None:
    first, second, _paper = three_files(tmp_path)
    merge(home, first)
    record(home, "seal", {"what": "selection"})
    with pytest.raises(UsageError, match="The pool is settled"):
        merge(home, second)
    merge(home, second, again="an answer was found in the wrong letter box")
    assert journal_of(home)[-1].details["again"] == "an answer was found in the wrong letter box"


def test_without_a_procedure_the_inputs_must_be_named() -> None:
    with pytest.raises(UsageError) as caught:
        plan_merge(None, MergeOptions((Path("web.csv"),)), Path("out"), "")
    assert "--invitees FILE, --codes FILE, --settings FILE" in caught.value.hint

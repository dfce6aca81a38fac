from pathlib import Path

import pytest

from buergerforum.core.record.canonical import canonical_json, sha256_hex
from buergerforum.errors import InputError, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.model.record import Receipt
from buergerforum.model.seal import Sealed
from buergerforum.stages.lottery import SelectionOptions, plan_selection, run_lottery
from buergerforum.stages.new import run_new
from buergerforum.stages.running import Destination, journal_of, running
from buergerforum.stages.seal import run_seal
from tests.stages.small_forum import make_procedure

FRAME = "id;district;age_group;sex;household;special_address\n"


@pytest.fixture
def procedure(tmp_path: Path) -> Procedure:
    made = run_new(tmp_path / "forum")
    made.path("frame").mkdir()
    made.path("frame/frame.csv").write_text(f"{FRAME}A1;Nord;16-29;w;;0\n", "utf-8")
    return made


def test_the_journal_holds_the_digests_of_what_decides_the_draw(procedure: Procedure) -> None:
    seal = run_seal(procedure, Sealed.DRAW)
    assert [one.name for one in seal.files] == ["frame/frame.csv", "forum.yaml"]
    details = journal_of(procedure)[-1].details
    assert (
        details["digest"]
        == seal.digest
        == sha256_hex(canonical_json({"files": details["files"], "options": details["options"]}))
    )


def test_one_changed_byte_changes_the_seal(procedure: Procedure) -> None:
    before = run_seal(procedure, Sealed.DRAW)
    procedure.path("frame/frame.csv").write_text(f"{FRAME}A1;Nord;16-29;m;;0\n", "utf-8")
    assert run_seal(procedure, Sealed.DRAW, "a wrong extract").digest != before.digest


def test_a_second_seal_needs_a_reason_which_is_kept(procedure: Procedure) -> None:
    run_seal(procedure, Sealed.DRAW)
    with pytest.raises(UsageError, match="sealed before"):
        run_seal(procedure, Sealed.DRAW)
    run_seal(procedure, Sealed.DRAW, "a wrong extract")
    assert journal_of(procedure)[-1].details["again"] == "a wrong extract"


def test_the_selection_cannot_be_sealed_before_there_is_a_pool(procedure: Procedure) -> None:
    with pytest.raises(InputError) as caught:
        run_seal(procedure, Sealed.SELECTION)
    assert [problem.file for problem in caught.value.problems] == ["applications/pool.csv"]
    assert len(journal_of(procedure)) == 1


def test_everything_that_is_missing_is_named_at_once(procedure: Procedure) -> None:
    procedure.path("quotas/dortmund.yaml").unlink()
    with pytest.raises(InputError) as caught:
        run_seal(procedure, Sealed.SELECTION)
    assert [problem.file for problem in caught.value.problems] == ["applications/pool.csv", "quotas/dortmund.yaml"]
    assert "forum status" in caught.value.message


@pytest.mark.parametrize("what", list(Sealed))
def test_a_seal_after_the_draw_is_refused_unless_it_is_for_a_second_one(procedure: Procedure, what: Sealed) -> None:
    procedure.path("applications").mkdir()
    procedure.path("applications/pool.csv").write_text("id\nA1\n", "utf-8")
    folder = {Sealed.DRAW: "draw/wave-1", Sealed.TOWNS: "draw/towns", Sealed.SELECTION: "selection"}[what]
    said = procedure.settings_path.read_text("utf-8").replace('table: "" ', "table: applications/pool.csv ")
    procedure.settings_path.write_text(said, "utf-8")
    with running(Destination(procedure, folder)) as run:
        run.finish(Receipt(what.value, {}, ()))
    with pytest.raises(UsageError, match=r"The draw was made already, on .*: a seal now would prove nothing") as caught:
        run_seal(procedure, what)
    assert "--again" in caught.value.hint
    run_seal(procedure, what, "somebody was forgotten")
    assert journal_of(procedure)[-1].details["again"] == "somebody was forgotten"


def test_the_lottery_must_be_there_if_the_journal_knows_of_it(tmp_path: Path) -> None:
    home = make_procedure(tmp_path / "forum")
    run_lottery(plan_selection(home, SelectionOptions(), "lottery", None, ""))
    kept = home.path("lottery/lottery.csv").read_bytes()
    home.path("lottery/lottery.csv").unlink()
    with pytest.raises(InputError) as caught:
        run_seal(home, Sealed.SELECTION)
    assert [problem.file for problem in caught.value.problems] == ["lottery/lottery.csv"]
    home.path("lottery/lottery.csv").write_bytes(kept)
    assert [one.name for one in run_seal(home, Sealed.SELECTION).files][-1] == "lottery/lottery.csv"


def test_the_seal_of_the_selection_covers_the_lottery_once_there_is_one(procedure: Procedure) -> None:
    for name in ("applications", "lottery"):
        procedure.path(name).mkdir()
    procedure.path("applications/pool.csv").write_text("id\nA1\n", "utf-8")
    procedure.path("lottery/lottery.csv").write_text("first;last;members\n0;0;A1\n", "utf-8")
    names = [one.name for one in run_seal(procedure, Sealed.SELECTION).files]
    assert names == ["applications/pool.csv", "quotas/dortmund.yaml", "forum.yaml", "lottery/lottery.csv"]


def test_the_seal_fixes_the_choices_too(procedure: Procedure) -> None:
    options = run_seal(procedure, Sealed.DRAW).options
    assert options == {
        "size": 2000,
        "strata": ["district", "age_group", "sex"],
        "allocation": "exact",
        "household": "household",
        "special": "special_address",
        "id": "id",
        "response": "",
        "stop_list": "",
        "reserve": None,
    }

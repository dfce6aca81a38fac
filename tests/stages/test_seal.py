from pathlib import Path

import pytest

from buergerforum.core.record.canonical import canonical_json, sha256_hex
from buergerforum.errors import InputError, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.model.seal import Sealed
from buergerforum.stages.new import run_new
from buergerforum.stages.running import journal_of
from buergerforum.stages.seal import run_seal


@pytest.fixture
def procedure(tmp_path: Path) -> Procedure:
    made = run_new(tmp_path / "forum")
    made.path("frame").mkdir()
    made.path("frame/frame.csv").write_text("id;sex\nA1;w\n", "utf-8")
    return made


def test_the_journal_holds_the_digests_of_what_decides_the_draw(procedure: Procedure) -> None:
    seal = run_seal(procedure, Sealed.DRAW)
    assert [one.name for one in seal.files] == ["frame/frame.csv", "forum.yaml"]
    details = journal_of(procedure)[-1].details
    assert details["digest"] == seal.digest == sha256_hex(
        canonical_json({"files": details["files"], "options": details["options"]})
    )


def test_one_changed_byte_changes_the_seal(procedure: Procedure) -> None:
    before = run_seal(procedure, Sealed.DRAW)
    procedure.path("frame/frame.csv").write_text("id;sex\nA1;m\n", "utf-8")
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
    }

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from buergerforum.core.record.receipt import read_receipt
from buergerforum.errors import ForumError, InputError, StorageError, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import write_csv
from buergerforum.model.record import FileDigest, Receipt
from buergerforum.stages.running import Destination, journal_of, record, running, runs_of
from tests.stages.crashing import CODES, FOLDER, KILLED, TRIALS, run

NOTHING_CHANGED = "Nothing was changed."
COMPLETE = "The result is complete, but not in its place yet."


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    (tmp_path / "forum.yaml").touch()
    return Procedure(tmp_path)


def files(root: Path) -> dict[str, bytes]:
    """Return all files of a folder but the lock, which says nothing."""
    found = (path for path in root.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def steps(trial: str, where: str, often: str, folder: Path) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.stages.crashing", trial, where, often, str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="every step needs a process of its own")
@pytest.mark.parametrize("where", ["inside", "outside"])
@pytest.mark.parametrize(("trial", "often"), [("killed", "first"), *((trial, "again") for trial in TRIALS)])
def test_whatever_happens_at_whichever_step_the_old_or_the_new_result_is_there(
    tmp_path: Path, trial: str, where: str, often: str
) -> None:
    inside, repeated = where == "inside", often == "again"
    old = "old" if repeated else ""
    before = inside * (1 + repeated)
    tried = steps(trial, where, often, tmp_path)
    assert len(tried) > 8
    assert (tried[-1]["exit"], tried[-1]["after"]["content"], tried[-1]["then"]["content"]) == (0, "new", "new")
    for step in tried:
        after, then = step["after"], step["then"]
        assert step["exit"] in {0, KILLED if trial.startswith("killed") else 3}
        assert not then["staged"]
        committed = step["exit"] == 0 or (after["lines"] > before if inside else then["content"] == "new")
        assert then["lines"] == (before + committed + 1 if inside else 0)
        assert then["content"] == ("new" if committed else old or ("" if inside else "next"))
        assert then["files"] == expected(inside=inside, result=bool(then["content"]), earlier=repeated and committed)
        if step["exit"] == 3:
            assert step["hint"].startswith(COMPLETE if committed else NOTHING_CHANGED) or not step["hint"]
        if not committed:
            assert (after["content"], after["lines"]) == (old, before)
        if step["exit"] == 0:
            assert after["content"] == "new"


def expected(*, inside: bool, result: bool, earlier: bool) -> list[str]:
    """Return what is there, and nothing besides, when no run is under way."""
    parts = ("invitees.csv", "more/strata.csv", "receipt.json")
    if not inside:
        return sorted(f"{folder}/{part}" for folder in ["out"] + ["out-earlier-1"] * earlier for part in parts)
    names = ["forum.yaml", "journal.jsonl"]
    if result:
        names += [f"{FOLDER}/{part}" for part in parts] + [CODES]
    if earlier:
        names += [f"earlier/{FOLDER}-1/{part}" for part in parts] + ["private/earlier/codes.csv-1"]
    return sorted(names)


def test_an_incomplete_line_of_the_journal_was_never_committed(home: Procedure) -> None:
    run(Destination(home, FOLDER), "old")
    whole = home.journal_path.read_bytes()
    for end in range(1, len(whole)):
        home.journal_path.write_bytes(whole + whole[:end])
        assert home.journal_bytes() == whole
    record(home, "seal", {})
    assert [entry.event for entry in journal_of(home)] == ["run", "seal"]
    assert home.journal_path.read_bytes().startswith(whole)


def test_a_run_writes_a_receipt_and_a_line_that_knows_it(home: Procedure) -> None:
    run(Destination(home, FOLDER), "new")
    raw = (home.root / FOLDER / "receipt.json").read_bytes()
    receipt = read_receipt(raw, "receipt.json")
    names = [f"{FOLDER}/invitees.csv", f"{FOLDER}/more/strata.csv", CODES]
    assert [one.name for one in receipt.outputs] == names
    assert receipt.outputs == tuple(Destination(home, FOLDER).digest(home.root / name) for name in names)
    (entry,) = journal_of(home)
    assert (entry.number, entry.event) == (1, "run")
    assert entry.details == {
        "stage": "draw",
        "folder": FOLDER,
        "receipt": Destination(home, "").digest(home.root / FOLDER / "receipt.json").sha256,
        "run": 1,
        "again": None,
        "content": "new",
    }


def test_outside_of_a_procedure_a_run_is_the_same_without_a_journal(home: Procedure, tmp_path: Path) -> None:
    run(Destination(home, FOLDER), "new")
    run(Destination(None, FOLDER, tmp_path / "deep" / "out"), "new")
    inside, outside = files(tmp_path / FOLDER), files(tmp_path / "deep")
    assert {name.removeprefix("out/") for name in outside} == set(inside)
    assert outside["out/invitees.csv"] == inside["invitees.csv"]
    receipt = read_receipt(outside["out/receipt.json"], "receipt.json")
    assert [one.name for one in receipt.outputs] == ["invitees.csv", "more/strata.csv"]


SECOND = (
    'A second run is possible, but it is recorded and reported by the audit: --again "reason". '
    "The earlier result is kept."
)


def test_a_second_try_needs_a_reason_keeps_the_first_and_is_counted(home: Procedure) -> None:
    run(Destination(home, FOLDER), "old")
    first = files(home.root)
    with pytest.raises(UsageError, match=rf"^“{FOLDER}” holds a result already\.$") as refused:
        run(Destination(home, FOLDER), "new")
    assert refused.value.hint == SECOND
    assert files(home.root) == first
    for number, reason in enumerate(["Stromausfall", "wieder"], 2):
        run(Destination(home, FOLDER, again=reason), f"new {number}")
        details = journal_of(home)[-1].details
        assert (details["run"], details["again"], details["content"]) == (number, reason, f"new {number}")
    kept = files(home.root)
    for name in ("invitees.csv", "more/strata.csv", "receipt.json"):
        assert kept[f"earlier/{FOLDER}-1/{name}"] == first[f"{FOLDER}/{name}"]
    assert kept["private/earlier/codes.csv-1"] == first[CODES]
    assert b"new 2" in kept[f"earlier/{FOLDER}-2/invitees.csv"]
    assert b"new 3" in kept[f"{FOLDER}/invitees.csv"]
    assert [entry.details["run"] for entry in runs_of(journal_of(home), FOLDER)] == [1, 2, 3]


def test_outside_of_a_procedure_the_first_is_kept_too(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(Destination(None, FOLDER, out), "old")
    first = files(out)
    with pytest.raises(UsageError, match=r"^“out” holds a result already\.$") as refused:
        run(Destination(None, FOLDER, out), "new")
    assert refused.value.hint == SECOND
    run(Destination(None, FOLDER, out, again="reason"), "new")
    run(Destination(None, FOLDER, out, again="reason"), "newer")
    assert files(tmp_path / "out-earlier-1") == first
    assert b"new" in files(tmp_path / "out-earlier-2")["invitees.csv"]
    assert b"newer" in files(out)["invitees.csv"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out-earlier-1", "out-earlier-2"]


def test_a_stage_that_is_meant_to_be_repeated_needs_no_reason(home: Procedure) -> None:
    for content in ("old", "new"):
        run(Destination(home, FOLDER, renewable=True), content)
    assert [entry.details["again"] for entry in runs_of(journal_of(home), FOLDER)] == [None, None]


def test_an_empty_folder_that_is_there_is_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    run(Destination(None, FOLDER, tmp_path / "out"), "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


@pytest.mark.parametrize("again", ["", "reason"])
def test_what_is_no_result_of_ours_is_never_moved_away(tmp_path: Path, again: str) -> None:
    (tmp_path / "Desktop").mkdir()
    (tmp_path / "Desktop" / "holiday.jpg").touch()
    (tmp_path / "file").touch()
    for name in ("Desktop", "file"):
        with pytest.raises(UsageError) as refused:
            run(Destination(None, FOLDER, tmp_path / name, again), "new")
        assert refused.value.message == f"“{name}” is there already, and it is not the result of an earlier run."
        assert refused.value.hint == "Name a new folder with --out. Nothing was changed."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Desktop", "file"]


@pytest.mark.parametrize("out", [".", "..", "/", "a/.."])
def test_a_folder_without_a_name_of_its_own_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"cannot be the folder of a result\.$") as refused:
        run(Destination(None, FOLDER, Path(out), again="reason"), "new")
    assert refused.value.hint == "Name a new folder with --out."


def test_without_a_place_to_go_nothing_runs() -> None:
    with pytest.raises(UsageError, match=r"^It is not clear where the result shall go\.$") as refused:
        run(Destination(None, FOLDER), "new")
    assert refused.value.hint == "Run the command inside a procedure folder, or add --out FOLDER."


@pytest.mark.parametrize("inside", [True, False])
def test_an_error_in_the_middle_leaves_nothing_behind(home: Procedure, inside: bool) -> None:  # noqa: FBT001 - a parameter
    out = home.root / "out"
    before = files(home.root)
    destination = Destination(home, FOLDER) if inside else Destination(None, FOLDER, out)

    def fail() -> None:
        with running(destination) as staged:
            write_csv(staged.folder / "invitees.csv", ("id",), [("p1",)])
            raise InputError([])

    with pytest.raises(InputError):
        fail()
    assert files(home.root) == before
    assert {path.name for path in home.root.iterdir()} <= {"forum.yaml", ".lock"}


def test_what_a_stopped_run_staged_never_gets_into_the_next_one(home: Procedure) -> None:
    for stale in (home.staging(1) / FOLDER / "stale.csv", home.root / ".out.part" / "result" / "stale.csv"):
        stale.parent.mkdir(parents=True)
        stale.touch()
    run(Destination(home, FOLDER), "new")
    run(Destination(None, FOLDER, home.root / "out"), "new")
    assert not [name for name in files(home.root) if "stale" in name]


def test_a_result_that_cannot_be_put_into_place_is_not_lost(home: Procedure, monkeypatch: pytest.MonkeyPatch) -> None:
    run(Destination(home, FOLDER), "old")

    def refuse(path: Path, _target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as held:
        held.setattr(Path, "rename", refuse)
        with pytest.raises(StorageError) as refused:
            run(Destination(home, FOLDER, again="reason"), "new")
    assert refused.value.message == "“wave-1” could not be written: the right to do so is missing."
    assert refused.value.hint == (
        "The result is complete, but not in its place yet. Close programs that have it open, or make room, and "
        "run the command again: that puts it there."
    )
    assert b"old" in files(home.root)[f"{FOLDER}/invitees.csv"]
    with pytest.raises(UsageError, match="holds a result already"):
        run(Destination(home, FOLDER), "newer")
    assert b"new" in files(home.root)[f"{FOLDER}/invitees.csv"]
    assert [entry.details["run"] for entry in runs_of(journal_of(home), FOLDER)] == [1, 2]


def test_the_receipt_does_not_depend_on_the_machine(home: Procedure, tmp_path: Path) -> None:
    outside = tmp_path.parent / "register.csv"
    outside.write_bytes(b"id\n")
    (tmp_path / "frame").mkdir()
    (tmp_path / "frame" / "frame.csv").write_bytes(b"id\n")
    names = [Destination(home, FOLDER).digest(path).name for path in (outside, tmp_path / "frame" / "frame.csv")]
    assert names == ["register.csv", "frame/frame.csv"]
    assert Destination(None, FOLDER, tmp_path).digest(tmp_path / "frame" / "frame.csv").name == "frame.csv"
    assert isinstance(Destination(home, FOLDER).digest(outside), FileDigest)


HOLD = (
    "import sys; from pathlib import Path; from buergerforum.io.locking import only_writer\n"
    "with only_writer(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
)


@pytest.mark.parametrize("inside", [True, False])
def test_a_second_process_is_told_to_wait_and_a_stopped_one_blocks_nobody(home: Procedure, inside: bool) -> None:  # noqa: FBT001 - a parameter
    out = home.root / "out"
    destination = Destination(home, FOLDER) if inside else Destination(None, FOLDER, out)
    lock = home.root / ".lock" if inside else home.root / ".out.part" / ".lock"
    lock.parent.mkdir(exist_ok=True)
    with subprocess.Popen([sys.executable, "-c", HOLD, str(lock)], stdin=-1, stdout=-1, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        before = files(home.root)
        with pytest.raises(UsageError) as refused:
            run(destination, "new")
        assert refused.value.message == "Another forum command is at work in this folder."
        assert refused.value.hint == "Wait until it has finished, then run the command again. Nothing was changed."
        assert refused.value.exit_code == 2
        assert files(home.root) == before
        first.kill()
    run(destination, "new")
    assert b"new" in files(destination.final())["invitees.csv"]
    assert not (home.root / ".out.part").exists()


def test_a_damaged_journal_stops_every_run(home: Procedure) -> None:
    run(Destination(home, FOLDER), "old")
    raw = bytearray(home.journal_path.read_bytes())
    raw[10] ^= 1
    home.journal_path.write_bytes(raw)
    before = files(home.root)
    with pytest.raises(ForumError, match=r"^journal\.jsonl, row 1: The line is not in the form this toolkit writes\."):
        run(Destination(home, FOLDER, again="reason"), "new")
    assert files(home.root) == before


def test_a_receipt_is_sealed_before_it_is_returned(home: Procedure) -> None:
    with running(Destination(home, FOLDER)) as staged:
        write_csv(staged.folder / "invitees.csv", ("id",), [("p1",)])
        receipt = staged.finish(Receipt("draw", {}, ()))
    assert receipt == read_receipt((home.root / FOLDER / "receipt.json").read_bytes(), "receipt.json")

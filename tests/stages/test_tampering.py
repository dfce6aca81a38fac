"""One changed byte anywhere in what is published is found by both programs, and neither ever breaks down.

Usually some positions are tried, evenly spread. With TAMPERING=all every position of the small folders is tried, and
2,000 of the large one: TAMPERING=all make test ARGS=tests/stages/test_tampering.py
"""

import hashlib
import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from buergerforum.model.audit import Verdict
from buergerforum.model.households import HouseholdRule
from buergerforum.stages.audit import Further, run_audit
from buergerforum.stages.lottery import SelectionPlan, run_lottery
from buergerforum.stages.running import Destination
from tests.core.selection.published import POOLS
from tests.stages import honest, publishing
from tests.test_verify import verify

ALL = os.environ.get("TAMPERING") == "all"
USUAL = 60
"""Positions of each small folder that are usually tried."""
LARGE = 2_000 if ALL else 8
OUTSIDE = {"forum.yaml", honest.QUOTAS}
"""What no stage wrote; it may be changed for a later stage, which is a note."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return honest.make(tmp_path_factory.mktemp("honest") / "forum").root


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large") / "lottery"
    plan = SelectionPlan(
        pool=POOLS / "israel_60_respondents.csv",
        quotas=POOLS / "israel_60_quotas_wide.csv",
        seats=60,
        lots=1000 if ALL else 100,
        objective="leximin",
        household=HouseholdRule(),
        id_column=None,
        waiting=0,
        destination=Destination(None, "lottery", folder),
    )
    run_lottery(plan)
    return folder


def published(root: Path) -> list[Path]:
    """Return every file that somebody may see and something follows from."""
    unread = ("quotas/dortmund", "quotas/stakeholder", "letters/de", "letters/en", "private/", ".lock")
    files = [path for path in sorted(root.rglob("*")) if path.is_file()]
    return [path for path in files if not path.relative_to(root).as_posix().startswith(unread)]


def fingerprint(root: Path) -> str:
    journal = root / "journal.jsonl"
    if not journal.exists():
        return hashlib.sha256((root / "receipt.json").read_bytes()).hexdigest()
    return run_audit(root).fingerprint


def positions(root: Path, number: int | None) -> Iterator[tuple[Path, int]]:
    """Yield every position of every file, or as many, spread evenly: every file at its beginning, inside, and end."""
    files = published(root)
    for path in files:
        size = path.stat().st_size
        if number is None:
            yield from ((path, place) for place in range(size))
        else:
            inner = max(1, number // len(files) - 2)
            yield from ((path, place) for place in sorted({0, *(size * n // inner for n in range(inner)), size - 1}))


def flip(path: Path, place: int) -> bytes:
    """Change one bit of a byte; return what was there."""
    raw = path.read_bytes()
    path.write_bytes(raw[:place] + bytes([raw[place] ^ 1 << place % 8]) + raw[place + 1 :])
    return raw


def clean_for(root: Path, known: str, *, note: bool) -> list[str]:
    """Return the programs that see nothing wrong; single results are for the audit alone."""
    audit = run_audit(root, further=Further(fingerprint=known))
    found = {one.verdict for one in audit.findings} & {Verdict.CONTRADICTION, *([Verdict.NOTE] if note else [])}
    code = verify.main([str(root), "--fingerprint", known])
    return [*([] if found else ["forum audit"]), *(["verify.py"] if code == 0 and not note else [])]


@pytest.mark.parametrize("folder", ["", "draw/wave-1", "lottery", "selection"])
def test_every_changed_byte_is_found_by_both(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    root = shutil.copytree(made / folder, tmp_path / "copy")
    known = fingerprint(root)
    assert clean_for(root, known, note=False) == ["forum audit", *([] if folder else ["verify.py"])]
    for path, place in positions(root, None if ALL else USUAL):
        raw = flip(path, place)
        name = path.relative_to(root).as_posix()
        assert clean_for(root, known, note=name in OUTSIDE) == [], f"{name} at {place}"
        path.write_bytes(raw)
        capsys.readouterr()


@pytest.mark.parametrize("level", ["public", "auditors"])
def test_every_changed_byte_of_what_was_published_is_found_by_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], level: str
) -> None:
    root = publishing.make(tmp_path).folder / level
    known = fingerprint(root)
    assert clean_for(root, known, note=False) == ["forum audit", "verify.py"]
    for path, place in positions(root, None if ALL else USUAL):
        raw = flip(path, place)
        assert clean_for(root, known, note=False) == [], f"{path.relative_to(root)} at {place}"
        path.write_bytes(raw)
        capsys.readouterr()


def test_changed_bytes_of_a_large_lottery_are_found(large: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = fingerprint(large)
    every = list(positions(large, None))
    assert clean_for(large, known, note=False) == ["forum audit"]
    for path, place in random.Random(1).sample(every, LARGE):
        raw = flip(path, place)
        assert clean_for(large, known, note=False) == [], f"{path.name} at {place}"
        path.write_bytes(raw)
        capsys.readouterr()

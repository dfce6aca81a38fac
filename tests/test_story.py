"""The whole procedure through the command line, twice: it ends clean, and hash seeds change nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

RESIDENTS = "6000"
PROGRAM = """
import hashlib, sys
from pathlib import Path
from buergerforum.cli.main import main
from buergerforum.io import typesetting

kept, compiled = Path(sys.argv.pop()), typesetting.side_by_side

def place_of(document):
    return kept / hashlib.sha256(document.encode()).hexdigest()

def keeping(layout, documents, nothing):
    places = []
    def seen():
        for document in documents:
            places.append(place_of(document))
            yield document
    for made in compiled(layout, seen(), nothing):
        places[0].write_bytes(made)
        yield places.pop(0).read_bytes()

def kept_ones(layout, documents, nothing):
    return (place_of(document).read_bytes() for document in documents)

typesetting.side_by_side = kept_ones if any(kept.iterdir()) else keeping
main()
"""
"""The command line, of which the second one only looks up what the typesetter made of the same data for the first.

Four fifths of the time of a demo goes into its 4,000 pages. That the typesetter gives the same bytes for the same data
is shown beside the letters; that the data are the same is shown here, since for others nothing was kept.
"""


def tell(folder: Path, kept: Path, hash_seed: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "FORUM_LANG": "en", "COLUMNS": "120"}
    command = [sys.executable, "-c", PROGRAM, "demo", "demo", "--residents", RESIDENTS, str(kept)]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=900, check=False
    )


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory, kept: Path) -> list[tuple[Path, str]]:
    told = []
    for name, hash_seed in (("first", "1"), ("second", "2")):
        folder = tmp_path_factory.mktemp(name)
        done = tell(folder, kept, hash_seed)
        assert done.returncode == 0, done.stderr
        told.append((folder / "demo", done.stdout))
    return told


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_story_ends_with_a_clean_audit(stories: list[tuple[Path, str]]) -> None:
    _folder, said = stories[0]
    assert "0 contradictions" in said
    assert "0 notes" in said
    assert said.index("Draw:") < said.index("Letters: Invitation") < said.index("Selection:") < said.index("Audit:")


def test_hash_seeds_change_nothing(stories: list[tuple[Path, str]]) -> None:
    first, second = (files(folder) for folder, _said in stories)
    assert sorted(first) == sorted(second)
    differing = [name for name, raw in first.items() if raw != second[name]]
    # Times of the journal, and what carries them or its fingerprint.
    told = ("journal.jsonl", "manifest.json", "veroeffentlichung.html", "private/ceremony.html")
    assert [
        name for name in differing if not name.endswith(told) and "/seals/" not in name and "/report/" not in name
    ] == []


def test_every_arrow_of_the_procedure_left_its_file(stories: list[tuple[Path, str]]) -> None:
    folder, _said = stories[0]
    for name in (
        "frame/frame.csv",
        "draw/wave-1/invitees.csv",
        "draw/wave-1/reserve.csv",
        "letters/invitation-1/receipt.json",
        "private/codes.csv",
        "applications/pool.csv",
        "lottery/lottery.csv",
        "selection/panel.xlsx",
        "selection/waiting.csv",
    ):
        assert (folder / "forum" / name).stat().st_size > 0, name
    assert len((folder / "forum/draw/wave-1/invitees.csv").read_text("utf-8").splitlines()) == 2001
    assert len((folder / "forum/selection/panel.csv").read_text("utf-8").splitlines()) == 51


def test_no_name_or_street_leaves_the_office(stories: list[tuple[Path, str]]) -> None:
    """Only ``private`` may hold what the key file holds; everything else is searched for every name and street."""
    folder, said = stories[0]
    lines = (folder / "meldebehoerde/key.csv").read_text("utf-8").splitlines()
    header = lines[0].split(";")
    rows = [line.split(";") for line in lines[1:]]
    names = {row[header.index(column)] for row in rows for column in ("family_name", "street")} - {""}
    assert len(names) > 100
    public = [raw for name, raw in files(folder / "forum").items() if not name.startswith("private/")]
    text = b"\n".join(raw for raw in public if not raw.startswith((b"PK", b"%PDF"))).decode() + said
    assert sorted(name for name in names if len(name) > 5 and name in text) == []


def test_the_journal_knows_every_stage_once(stories: list[tuple[Path, str]]) -> None:
    folder, _said = stories[0]
    lines = [json.loads(line) for line in (folder / "forum/journal.jsonl").read_text("utf-8").splitlines()]
    told = [line["details"].get("folder") or line["details"].get("what") or line["event"] for line in lines]
    assert told == [
        "new", "frame", "draw", "draw", "draw/wave-1", "letters/invitation-1", "applications", "lottery", "selection",
        "publish", "selection", "selection", "letters/acceptance-1", "letters/rejection-1", "publish",
    ]  # fmt: skip
    assert {line["details"].get("run", 1) for line in lines} == {1}


def test_a_second_demo_does_not_touch_the_first(stories: list[tuple[Path, str]], kept: Path) -> None:
    folder, _said = stories[0]
    before = sorted(files(folder))
    done = tell(folder.parent, kept, "3")
    assert done.returncode == 2
    assert "is there already and not empty" in done.stderr
    assert sorted(files(folder)) == before

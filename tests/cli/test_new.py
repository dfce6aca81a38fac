import json
import sys
from pathlib import Path

import pytest

from tests.cli.calling import bytes_below, forum

TOP = Path(__file__).parent.parent.parent


def test_the_office_gets_its_own_copies_and_is_told_what_comes_next(tmp_path: Path) -> None:
    answer = forum("new", "Bürgerforum 2026", cwd=tmp_path)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("The procedure folder “Bürgerforum 2026” is ready. Next:\n  1. Edit forum.yaml")
    made = bytes_below(tmp_path / "Bürgerforum 2026")
    for kind in ("quotas", "letters"):
        for name, raw in bytes_below(TOP / kind).items():
            assert made[f"{kind}/{name}"] == raw
    assert [json.loads(line)["event"] for line in made["journal.jsonl"].splitlines()] == ["new"]
    assert [path.name for path in tmp_path.iterdir()] == ["Bürgerforum 2026"]


def test_the_new_folder_is_a_procedure_at_once(tmp_path: Path) -> None:
    forum("new", tmp_path / "deep/er/forum")
    answer = forum("status", cwd=tmp_path / "deep/er/forum")
    assert answer.code == 0
    assert "Nobody has been drawn yet" in answer.err


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        (".", "The folder you are in cannot become a procedure folder."),
        ("", "The folder you are in cannot become a procedure folder."),
        ("..", "is there already and not empty."),
        ("/", "is there already and not empty."),
        ("notes.txt", "“notes.txt” is a file."),
        ("full", "“full” is there already and not empty."),
        ("full/../full", "“full” is there already and not empty."),
    ],
)
def test_a_folder_in_use_is_refused_and_left_alone(tmp_path: Path, folder: str, said: str) -> None:
    here = tmp_path / "here"
    (here / "full").mkdir(parents=True)
    (here / "notes.txt").write_text("mine", "utf-8")
    (here / "full" / "plan.txt").write_text("mine", "utf-8")
    before = bytes_below(tmp_path)
    answer = forum("new", folder, cwd=here)
    assert answer.code == 2
    assert said in answer.err
    assert bytes_below(tmp_path) == before


def test_without_a_name_there_is_no_folder(tmp_path: Path) -> None:
    answer = forum("new", cwd=tmp_path)
    assert (answer.code, answer.err.splitlines()[0]) == (2, "✗ FOLDER is missing.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="names may be longer there")
def test_a_name_that_the_file_system_refuses(tmp_path: Path) -> None:
    answer = forum("new", "x" * 300, cwd=tmp_path)
    assert answer.code == 3
    assert answer.err.startswith("✗ ")
    assert list(tmp_path.iterdir()) == []


def test_below_a_file_there_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    answer = forum("new", tmp_path / "notes.txt/forum")
    assert answer.code == 3
    assert answer.err.startswith("✗ ")

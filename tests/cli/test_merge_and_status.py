from pathlib import Path

import pytest

from buergerforum.cli import merge, status
from buergerforum.errors import UsageError
from tests.stages.answering import make_procedure, web_row, write_paper, write_web


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_procedure(tmp_path / "forum")
    write_web(tmp_path / "web.csv", [web_row("A1"), web_row("A3", 2, consent="")])
    write_paper(tmp_path / "paper.xlsx", ["A2", "A1"])
    return tmp_path


def test_merge_prints_what_became_of_the_answers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    merge.command([folder / "web.csv", folder / "paper.xlsx"], procedure=folder / "forum")
    said, notes = capsys.readouterr()
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert lines[:-1] == [
        "Merged",
        "Files of answers so far 2",
        "Answers in them 4",
        "Rows that only repeat an answer of another file 0",
        "Pool 2",
        "For review 0",
        "Rejected 2",
        "no consent 1",
        "duplicate 1",
    ]
    assert lines[-1].startswith("Result in")
    assert "paper.xlsx: code = “Code”" in notes
    merge.command([folder / "web.csv"], procedure=folder / "forum")
    assert capsys.readouterr().out.startswith("Nothing new: everything is as it was")


def test_status_shows_counts_days_and_lights_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    merge.command([folder / "web.csv", folder / "paper.xlsx"], procedure=folder / "forum")
    capsys.readouterr()
    status.command(procedure=folder / "forum")
    said = [" ".join(line.replace("│", " ").split()) for line in capsys.readouterr().out.splitlines()]
    assert "Invitees who have answered 3 (75.0 %)" in said
    assert "2026-09-10 2 0 2" in said
    assert "nicht deutsch 1 7 ● 6 missing" in said
    assert "divers 0 0 ●" in said


def test_status_looks_at_two_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pool, quotas = tmp_path / "pool.csv", tmp_path / "quotas.csv"
    pool.write_text("id;sex\nA;w\nB;m\n", "utf-8")
    quotas.write_text("feature;value;min;max\nsex;w;1;1\nsex;m;0;1\n", "utf-8")
    status.command(pool=pool, quotas=quotas, seats=2)
    assert "● tight" in capsys.readouterr().out
    with pytest.raises(UsageError, match="--pool and --quotas go together"):
        status.command(pool=pool)


def test_merge_writes_an_empty_list(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    merge.command(blank=folder / "cards.xlsx", procedure=folder / "forum")
    assert capsys.readouterr().out == "Empty list written: cards.xlsx\n"
    assert (folder / "cards.xlsx").exists()

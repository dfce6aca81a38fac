from pathlib import Path

import pytest

from buergerforum.errors import Problem, Repeated
from buergerforum.io import problem_lists
from buergerforum.io.problem_lists import needs_a_list, write_problems
from buergerforum.io.workbooks import rows_of_workbook

SINGLE = Problem("One thing.", file="a.csv", row=3, column="sex", found="7", expected="m", remedy="Do.")
SEVERAL = Repeated("Many things.", file="b.csv", column="sex", found="2 rows (4, 9)", rows=(4, 9))


def lines(path: Path) -> list[list[str]]:
    return [row for row in rows_of_workbook(path.read_bytes(), path.name) if any(row)]


def test_every_row_concerned_has_a_line(tmp_path: Path) -> None:
    write_problems(tmp_path / "f.xlsx", "All of it", [SINGLE, SEVERAL, Problem("The file is empty.", file="c.csv")])
    assert lines(tmp_path / "f.xlsx") == [
        ["All of it"],
        ["File", "Row", "Column", "What", "Found", "Expected", "What to do"],
        ["a.csv", "3", "sex", "One thing.", "7", "m", "Do."],
        ["b.csv", "4", "sex", "Many things.", "", "", ""],
        ["b.csv", "9", "sex", "Many things.", "", "", ""],
        ["c.csv", "", "", "The file is empty.", "", "", ""],
    ]


def test_a_list_that_nobody_could_work_through_is_cut_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problem_lists, "MOST_LINES", 2)
    write_problems(tmp_path / "f.xlsx", "All of it", [SINGLE, SEVERAL])
    assert lines(tmp_path / "f.xlsx")[1] == ["Only the first 2 of 3 lines."]
    assert len(lines(tmp_path / "f.xlsx")) == 5


def test_a_list_is_needed_where_a_message_cannot_name_every_row() -> None:
    assert not needs_a_list([SINGLE] * 20)
    assert needs_a_list([SINGLE] * 21)
    assert needs_a_list([SEVERAL])

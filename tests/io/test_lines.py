from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.errors import StorageError
from buergerforum.io.lines import lines_of, write_lines
from buergerforum.io.tables import write_columns

CELLS = st.text(st.sampled_from("ab ;\"\n\r'=+-@\t") | st.characters(exclude_categories=["Cs"]), max_size=6)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_lines_are_what_a_table_is_made_of(rows: list[tuple[str, str, str]]) -> None:
    columns = [[row[place] for row in rows] for place in range(3)]
    with TemporaryDirectory() as name:
        one, other = Path(name, "one.csv"), Path(name, "other.csv")
        write_columns(one, ("id", "=b", 'c"'), columns)
        write_lines(other, ("id", "=b", 'c"'), lines_of(columns))
        assert other.read_bytes() == one.read_bytes()


def test_very_many_lines_are_written_in_parts(tmp_path: Path) -> None:
    write_lines(tmp_path / "many.csv", ("a", "b"), (f"{number};x" for number in range(100_001)))
    lines = (tmp_path / "many.csv").read_text("utf-8").split("\n")
    assert (len(lines), lines[0], lines[-2], lines[-1]) == (100_003, "a;b", "100000;x", "")


def test_a_place_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"^“none.csv” could not be written"):
        write_lines(tmp_path / "missing" / "none.csv", ("a", "b"), [])

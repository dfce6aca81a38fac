"""In a procedure the draw carries nothing along that a frame does not have."""

from pathlib import Path

import pytest

from buergerforum.errors import InputError
from buergerforum.io.tables import read_table
from buergerforum.model.draw import Allocation, DrawOptions
from buergerforum.stages.register import Columns, columns_of, people_of, refuse_more_than_needed

FRAME = "id;birth_year;age_group;sex;nationality;district;household;special_address"
ROW = "A1;1960;60-74;w;DE;Nord;;0"


def columns(path: Path, text: str, strata: tuple[str, ...] = ("district",)) -> Columns:
    path.write_text(text, "utf-8")
    table = read_table(path)
    found = columns_of(table, DrawOptions(strata=strata), Allocation.EXACT, people_of(table, None).column)
    refuse_more_than_needed(table, found)
    return found


def test_a_frame_is_taken_as_it_is(tmp_path: Path) -> None:
    assert columns(tmp_path / "frame.csv", f"{FRAME}\n{ROW}\n").strata == ("district",)
    assert columns(tmp_path / "frame.csv", f"{FRAME};ward\n{ROW};7\n", ("ward",)).strata == ("ward",)


def test_a_column_with_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"does not look at.*Found: Familienname, Mail\."):
        columns(tmp_path / "frame.csv", f"{FRAME};Familienname;Mail\n{ROW};Beispielmann;x\n")


def test_row_numbers_are_no_ids_of_a_draw(tmp_path: Path) -> None:
    (tmp_path / "frame.csv").write_text("district\nNord\n", "utf-8")
    with pytest.raises(InputError, match="row numbers will not do"):
        people_of(read_table(tmp_path / "frame.csv"), None)


def test_a_table_without_headings_is_not_quoted(tmp_path: Path) -> None:
    (tmp_path / "frame.csv").write_text(
        "Beispielfrau;Erfunda;Musterweg 1;44000\nTestmann;T;Musterweg 2;44000\n", "utf-8"
    )
    with pytest.raises(InputError) as caught:
        people_of(read_table(tmp_path / "frame.csv"), None)
    assert "Beispielfrau" not in caught.value.message
    assert "looks like data" in caught.value.message

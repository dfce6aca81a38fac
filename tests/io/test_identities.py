from pathlib import Path

import pytest

from buergerforum.errors import InputError
from buergerforum.io.identities import identities
from buergerforum.io.tables import Table, read_table


def table(tmp_path: Path, text: str) -> Table:
    (tmp_path / "f.csv").write_text(text, encoding="utf-8")
    return read_table(tmp_path / "f.csv")


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("id;sex", "id"),
        ("sex;ID", "ID"),
        ("sex;pid", "pid"),
        ("pid;id", "id"),
        ("nationbuilder_id;sex", "nationbuilder_id"),
        ("district_id;id", "id"),
        ("district_id;PID", "PID"),
        ("sex;Person_ID", "Person_ID"),
    ],
)
def test_the_column_is_found_by_its_name(tmp_path: Path, header: str, column: str) -> None:
    found = identities(table(tmp_path, f"{header}\n7;8\n"))
    assert found.column == column
    assert found.ids == ["7" if header.startswith(column) else "8"]
    usual = column.casefold() in {"id", "pid"}
    assert found.notes == (() if usual else (f"f.csv: ids are in column “{column}”.",))


def test_without_such_a_column_the_row_of_the_spreadsheet_serves_and_that_is_said(tmp_path: Path) -> None:
    found = identities(table(tmp_path, "identity;sex\na;w\n\nb;m\n"))
    assert (found.column, found.ids) == ("", ["2", "4"])
    assert found.notes == ("f.csv: no column with ids, so the row number of the spreadsheet serves as id.",)


def test_a_column_can_be_named(tmp_path: Path) -> None:
    found = identities(table(tmp_path, "id;number\n1;x\n2;y\n"), "number")
    assert (found.column, found.ids) == ("number", ["x", "y"])
    assert found.notes == ("f.csv: ids are in column “number”.",)


def test_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        identities(table(tmp_path, "id;;sex\n1;2;3\n"), "Id")
    assert refused.value.message == (
        "f.csv: The column “Id” is missing. Found: id, sex. Name another one with --id COLUMN."
    )


@pytest.mark.parametrize(
    ("header", "likely"), [("a_id;b_ID;sex", "a_id, b_ID"), ("id;ID;x", "id, ID"), ("x;Pid;PID", "Pid, PID")]
)
def test_several_columns_that_could_be_meant_are_refused(tmp_path: Path, header: str, likely: str) -> None:
    with pytest.raises(InputError) as refused:
        identities(table(tmp_path, f"{header}\n1;2;3\n"))
    assert refused.value.message == (
        f"f.csv: Several columns could hold the ids. Found: {likely}. Name one with --id COLUMN."
    )


def test_all_bad_ids_are_listed_with_their_rows(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        identities(table(tmp_path, "id;sex\n1;w\n;w\n\n1;m\na b;m\n2;d\n1;x\n\u00a0;w\na\u2003b;w\n"))
    assert refused.value.exit_code == 3
    assert refused.value.message.split("\n") == [
        "f.csv, row 3, column “id”: The id is blank. Correct the id.",
        "f.csv, row 5, column “id”: The id is there twice, first in row 2. Correct the id.",
        "f.csv, row 6, column “id”: The id holds a blank. Correct the id.",
        "f.csv, row 8, column “id”: The id is there twice, first in row 2. Correct the id.",
        "f.csv, row 9, column “id”: The id is blank. Correct the id.",
        "f.csv, row 10, column “id”: The id holds a blank. Correct the id.",
    ]


def test_ids_are_taken_exactly_as_they_stand(tmp_path: Path) -> None:
    ids = ["1", "01", "1.0", "１", "A", "a", "ä", "a\u0308", "\ufeff1"]
    assert identities(table(tmp_path, "id\n" + "\n".join(ids))).ids == ids


@pytest.mark.parametrize("heading", ["Ordnungsmerkmal", "OM", "Personen-Nummer", "Pers.-Nr", "Einwohnernummer"])
def test_the_key_of_the_register_is_no_id(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "f.csv"
    path.write_text(f"{heading};sex\n9001;w\n", "utf-8")
    with pytest.raises(InputError, match=r"An Ordnungsmerkmal must not serve as id: .*§ 4 BMG.*random id"):
        identities(read_table(path), heading)


@pytest.mark.parametrize("heading", ["birth_year", "Geburtsdatum"])
def test_ids_that_hold_the_year_of_birth_are_refused(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "f.csv"
    rows = [f"{n:02}{1950 + n - 1900}{n};{'01.02.' * (heading != 'birth_year')}{1950 + n}" for n in range(30)]
    path.write_text("\n".join([f"id;{heading}", *rows]), "utf-8")
    with pytest.raises(InputError, match="The ids hold the year of birth of everybody"):
        identities(read_table(path))
    path.write_text("\n".join([f"id;{heading}", *rows[:-1], "9900000;1979"]), "utf-8")
    assert len(identities(read_table(path)).ids) == 30


def test_few_people_prove_nothing(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("id;birth_year\n50;1950\n51;1951\n", "utf-8")
    assert identities(read_table(path)).ids == ["50", "51"]

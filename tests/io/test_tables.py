import csv
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buergerforum.errors import InputError, StorageError
from buergerforum.io import columns
from buergerforum.io.tables import Table, read_table, write_columns, write_csv

Reader = Callable[[str | bytes], Table]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def written_and_read(content: str | bytes) -> Table:
        path = tmp_path / "f.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_table(path)

    return written_and_read


def said(read: Reader, content: str | bytes) -> str:
    with pytest.raises(InputError) as refused:
        read(content)
    assert refused.value.exit_code == 3
    return refused.value.message


def test_a_table_is_read_column_by_column(read: Reader) -> None:
    table = read("id;sex\n1;w\n2;x\n")
    assert (table.name, table.header, table.columns) == ("f.csv", ("id", "sex"), {"id": ["1", "2"], "sex": ["w", "x"]})
    assert (len(table), list(table.rows), table.notes) == (2, [2, 3], ())
    assert list(table.records()) == [{"id": "1", "sex": "w"}, {"id": "2", "sex": "x"}]
    assert (table.digest.name, table.digest.size) == ("f.csv", 15)


def test_cells_lose_surrounding_blanks_of_every_kind_and_nothing_else(read: Reader) -> None:
    table = read("\ufeff id ;\u00a0a b\t\n 007 ;\u3000x  y\u2003\n1.0;\ufeffz\u200b\n")
    assert table.columns == {"id": ["007", "1.0"], "a b": ["x  y", "\ufeffz\u200b"]}


def test_rows_are_counted_as_the_spreadsheet_does(read: Reader) -> None:
    table = read('\n;;\nid;address\n\n1;"Weg 1\nHinterhaus"\n \n;\n2;Weg 2\n\n\n')
    assert table.columns["id"] == ["1", "2"]
    assert list(table.rows) == [5, 8]
    table = read("id;sex\n1;w\n ; \n\u00a0;\n2;x\n")
    assert (table.columns["id"], list(table.rows)) == (["1", "2"], [2, 5])


def test_a_separator_at_the_end_of_every_row_is_forgiven(read: Reader) -> None:
    table = read("id;sex;\n1;w;\n2;x; \n3;d;;\n4;m\n")
    assert table.columns == {"id": ["1", "2", "3", "4"], "sex": ["w", "x", "d", "m"]}
    assert table.notes == ()


def test_a_column_without_a_heading_is_left_out_and_that_is_said(read: Reader) -> None:
    table = read("id;;sex; \n1;secret;w;\n")
    assert table.columns == {"id": ["1"], "sex": ["w"]}
    assert table.notes == ("f.csv: columns without a heading are left out, counted from the left: 2.",)


def test_windows_1252_is_noted(read: Reader) -> None:
    table = read("id;straße\n1;Süd\n".encode("cp1252"))
    assert table.columns["straße"] == ["Süd"]
    assert table.notes == ("f.csv: read as Windows-1252 (it is not valid UTF-8).",)


def test_rows_that_do_not_fit_are_all_listed(read: Reader) -> None:
    remedy = "Look for a missing or additional separator, or a cell with a line break."
    assert said(read, "id;a;b\n1;2\n\n1;2;3;4\n1;2;3;\n9\n") == (
        f"f.csv, row 2: The row does not fit the header. Found: 2 cells. Expected: 3 cells. {remedy}\n"
        f"f.csv, row 4: The row does not fit the header. Found: 4 cells. Expected: 3 cells. {remedy}\n"
        f"f.csv, row 6: The row does not fit the header. Found: 1 cell. Expected: 3 cells. {remedy}"
    )


@pytest.mark.parametrize(
    "content", [b"", b" \n\r\n\t", b"\xef\xbb\xbf", "\ufeff\n".encode("utf-16"), b";;;\n;;;\n", b'""\n""\n']
)
def test_an_empty_file_is_refused(read: Reader, content: bytes) -> None:
    assert said(read, content) in {
        "f.csv: The file is empty. Export or copy it again.",
        "f.csv: The file is empty. Expected: a header row and at least one row below it.",
    }


@pytest.mark.parametrize("content", ["id;sex\n", "id;sex", "id;sex\n\n;\n"])
def test_a_header_alone_is_a_table_of_nobody(read: Reader, content: str) -> None:
    table = read(content)
    assert (len(table), table.columns, list(table.rows)) == (0, {"id": [], "sex": []}, [])


def test_double_headings_are_all_listed_with_their_row(read: Reader) -> None:
    assert said(read, "\nid;sex; id;b;sex;id\n1;2;3;4;5;6\n") == (
        "f.csv, row 2: The column “id” is there 3 times. Leave one of them, or rename the others.\n"
        "f.csv, row 2: The column “sex” is there 2 times. Leave one of them, or rename the others."
    )


def test_missing_columns_are_all_listed(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("id;;Sex\n1;2;3\n")
    with pytest.raises(InputError) as refused:
        read_table(path, required=("id", "sex", "district"))
    assert refused.value.message == (
        "f.csv: The column “sex” is missing. Found: id, Sex. Add the column, or correct its heading.\n"
        "f.csv: The column “district” is missing. Found: id, Sex. Add the column, or correct its heading."
    )


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^none\.csv: The file is not there\. Check the name and the folder\.$"):
        read_table(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    message = r"^folder\.csv: This is a folder, not a file\. Give the file inside it\.$"
    with pytest.raises(InputError, match=message):
        read_table(tmp_path / "folder.csv")
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"^x\.csv: The file cannot be read: something on the way is no folder\.$"):
        read_table(tmp_path / "file" / "x.csv")


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    remedy = "Close the program that has it open, or ask for the right to read it"
    with pytest.raises(InputError, match=rf"^f\.csv: The file may not be read\. {remedy}\.$"):
        read_table(tmp_path / "f.csv")


def test_zero_bytes_and_lone_surrogates_are_refused(read: Reader) -> None:
    assert said(read, b"id\n1\0\n").startswith("f.csv: This is not a text file.")
    assert said(read, b"\xef\xbb\xbfid\n\xed\xa0\x80\n").startswith(
        "f.csv, row 2: The file holds bytes that are no text"
    )


def test_a_very_wide_table_is_read_or_refused_in_good_time(read: Reader) -> None:
    wide = 100_000
    table = read(";".join(f"c{i}" for i in range(wide)) + "\n" + ";".join(map(str, range(wide))) + "\n")
    assert len(table.columns) == wide
    assert table.columns["c99999"] == ["99999"]
    assert said(read, ";".join(f"c{i // 2}" for i in range(wide))).count("\n") == wide // 2 - 1


def test_equal_cells_share_one_text_and_chunks_do_not_show(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_CHUNK", 3)
    table = read("id;a\n" + "".join(f"{i};v{i % 2}\n" + "\n" * (i == 4) for i in range(10)))
    assert table.columns == {"id": [str(i) for i in range(10)], "a": [f"v{i % 2}" for i in range(10)]}
    assert list(table.rows) == [2, 3, 4, 5, 6, 8, 9, 10, 11, 12]


def test_of_a_long_table_only_the_rows_wanted_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("id;a\n1;x\n\n 2 ;y\n;z\n'=3;u\n''=4;v\n\n=5;w\n")
    table = read_table(path, only={"2", "=3", "'=4", "=5", "'=3", "6"})
    assert table.columns == {"id": ["2", "=3", "'=4", "=5"], "a": ["y", "u", "v", "w"]}
    assert list(table.rows) == [4, 6, 7, 9]
    assert read_table(path, only=()).columns == {"id": [], "a": []}


def test_rows_that_are_not_wanted_are_looked_at_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("id;a\n1;x\n2\n")
    with pytest.raises(InputError, match=r"^f\.csv, row 3: The row does not fit the header\."):
        read_table(path, only={"1"})
    path.write_text("pid;a\n1;x\n")
    with pytest.raises(InputError, match=r"^f\.csv: The column “id” is missing\."):
        read_table(path, only={"1"})


def test_a_blank_first_cell_is_no_blank_row(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_CHUNK", 2)
    table = read("key;a\n;x\n;\n ;y\n2;z\n\u00a0;\n")
    assert table.columns == {"key": ["", "", "2"], "a": ["x", "y", "z"]}
    assert list(table.rows) == [2, 4, 5]


def test_a_title_above_the_headings_is_said_once_and_not_for_every_row(read: Reader) -> None:
    rows = "".join(f"{number};w;x\n" for number in range(5000))
    assert said(read, f"Auszug aus dem Register\n\nid;sex;district\n{rows}") == (
        "f.csv, row 1: Hardly any row fits this header. "
        "If there is a title above the headings, delete it; else look at the separator."
    )


HARMLESS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
CELLS = st.text(st.sampled_from("=+-@'\"\t;,\n\r 0") | HARMLESS, max_size=8).filter(lambda cell: cell == cell.strip())
BEGINNINGS = st.sampled_from(["", "=", "+", "-", "@", "'", "''", "'=", "\t", "\r", "\ufeff"])
RISKY = st.builds(lambda beginning, cell: beginning + cell if cell else cell, BEGINNINGS, CELLS)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(RISKY, RISKY, RISKY), max_size=5))
def test_every_text_survives_being_written_and_read(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    by_row, by_column = tmp_path / "rows.csv", tmp_path / "columns.csv"
    write_csv(by_row, ("id", "a", "b"), rows)
    write_columns(by_column, ("id", "a", "b"), [[row[place] for row in rows] for place in range(3)])
    assert by_row.read_bytes() == by_column.read_bytes()
    read = read_table(by_row)
    assert list(zip(*read.columns.values(), strict=True)) == [row for row in rows if any(row)]
    assert [row - 2 for row in read.rows] == [place for place, row in enumerate(rows) if any(row)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(RISKY, RISKY), max_size=6), st.lists(RISKY, max_size=3))
def test_what_is_kept_of_a_long_table_is_what_would_have_been_read(
    tmp_path: Path, rows: list[tuple[str, str]], more: list[str]
) -> None:
    path = tmp_path / "f.csv"
    write_csv(path, ("id", "a"), rows)
    whole = read_table(path)
    wanted = {*more, *(person for person, _a in rows[::2])}
    kept = [
        (row, *cells) for row, *cells in zip(whole.rows, *whole.columns.values(), strict=True) if cells[0] in wanted
    ]
    some = read_table(path, only=wanted - {""})
    assert [(row, *cells) for row, *cells in zip(some.rows, *some.columns.values(), strict=True)] == [
        found for found in kept if found[1]
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(RISKY, RISKY), max_size=5))
def test_no_cell_reaches_a_spreadsheet_as_a_formula(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    path = tmp_path / "f.csv"
    write_csv(path, ("id", "=a"), rows)
    with path.open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file, delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("heading", ["=id", "+id", "@id", "'=id", "a;b", 'a"b', "a\nb"])
def test_headings_survive_too(tmp_path: Path, heading: str) -> None:
    write_csv(tmp_path / "f.csv", ("id", heading), [("1", "2")])
    assert read_table(tmp_path / "f.csv").columns == {"id": ["1"], heading: ["2"]}


def test_the_one_written_form(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    write_csv(path, ("id", "Straße"), [("1", 'Weg; "1"'), ("2", "=1"), ("", "")])
    assert path.read_bytes() == 'id;Straße\n1;"Weg; ""1"""\n2;\'=1\n;\n'.encode()


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as refused:
        write_csv(tmp_path / "none" / "f.csv", ("id",), [])
    assert refused.value.message == "“f.csv” could not be written: it is not there."
    assert refused.value.hint == "Nothing was changed. Make room or choose another folder, then run the command again."
    with pytest.raises(StorageError):
        write_columns(tmp_path, ("id",), [[]])


def test_whatever_is_written_can_be_read_by_its_owner(tmp_path: Path) -> None:
    write_csv(tmp_path / "f.csv", ("id",), [])
    assert (tmp_path / "f.csv").stat().st_mode & stat.S_IRUSR

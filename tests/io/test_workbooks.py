import datetime as dt
import io
import random
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.properties import PageSetupProperties

from buergerforum.errors import InputError, StorageError
from buergerforum.io import large_workbooks, workbooks
from buergerforum.io.tables import read_table
from buergerforum.io.workbooks import Sheet, rows_of_workbook, write_workbook

REMEDY = "Open it in Excel, save it again as an Excel workbook (.xlsx) or as CSV (UTF-8)."
DAMAGED = f"f.xlsx: The workbook is damaged, or it is no Excel workbook. {REMEDY}"
TOO_LARGE = f"f.xlsx: The workbook unpacks to more than a gigabyte. {REMEDY}"
ROWS = [(f"p{i}", i, "Süd" if i % 2 else None) for i in range(40)]


def saved(book: Workbook) -> bytes:
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def book_of(rows: Sequence[Sequence[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    return saved(book)


def ours(tmp_path: Path) -> bytes:
    write_workbook(tmp_path / "ours.xlsx", [Sheet("Los", ("id", "number", "district"), ROWS)])
    return (tmp_path / "ours.xlsx").read_bytes()


def with_part(raw: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Pack a workbook again with one of its parts changed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return packed.getvalue()


def with_sheet(xml: str) -> bytes:
    """Return a workbook whose only sheet holds these rows of XML."""
    head = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    sheet = f"{head}{xml}</worksheet>".encode()
    return with_part(book_of([["x"]]), "xl/worksheets/sheet1.xml", lambda _old: sheet)


def rows(raw: bytes) -> list[list[str]]:
    return list(rows_of_workbook(raw, "f.xlsx"))


def refused(raw: bytes) -> str:
    with pytest.raises(InputError) as error:
        rows(raw)
    assert error.value.exit_code == 3
    return error.value.message


def test_cells_become_the_texts_that_people_see() -> None:
    day, time = dt.date(1948, 2, 29), dt.datetime(2024, 4, 9, 18, 30)  # noqa: DTZ001 - a spreadsheet knows no zone
    cells = ["007", 11, 11.0, 1e15, 0.5, -3.0, True, False, day, time, dt.time(18, 30), None, " x ", "a\nb"]
    assert rows(book_of([cells])) == [
        [
            *("007", "11", "11", "1000000000000000", "0.5", "-3", "true", "false"),
            *("1948-02-29", "2024-04-09 18:30:00", "18:30:00", "", " x ", "a\nb"),
        ]
    ]


def test_the_result_of_a_formula_counts() -> None:
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"</f><v>a</v></c>'
    assert rows(with_sheet(f'<sheetData><row r="1">{cells}</row></sheetData>')) == [["2", "a"]]


def test_rows_are_counted_as_the_spreadsheet_does(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    for place, text in {"A3": "id", "B3": "sex", "A5": "1", "B5": "w", "A6": " ", "A9": "2"}.items():
        page[place] = text
    (tmp_path / "f.xlsx").write_bytes(saved(book))
    table = read_table(tmp_path / "f.xlsx")
    assert table.columns == {"id": ["1", "2"], "sex": ["w", ""]}
    assert list(table.rows) == [5, 9]


@pytest.mark.parametrize(
    "dimension", ["", '<dimension ref="A1"/>', '<dimension ref="A1:A2"/>', '<dimension ref="A1:ZZ99"/>']
)
def test_cells_beyond_a_wrong_dimension_are_read_and_missing_ones_are_blank(tmp_path: Path, dimension: str) -> None:
    def row(number: int, *cells: str) -> str:
        found = (f'<c r="{"ABC"[i]}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for i, cell in enumerate(cells))
        return f'<row r="{number}">{"".join(found)}</row>'

    data = row(1, "id", "sex", "note") + row(2, "1") + '<row r="3"/>' + row(4, "2", "w", "n")
    (tmp_path / "f.xlsx").write_bytes(with_sheet(f"{dimension}<sheetData>{data}</sheetData>"))
    table = read_table(tmp_path / "f.xlsx")
    assert table.columns == {"id": ["1", "2"], "sex": ["", "w"], "note": ["", "n"]}
    assert list(table.rows) == [2, 4]


def test_the_first_sheet_that_holds_anything_is_read() -> None:
    book = Workbook()
    book.worksheets[0]["C5"].number_format = "0.00"  # formatted, but blank
    second = book.create_sheet("people")
    second["A2"] = "id"
    book.create_sheet("more")["A1"] = "other"
    assert rows(saved(book)) == [[], ["id"]]


def test_a_workbook_of_blank_sheets_is_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "f.xlsx").write_bytes(saved(Workbook()))
    with pytest.raises(InputError, match=r"^f\.xlsx: The file is empty\. Expected: a header row"):
        read_table(tmp_path / "f.xlsx")


def test_nothing_is_said_about_what_we_do_not_read() -> None:
    """The reader warns of such things on the terminal, where they would only unsettle; here warnings are errors."""
    data = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    extension = '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"></ext></extLst>'
    assert rows(with_sheet(data + extension)) == [["1"]]
    book = Workbook()
    book.worksheets[0]["A1"] = 1e12
    book.worksheets[0]["A1"].number_format = "yyyy-mm-dd"
    assert rows(saved(book)) == [["#VALUE!"]]


@pytest.mark.parametrize("step", [1, 61])
def test_a_workbook_cut_anywhere_is_refused(tmp_path: Path, step: int) -> None:
    raw = ours(tmp_path) if step > 1 else book_of([["id"]])[-300:]
    for end in range(4, len(raw), step):
        assert refused(raw[:end]) == DAMAGED
    (tmp_path / "f.xlsx").write_bytes(raw[: len(raw) // 2] if step > 1 else b"PK\x03\x04")
    with pytest.raises(InputError, match="The workbook is damaged, or it is no Excel workbook"):
        read_table(tmp_path / "f.xlsx")


def test_one_flipped_bit_anywhere_is_refused_or_changes_nothing(tmp_path: Path) -> None:
    raw = ours(tmp_path)
    expected = rows(raw)
    for place in range(4, len(raw), 3):
        damaged = bytearray(raw)
        damaged[place] ^= 1 << (place % 8)
        try:
            found = rows(bytes(damaged))
        except InputError as error:
            assert str(error) in (DAMAGED, TOO_LARGE)  # noqa: PT017 - a damaged size may look huge
        else:
            assert found == expected


def test_damaged_xml_is_refused_or_read_but_never_a_traceback(tmp_path: Path) -> None:
    chance = random.Random(1)
    raw = ours(tmp_path)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = archive.namelist()

    def damage(old: bytes) -> bytes:
        place = chance.randrange(len(old))
        return chance.choice(
            [
                old[:place],
                old[:place] + old[place + chance.randrange(20) :],
                old[:place] + bytes([chance.choice(b'09aZ<>"=&/A1-.')]) + old[place + 1 :],
                old[:place] + old[place - 9 : place] + old[place:],
            ]
        )

    results = set()
    for _attempt in range(400):
        try:
            rows(with_part(raw, chance.choice(parts), damage))
            results.add("read")
        except InputError as error:
            assert str(error) == DAMAGED  # noqa: PT017 - both are right
            results.add("refused")
    assert results == {"read", "refused"}


def archive_of(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def flagged(raw: bytes, offset: int, value: int) -> bytes:
    """Change a field of the first entry in the central directory of an archive."""
    changed = bytearray(raw)
    changed[raw.index(b"PK\x01\x02") + offset] = value
    return bytes(changed)


@pytest.mark.parametrize(
    "raw",
    [
        archive_of(a=b"x"),
        archive_of(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content=b"<x/>"),
        archive_of(**{"[Content_Types].xml": b"<Types/>"}),
        flagged(book_of([["id"]]), 8, 1),
        flagged(book_of([["id"]]), 10, 99),
        with_sheet("<sheetData><row r='1'><c r='A1' t='s'><v>99</v></c></row></sheetData>"),
        with_sheet("<sheetData><row r='x'><c r='A1'><v>9</v></c></row></sheetData>"),
        with_sheet("<sheetData><row r='1'><c r='A1'><v>nine</v></c></row></sheetData>"),
        with_sheet("<sheetData><row r='1'><c r='1A'><v>9</v></c></row></sheetData>"),
        with_sheet("<sheetData><row r='1'>"),
    ],
    ids=["archive", "ods", "no book", "password", "compression", "string", "row", "number", "place", "cut"],
)
def test_what_is_no_workbook_is_refused(raw: bytes) -> None:
    assert refused(raw) == DAMAGED


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_MOST_BYTES", 1000)
    assert refused(book_of([["id"]])) == f"f.xlsx: The workbook unpacks to more than a gigabyte. {REMEDY}"


def test_entities_that_grow_without_end_are_refused() -> None:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lots and lots ">{entities}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&e11;</t></is></c></row></sheetData></worksheet>'
    )
    raw = with_part(book_of([["x"]]), "xl/worksheets/sheet1.xml", lambda _old: bomb.encode())
    assert refused(raw) == DAMAGED


def test_the_same_sheets_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ours(tmp_path)
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert ours(tmp_path) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    book = load_workbook(io.BytesIO(first))
    assert {book.properties.created, book.properties.modified} == {dt.datetime(1980, 1, 1)}  # noqa: DTZ001


def test_no_sheet_lies_in_the_folder_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))  # whoever wants a file there, fails
    with pytest.raises(FileNotFoundError):
        tempfile.mkstemp()
    choices = Sheet("choices", ("id", "name"), [("p1", "Erika")], choices=((), ("yes", "no")), help=("Id", ""))
    write_workbook(tmp_path / "book.xlsx", [Sheet("plain", ("id",), [("p2",)]), choices])
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]
    plain, offered = load_workbook(tmp_path / "book.xlsx").worksheets[:2]
    assert list(plain.values) == [("id",), ("p2",)]
    assert list(offered.values) == [("id", "name"), ("p1", "Erika")]


def test_how_a_sheet_looks(tmp_path: Path) -> None:
    sheet = Sheet("A" * 40, ("id", "number"), [("p1", 7), ("p2", None)], ("One note", "=and another"), frozenset({1}))
    write_workbook(tmp_path / "f.xlsx", [sheet, Sheet("second", ("a",), [])])
    book = load_workbook(tmp_path / "f.xlsx")
    assert book.sheetnames == ["A" * 31, "second"]
    page = book.worksheets[0]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["One note", None],
        ["=and another", None],
        [None, None],
        ["id", "number"],
        ["p1", 7],
        ["p2", None],
    ]
    assert page.freeze_panes == "A5"
    assert (page.page_setup.orientation, page.sheet_properties.pageSetUpPr) == (
        "landscape",
        PageSetupProperties(fitToPage=True),
    )
    assert page["A5"].fill.fill_type is None
    assert page["A6"].fill.fill_type == page["B6"].fill.fill_type == "solid"


def test_a_sheet_without_rows_or_columns_can_be_written(tmp_path: Path) -> None:
    write_workbook(tmp_path / "f.xlsx", [Sheet("empty", (), [])])
    assert rows((tmp_path / "f.xlsx").read_bytes()) == []


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "#N/A", "1", "2024-04-09", "true"]
)
def test_a_text_stays_a_text(tmp_path: Path, text: str) -> None:
    write_workbook(tmp_path / "f.xlsx", [Sheet("a", ("id",), [(text,)])])
    cell = load_workbook(tmp_path / "f.xlsx").worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))
    with zipfile.ZipFile(tmp_path / "f.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_what_a_workbook_cannot_hold_is_replaced(tmp_path: Path) -> None:
    write_workbook(tmp_path / "f.xlsx", [Sheet("a", ("id",), [("a\x00\x1f\ufffe\ud800b",), ("1\r\n2\r3\n4",)])])
    assert rows((tmp_path / "f.xlsx").read_bytes()) == [["id"], ["a\ufffd\ufffd\ufffd\ufffdb"], ["1\n2\n3\n4"]]


CELLS = st.text(
    st.sampled_from("=+-@'\"\t;,\n 0")
    | st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    max_size=9,
)
BEGINNINGS = st.sampled_from(["", "=", "+", "-", "@", "'", "''", "'=", "_x0041_"])
TEXTS = st.builds(str.__add__, BEGINNINGS, CELLS).filter(lambda text: text == text.strip())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.tuples(TEXTS, st.integers(-(10**15), 10**15), TEXTS), max_size=4))
def test_every_text_survives_being_written_and_read(tmp_path: Path, cells: list[tuple[str, int, str]]) -> None:
    write_workbook(tmp_path / "f.xlsx", [Sheet("a", ("id", "n", "note"), cells)])
    table = read_table(tmp_path / "f.xlsx")
    assert list(zip(*table.columns.values(), strict=True)) == [(a, str(n), b) for a, n, b in cells]
    assert list(table.rows) == [place + 2 for place in range(len(cells))]


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"^“f\.xlsx” could not be written: it is not there\.$"):
        write_workbook(tmp_path / "none" / "f.xlsx", [Sheet("a", ("id",), [])])


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], bool]:
    """Let every workbook count as large; return whether the fast reader would read one."""
    monkeypatch.setattr(large_workbooks, "LARGE", 0)

    def fast(raw: bytes) -> bool:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return large_workbooks.fast_sheets(archive, raw) is not None

    return fast


DAYS = st.dates(dt.date(1900, 3, 1), dt.date(2100, 1, 1))
VALUES = (
    st.none() | st.booleans() | DAYS | TEXTS | st.integers(-(10**14), 10**14)
    | st.floats(-1e9, 1e9).map(lambda number: round(number, 6))
    | st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2100, 1, 1)).map(lambda time: time.replace(microsecond=0))  # noqa: DTZ001
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.lists(st.lists(VALUES, max_size=4), max_size=6))
@pytest.mark.usefixtures("large")
def test_the_fast_reader_reads_what_the_usual_one_reads(table: list[list[object]]) -> None:
    raw = book_of(table)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(large_workbooks, "LARGE", 10**12)
        usual = rows(raw)
    width = max(map(len, usual), default=0)
    found = rows(raw)
    assert [[*row, *[""] * (width - len(row))] for row in found if any(row)] == [
        [*row, *[""] * (width - len(row))] for row in usual if any(row)
    ]
    assert [any(row) for row in found] == [any(row) for row in usual][: len(found)]


def test_a_large_workbook_is_read_by_the_fast_reader(tmp_path: Path, large: Callable[[bytes], bool]) -> None:
    raw = ours(tmp_path)
    assert large(raw)
    assert rows(raw)[:2] == [["id", "number", "district"], ["p0", "0", ""]]


def test_rows_and_columns_above_and_left_are_counted_by_the_fast_reader(large: Callable[[bytes], bool]) -> None:
    book = Workbook()
    book.create_sheet("people")["C3"] = "id"
    assert large(saved(book))
    assert rows(saved(book)) == [[], [], ["", "", "id"]]


@pytest.mark.parametrize(
    "cell",
    ["<c r='A1' t='e'><v>#REF!</v></c>", "<c r='AAA1'><v>1</v></c>", "<c r='DA1'><v>1</v></c>",
     "<c r='A1048576'><v>1</v></c>", "<c r='A1' t='inlineStr'><is><t>_x0041_</t></is></c>"],
    ids=["error", "far right", "right", "far down", "character"],
)  # fmt: skip
def test_where_the_readers_differ_the_usual_one_reads(large: Callable[[bytes], bool], cell: str) -> None:
    assert not large(with_sheet(f"<sheetData><row r='1'>{cell}</row></sheetData>"))


@pytest.mark.parametrize(
    "data",
    [
        "<sheetData><row r='1'><c r='A1'><v>1</v></c>",
        "<sheetData><row r='1'><c r='A1' t='s'><v>99</v></c></row></sheetData>",
    ],
    ids=["cut", "string"],
)
@pytest.mark.usefixtures("large")
def test_a_large_workbook_that_is_damaged_is_refused(data: str) -> None:
    assert refused(with_sheet(data)) == DAMAGED


def test_a_large_workbook_cut_anywhere_is_refused(tmp_path: Path, large: Callable[[bytes], bool]) -> None:
    raw = ours(tmp_path)
    assert large(raw)
    for end in range(4, len(raw), 61):
        assert refused(raw[:end]) == DAMAGED


def test_a_flipped_bit_in_a_large_workbook_is_refused_or_changes_nothing(
    tmp_path: Path, large: Callable[[bytes], bool]
) -> None:
    raw = ours(tmp_path)
    assert large(raw)
    expected = rows(raw)
    for place in range(4, len(raw), 23):
        damaged = bytearray(raw)
        damaged[place] ^= 1 << (place % 8)
        try:
            found = rows(bytes(damaged))
        except InputError as error:
            assert str(error) in (DAMAGED, TOO_LARGE)  # noqa: PT017 - a damaged size may look huge
        else:
            assert found == expected

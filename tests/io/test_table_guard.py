import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from buergerforum.io import table_guard
from buergerforum.io.table_guard import MOST_UNPACKED, unfit


def workbook(path: Path, *, merged: str = "", formula: str = "") -> Path:
    book = Workbook()
    book.worksheets[0].title = "empty"
    page = book.create_sheet("answers")
    for row in (("Code", "Jahr"), ("ABC", 1985), ("DEF", 1990)):
        page.append(row)
    if merged:
        page.merge_cells(merged)
    if formula:
        page["B3"] = formula
    book.save(path)
    return path


def said(path: Path) -> str:
    return " ".join(map(str, unfit(path)))


def test_an_ordinary_table_is_fit(tmp_path: Path) -> None:
    plain = tmp_path / "plain.csv"
    plain.write_text("Code;Jahr\n", "utf-8")
    assert unfit(workbook(tmp_path / "good.xlsx")) == []
    assert unfit(plain) == []
    assert unfit(tmp_path / "gone.csv") == []


def test_merged_cells_are_named_unless_they_are_a_title(tmp_path: Path) -> None:
    assert said(workbook(tmp_path / "merged.xlsx", merged="A2:A3")).startswith(
        "merged.xlsx: Cells are merged, so that it is not clear to which rows and columns they belong. Found: A2:A3."
    )
    assert unfit(workbook(tmp_path / "title.xlsx", merged="A1:B1")) == []


def test_formulas_are_named_but_not_shown(tmp_path: Path) -> None:
    path = workbook(tmp_path / "formula.xlsx", formula='=HYPERLINK("http://example.org")')
    assert said(path).startswith("formula.xlsx: Cells hold formulas. Found: B3.")
    assert "example" not in said(path)


def test_macros_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "answers.xlsm")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    assert said(path).startswith("answers.xlsm: The workbook holds macros. Save it as an Excel workbook without")


def test_a_bomb_is_recognised_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _piece in range(MOST_UNPACKED // 10_000_000 + 1):
            part.write(b" " * 10_000_000)
    assert path.stat().st_size < 2_000_000
    assert said(path).startswith("bomb.xlsx: The file is far too large for a list of answers. Expected: at most 50 MB.")


def test_a_file_of_blanks_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "blanks.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert "far too large" in said(path)


def test_what_is_no_archive_is_left_to_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 and then nothing")
    assert unfit(path) == []


@pytest.mark.parametrize("chunk", [60, 400])
def test_a_tag_across_two_pieces_is_still_seen(tmp_path: Path, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_guard, "_CHUNK", chunk)
    path = workbook(tmp_path / "both.xlsx", merged="A2:A3", formula="=1+1")
    assert "Found: B3." in said(path)
    assert "Found: A2:A3." in said(path)

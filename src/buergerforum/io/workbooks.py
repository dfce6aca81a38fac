"""Excel workbooks: read as text, written reproducibly and without formulas."""

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from buergerforum.errors import InputError, Problem
from buergerforum.io.files import write_bytes
from buergerforum.io.formulas import is_marked
from buergerforum.io.large_workbooks import fast_sheets
from buergerforum.io.packing import EPOCH, packed
from buergerforum.texts import _

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_BYTES = 1_000_000_000
"""More than this inside a workbook is no table of an office but an attack or a mistake."""

_AT_ONCE = 1000
_DEFECTS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError),
    *(SyntaxError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError),
)
"""What the reader raises on damaged workbooks: from the archive, then from the XML in it."""
_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be written."""

    title: str
    """Name on the tab, at most 31 characters."""
    header: tuple[str, ...]
    """Headings; the row is frozen and bold."""
    rows: Sequence[Sequence[Cell]]
    """Texts stay texts, whatever they start with; whole numbers stay numbers."""
    notes: tuple[str, ...] = ()
    """Lines above the header, such as what the sheet shows."""
    marked: frozenset[int] = frozenset()
    """Indices of rows that need attention; shaded."""
    choices: tuple[tuple[str, ...], ...] = ()
    """Per column, what may be chosen from a list in its cells; blank: anything may be typed."""
    help: tuple[str, ...] = ()
    """Per column, the line shown when one of its cells is chosen; blank: none."""
    spare: int = 0
    """Empty rows below the last one in which lists and help are offered too."""

    @property
    def top(self) -> int:
        """Row of the headings, as the spreadsheet counts."""
        return len(self.notes) + 2 if self.notes else 1


def rows_of_workbook(raw: bytes, name: str, beginning: str = "", *, few: bool = False) -> Iterator[list[str]]:
    """Yield the rows of the first sheet that holds anything, blank ones too, as texts; none is shorter than the first.

    Whole numbers lose a ``.0`` that the spreadsheet gave them, dates become ISO dates, truth values ``true`` and
    ``false``; the result of a formula counts, not the formula.

    Parameters
    ----------
    raw
        The workbook.
    name
        Of the file, for messages.
    beginning
        Of the name of the sheet wanted; where there is none such, all sheets count.
    few
        Whether only the first rows will be looked at; then what lies behind them is not checked.

    Raises
    ------
    InputError
        If it is no workbook, or damaged, or unpacks to more than a gigabyte.
    """
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
                raise _damaged(name, _("The workbook unpacks to more than a gigabyte."))
            sheets: Iterable[Iterator[Sequence[object]]] | None = (
                None if beginning or few else fast_sheets(archive, raw)
            )
            if sheets is None and not few and archive.testzip():
                raise _damaged(name, _("The workbook is damaged, or it is no Excel workbook."))
        for sheet in sheets or _usual_sheets(raw, beginning):
            above, width = 0, 0
            for row in sheet:
                cells = [cell if type(cell) is str else _text(cell) for cell in row]
                cells += [""] * (width - len(row))
                if not width and not any(cells):
                    above += 1
                    continue
                if not width:
                    yield from ([] for _blank in range(above))
                width = len(cells)
                yield cells
            if width:
                return
    except (InvalidFileException, *_DEFECTS) as defect:
        raise _damaged(name, _("The workbook is damaged, or it is no Excel workbook.")) from defect


def _usual_sheets(raw: bytes, beginning: str) -> Iterator[Iterator[Sequence[object]]]:
    from openpyxl import load_workbook

    with warnings.catch_warnings(action="ignore"):  # about what we do not read, such as styles and print areas
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    wanted = [sheet for sheet in book.worksheets if beginning and sheet.title.startswith(beginning)]
    for sheet in wanted or book.worksheets:
        sheet.reset_dimensions()  # other programs write wrong ones, and cells beyond them would be lost
        yield _quietly(sheet.iter_rows(values_only=True))


def _quietly(rows: Iterator[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """Yield the rows without the warnings that come up in reading them."""
    while True:
        with warnings.catch_warnings(action="ignore"):
            some = list(islice(rows, _AT_ONCE))
        if not some:
            return
        yield from some


def _damaged(name: str, what: str) -> InputError:
    remedy = _("Open it in Excel, save it again as an Excel workbook (.xlsx) or as CSV (UTF-8).")
    return InputError([Problem(what, file=name, remedy=remedy)])


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        whole_day = cell.time() == dt.time()
        return cell.date().isoformat() if whole_day else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write a workbook; the same sheets give the same bytes.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "buergerforum"
    book.properties.created = EPOCH
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title[:31]), sheet)
    if any(sheet.choices or sheet.help for sheet in sheets):
        from buergerforum.io.dropdowns import offer

        offer(book, sheets)
    write_bytes(path, packed(book))


def _fill(page: "Worksheet", sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties

    for number, line in enumerate(sheet.notes, 1):
        cell = _put(page, number, 1, line)
        if number == 1:
            cell.font = Font(name="Calibri", bold=True, size=14)
    top = sheet.top
    for place, heading in enumerate(sheet.header, 1):
        cell = _put(page, top, place, heading)
        cell.style = "Headline 4"
        if sheet.rows and all(isinstance(row[place - 1], int) for row in sheet.rows):
            cell.alignment = Alignment(horizontal="right")
        _widen(page, place, [heading, *(str(row[place - 1] or "") for row in sheet.rows)])
    for index, row in enumerate(sheet.rows):
        for place, value in enumerate(row, 1):
            _put(page, top + 1 + index, place, value)
        if index in sheet.marked:
            _shade(page, top + 1 + index, len(row))
    page.freeze_panes = page.cell(top + 1, 1).coordinate
    page.page_setup.orientation = "landscape"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.print_title_rows = f"{top}:{top}"


def _put(page: "Worksheet", row: int, place: int, value: Cell) -> "SheetCell":
    """Write a value; a text is written as a text even if a spreadsheet would take it for a formula."""
    from openpyxl.cell.cell import Cell as SheetCell

    cell = page.cell(row, place)
    if not isinstance(cell, SheetCell):  # a merged cell: there is none in a sheet of ours
        raise TypeError(cell)
    cell.value = _storable(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    return cell


def _storable(text: str) -> str:
    """Return a text as a workbook can hold it and :mod:`buergerforum.io.tables` reads it back."""
    text = _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", re.sub("\r\n?", "\n", text))
    return f"'{text}" if is_marked(text) else text


def _widen(page: "Worksheet", place: int, texts: Sequence[str]) -> None:
    from openpyxl.utils import get_column_letter

    page.column_dimensions[get_column_letter(place)].width = min(max(map(len, texts)) + 2, 60)


def _shade(page: "Worksheet", row: int, width: int) -> None:
    from openpyxl.styles import PatternFill

    for place in range(1, width + 1):
        page.cell(row, place).fill = PatternFill("solid", start_color="FCE9D9")

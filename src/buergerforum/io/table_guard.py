"""What a table from outside must not be, looked at before anything of it is read: too large, with macros or formulas.

A list of answers has a few thousand rows. What is larger by orders, or unpacks to it, is a mistake or an attack.
Formulas and merged cells are refused because what people see is then not what is read.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from buergerforum.errors import Problem
from buergerforum.texts import _, listed

MOST_BYTES = 50_000_000
"""Of a file of answers."""
MOST_UNPACKED = 200_000_000
"""Of a workbook of answers."""
_CHUNK = 1 << 20
_OVERLAP = 4096
"""A tag of a sheet is never longer than this."""
_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+\d+):([A-Z]+(\d+))"')
_FORMULA = re.compile(rb'<c [^>]*?r="([A-Z]+\d+)"[^>]*>\s*<f[ >/]')


def unfit(path: Path) -> list[Problem]:
    """Return what makes a file unfit as a table of answers, without reading it as one.

    Parameters
    ----------
    path
        CSV or XLSX; one that cannot be opened is left to whoever reads it.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            return [_too_large(path)]
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                return []
        with zipfile.ZipFile(path) as archive:
            return _in_archive(path, archive)
    except (OSError, zipfile.BadZipFile, EOFError, ValueError, RuntimeError, NotImplementedError):
        return []


def _in_archive(path: Path, archive: zipfile.ZipFile) -> list[Problem]:
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        return [_too_large(path)]
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        return [
            Problem(
                _("The workbook holds macros."),
                file=path.name,
                remedy=_("Save it as an Excel workbook without macros (.xlsx)."),
            )
        ]
    sheet = _first_sheet(archive)
    if not sheet:
        return []
    found = []
    formulas, merged = _found(archive, sheet)
    if formulas:
        found.append(
            Problem(
                _("Cells hold formulas."),
                file=path.name,
                found=listed(formulas),
                remedy=_("Replace them by their values: copy, then paste special, values."),
            )
        )
    if merged:
        found.append(
            Problem(
                _("Cells are merged, so that it is not clear to which rows and columns they belong."),
                file=path.name,
                found=listed(merged),
                remedy=_("Unmerge them and fill in every cell."),
            )
        )
    return found


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """Return the first sheet that has a cell with something in it."""
    names = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    for name in sorted(names, key=lambda one: int(re.sub(r"\D", "", one))):
        if any(re.search(rb"<(v|t|f)[ >]", piece) for piece in _pieces(archive, name)):
            return name
    return ""


def _found(archive: zipfile.ZipFile, sheet: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the cells with formulas, and the merged ranges that reach below the first row."""
    formulas: dict[str, None] = {}
    merged: dict[str, None] = {}
    for piece in _pieces(archive, sheet):
        formulas.update((found[1].decode(), None) for found in _FORMULA.finditer(piece))
        for found in _MERGED.finditer(piece):
            if int(found[3]) > 1:
                merged[f"{found[1].decode()}:{found[2].decode()}"] = None
    return tuple(formulas), tuple(merged)


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a part of an archive in overlapping pieces."""
    with archive.open(name) as part:
        kept = b""
        for piece in iter(lambda: part.read(_CHUNK), b""):
            yield kept + piece
            kept = (kept + piece)[-_OVERLAP:]


def _too_large(path: Path) -> Problem:
    return Problem(
        _("The file is far too large for a list of answers."),
        file=path.name,
        expected=_("at most {number} MB").format(number=MOST_BYTES // 1_000_000),
        remedy=_("Export it again; delete empty rows and columns below and beside the table."),
    )

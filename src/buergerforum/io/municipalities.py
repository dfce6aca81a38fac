"""Official directories of municipalities: GV-ISys as a workbook, GV100AD with fixed columns, and our own table.

GV-ISys (``AuszugGV1QAktuell.xlsx`` of the Statistisches Bundesamt): a sheet whose name begins with
``Onlineprodukt_Gemeinden``, six rows of headings, then one row per unit: Satzart, Textkennzeichen, Land, RB, Kreis, VB,
Gem, Gemeindename, area, (reference date,) inhabitants … Satzart 60 is a municipality, 50 an association (Verband).

GV100AD: lines of fixed width; columns counted from 1: 1–2 Satzart, 3–10 reference date, 11–18 official key (AGS),
19–22 association, 23–72 name, 129–139 area, 140–150 inhabitants, 151–161 male inhabitants, 166–170 postcode.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.errors import InputError, Problem
from buergerforum.io.encodings import decode
from buergerforum.io.files import digest_of, read_bytes
from buergerforum.io.tables import read_table
from buergerforum.io.workbooks import rows_of_workbook
from buergerforum.model.record import FileDigest
from buergerforum.model.towns import Municipality
from buergerforum.texts import _, ngettext

OWN_HEADER = ("key", "name", "land", "inhabitants")
"""Headings of our own table."""
_SHEET = "Onlineprodukt_Gemeinden"
_TOWN, _ASSOCIATION = "60", "50"
_KEY_WIDTHS = (2, 1, 2, 4, 3)
"""Digits of Land, RB, Kreis, VB and Gem."""
_NAME, _TOTAL = 7, 9
"""Where name and inhabitants stand in a workbook without the usual headings."""


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory of municipalities, read."""

    towns: tuple[Municipality, ...]
    """With inhabitants, in the order of the file; keys are unique."""
    digest: FileDigest
    """Of the file."""
    notes: tuple[str, ...]
    """What was left out or interpreted."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One municipality as the file has it."""

    row: int
    land: str
    key: str
    association: str
    name: str
    inhabitants: str


def read_municipalities(path: Path) -> Directory:
    """Read a directory of municipalities in any of the three forms.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        With everything that is wrong.
    """
    raw = read_bytes(path)
    name = path.name
    names: dict[str, str] = {}
    if raw.startswith(b"PK\x03\x04"):
        lines = list(_of_workbook(list(rows_of_workbook(raw, name, _SHEET)), names))
        notes: tuple[str, ...] = ()
    else:
        text, notes = decode(raw, name)
        own = text.startswith(";".join(OWN_HEADER))
        lines = _of_own(path) if own else list(_of_text(text.splitlines(), names))
    if not lines:
        raise InputError([_nothing(name)])
    towns, empty = _checked(lines, names, name)
    if empty:
        told = ngettext(
            "{file}: {number} area without inhabitants is left out.",
            "{file}: {number} areas without inhabitants are left out.",
            empty,
        )
        notes = (*notes, told.format(file=name, number=empty))
    return Directory(towns, digest_of(raw, name), notes)


def _of_workbook(rows: Sequence[Sequence[str]], names: dict[str, str]) -> Iterator[_Line]:
    """Yield the municipalities of a workbook; note the names of the associations."""
    where = {"Gemeindename": _NAME, "insgesamt": _TOTAL}
    for number, row in enumerate(rows, 1):
        kind = row[0].strip() if row else ""
        if not kind.isdigit():
            for place, cell in enumerate(row):
                where |= {cell.strip(): place} if cell.strip() in where else {}
            continue
        cells = [*row, *[""] * (max(where.values()) + 1)]
        parts = [cell.strip().zfill(width) for cell, width in zip(cells[2:7], _KEY_WIDTHS, strict=True)]
        association, name = "".join(parts[:4]), cells[where["Gemeindename"]].strip()
        if kind == _ASSOCIATION:
            names[association] = name
        elif kind == _TOWN:
            key = "".join((*parts[:3], parts[4]))
            yield _Line(number, parts[0], key, association, name, cells[where["insgesamt"]])


def _of_text(lines: Iterable[str], names: dict[str, str]) -> Iterator[_Line]:
    """Yield the municipalities of a file with fixed columns; note the names of the associations."""
    for number, line in enumerate(lines, 1):
        association, name = line[10:15] + line[18:22], line[22:72].strip()
        if line.startswith(_ASSOCIATION):
            names[association] = name
        elif line.startswith(_TOWN):
            yield _Line(number, line[10:12], line[10:18], association, name, line[139:150])


def _of_own(path: Path) -> list[_Line]:
    table = read_table(path, required=OWN_HEADER)
    return [
        _Line(row, land, key, "", name, inhabitants)
        for row, (key, name, land, inhabitants) in zip(
            table.rows, zip(*(table.columns[heading] for heading in OWN_HEADER), strict=True), strict=True
        )
    ]


def _checked(lines: Iterable[_Line], names: dict[str, str], file: str) -> tuple[tuple[Municipality, ...], int]:
    """Return the municipalities that have inhabitants, and how many units have none."""
    found: dict[str, Municipality] = {}
    problems = []
    empty = 0
    for line in lines:
        written = "".join(line.inhabitants.split())
        if not (line.key.isascii() and line.key.isdigit() and line.land.isdigit() and line.name):
            problems.append(_unfit(line, file, _("Key or name of the municipality are missing."), line.key))
        elif not (written.isascii() and written.isdigit()):
            problems.append(_unfit(line, file, _("The number of inhabitants is no whole number."), written))
        elif line.key in found:
            problems.append(_unfit(line, file, _("The municipality is there twice."), line.key))
        elif not int(written):
            empty += 1
        else:
            name = names.get(line.association, "")
            found[line.key] = Municipality(
                line.key, line.name, line.land, int(written), line.association if name else "", name
            )
    if problems:
        raise InputError(problems)
    return tuple(found.values()), empty


def _unfit(line: _Line, file: str, what: str, found: str) -> Problem:
    return Problem(what, file=file, row=line.row, found=found[:20], remedy=_("Fetch the table again."))


def _nothing(file: str) -> Problem:
    return Problem(
        _("There are no municipalities (Satzart 60) in this file."),
        file=file,
        expected=_("the directory of municipalities of the Statistisches Bundesamt: GV-ISys as XLSX, or GV100AD"),
    )

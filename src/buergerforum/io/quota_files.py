"""Quota files as they come: our YAML, and the two table conventions of the field (CSV or XLSX).

Tables hold one quota per row under ``feature;value;min;max``, ``category;name;min;max`` or ``category;feature;min;max``
(there a ``feature`` is a value). A joint cell stands as ``sex × age_group`` and ``w × 16-29``. ``min_flex`` and
``max_flex`` are optional, the order of columns is free, case and blanks in headings do not matter, and whole numbers
may be written ``11.0``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from buergerforum.errors import InputError, Problem, Said
from buergerforum.io.headings import Headings
from buergerforum.io.tables import Table, read_table
from buergerforum.model.pool import tidy
from buergerforum.model.quota_plan import Aim, Place, QuotaPlan
from buergerforum.model.quotas import Cell, Feature, Value
from buergerforum.model.record import FileDigest
from buergerforum.texts import _, listed

_WHOLE = re.compile(r"([+-]?\d{1,9})(?:[.,]0+)?")
_CONVENTIONS = (("feature", "value"), ("category", "name"), ("category", "feature"))
"""Headings of feature and value; the first pair that is complete counts."""
_JOINED = "×"
"""Between the features, and between the values, of a joint cell."""
_NUMBERS = ("min", "max")
_FLEX = ("min_flex", "max_flex")


@dataclass(frozen=True, slots=True)
class QuotaFile:
    """A quota file, read but not yet checked against itself."""

    plan: QuotaPlan
    """What it says."""
    digest: FileDigest
    """Of the file."""
    notes: tuple[str, ...] = ()
    """What was interpreted, and what the file wants to be said aloud."""
    problems: tuple[Problem, ...] = ()
    """Cells that could not be read; their rows are missing in the plan."""


def read_quota_file(path: Path) -> QuotaFile:
    """Read a quota file; ``.yaml`` and ``.yml`` are YAML, everything else is a table.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it has not the form of a quota file.
    """
    if path.suffix.lower() in {".yaml", ".yml"}:
        from buergerforum.io.quota_settings import QuotaSettings
        from buergerforum.io.yaml_files import read_yaml

        settings, digest = read_yaml(path, QuotaSettings)
        return QuotaFile(settings.plan(path.name), digest, tuple(f"{path.name}: {note}" for note in settings.notes()))
    return _from_table(read_table(path))


def _from_table(table: Table) -> QuotaFile:
    columns, notes = quota_columns(table)
    rows = [
        (row, {role: table.columns[heading][place] for role, heading in columns.items()})
        for place, row in enumerate(table.rows)
    ]
    problems = [
        Problem(what, file=table.name, row=row, column=columns[role], **said)
        for row, cells in rows
        for role, what, said in _defects(cells)
    ]
    if not rows:
        problems.append(Problem(_("The file holds no quotas."), file=table.name, expected=_("a row for every value")))
    known: dict[str, dict[str, None]] = {}
    for _row, cells in rows:
        if len(cell := _cell(cells)) == 1:
            known.setdefault(cell[0][0], {})[cell[0][1]] = None
    features = tuple(Feature(name, tuple(map(Value, values))) for name, values in known.items())
    aims = tuple(aim for row, cells in rows if (aim := _aim(row, cells)) is not None)
    return QuotaFile(QuotaPlan(table.name, features, aims), table.digest, (*table.notes, *notes), tuple(problems))


def quota_columns(table: Table) -> tuple[dict[str, str], list[str]]:
    """Return the heading for every role, and which columns are not used."""
    headings = Headings(table.header, table.name)
    complete = (pair for pair in _CONVENTIONS if all(headings.find(heading) for heading in pair))
    feature, value = next(complete, _CONVENTIONS[1 if headings.find("category") else 0])
    wanted = {"feature": feature, "value": value} | {role: role for role in _NUMBERS}
    problems = [headings.missing(heading) for heading in wanted.values() if not headings.find(heading)]
    wanted |= {role: role for role in _FLEX if headings.find(role)}
    problems += [headings.ambiguous(heading) for heading in wanted.values() if len(headings.find(heading)) > 1]
    if problems:
        hint = _("A quota table has the headings feature, value, min, max, or category, name, min, max.")
        raise InputError(problems, hint=hint)
    columns = {role: headings.find(heading)[0] for role, heading in wanted.items()}
    unused = tuple(heading for heading in table.columns if heading not in columns.values())
    note = _("{file}: not used: {columns}.").format(file=table.name, columns=listed(unused))
    return columns, [note] if unused else []


def _defects(cells: Mapping[str, str]) -> Iterator[tuple[str, str, Said]]:
    """Yield what is wrong with a row: the role of the column, what is wrong, and what else to say."""
    for role in ("feature", "value"):
        if not cells[role]:
            yield role, _("This cell is blank."), {"remedy": _("Fill it, or delete the row.")}
    for role in (*_NUMBERS, *_FLEX):
        text = cells.get(role, "")
        if _whole(text) is None and (text or role in _NUMBERS):
            said: Said = {"found": f"“{text}”", "expected": _("a number of seats such as 11")}
            yield role, _("This is no whole number."), said


def _aim(row: int, cells: Mapping[str, str]) -> Aim | None:
    minimum, maximum = (_whole(cells[role]) for role in _NUMBERS)
    if minimum is None or maximum is None or not cells["feature"] or not cells["value"]:
        return None
    min_flex, max_flex = (_whole(cells.get(role, "")) for role in _FLEX)
    return Aim(_cell(cells), Place(row), None, minimum, maximum, min_flex, max_flex)


def _cell(cells: Mapping[str, str]) -> Cell:
    """Return what a row counts; ``a × b`` in both columns is a joint cell."""
    features, values = (tuple(map(tidy, cells[role].split(_JOINED))) for role in ("feature", "value"))
    if len(features) == len(values):
        return tuple(zip(features, values, strict=True))
    return ((tidy(cells["feature"]), tidy(cells["value"])),)


def _whole(text: str) -> int | None:
    match = _WHOLE.fullmatch(text.replace(" ", ""))
    return int(match[1]) if match else None

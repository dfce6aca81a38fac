"""Statistical sub-districts into districts, by the list of the city."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.frame.extract import Extract, complaints, entries_said
from buergerforum.errors import Problem
from buergerforum.texts import _, ngettext


@dataclass(frozen=True, slots=True)
class Districts:
    """Where people live, as far as the frame says it."""

    of_row: Sequence[str]
    """District of every row asked for; blank where it could not be found."""
    notes: tuple[str, ...]
    """What was interpreted."""
    problems: tuple[Problem, ...]
    """What was not understood."""


def districts(extract: Extract, places: Sequence[int], mapping: Mapping[str, str] | None) -> Districts:
    """Return the district of some rows.

    Parameters
    ----------
    extract
        The extract.
    places
        The rows asked for.
    mapping
        Sub-district → district; None: the column holds the district itself.
    """
    cells = [extract.district[place] for place in places]
    table, notes = _as_they_stand(cells) if mapping is None else _looked_up(dict.fromkeys(cells), padded(mapping))
    lost = [place for place, cell in zip(places, cells, strict=True) if not table[cell]]
    missing = [place for place in lost if not extract.district[place]]
    unmapped = [place for place in lost if extract.district[place]]
    said = entries_said(extract.district[place] for place in unmapped)
    problems = complaints(extract, missing, "district", _("The sub-district is missing.")) + complaints(
        extract,
        unmapped,
        "district",
        _("The list of districts does not know these sub-districts: {entries}.").format(entries=said),
        remedy=_("Add them to the list, or correct the rows."),
    )
    return Districts([table[cell] for cell in cells], tuple(notes), tuple(problems))


def padded(mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the mapping with its number codes at one width, as they were before a spreadsheet cut zeros off."""
    width = max((len(code) for code in mapping if code.isdecimal()), default=0)
    return {code.zfill(width) if code.isdecimal() else code: district for code, district in mapping.items()}


def _as_they_stand(cells: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    table = {cell: cell for cell in cells}
    said = _("No list of districts was given, so the entries of the column are the districts: {number} different ones.")
    return table, [said.format(number=len(table))]


def _looked_up(cells: Mapping[str, None], mapping: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    width = max((len(code) for code in mapping if code.isdecimal()), default=0)
    table: dict[str, str] = {}
    restored = []
    for cell in cells:
        code = cell.zfill(width) if cell.isdecimal() else cell
        table[cell] = mapping.get(code, "") if cell else ""
        if code != cell and table[cell]:
            restored.append(cell)
    return table, _restored_said(restored)


def _restored_said(restored: Sequence[str]) -> list[str]:
    if not restored:
        return []
    said = ngettext(
        "{number} code of a sub-district had lost its leading zeros; they were put back.",
        "{number} codes of sub-districts had lost their leading zeros; they were put back.",
        len(restored),
    )
    return [said.format(number=len(restored))]

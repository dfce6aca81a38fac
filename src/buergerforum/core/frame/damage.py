"""Traces of a file that was damaged before it came here: lost letters, twisted encodings, cells a spreadsheet changed.

What cannot be brought back is refused. Only the zeros that a spreadsheet cuts off postcodes are put back, and counted.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from buergerforum.core.frame.extract import Extract, complaints
from buergerforum.errors import Problem
from buergerforum.texts import _, ngettext

_NAMES = ("family_name", "first_names", "called_name", "street", "town", "addition")
_MONTHS = "Jan|Feb|Mär|Mrz|Mar|Apr|Mai|May|Jun|Jul|Aug|Sep|Okt|Oct|Nov|Dez|Dec"
_POSTCODE = 5
_AT_HOME = frozenset({"", "deutschland", "germany", "de", "d"})


class _Trace(NamedTuple):
    """A kind of damage."""

    columns: tuple[str, ...]
    """Meanings in which it is looked for."""
    form: re.Pattern[str]
    """How it looks; none of its letters is a line feed."""
    what: str
    """What is said."""
    remedy: str
    """What to do."""


def _traces() -> tuple[_Trace, ...]:
    again = _("Export the extract again, as UTF-8; letters that were lost cannot be brought back.")
    as_text = _("Export the extract again, and open it in no spreadsheet in between.")
    return (
        _Trace(
            _NAMES,
            re.compile("[?\ufffd]"),
            _("A letter was lost here: a “?” or a replacement character stands in its place."),
            again,
        ),
        _Trace(
            _NAMES,
            re.compile(
                "Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Å[\u0080-\u00bf‚„¡¢]|â€|[^\\W\\d_][„”][a-zß-ÿ]"
                "|[\x00-\x09\x0b-\x1f\x7f-\x9f]"
            ),
            _("Letters were twisted here: the text was saved with one encoding and read with another."),
            again,
        ),
        _Trace(
            ("person_key",),
            re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+"),
            _("A spreadsheet has rounded the Ordnungsmerkmal: different people have the same one now."),
            as_text,
        ),
        _Trace(
            ("house_number",),
            re.compile(rf"\d{{4}}-\d\d-\d\d|\d\d?\. ?(?:{_MONTHS})|(?:{_MONTHS})[a-z]*[ .-]+\d\d"),
            _("A spreadsheet has turned the house number into a date."),
            as_text,
        ),
    )


def damage(extract: Extract) -> list[Problem]:
    """Return a problem for every column in which something was destroyed.

    A ``?`` or U+FFFD inside a name stands for a letter that a program could not write; nobody can bring it back, and
    the letter to this person would be wrong.
    """
    problems: list[Problem] = []
    different = {meaning: dict.fromkeys(getattr(extract, meaning)) for meaning in (*_NAMES, "person_key")}
    different["house_number"] = dict.fromkeys(extract.house_number)
    together = {meaning: "\n".join(cells) for meaning, cells in different.items()}
    for trace in _traces():
        for meaning in trace.columns:
            if trace.form.search(together[meaning]):
                bad = {cell for cell in different[meaning] if trace.form.search(cell)}
                places = [place for place, cell in enumerate(getattr(extract, meaning)) if cell in bad]
                problems += complaints(extract, places, meaning, trace.what, remedy=trace.remedy)
    return problems


def restored(columns: Mapping[str, Sequence[str]], file: str) -> tuple[Sequence[str], tuple[str, ...]]:
    """Return the postcodes with the zeros that a spreadsheet has cut off, and what is said about it.

    Parameters
    ----------
    columns
        By meaning; ``country``, where there is one, says which postcodes are German.
    file
        Name of the file, for the note.
    """
    cells = columns.get("postcode", ())
    short = {cell for cell in dict.fromkeys(cells) if cell.isdecimal() and len(cell) == _POSTCODE - 1}
    if not short:
        return cells, ()
    countries = columns.get("country") or [""] * len(cells)
    whole = [
        cell.zfill(_POSTCODE) if cell in short and country.casefold() in _AT_HOME else cell
        for cell, country in zip(cells, countries, strict=True)
    ]
    count = sum(one != other for one, other in zip(whole, cells, strict=True))
    said = ngettext(
        "{file}: {number} postcode had lost its leading zero; it was put back.",
        "{file}: {number} postcodes had lost their leading zeros; they were put back.",
        count,
    )
    return whole, (said.format(file=file, number=count),) if count else ()

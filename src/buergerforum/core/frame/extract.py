"""The raw extract in memory, the rules for the frame, and what is said when both do not fit together."""

import datetime as dt
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from buergerforum.errors import Problem, Repeated
from buergerforum.model.folding import folded
from buergerforum.texts import listed, ngettext

Value = TypeVar("Value")
Places = NDArray[np.int64]
"""Positions in columns."""

RandomBytes = Callable[[int], bytes]
"""Returns so many random bytes; the secret ones of the system, except where a demonstration must be repeatable."""

SMALL_CELL = 5
"""Where nothing else is said: smaller numbers are not published."""
_SHOWN_LENGTH = 2
_SHOWN_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the extract."""

    file: str
    """Its name."""
    rows: Sequence[int]
    """Row of each record as the spreadsheet counts."""
    headings: Mapping[str, str]
    """Heading by meaning, for those meanings that have a column."""


@dataclass(frozen=True, slots=True)
class Extract:
    """All rows of all files, column by column; every column has one cell per row, blank where there is none."""

    sources: tuple[Source, ...]
    """The files, in the order of their rows here."""
    person_key: Sequence[str]
    """Ordnungsmerkmal: brings the rows of one person together and goes nowhere else."""
    family_name: Sequence[str]
    """Familienname."""
    first_names: Sequence[str]
    """Vornamen; blank for people with a single name."""
    called_name: Sequence[str]
    """Rufname, the first name in use."""
    doctor: Sequence[str]
    """Doktorgrad."""
    birth_date: Sequence[str]
    """Geburtsdatum, in any form that :mod:`dates` reads."""
    sex: Sequence[str]
    """Geschlecht."""
    nationality: Sequence[str]
    """Staatsangehörigkeit."""
    street: Sequence[str]
    """Straße."""
    house_number: Sequence[str]
    """Hausnummer, with its letter."""
    addition: Sequence[str]
    """A line of its own in the address."""
    postcode: Sequence[str]
    """PLZ."""
    town: Sequence[str]
    """Ort."""
    country: Sequence[str]
    """Staat, blank at home."""
    district: Sequence[str]
    """Statistical sub-district, or the district itself."""
    status: Sequence[str]
    """Main, only or secondary residence."""
    block: Sequence[str]
    """Auskunftssperre."""
    conditional_block: Sequence[str]
    """Bedingter Sperrvermerk, where it has a column of its own."""
    death: Sequence[str]
    """Date of death; anything but blanks and zeros means dead."""

    def __len__(self) -> int:
        return len(self.family_name)


MEANINGS = tuple(name for name in Extract.__slots__ if name != "sources")
"""What a column of the extract can mean: the columns of :class:`Extract`."""


@dataclass(frozen=True, slots=True)
class FrameRules:
    """What was settled before the register is read."""

    reference_date: dt.date
    """On this day people must have reached the minimum age."""
    minimum_age: int
    """In years."""
    age_groups: tuple[int, ...]
    """Lowest age of each group, ascending; the first is not above the minimum age."""
    districts: Mapping[str, str] | None = None
    """Sub-district → district; None: the column holds the district itself."""
    special_addresses: frozenset[str] = frozenset()
    """Homes, halls and shelters, as :func:`~buergerforum.core.frame.households.address_key` writes them."""
    special_from: int = 0
    """From so many residents on, an address is special without being listed; 0: never."""
    main_words: tuple[str, ...] = ()
    """Further entries that mean the main or only residence."""
    secondary_words: tuple[str, ...] = ()
    """Further entries that mean a secondary residence."""
    block_keys: tuple[str, ...] = ("3", "11", "51", "52")
    """Entries that keep a person out."""
    harmless_keys: tuple[str, ...] = ("0",)
    """Entries that keep nobody out."""
    birth_years: bool = True
    """Whether the frame says the year of birth beside the age group."""
    small_cell: int = SMALL_CELL
    """Numbers below are small: they are not published, and so few equal people are too easily recognised."""


def translated(cells: Sequence[str], rule: Callable[[str], Value]) -> list[Value]:
    """Apply a rule to a column, once per different cell."""
    table = {cell: rule(cell) for cell in dict.fromkeys(cells)}
    return [table[cell] for cell in cells]


def picked(cells: Sequence[Value], places: Places) -> list[Value]:
    """Return the cells at some places, quickly."""
    chosen: list[Value] = np.array(cells, dtype=object)[places].tolist()
    return chosen


def nfc(text: str) -> str:
    """Return a text in the one form that DIN 91379 prescribes for letters with marks."""
    return unicodedata.normalize("NFC", text)


def plain(text: str) -> str:
    """Return an entry as it is compared: case, blanks, dashes and § signs do not matter."""
    return folded(text.replace("§", " "))


def complaints(
    extract: Extract, places: Iterable[int], meaning: str, what: str, *, expected: str = "", remedy: str = ""
) -> list[Problem]:
    """Return one problem per file for all rows that share a defect; none for no rows.

    Parameters
    ----------
    extract
        The extract.
    places
        Positions of the rows in it, ascending.
    meaning
        Which column is meant.
    what
        The defect, a whole sentence without personal data.
    expected
        What would have been right.
    remedy
        What to do now.
    """
    firsts = [0]
    for source in extract.sources:
        firsts.append(firsts[-1] + len(source.rows))
    rows: dict[int, list[int]] = {}
    for place in places:
        which = bisect_right(firsts, place) - 1
        rows.setdefault(which, []).append(extract.sources[which].rows[place - firsts[which]])
    return [
        in_rows(
            what,
            found,
            file=extract.sources[which].file,
            column=extract.sources[which].headings.get(meaning, ""),
            expected=expected,
            remedy=remedy,
        )
        for which, found in sorted(rows.items())
    ]


def in_rows(
    what: str, rows: Sequence[int], *, file: str, column: str = "", expected: str = "", remedy: str = ""
) -> Repeated:
    """Return one problem for all rows of a file that share a defect.

    Parameters
    ----------
    what
        The defect, a whole sentence without personal data.
    rows
        As the spreadsheet counts, ascending; at least one.
    file, column, expected, remedy
        As for every problem.
    """
    return Repeated(
        what,
        file=file,
        row=rows[0] if len(rows) == 1 else None,
        column=column,
        found=_rows_said(rows) if len(rows) > 1 else "",
        expected=expected,
        remedy=remedy,
        rows=tuple(rows),
    )


def _rows_said(rows: Sequence[int]) -> str:
    said = ngettext("{number} row ({rows})", "{number} rows ({rows})", len(rows))
    return said.format(number=len(rows), rows=listed([str(row) for row in rows]))


def entries_said(entries: Iterable[str]) -> str:
    """Return codes that nobody understands, for a message; what could be a name is only counted.

    A column mapped wrongly may hold names where codes are expected, so only short codes and numbers are shown.
    """
    different = sorted(set(entries))
    shown = [f"“{entry}”" for entry in different if _harmless(entry)]
    hidden = len(different) - len(shown)
    if hidden:
        more = ngettext("{number} longer entry, not shown", "{number} longer entries, not shown", hidden)
        shown.append(more.format(number=hidden))
    return listed(shown)


def _harmless(entry: str) -> bool:
    return len(entry) <= _SHOWN_LENGTH or (entry.isdecimal() and len(entry) <= _SHOWN_DIGITS)

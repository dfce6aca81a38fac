"""Addresses as they are compared: the way they are typed does not matter, another house number always does.

A cell is folded by these rules, repeated until nothing changes:

1. Unicode NFC; a character that stands for digits but is none (½, ², ①) gets a blank on both sides: 5² is not 52.
2. NFKC, case folded, NFKC: ß is ss, and fullwidth digits are digits.
3. ``strasse`` at the end of a word becomes ``str``; full stops fall away with rule 4.
4. What is neither letter nor digit falls away. Only between two digits one character stays, so that numbers do not run
   into each other: ``/`` where there is one, else ``-`` for any dash, else ``+`` for + and &, else a blank.

Leading zeros stay. Several cells are compared cell by cell, in the order in which their columns were named.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

FIELD = "\x1f"
"""Between the cells of an address; it is neither letter nor digit, so no folded cell holds it."""
_STREET = re.compile(r"strasse(?![^\W\d_])")
_RUN = re.compile(r"[\W_]+")
_MINUS = "−"
_MAY_BE_BLANK = re.compile(r"zusatz|zusätz|buchstabe|addition|suffix")
_POSTCODE = re.compile(r"plz|postleit|postcode|postal|zip")
_MONTHS = "januar|februar|märz|maerz|april|mai|juni|juli|august|september|oktober|november|dezember"
_PART_OF_A_NAME = re.compile(rf"\d+\s*\.\s*(?=[^\W\d_]{{2}})|\d+\.?\s*(?={_MONTHS})")
"""Ordinals and days: Straße des 17. Juni."""
_FOREIGN_POSTCODE = re.compile(r"(?:^|[,;\n])\s*(?:[a-z]{1,2}-)?\d{4}(?=\s+[^\W\d_]{2})")
"""Four digits before the name of a town, after a comma or at the beginning of a cell."""
_NUMBER = re.compile(r"(?<!\d)(?!0+(?!\d))\d{1,4}(?!\d)")
"""A house number; five digits are a postcode, and 0 is none."""
_NAME = re.compile(r"(?<![^\W_])[^\W\d_]")
"""A word that is more than the letter of a house number."""


@lru_cache(maxsize=1 << 14)
def folded_address(text: str) -> str:
    """Return one cell of an address as it is compared; blank if it has neither letter nor digit.

    Examples
    --------
    >>> folded_address("Haupt-Straße 5 a") == folded_address("HAUPTSTR. 5A")
    True
    >>> folded_address("Hauptstr. 5-7"), folded_address("Q 7, 24"), folded_address("Weg 12½")
    ('hauptstr5-7', 'q7 24', 'weg12 1/2')
    """
    while (folded := _once(text)) != text:
        text = folded
    return text


def _once(text: str) -> str:
    if not text.isascii():
        text = "".join(map(_apart, unicodedata.normalize("NFC", text)))
        text = unicodedata.normalize("NFKC", text)
    text = unicodedata.normalize("NFKC", text.casefold())
    return _RUN.sub(_joint, _STREET.sub("str", text))


def _apart(character: str) -> str:
    stands_for = unicodedata.normalize("NFKC", character)
    if character.isdecimal() or not any(map(str.isdecimal, stands_for)):
        return character
    return f" {stands_for} ".replace("\N{FRACTION SLASH}", "/")


def _joint(run: re.Match[str]) -> str:
    """Return what stays of blanks and punctuation."""
    before, after = run.string[run.start() - 1 : run.start()], run.string[run.end() : run.end() + 1]
    if not (before.isdecimal() and after.isdecimal()):
        return ""
    marks = run.group()
    if "/" in marks:
        return "/"
    if any(unicodedata.category(mark) == "Pd" or mark == _MINUS for mark in marks):
        return "-"
    return "+" if "+" in marks or "&" in marks else " "


def is_complete(cells: Sequence[str], headings: Sequence[str]) -> bool:
    """Whether these cells name one house: otherwise everybody in a street would be one household.

    Every cell must be filled, but for additions to the house number; and there must be a name and a house number: at
    most four digits that are no postcode, no ordinal or day in the name of a street, and not only zeros.

    Parameters
    ----------
    cells
        As they were typed.
    headings
        Of their columns.

    Examples
    --------
    >>> is_complete(["Hauptstr. 5, 44137 Dortmund"], ["Adresse"])
    True
    >>> is_complete(["Hauptstr., 44137 Dortmund"], ["Adresse"])
    False
    >>> is_complete(["Straße des 17. Juni", "", "10623"], ["Straße", "Hausnummer", "PLZ"])
    False
    """
    needed = [cell for cell, heading in zip(cells, headings, strict=True) if not _matches(_MAY_BE_BLANK, heading)]
    if not all(map(folded_address, needed)):
        return False
    searched = "\n".join(
        cell for cell, heading in zip(cells, headings, strict=True) if not _matches(_POSTCODE, heading)
    )
    plain = unicodedata.normalize("NFKC", searched).casefold()
    names = re.sub(r"(?<=\d)[\s.]+(?=[^\W\d_](?![^\W_]))", "", plain)
    without = _FOREIGN_POSTCODE.sub(" ", _PART_OF_A_NAME.sub(" ", plain))
    return bool(_NAME.search(names) and _NUMBER.search(without))


def _matches(words: re.Pattern[str], heading: str) -> bool:
    return words.search(unicodedata.normalize("NFC", heading).casefold()) is not None


def address(cells: Sequence[str]) -> str:
    """Return an address as it is compared.

    Parameters
    ----------
    cells
        Already folded, in the order in which the columns were named.
    """
    return FIELD.join(cells)

"""The typeface of the letters: which characters it has and how wide a line becomes.

Noto Sans holds every letter and sequence of DIN 91379; Noto Sans Arabic stands in for the one script beside it that
the lines in other languages need.
"""

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from buergerforum.texts import _

FONTS = Path(__file__).parents[1] / "data" / "fonts"
"""Folder of the fonts, which travel with the package."""
_POINT = 25.4 / 72
_UNPRINTABLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_HARMLESS = frozenset("\n\u00ad\u200c\u200d")
_ADDRESS_SIZE, _ADDRESS_WIDTH = 10.0, 80.0
_RETURN_SIZE = 6.8


@cache
def _widths(file: str) -> tuple[dict[int, int], int]:
    """Return the advance of every character, and the units of an em."""
    with TTFont(FONTS / file, lazy=True) as font:
        advances = font["hmtx"].metrics
        return {point: advances[glyph][0] for point, glyph in font.getBestCmap().items()}, font["head"].unitsPerEm


def missing(text: str, *, names: bool = False) -> str:
    """Return the characters of a text that cannot be printed, each once, sorted.

    Parameters
    ----------
    text
        Of a letter.
    names
        Whether it is a name or an address; these are set in Noto Sans alone.
    """
    files = ("NotoSans-Regular.ttf",) if names else ("NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf")
    found = (character for character in set(text) - _HARMLESS if not _printable(character, files))
    return "".join(sorted(found))


def said_missing(text: str) -> str:
    """Return what is said of the characters of a text that cannot be printed; blank: there are none."""
    if not (characters := missing(text)):
        return ""
    points = ", ".join(f"U+{ord(character):04X}" for character in characters)
    return _("The typeface lacks these characters: {points}.").format(points=points)


@cache
def _printable(character: str, files: tuple[str, ...]) -> bool:
    if unicodedata.category(character) in _UNPRINTABLE:
        return False
    return any(ord(character) in _widths(file)[0] for file in files)


def width(text: str, size: float) -> float:
    """Return the width of a line without kerning, which only makes it narrower.

    Parameters
    ----------
    text
        The line.
    size
        In points.

    Returns
    -------
    float
        In millimetres.
    """
    advances, em = _widths("NotoSans-Regular.ttf")
    return sum(advances.get(ord(character), em) for character in text) / em * size * _POINT


def fits_address(line: str) -> bool:
    """Return whether a line is not wider than the address field."""
    return width(line, _ADDRESS_SIZE) <= _ADDRESS_WIDTH


def fits_return_line(line: str) -> bool:
    """Return whether the return line fits above the address."""
    return width(line, _RETURN_SIZE) <= _ADDRESS_WIDTH

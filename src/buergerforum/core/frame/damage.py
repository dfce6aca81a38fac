"""Traces of a file that was damaged before it came here: lost letters in names, twisted encodings, lost zeros."""

import re

from buergerforum.core.frame.extract import Extract, complaints
from buergerforum.errors import Problem
from buergerforum.texts import _

_LOST = re.compile("[?\ufffd]")
_TWISTED = re.compile("Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Å[\u0080-\u00bf‚„¡¢]|â€|[\x00-\x1f\x7f-\x9f]")
"""UTF-8 that was read as Windows-1252, or control characters, which stand in no name."""
_COLUMNS = ("family_name", "first_names", "called_name", "street", "town", "addition")


def damage(extract: Extract) -> list[Problem]:
    """Return a problem for every column of names or addresses in which letters were lost.

    A ``?`` or U+FFFD inside a name stands for a letter that a program could not write; nobody can bring it back, and
    the letter to this person would be wrong.
    """
    problems: list[Problem] = []
    for meaning in _COLUMNS:
        cells = getattr(extract, meaning)
        lost = {cell for cell in dict.fromkeys(cells) if _LOST.search(cell)}
        twisted = {cell for cell in dict.fromkeys(cells) if _TWISTED.search(cell)}
        remedy = _("Export the extract again, as UTF-8; letters that were lost cannot be brought back.")
        problems += complaints(
            extract,
            [place for place, cell in enumerate(cells) if cell in lost] if lost else [],
            meaning,
            _("A letter was lost here: a “?” or a replacement character stands in its place."),
            remedy=remedy,
        )
        problems += complaints(
            extract,
            [place for place, cell in enumerate(cells) if cell in twisted] if twisted else [],
            meaning,
            _("Letters were twisted here: the text was saved with one encoding and read with another."),
            remedy=remedy,
        )
    return problems

"""What is said about the headings of a table, the same wherever a table is read."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence

from buergerforum.errors import Problem
from buergerforum.texts import _, headings_said, listed

KEY_HEADINGS = ("ordnungsmerkmal", "om", "personennummer", "pers nr", "einwohnernummer")
"""Usual headings of the Ordnungsmerkmal, which § 4 BMG keeps for the Meldebehörde."""


def bare(heading: str) -> str:
    """Return a heading as it is compared with usual ones: only its letters and digits count, in lower case.

    Examples
    --------
    >>> bare("Geb.-Datum"), bare("Vorname(n)"), bare("STRASSE") == bare("Straße")
    ('gebdatum', 'vornamen', True)
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", heading).casefold()))


def is_key_of_register(heading: str) -> bool:
    """Whether a heading is one of the Ordnungsmerkmal."""
    return bare(heading) in map(bare, KEY_HEADINGS)


def is_missing(column: str) -> str:
    """Return the sentence that a column is missing."""
    return _("The column “{column}” is missing.").format(column=column)


def missing_column(
    column: str, header: Sequence[str], file: str, *, expected: Sequence[str] = (), remedy: str = ""
) -> Problem:
    """Return what is said when a table has no such column.

    Parameters
    ----------
    column
        Heading that was looked for.
    header
        Headings that are there; none: they are not said.
    file
        Name of the file.
    expected
        Headings that would have done.
    remedy
        What to do now; by default to correct the table.
    """
    return Problem(
        is_missing(column),
        file=file,
        found=headings_said(header),
        expected=listed(tuple(expected)),
        remedy=remedy or _("Add the column, or correct its heading."),
    )


def unfound(meaning: str, header: Sequence[str], file: str, *, expected: Sequence[str] = (), remedy: str) -> Problem:
    """Return what is said when no heading has a meaning.

    Parameters
    ----------
    meaning
        What was looked for.
    header, file, expected, remedy
        As for :func:`missing_column`.
    """
    return Problem(
        _("No column for “{meaning}” was found.").format(meaning=meaning),
        file=file,
        found=headings_said(header),
        expected=listed(tuple(expected)),
        remedy=remedy,
    )


def ambiguous(meaning: str, fitting: Sequence[str], file: str, *, remedy: str = "") -> Problem:
    """Return what is said when several columns could be meant.

    Parameters
    ----------
    meaning
        What was looked for.
    fitting
        Headings that fit.
    file
        Name of the file.
    remedy
        What to do now; by default to correct the table.
    """
    return Problem(
        _("Several columns could be “{column}”.").format(column=meaning),
        file=file,
        found=listed(tuple(fitting)),
        remedy=remedy or _("Leave one of them, or rename the others."),
    )


def shared(found: Mapping[str, str], file: str, remedy: Callable[[str], str]) -> list[Problem]:
    """Return a problem for every column that would have several meanings.

    Parameters
    ----------
    found
        Heading by meaning.
    file
        Name of the file.
    remedy
        What to do now, by one of the meanings.
    """
    meanings: dict[str, list[str]] = {}
    for meaning, heading in found.items():
        meanings.setdefault(heading, []).append(meaning)
    return [
        Problem(
            _("The column would have several meanings: {meanings}.").format(meanings=listed(tuple(several))),
            file=file,
            column=heading,
            remedy=remedy(several[-1]),
        )
        for heading, several in meanings.items()
        if len(several) > 1
    ]

"""Everything that can go wrong for a user: one tree, one exit code per branch.

A message says what is wrong, where, what was found, what was expected and what to do. It never holds
personal data: no names, addresses or contacts, only ids, row numbers and values of quota features.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypedDict

from buergerforum.texts import _


class Said(TypedDict, total=False):
    """What can be said about a problem besides what is wrong and where."""

    found: str
    """The value found; never personal data."""
    expected: str
    """What would have been right."""
    remedy: str
    """What to do now."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input, said so that an official can mend it."""

    what: str
    """What is wrong, a whole sentence."""
    file: str = ""
    """Name of the file, without its folders."""
    row: int | None = None
    """Row as the spreadsheet counts: the header is row 1."""
    column: str = ""
    """Heading of the column, or the key in a settings file."""
    found: str = ""
    """The value found; never personal data."""
    expected: str = ""
    """What would have been right."""
    remedy: str = ""
    """What to do now."""

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.row is not None:
            place.append(_("row {row}").format(row=self.row))
        if self.column:
            place.append(_("column “{column}”").format(column=self.column))
        said = [f"{', '.join(place)}: {self.what}" if place else self.what]
        if self.found:
            said.append(_("Found: {found}.").format(found=self.found))
        if self.expected:
            said.append(_("Expected: {expected}.").format(expected=self.expected))
        if self.remedy:
            said.append(self.remedy)
        return " ".join(said)


@dataclass(frozen=True, slots=True)
class Repeated(Problem):
    """The same thing wrong in several rows; the message names some of them."""

    rows: tuple[int, ...] = ()
    """All of them, ascending."""


class ForumError(Exception):
    """What the toolkit tells its user instead of a traceback.

    Parameters
    ----------
    message
        What is wrong, in the reader's language.
    hint
        What to do now.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ForumError):
    """The command was not given what it needs, or the procedure is not ready for it (exit 2)."""

    exit_code: ClassVar[int] = 2


class InputError(ForumError):
    """An input cannot be used (exit 3); all its problems are listed at once.

    Parameters
    ----------
    problems
        At least one; in the order of the file.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, problems: Sequence[Problem], *, hint: str = "") -> None:
        super().__init__("\n".join(str(problem) for problem in problems), hint=hint)
        self.problems = tuple(problems)


class StorageError(ForumError):
    """The result could not be written: disk full, no right to write (exit 3)."""

    exit_code: ClassVar[int] = 3


class QuotaError(ForumError):
    """No panel meets the quotas (exit 4).

    Parameters
    ----------
    message
        Which quotas cannot be met together, and why, in words.
    """

    exit_code: ClassVar[int] = 4


class AuditError(ForumError):
    """A demonstration did not stand up to its own audit (exit 5)."""

    exit_code: ClassVar[int] = 5

"""What the rooms of the audit share: the folder, what lies in it, and reading it so that damage becomes a finding."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from buergerforum.core.audit.evidence import Evidence, Run
from buergerforum.core.audit.listing import Listing
from buergerforum.core.audit.recipe import Check, not_checked
from buergerforum.errors import ForumError
from buergerforum.io.tables import Table, read_table
from buergerforum.model.audit import Finding
from buergerforum.model.record import FileDigest
from buergerforum.texts import _

Parsed = TypeVar("Parsed")


class Absent(Exception):  # noqa: N818 - nothing is wrong: it was never in this folder
    """A file that a check needs came from elsewhere and is not in this folder."""


class Unfit(Exception):  # noqa: N818 - a finding, not an error
    """A file that a check needs is missing or not the one that was used.

    Parameters
    ----------
    place
        In the folder.
    what
        What is wrong.
    """

    def __init__(self, place: str, what: str) -> None:
        super().__init__(what)
        self.place = place


@dataclass(frozen=True, slots=True)
class Case:
    """A folder under audit."""

    root: Path
    """The folder."""
    evidence: Evidence
    """What lies in it."""
    runs: tuple[Run, ...]
    """What the journal tells of."""

    def path(self, place: str) -> Path:
        """Return the path of a file that a check needs.

        Raises
        ------
        Unfit
            If it is missing.
        """
        if place not in self.evidence.files:
            raise Unfit(place, _("The file is missing."))
        return self.root.joinpath(*place.split("/"))

    def input(self, one: FileDigest) -> Path:
        """Return the path of an input of a stage, exactly as the stage read it.

        Raises
        ------
        Absent
            If it came from elsewhere.
        Unfit
            If it was in this folder, and is gone or changed.
        """
        if (place := self.evidence.place_of(one)) is not None:
            return self.path(place)
        elsewhere = "/" not in one.name and one.name not in self.evidence.files
        if elsewhere or all(run.single for run in self.runs):
            raise Absent(_("“{file}” came from elsewhere and is not in this folder.").format(file=one.name))
        raise Unfit(one.name, _("The file that was used, SHA-256 {digest}, is not here.").format(digest=one.sha256))

    def parse(self, place: str, parser: Callable[[Path], Parsed]) -> Parsed:
        """Return what a parser makes of a file that a forger may have written.

        Raises
        ------
        Unfit, ForumError
            If it is missing or damaged.
        """
        path = self.path(place)
        try:
            return parser(path)
        except (ValueError, TypeError, RecursionError) as defect:
            # Numbers of thousands of digits, impossible dates, endless nesting: no honest file holds them.
            raise Unfit(place, _("The file is damaged.")) from defect

    def made(self, place: str, work: Callable[[], Parsed]) -> Parsed:
        """Return what work makes of a table that a forger may have written.

        Raises
        ------
        Unfit, ForumError
            If the table is damaged.
        """
        try:
            return work()
        except (ValueError, KeyError, TypeError) as defect:
            raise Unfit(place, _("The file is damaged.")) from defect

    def listing(self, place: str) -> Listing:
        """Return a table that a stage wrote.

        Raises
        ------
        Unfit, InputError
            If it is missing or damaged.
        """
        return as_listing(read_table(self.path(place)), place)


def as_listing(table: Table, place: str) -> Listing:
    """Return a table as checks compare it."""
    return Listing(place, table.header, table.columns, table.rows)


def attempt(checks: Sequence[Check], work: Callable[[], list[Finding]]) -> list[Finding]:
    """Make checks; what they need and is damaged or missing becomes the finding of the first of them.

    Parameters
    ----------
    checks
        All checks that the work makes.
    work
        Reads and checks.
    """
    first, rest = checks[0], checks[1:]
    later = _("Something that it needs cannot be used; see {number}.").format(number=first.number)
    try:
        return work()
    except Absent as absent:
        return not_checked(checks, str(absent))
    except Unfit as unfit:
        return [first.contradiction(str(unfit), file=unfit.place), *not_checked(rest, later)]
    except ForumError as damage:
        return [first.contradiction(damage.message), *not_checked(rest, later)]

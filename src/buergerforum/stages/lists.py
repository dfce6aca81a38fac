"""Lists of ids that an office hands to a draw: who is not to be drawn, for whom somebody else is drawn."""

from dataclasses import dataclass
from pathlib import Path

from buergerforum.errors import InputError, Problem
from buergerforum.io.identities import identities
from buergerforum.io.tables import read_table
from buergerforum.model.record import FileDigest
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class IdList:
    """Ids from a file."""

    ids: frozenset[str]
    """Each once."""
    digest: FileDigest
    """Of the file."""
    notes: tuple[str, ...]
    """What was interpreted."""


def read_ids(path: Path) -> IdList:
    """Read a table that has a column of ids; whatever else is in it is not looked at.

    Parameters
    ----------
    path
        CSV or XLSX.

    Raises
    ------
    InputError
        If there is no such column, or an id is blank or there twice.
    """
    table = read_table(path)
    who = identities(table)
    if not who.column:
        problem = Problem(
            _("There is no column with ids."),
            file=table.name,
            expected=_("a heading “id” above the ids"),
            remedy=_("Give a table with the ids of the frame, one in every row."),
        )
        raise InputError([problem])
    return IdList(frozenset(who.ids), table.digest, (*table.notes, *who.notes))

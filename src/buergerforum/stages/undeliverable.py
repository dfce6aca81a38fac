"""``forum letters undeliverable``: whose letter came back, and the list for the Meldebehörde.

Signs that the register is wrong are to be reported to it (§ 6 BMG). The list holds ids; who they are, only the
Meldebehörde can tell by its key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.errors import InputError, Problem
from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import make_folder
from buergerforum.io.tables import read_table, write_csv
from buergerforum.model import places
from buergerforum.model.state import PersonState, Single
from buergerforum.stages.record import run_record
from buergerforum.stages.running import journal_of
from buergerforum.stages.states import states_after
from buergerforum.texts import _, headings_said

_HEADINGS = ("code", "id")


@dataclass(frozen=True, slots=True)
class Returned:
    """What the command says at the end."""

    people: int
    """Whose letter came back this time."""
    listed: int
    """How many are on the list for the Meldebehörde."""
    file: Path
    """The list."""
    notes: tuple[str, ...]
    """What is to be done next."""


def run_undeliverable(home: Procedure, named: Sequence[str], initials: str = "") -> Returned:
    """Record whose letters came back, and write the list of all of them.

    Parameters
    ----------
    home
        The procedure.
    named
        Personal codes or ids, or a single file with a column ``code`` or ``id``.
    initials
        Of the person who records it.

    Raises
    ------
    UsageError
        If nobody is named.
    InputError
        With everybody who is not known, or whose letter cannot have come back.
    """
    report = run_record(home, Single.UNDELIVERABLE, _people(named), "", initials)
    journal = journal_of(home)
    times = {one.number: one.time[:10] for one in journal}
    rows = [
        (person, times[one.line], one.letters[-1] if one.letters else "")
        for person, one in sorted(states_after(home, journal).items())
        if one.state is PersonState.UNDELIVERABLE
    ]
    path = home.path(places.RETURNED)
    make_folder(path.parent)
    write_csv(path, ("id", "returned", "letter"), rows)
    return Returned(report.people, len(rows), path, report.notes)


def _people(named: Sequence[str]) -> list[str]:
    if len(named) != 1 or not Path(named[0]).is_file():
        return list(named)
    table = read_table(Path(named[0]))
    headings = {heading.casefold(): heading for heading in table.header}
    column = next((headings[name] for name in _HEADINGS if name in headings), None)
    if column is None:
        raise InputError(
            [
                Problem(
                    _("There is no column with codes or ids."),
                    file=table.name,
                    found=headings_said(table.header),
                    expected=_("a column “code” or “id”"),
                )
            ]
        )
    return [cell for cell in table.columns[column] if cell]

"""How everybody in a procedure stands, also where lines of former versions of the journal do not say it."""

from collections.abc import Iterator, Mapping, Sequence

from buergerforum.core.record.journal import Entry, read_journal
from buergerforum.core.state.changes import Told, drawn, replaced
from buergerforum.core.state.folding import PEOPLE, People, fold
from buergerforum.io.identities import identities
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import Table, read_table
from buergerforum.model import places
from buergerforum.model.applications import Reason
from buergerforum.model.state import Happening, Person

_DECLINING = (Reason.NO_CONSENT.value, Reason.CONSENT_WITHDRAWN.value)


def states_of(home: Procedure) -> dict[str, Person]:
    """Return how everybody stands now, by id.

    Raises
    ------
    InputError
        If the journal is damaged, or tells something impossible.
    """
    return states_after(home, read_journal(home.journal_bytes()))


def states_before(home: Procedure, folder: str) -> dict[str, Person]:
    """Return how everybody stands, for a run that is about to write a folder.

    What only the present result in that folder says, and no line of the journal, is left out: the run replaces it.

    Raises
    ------
    InputError
        As :func:`states_of`.
    """
    journal = read_journal(home.journal_bytes())
    return fold(journal, dict(_unsaid(home, journal, folder)))


def states_after(home: Procedure, journal: Sequence[Entry]) -> dict[str, Person]:
    """Return how everybody stands after these lines.

    Raises
    ------
    InputError
        If they tell something impossible.
    """
    return fold(journal, dict(_unsaid(home, journal)))


def told_by_draw(home: Procedure | None, ids: Sequence[str], wave: int) -> Told:
    """Return what the line of a draw says about people.

    Parameters
    ----------
    home
        None: there is no journal.
    ids
        Of all invitees of the wave.
    wave
        From 1.
    """
    return drawn(ids, wave, states_before(home, places.wave_folder(wave))) if home else {}


def told_by_replacement(
    home: Procedure | None, members: Sequence[str], waiting: Sequence[str], out: Sequence[str]
) -> Told:
    """Return what the line of a replacement says about people.

    Parameters
    ----------
    home
        None: there is no journal.
    members, waiting, out
        Ids of the panel and the waiting list as they are then, and of those who dropped out.
    """
    return replaced(members, waiting, out, states_of(home)) if home else {}


def _unsaid(home: Procedure, journal: Sequence[Entry], without: str = "") -> Iterator[tuple[int, People]]:
    """Yield what the results of runs say whose lines do not say it; only the latest result of a folder is there."""
    latest = {str(one.details.get("folder")): one for one in journal if one.event == "run"}
    for folder, entry in latest.items():
        if PEOPLE in entry.details or folder == without:
            continue
        match entry.details.get("stage"):
            case "draw":
                yield entry.number, {Happening.DRAW: _ids(home, f"{folder}/{places.INVITEES}")}
            case "merge":
                yield entry.number, _answered(home, folder)
            case "select":
                yield entry.number, _lot(home, folder)
            case "replace":
                yield entry.number, _replaced(entry)


def _ids(home: Procedure, place: str) -> list[str]:
    path = home.path(place)
    return identities(read_table(path)).ids if path.exists() else []


def _answered(home: Procedure, folder: str) -> Mapping[Happening, Sequence[str]]:
    pool = _ids(home, f"{folder}/{places.POOL_FILE}")
    standing = dict.fromkeys(pool, Happening.APPLY)
    for row in _records(home, f"{folder}/{places.REVIEW_FILE}"):
        standing.setdefault(row.get("id", ""), Happening.REVIEW)
    for row in _records(home, f"{folder}/{places.REJECTED_FILE}"):
        declined = row.get("reason") in _DECLINING
        standing.setdefault(row.get("id", ""), Happening.DECLINE if declined else Happening.EXCLUDE)
    standing.pop("", None)
    found: dict[Happening, list[str]] = {}
    for person, happening in standing.items():
        found.setdefault(happening, []).append(person)
    return found


def _lot(home: Procedure, folder: str) -> Mapping[Happening, Sequence[str]]:
    panel, waiting = _ids(home, f"{folder}/{places.PANEL}"), _ids(home, f"{folder}/{places.WAITING}")
    pool = _ids(home, f"{folder}/{places.POOL_FILE}")
    seated = {*panel, *waiting}
    others = [one for one in pool if one not in seated]
    return {Happening.REJECT: others, Happening.WAIT: waiting, Happening.SELECT: panel}


def _replaced(entry: Entry) -> Mapping[Happening, Sequence[str]]:
    """Return what a line of a replacement says in its own words."""
    out, joined = (entry.details.get(key) for key in ("out", "joined"))
    named = ((Happening.WITHDRAW, out), (Happening.SELECT, joined))
    return {happening: list(map(str, ids)) for happening, ids in named if isinstance(ids, list | tuple)}


def _records(home: Procedure, place: str) -> list[dict[str, str]]:
    path = home.path(place)
    table: Table | None = read_table(path) if path.exists() else None
    return list(table.records()) if table else []

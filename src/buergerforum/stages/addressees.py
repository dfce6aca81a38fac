"""Who a mailing goes to inside a procedure, and whether it may be made now."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.letters.entitled import Entitled, entitled
from buergerforum.core.letters.kinds import LETTERS
from buergerforum.core.record.journal import Entry
from buergerforum.errors import UsageError
from buergerforum.io.identities import identities
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table
from buergerforum.model import places
from buergerforum.model.letters import Kind
from buergerforum.model.state import Person, PersonState
from buergerforum.stages.current_panel import current_panel
from buergerforum.stages.running import journal_of
from buergerforum.stages.states import states_after
from buergerforum.stages.suppression import Suppression
from buergerforum.texts import _

_STAGE = "letters"
_SEATED = frozenset({PersonState.SELECTED, PersonState.WAITING, PersonState.REJECTED, PersonState.CONFIRMED})
_AFTER_SELECTION = frozenset({Kind.ACCEPTANCE, Kind.REJECTION, Kind.WAITING, Kind.REPLACEMENT, Kind.FAREWELL})


@dataclass(frozen=True, slots=True)
class Addressees:
    """Who a mailing goes to."""

    number: int
    """Of the mailing, among those of its kind."""
    ids: tuple[str, ...]
    """Sorted by code points."""
    held: int
    """How many hold a letter that contradicts this one, and so get none."""
    left_out: int
    """How many are left out because of the suppression list."""
    lists: tuple[Path, ...]
    """What the procedure has about them: first the list it is meant for, then those of people who get another one."""
    people: Mapping[str, Person]
    """How everybody stands."""
    cut_off: str = ""
    """When answers were merged last, as the journal says; blank: it does not matter for this letter."""


def addressees(home: Procedure, kind: Kind, suppression: Suppression | None, *, again: bool) -> Addressees:
    """Return who a letter goes to.

    Parameters
    ----------
    home
        The procedure.
    kind
        Which letter.
    suppression
        Who must not be written to any more; None: no list was given.
    again
        Whether it is made once more for those who had it in the last mailing of its kind.

    Raises
    ------
    UsageError
        If the procedure is not that far, or answers still wait.
    InputError
        If journal or lists are damaged.
    """
    journal = journal_of(home)
    people = states_after(home, journal)
    _check_ready(kind, people)
    cut_off = _check_answers(home, journal, people) if kind is Kind.REMINDER else ""
    mailings = mailings_of(journal, kind)
    folders = _panel_folders(home)
    repeated = _ids_of(mailings[-1]) if again and mailings else ()
    due = entitled(kind, people, only=_only(home, kind, folders), again=repeated)
    if again and mailings:
        due = Entitled(tuple(one for one in due.ids if one in set(repeated)), due.held)
    elif kind is Kind.INVITATION:
        due = _of_one_wave(due, people)
    gone = set(suppression.reasons) if suppression else set()
    ids = tuple(one for one in due.ids if one not in gone)
    waves = sorted({people[one].wave for one in due.ids})
    repeats = bool(mailings) and (again or not due.ids)
    return Addressees(
        number=len(mailings) + (not repeats),
        ids=ids,
        held=len(due.held),
        left_out=len(due.ids) - len(ids),
        lists=_lists(home, kind, folders, waves),
        people=people,
        cut_off=cut_off,
    )


def mailings_of(journal: Sequence[Entry], kind: Kind) -> list[Entry]:
    """Return the last run of every mailing of a kind, in the order of the journal."""
    latest = {
        str(one.details.get("folder")): one
        for one in journal
        if one.details.get("stage") == _STAGE and one.details.get("kind") == kind.value
    }
    return list(latest.values())


def extract_day(journal: Sequence[Entry]) -> dt.date | None:
    """Return the day on which the frame was made from the extract; None: the journal does not know it."""
    days = [one.time[:10] for one in journal if one.details.get("stage") == "frame"]
    return dt.date.fromisoformat(days[-1]) if days else None


def _ids_of(mailing: Entry) -> tuple[str, ...]:
    ids = mailing.details.get("ids")
    return tuple(map(str, ids)) if isinstance(ids, list | tuple) else ()


def _of_one_wave(due: Entitled, people: Mapping[str, Person]) -> Entitled:
    """Return those of the earliest wave that has no letters yet."""
    wave = min((people[one].wave for one in due.ids), default=0)
    return Entitled(tuple(one for one in due.ids if people[one].wave == wave), due.held)


def _check_ready(kind: Kind, people: Mapping[str, Person]) -> None:
    if not people:
        raise UsageError(_("Nobody has been drawn yet."), hint=_("First: forum draw"))
    states = {one.state for one in people.values()}
    if kind in _AFTER_SELECTION and not states & _SEATED:
        raise UsageError(_("Nobody has been selected yet."), hint=_("First: forum select"))
    if kind is Kind.ACKNOWLEDGEMENT and not states & {PersonState.APPLIED, *_SEATED}:
        raise UsageError(_("Nobody is in the pool yet."), hint=_("First: forum merge WEB.csv PAPER.xlsx"))


def _check_answers(home: Procedure, journal: Sequence[Entry], people: Mapping[str, Person]) -> str:
    """Refuse reminders while answers wait; return when answers were merged last.

    Raises
    ------
    UsageError
        If answers wait for a decision, or none were merged since the invitations.
    """
    invited = max((one.number for one in mailings_of(journal, Kind.INVITATION)), default=0)
    if not invited:
        raise UsageError(_("Nobody has been invited yet."), hint=_("First: forum letters invitation"))
    merged = [one for one in journal if one.details.get("stage") == "merge" and one.number > invited]
    if not merged:
        raise UsageError(
            _("No answers have been merged since the invitations were made, so it is not known who has answered."),
            hint=_("First merge everything that came in: forum merge WEB.csv PAPER.xlsx"),
        )
    waiting = sum(one.state is PersonState.IN_REVIEW for one in people.values())
    review = home.path(f"{places.APPLICATIONS}/{places.REVIEW_FILE}")
    waiting = max(waiting, len(read_table(review)) if review.exists() else 0)
    if waiting:
        raise UsageError(
            _("Answers wait for a decision: {number}. Reminders could go to people who have answered.").format(
                number=waiting
            ),
            hint=_("Decide everything in private/review.xlsx, take it in: “forum merge --review FILE”, then remind."),
        )
    return merged[-1].time


def _panel_folders(home: Procedure) -> tuple[str, ...]:
    panel = current_panel(home)
    return panel.folders if panel else (places.SELECTION,)


def _only(home: Procedure, kind: Kind, folders: Sequence[str]) -> frozenset[str] | None:
    """Return whom a promise of a seat is meant for: those of the selection, or those who moved up since."""
    if kind is Kind.ACCEPTANCE and len(folders) > 1:
        return _ids(home, f"{folders[0]}/{places.PANEL}")
    if kind is Kind.REPLACEMENT:
        return frozenset().union(*(_ids(home, f"{folder}/{places.JOINED}") for folder in folders[1:]))
    return None


def _ids(home: Procedure, place: str) -> frozenset[str]:
    path = home.path(place)
    return frozenset(identities(read_table(path)).ids) if path.exists() else frozenset()


def _lists(home: Procedure, kind: Kind, folders: Sequence[str], waves: Sequence[int]) -> tuple[Path, ...]:
    first = folders[0] if kind is Kind.ACCEPTANCE else folders[-1]
    known = {
        places.INVITEES: tuple(f"{places.wave_folder(wave)}/{places.INVITEES}" for wave in waves),
        places.POOL_FILE: (places.POOL,),
        places.PANEL: (f"{first}/{places.PANEL}",),
        places.WAITING: (f"{first}/{places.WAITING}",),
        places.JOINED: tuple(f"{folder}/{places.JOINED}" for folder in folders[1:]),
    }
    row = LETTERS[kind]
    paths = [home.path(place) for name in (row.meant, *row.instead) for place in known.get(name, ())]
    return tuple(path for path in paths if path.exists())

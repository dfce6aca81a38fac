"""``forum record``: what happens to single people, and follows from no other command."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from buergerforum.core.applications.codes import check_code
from buergerforum.core.record.canonical import Json
from buergerforum.core.record.journal import Entry
from buergerforum.core.record.remarks import check_initials, check_reason
from buergerforum.core.state.changes import line_of
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.model import places
from buergerforum.model.state import Happening, Person, PersonState, Single
from buergerforum.stages.recipients import read_codes
from buergerforum.stages.running import append, journal_of
from buergerforum.stages.states import states_after
from buergerforum.texts import _

EVENT = "record"
"""Of the line in the journal."""


@dataclass(frozen=True, slots=True)
class RecordReport:
    """What the command says at the end."""

    people: int
    """For whom it was recorded."""
    before: tuple[tuple[PersonState, int], ...]
    """How many of them stood how, in the order of the procedure."""
    after: tuple[tuple[PersonState, int], ...]
    """The same now."""
    notes: tuple[str, ...]
    """What is to be done next."""


def run_record(
    home: Procedure, what: Single, people: Sequence[str], reason: str = "", initials: str = ""
) -> RecordReport:
    """Write a line into the journal, for all people named or for none.

    Parameters
    ----------
    home
        The procedure.
    what
        Happened.
    people
        Ids or personal codes, as they stand in the letters.
    reason, initials
        Why, and who recorded it; without names and contacts, because the journal is never deleted.

    Raises
    ------
    UsageError
        If nobody is named, or the reason cannot be kept.
    InputError
        With everybody who is not known, or to whom this cannot happen.
    """
    said = {"reason": check_reason(reason), "initials": check_initials(initials)}
    with home.locked():
        journal = journal_of(home)
        states = states_after(home, journal)
        ids = _ids(home, people, states)
        details: dict[str, Json] = {key: text for key, text in said.items() if text}
        entry = _append(home, details | line_of({Happening(what.value): ids}))
        now = states_after(home, (*journal, entry))
    return RecordReport(
        people=len(ids),
        before=_counted(states[one] for one in ids),
        after=_counted(now[one] for one in ids),
        notes=_notes(what, [states[one].state for one in ids]),
    )


def _ids(home: Procedure, people: Sequence[str], states: Mapping[str, Person]) -> list[str]:
    """Return ids for ids and codes; a code that is not known is shown no more than an id is guessed."""
    codes = home.path(places.CODES)
    by_code = {code: person for person, code in read_codes(codes if codes.exists() else None).items()}
    found: dict[str, None] = {}
    problems = []
    for place, text in enumerate(people, 1):
        person = text if text in states else by_code.get(check_code(text) or "", "")
        if person in states:
            found[person] = None
        else:
            what = _("Number {place} in the list is neither the id nor the code of anybody in this procedure.")
            problems.append(Problem(what.format(place=place)))
    if problems:
        raise InputError(problems, hint=_("Nothing was recorded. Compare with the letter, character by character."))
    if not found:
        raise UsageError(_("Nobody was named."), hint=_("Add ids or personal codes."))
    return list(found)


def _append(home: Procedure, details: Mapping[str, Json]) -> Entry:
    try:
        return append(home, EVENT, details)
    except InputError as refused:
        problems = [replace(one, file="", row=None) for one in refused.problems]
        raise InputError(problems, hint=_("Nothing was recorded.")) from refused


def _counted(people: Iterable[Person]) -> tuple[tuple[PersonState, int], ...]:
    times = Counter(one.state for one in people)
    return tuple((state, times[state]) for state in PersonState if times[state])


def _notes(what: Single, before: Sequence[PersonState]) -> tuple[str, ...]:
    """Return what follows for pool and panel, which this command does not change."""
    notes = []
    if what is not Single.CONFIRM and any(one in (PersonState.APPLIED, PersonState.IN_REVIEW) for one in before):
        notes.append(_("The pool on the disk is still the earlier one. Bring it up to date with: forum merge"))
    if what is not Single.CONFIRM and any(one in (PersonState.SELECTED, PersonState.CONFIRMED) for one in before):
        notes.append(_("A seat of the panel is free now. It is filled by lot with: forum replace"))
    return tuple(notes)

"""What a stage writes into its line of the journal: only what changes, so that a journal stays short."""

from collections.abc import Iterable, Mapping, Sequence

from buergerforum.core.state.folding import PEOPLE
from buergerforum.core.state.transitions import ANSWERED, GONE, REACHABLE, SEATED, after
from buergerforum.model.applications import Merged, Outcome, Reason, Verdict
from buergerforum.model.state import Happening, Person, PersonState

Told = dict[str, dict[str, list[str]]]
"""What goes into the details of a line: ``{"people": {happening: ids}}``; ids sorted by code points."""

_SEATS = (PersonState.SELECTED, PersonState.CONFIRMED)
_WEIGHT = (Happening.EXCLUDE, Happening.DECLINE, Happening.REVIEW, Happening.APPLY)
"""Of several answers of one person the weightiest says how they stand; the last is the weightiest."""


def line_of(happened: Mapping[Happening, Iterable[str]]) -> Told:
    """Return what a line says about people; nothing where nothing happened."""
    sorted_ids = {happening: sorted(set(ids)) for happening, ids in happened.items()}
    return {PEOPLE: {happening.value: ids for happening, ids in sorted_ids.items() if ids}}


def drawn(ids: Iterable[str], wave: int, before: Mapping[str, Person]) -> Told:
    """Return what a draw does: its invitees are drawn, and those of an earlier draw of this wave no longer are.

    Parameters
    ----------
    ids
        Of all invitees of the wave.
    wave
        From 1.
    before
        How everybody stood.
    """
    now = set(ids)
    lost = [
        person
        for person, one in before.items()
        if one.wave == wave and person not in now and one.state is not PersonState.UNDRAWN
    ]
    new = [
        person
        for person in now
        if person not in before or before[person].wave != wave or before[person].state is PersonState.UNDRAWN
    ]
    return line_of({Happening.UNDRAW: lost, Happening.DRAW: new})


def merged(judged: Merged, before: Mapping[str, Person]) -> Told:
    """Return what a merge does to those whose standing it changes.

    The selection and what was recorded by hand weigh more than an answer: they stay. Only somebody who was thought to
    have moved comes back, if a person has decided that the answer counts.

    Parameters
    ----------
    judged
        All answers so far.
    before
        How everybody stood.
    """
    standing: dict[str, Happening] = {}
    for verdict in judged.verdicts:
        for person, happening in _said(verdict):
            standing[person] = max(standing.get(person, happening), happening, key=_WEIGHT.index)
    happened: dict[Happening, list[str]] = {}
    for person, happening in standing.items():
        if person not in before or _changes(happening, before[person]):
            happened.setdefault(happening, []).append(person)
    silent = [person for person, one in before.items() if one.state in ANSWERED and person not in standing]
    return line_of(happened | {Happening.UNANSWER: silent})


def _said(verdict: Verdict) -> Iterable[tuple[str, Happening]]:
    """Yield whom an answer concerns, and what it does to them."""
    if verdict.suggestions:
        yield verdict.suggestions[0], Happening.REVIEW
    if not verdict.person or verdict.reason is Reason.NOT_INVITED:
        return
    if verdict.outcome is Outcome.CLEAR:
        yield verdict.person, Happening.APPLY
    elif verdict.outcome is Outcome.REVIEW:
        yield verdict.person, Happening.REVIEW
    elif verdict.reason in (Reason.NO_CONSENT, Reason.CONSENT_WITHDRAWN):
        yield verdict.person, Happening.DECLINE
    else:
        yield verdict.person, Happening.EXCLUDE


def _changes(happening: Happening, one: Person) -> bool:
    if one.state in SEATED:
        return False
    if one.state in GONE:
        return one.state is PersonState.MOVED and happening is Happening.APPLY
    return after(happening, one.state, one.contact) is not one.state


def replaced(members: Sequence[str], waiting: Sequence[str], out: Iterable[str], before: Mapping[str, Person]) -> Told:
    """Return what a replacement does: who drops out withdraws, unless the journal knows better, and others join.

    Parameters
    ----------
    members, waiting
        Ids of the panel and of the waiting list as they are then.
    out
        Ids of those who dropped out.
    before
        How everybody stood.
    """
    seated, free = set(members), set(waiting)
    lost = [person for person, one in before.items() if one.state in _SEATS and person not in seated]
    gone = [one for one in out if one in before and after(Happening.WITHDRAW, before[one].state, before[one].contact)]
    back = [one for one in lost if one not in gone]
    joined = [one for one in members if one not in before or before[one].state not in _SEATS]
    return line_of(
        {
            Happening.WITHDRAW: gone,
            Happening.REJECT: [one for one in back if one not in free],
            Happening.WAIT: [one for one in back if one in free],
            Happening.SELECT: joined,
        }
    )


def selected(panel: Sequence[str], waiting: Sequence[str], pool: Iterable[str], before: Mapping[str, Person]) -> Told:
    """Return what a selection does; whoever is in the pool without the journal knowing why has applied.

    Parameters
    ----------
    panel, waiting, pool
        Ids; the pool holds everybody.
    before
        How everybody stood.
    """
    every = set(pool)
    new = [one for one in every if one not in before or before[one].state in REACHABLE]
    others = every.difference(panel, waiting)
    return line_of({Happening.APPLY: new, Happening.REJECT: others, Happening.WAIT: waiting, Happening.SELECT: panel})

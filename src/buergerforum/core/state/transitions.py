"""What may follow what: one table, and everything that is not in it is impossible.

Three things are not said by the state alone: how far the mailings had come (an answer that turns out to be somebody
else's leaves its person where the letters had left them), what the state was before something was recorded by hand
(so that a mistake can be revoked), and whether anybody was ever drawn (a procedure may begin with its pool).
"""

from collections.abc import Mapping
from types import MappingProxyType

from buergerforum.model.state import Happening, PersonState

CONTACTED = (PersonState.DRAWN, PersonState.INVITED, PersonState.REMINDED)
"""States of those who have not answered; also how far the mailings have come."""
ANSWERED = (PersonState.APPLIED, PersonState.IN_REVIEW, PersonState.DECLINED, PersonState.EXCLUDED)
"""What an answer makes of somebody before the selection."""
SEATED = (PersonState.SELECTED, PersonState.WAITING, PersonState.REJECTED, PersonState.CONFIRMED)
"""What the selection makes of somebody."""
GONE = (PersonState.MOVED, PersonState.WITHDRAWN, PersonState.OBJECTED, PersonState.DIED)
"""States that no run changes: a lot that was published with somebody in it changes nothing about their death."""
REACHABLE = (*CONTACTED, PersonState.UNDELIVERABLE)
"""States of those of whom nothing has been heard."""
LOT = (Happening.REJECT, Happening.WAIT, Happening.SELECT)
"""What a selection does to everybody in its pool."""
_LIVELY = (*REACHABLE, *ANSWERED, *SEATED)
_EVERY = tuple(PersonState)
_POOL = (PersonState.APPLIED, *SEATED)
_BEFORE_THE_POOL = (Happening.INVITE, Happening.REMIND, Happening.EXCLUDE, Happening.DECLINE, Happening.REVIEW)
_BEGINNINGS = (*_BEFORE_THE_POOL, Happening.APPLY, *LOT)

_Row = Mapping[PersonState, PersonState]


def _to(state: PersonState, *sources: PersonState) -> dict[PersonState, PersonState]:
    return dict.fromkeys(sources, state)


def _unmoved(*states: PersonState) -> dict[PersonState, PersonState]:
    return {state: state for state in states}


def _answer(state: PersonState) -> dict[PersonState, PersonState]:
    """Return what an answer does; one by somebody thought to have moved counts if a person decided so."""
    return _to(state, *REACHABLE, *ANSWERED, PersonState.MOVED)


def _lot(state: PersonState) -> dict[PersonState, PersonState]:
    """Return what the lot does; whoever is gone or was taken out of the pool since it was published stays so."""
    others = (state for state in ANSWERED if state is not PersonState.APPLIED)
    return _unmoved(*GONE, *others) | _to(state, *_POOL)


_TABLE: Mapping[Happening, _Row] = MappingProxyType(
    {
        Happening.UNDRAW: _to(PersonState.UNDRAWN, *_LIVELY, PersonState.MOVED)
        | _unmoved(PersonState.WITHDRAWN, PersonState.OBJECTED, PersonState.DIED),
        Happening.DRAW: _unmoved(PersonState.WITHDRAWN, PersonState.OBJECTED, PersonState.DIED),
        Happening.INVITE: _to(PersonState.INVITED, PersonState.DRAWN, PersonState.INVITED, PersonState.UNDELIVERABLE),
        Happening.REMIND: _to(PersonState.REMINDED, PersonState.INVITED, PersonState.REMINDED),
        Happening.EXCLUDE: _answer(PersonState.EXCLUDED),
        Happening.DECLINE: _answer(PersonState.DECLINED),
        Happening.REVIEW: _answer(PersonState.IN_REVIEW),
        Happening.APPLY: _answer(PersonState.APPLIED),
        Happening.REJECT: _lot(PersonState.REJECTED),
        Happening.WAIT: _lot(PersonState.WAITING),
        Happening.SELECT: _lot(PersonState.SELECTED) | _unmoved(PersonState.CONFIRMED),
        Happening.CONFIRM: _to(PersonState.CONFIRMED, PersonState.SELECTED),
        Happening.RETURN: _to(PersonState.UNDELIVERABLE, *CONTACTED),
        Happening.MOVE: _to(PersonState.MOVED, *_LIVELY),
        Happening.WITHDRAW: _to(PersonState.WITHDRAWN, *_LIVELY, PersonState.MOVED),
        Happening.OBJECT: _to(
            PersonState.OBJECTED,
            *_LIVELY,
            PersonState.MOVED,
            PersonState.WITHDRAWN,
            PersonState.UNDRAWN,
        ),
        Happening.DIE: _to(PersonState.DIED, *(state for state in _EVERY if state is not PersonState.DIED)),
    }
)


def may(happening: Happening, state: PersonState) -> bool:
    """Whether something can happen to somebody in a state; revoking depends on what was recorded before."""
    if happening is Happening.UNANSWER:
        return state in ANSWERED
    if happening is Happening.DRAW and state is PersonState.UNDRAWN:
        return True
    return state in _TABLE.get(happening, {})


def after(happening: Happening, state: PersonState, contact: PersonState) -> PersonState | None:
    """Return the state after something happened; None: it is impossible.

    Parameters
    ----------
    happening
        Anything but a revocation, which leads back to where the person was.
    state
        Before it.
    contact
        How far the mailings had come.

    Examples
    --------
    >>> after(Happening.INVITE, PersonState.DRAWN, PersonState.DRAWN)
    <PersonState.INVITED: 'invited'>
    >>> after(Happening.INVITE, PersonState.DIED, PersonState.DRAWN) is None
    True
    """
    if not may(happening, state):
        return None
    back_to_contact = happening is Happening.UNANSWER or (state is PersonState.UNDRAWN and happening is Happening.DRAW)
    return contact if back_to_contact else _TABLE[happening][state]


def begins_with(happening: Happening) -> bool:
    """Whether this can be the first thing heard of somebody in a journal that tells of no draw."""
    return happening in _BEGINNINGS


def first(happening: Happening) -> PersonState:
    """Return the state of somebody of whom this is the first thing heard."""
    if happening is Happening.DRAW:
        return PersonState.DRAWN
    usual = PersonState.DRAWN if happening in _BEFORE_THE_POOL else PersonState.APPLIED
    if happening is Happening.REMIND:
        usual = PersonState.INVITED
    return _TABLE[happening].get(usual, usual)

"""States and what happens to people, in words."""

from buergerforum.model.state import Happening, PersonState
from buergerforum.texts import _


def state_label(state: PersonState) -> str:
    """Return a state in one or two words, for counts and messages."""
    return {
        PersonState.DRAWN: _("drawn"),
        PersonState.INVITED: _("invited"),
        PersonState.REMINDED: _("reminded"),
        PersonState.APPLIED: _("applied"),
        PersonState.IN_REVIEW: _("in review"),
        PersonState.DECLINED: _("declined"),
        PersonState.EXCLUDED: _("excluded by the rules"),
        PersonState.SELECTED: _("selected"),
        PersonState.WAITING: _("on the waiting list"),
        PersonState.REJECTED: _("not selected"),
        PersonState.CONFIRMED: _("confirmed"),
        PersonState.UNDELIVERABLE: _("undeliverable"),
        PersonState.MOVED: _("moved away"),
        PersonState.WITHDRAWN: _("withdrawn"),
        PersonState.OBJECTED: _("objected"),
        PersonState.DIED: _("died"),
        PersonState.UNDRAWN: _("no longer drawn"),
    }[state]


def happening_label(happening: Happening) -> str:
    """Return what happened in one or two words, for messages."""
    return {
        Happening.UNDRAW: _("no longer drawn"),
        Happening.DRAW: _("drawn"),
        Happening.INVITE: _("invited"),
        Happening.REMIND: _("reminded"),
        Happening.UNANSWER: _("the answer is somebody else’s"),
        Happening.EXCLUDE: _("excluded by the rules"),
        Happening.DECLINE: _("declined"),
        Happening.REVIEW: _("in review"),
        Happening.APPLY: _("applied"),
        Happening.REJECT: _("not selected"),
        Happening.WAIT: _("on the waiting list"),
        Happening.SELECT: _("selected"),
        Happening.CONFIRM: _("confirmed"),
        Happening.RETURN: _("undeliverable"),
        Happening.MOVE: _("moved away"),
        Happening.WITHDRAW: _("withdrawn"),
        Happening.OBJECT: _("objected"),
        Happening.DIE: _("died"),
        Happening.REVOKE: _("revoked"),
    }[happening]

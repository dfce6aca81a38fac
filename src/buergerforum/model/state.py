"""Where a person stands in the procedure, and what may happen to them."""

from dataclasses import dataclass
from enum import StrEnum


class PersonState(StrEnum):
    """Where somebody stands, in the order of the procedure; everybody is in exactly one state."""

    DRAWN = "drawn"
    """By lot, and not written to yet."""
    INVITED = "invited"
    """Written to; has not answered."""
    REMINDED = "reminded"
    """Written to more than once; has not answered."""
    APPLIED = "applied"
    """Answered, and is in the pool."""
    IN_REVIEW = "in-review"
    """Answered, and a person has to decide what the answer is worth."""
    DECLINED = "declined"
    """Answered that they do not want to take part, or did not consent."""
    EXCLUDED = "excluded"
    """Answered, but may not be seated by the declared rules."""
    SELECTED = "selected"
    """Has a seat, and has not confirmed it."""
    WAITING = "waiting"
    """May still get a seat."""
    REJECTED = "rejected"
    """Was in the pool and got neither seat nor place on the waiting list."""
    CONFIRMED = "confirmed"
    """Has a seat and will come."""
    UNDELIVERABLE = "undeliverable"
    """The letter came back."""
    MOVED = "moved"
    """No longer lives in the city."""
    WITHDRAWN = "withdrawn"
    """Does not want to take part any more."""
    OBJECTED = "objected"
    """Does not want to be written to, or that their data are used."""
    DIED = "died"
    """Nothing more may be sent."""
    UNDRAWN = "undrawn"
    """Drawn in a draw that was made once more; the later one did not draw them."""


class Happening(StrEnum):
    """What happens to somebody; within one line of the journal in this order."""

    UNDRAW = "undraw"
    DRAW = "draw"
    INVITE = "invite"
    REMIND = "remind"
    UNANSWER = "unanswer"
    """Their answer turned out to be somebody else's."""
    EXCLUDE = "exclude"
    DECLINE = "decline"
    REVIEW = "review"
    APPLY = "apply"
    REJECT = "reject"
    WAIT = "wait"
    SELECT = "select"
    CONFIRM = "confirm"
    RETURN = "undeliverable"
    MOVE = "moved"
    WITHDRAW = "withdraw"
    OBJECT = "objects"
    DIE = "died"
    REVOKE = "revoke"
    """The last thing recorded of them was a mistake."""


class Single(StrEnum):
    """What is recorded by hand, as the command line names it; everything else follows from a run."""

    WITHDRAW = "withdraw"
    CONFIRM = "confirm"
    UNDELIVERABLE = "undeliverable"
    MOVED = "moved"
    DIED = "died"
    OBJECTS = "objects"
    REVOKE = "revoke"


SINGLE = tuple(Happening(one.value) for one in Single)
"""The same among all happenings."""


@dataclass(frozen=True, slots=True)
class Person:
    """How somebody stands after everything that the journal tells."""

    state: PersonState
    """Where they stand now."""
    contact: PersonState = PersonState.DRAWN
    """How far the mailings have come, whatever was answered: drawn, invited or reminded."""
    line: int = 0
    """Of the journal, which made the state what it is; from 1."""
    wave: int = 0
    """In which they were drawn, from 1; 0: the journal does not say."""
    letters: tuple[str, ...] = ()
    """Kinds of the letters made for them, in the order of the journal; a repeated mailing counts again."""
    erased: bool = False
    """Whether what was kept of them in private has been deleted."""

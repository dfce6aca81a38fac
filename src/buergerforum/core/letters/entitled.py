"""Who gets which letter: it follows from how everybody stands, so that nobody gets a wrong one.

A letter goes to people who stand as its row says (:mod:`buergerforum.core.letters.kinds`) and for whom none of its
kind was made before. Nobody gets a letter that contradicts one that was made for them: whoever was promised a seat gets
no rejection, whatever happened since, and the other way round.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from buergerforum.core.letters.kinds import LETTERS
from buergerforum.model.letters import Kind
from buergerforum.model.state import Person


@dataclass(frozen=True, slots=True)
class Entitled:
    """Who gets a letter."""

    ids: tuple[str, ...]
    """Each once, sorted by code points."""
    held: tuple[str, ...] = ()
    """Who stands so that it would be due, but holds a letter that contradicts it."""


def entitled(
    kind: Kind, people: Mapping[str, Person], *, only: Collection[str] | None = None, again: Iterable[str] = ()
) -> Entitled:
    """Return who gets a letter.

    Parameters
    ----------
    kind
        Which letter.
    people
        How everybody stands.
    only
        Ids of the people it is meant for, where how they stand does not say it alone; None: everybody.
    again
        Ids of those for whom it was made before and is to be made once more, as far as they still may get it.

    Examples
    --------
    >>> from buergerforum.model.state import PersonState
    >>> people = {"b": Person(PersonState.DRAWN), "a": Person(PersonState.DRAWN), "c": Person(PersonState.DIED)}
    >>> entitled(Kind.INVITATION, people).ids
    ('a', 'b')
    """
    row, repeated = LETTERS[kind], frozenset(again)
    due = {
        person
        for person, one in people.items()
        if (
            (one.state in row.states and kind.value not in one.letters)
            or (person in repeated and one.state in row.states | row.once_more)
        )
        and (only is None or person in only)
        and not one.erased
    }
    held = {person for person in due if row.never_after.intersection(people[person].letters)}
    return Entitled(tuple(sorted(due - held)), tuple(sorted(held)))

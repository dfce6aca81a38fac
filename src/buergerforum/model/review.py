"""What a person decides about a doubt."""

from dataclasses import dataclass

from buergerforum.model.applications import Reason


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """A question that only a person can answer."""

    answer: str
    """Key of the answer."""
    reason: Reason
    """Why it is not clear."""
    feature: str = ""
    """Question whose answer is missing or unknown; blank for other reasons."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a doubt."""

    doubt: Doubt
    """What was in doubt."""
    accept: bool
    """Whether the answer counts in spite of it."""
    person: str = ""
    """Id whose answer it is, where that was in doubt and it counts."""
    value: str = ""
    """Value of the question, where that was in doubt and it counts."""
    reason: str = ""
    """Why, in a few words without names."""
    initials: str = ""
    """Of whoever decided."""


IDENTITY = frozenset(
    {
        Reason.CODE_MISSING,
        Reason.CODE_MISTYPED,
        Reason.CODE_UNKNOWN,
        Reason.BIRTH_YEAR_MISSING,
        Reason.BIRTH_YEAR_DIFFERS,
        Reason.SEX_DIFFERS,
    }
)
"""Doubts about whose answer it is."""
VALUE = frozenset({Reason.VALUE_MISSING, Reason.VALUE_UNKNOWN})
"""Doubts about what an answer means."""

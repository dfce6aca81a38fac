"""How the procedure stands between the draw and the lottery."""

from dataclasses import dataclass, field
from enum import StrEnum

from buergerforum.model.applications import Channel, Reason


class Light(StrEnum):
    """How sure it is that a quota can be met."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class QuotaStanding:
    """How many of the pool there are for one quota."""

    feature: str
    """As people read it; the features of a joint cell joined by ×."""
    value: str
    """As people read it."""
    pool: int
    """People of the pool who count for it."""
    minimum: int
    """Seats."""
    maximum: int
    """Seats."""
    light: Light
    """What the two figures mean."""

    @property
    def missing(self) -> int:
        """How many people are missing for the minimum."""
        return max(0, self.minimum - self.pool)


@dataclass(frozen=True, slots=True)
class DayCount:
    """Answers that arrived on one day through one channel."""

    day: str
    """``YYYY-MM-DD``; blank: not stated."""
    channel: Channel
    """How they came in."""
    answers: int
    """Repetitions not counted."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the procedure stands between the draw and the lottery."""

    drawn: int
    """Invitees of all waves."""
    invited: int
    """Of them, how many have a code and so were written to."""
    answers: int
    """Answers that came in, repetitions not counted."""
    answered: int
    """Invitees of whom at least one answer carries the code."""
    pool: int
    """People who may be seated."""
    review: tuple[tuple[Reason, int], ...]
    """Answers per reason, in the order of the rules; only reasons that occur."""
    rejected: tuple[tuple[Reason, int], ...]
    """Likewise."""
    days: tuple[DayCount, ...]
    """By day and channel."""
    quotas: tuple[QuotaStanding, ...]
    """In the order of the quota table; empty without one."""
    strangers: tuple[tuple[str, str, int], ...] = field(default=())
    """Feature, value and number of people of the pool whose value the quota table does not know."""

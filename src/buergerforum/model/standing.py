"""How the procedure stands between the draw and the lottery."""

from dataclasses import dataclass, field
from enum import StrEnum

from buergerforum.model.applications import Channel, Reason
from buergerforum.model.state import PersonState


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
    states: tuple[tuple[PersonState, int], ...] = ()
    """How many people stand how, in the order of the procedure; only states that occur."""


@dataclass(frozen=True, slots=True)
class Expected:
    """How many further applicants letters would probably bring."""

    letters: int
    """Further letters to people who count."""
    mean: float
    """Expected number of applicants."""
    low: int
    """The number is below this with a chance of 5 %."""
    high: int
    """The number is above this with a chance of 5 %."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What further letters would probably bring for one quota."""

    feature: str
    """As people read it."""
    value: str
    """As people read it."""
    pool: int
    """People of the pool who count now."""
    minimum: int
    """Seats."""
    expected: Expected
    """In addition to the pool."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a reminder or a further wave would probably bring."""

    total: Expected
    """For all quotas together."""
    prospects: tuple[Prospect, ...]
    """One for every quota, in the order of the table."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What can still be done."""

    reminder: Forecast
    """A reminder to everybody who has not answered."""
    wave: Forecast
    """A further wave of the size asked for."""
    smallest: int | None
    """The smallest wave after which all quotas have enough people with a chance of 90 % or more; 0: they have now;
    None: no wave that the reserve allows."""
    hopeless: tuple[str, ...] = ()
    """Quotas for which nobody can be invited, so that no wave helps."""

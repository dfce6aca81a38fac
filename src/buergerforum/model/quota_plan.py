"""What a quota file says, before the number of seats turns shares into minimum and maximum."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from buergerforum.model.quotas import Cell, Feature


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a quota is wider than the share says; the larger of the two counts."""

    seats: Decimal = Decimal(0)
    """Seats in either direction, 0 or more; decides in small groups."""
    percent: Decimal = Decimal(0)
    """Per cent of the exact seats in either direction, 0 or more; decides in large groups."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a quota file, for messages."""

    row: int | None = None
    """Row as the spreadsheet counts; None in a YAML file."""
    key: str = ""
    """Place in a YAML file, such as ``features.sex.values.w``."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What the file wants for one cell: a share, or seats, or a share with one end set by hand."""

    cell: Cell
    """A value of a feature, or a joint cell."""
    place: Place
    """Where the file says it."""
    share: Decimal | None = None
    """Per cent of the people counted, with as many decimals as the file has."""
    minimum: int | None = None
    """Seats; None: from the share, without share 0."""
    maximum: int | None = None
    """Seats; None: from the share, without share all seats."""
    min_flex: int | None = None
    """The lowest minimum a repair may propose."""
    max_flex: int | None = None
    """The highest maximum a repair may propose."""
    tolerance: Tolerance = Tolerance()
    """Widens what follows from the share."""

    @property
    def scales(self) -> bool:
        """Whether it holds for any number of seats: no end but 0 is set by hand."""
        return not self.minimum and self.maximum is None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the shares of a feature come from."""

    feature: str
    """Its name."""
    source: str = ""
    """Who published the figures."""
    date: str = ""
    """Which state they show."""
    base_number: int | None = None
    """How many people were counted."""
    base: str = ""
    """Who was counted."""
    estimated: tuple[str, ...] = ()
    """Names of the values whose share is an estimate."""


@dataclass(frozen=True, slots=True)
class QuotaPlan:
    """A quota file, read."""

    file: str
    """Its name."""
    features: tuple[Feature, ...]
    """In the order of the file."""
    aims: tuple[Aim, ...]
    """In the order of the file, joint cells last; may still contradict each other."""
    seats: int | None = None
    """Where the file says it."""
    relaxation: tuple[str, ...] = ()
    """Names of features, the first to be relaxed first."""
    origins: tuple[Origin, ...] = ()
    """One per feature that has shares."""


@dataclass(frozen=True, slots=True)
class DraftedAim:
    """A quota that was derived from a share, ready to be written down."""

    aim: Aim
    """With minimum and maximum, and its share rounded as it is to be written."""
    exact: Fraction | None
    """Seats by share, not rounded; None: it has no share."""
    people: int | None
    """How many were counted, where the source says that instead of a share."""

    @property
    def shown(self) -> float | None:
        """Exact seats as they are shown: two decimals, a half rounded up."""
        return None if self.exact is None else floor(self.exact * 100 + Fraction(1, 2)) / 100

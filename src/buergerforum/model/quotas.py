"""The quota table: which features count, which values they have, how many seats each value gets."""

from dataclasses import dataclass, field

Cell = tuple[tuple[str, str], ...]
"""What a quota counts: ``(("sex", "w"),)``, or a joint cell ``(("age", "16-29"), ("sex", "w"))``."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a feature."""

    name: str
    """As it stands in the pool, such as ``w``."""
    label: str = ""
    """As people read it, such as ``Frauen``; blank: the name."""
    includes: tuple[str, ...] = ()
    """Other values in the pool that count as this one, such as ``EU`` and ``other`` for ``foreign``."""

    def __str__(self) -> str:
        return self.label or self.name


@dataclass(frozen=True, slots=True)
class Feature:
    """A column of the pool that counts for the quotas."""

    name: str
    """Heading of the column in the pool."""
    values: tuple[Value, ...]
    """In the order of the quota file; names are unique."""
    label: str = ""
    """As people read it; blank: the name."""

    def __str__(self) -> str:
        return self.label or self.name

    def readings(self) -> dict[str, str]:
        """Return the name of the value for every text that may stand in the pool: names and what they include."""
        return {text: value.name for value in self.values for text in (value.name, *value.includes)}


@dataclass(frozen=True, slots=True)
class Quota:
    """One row of the table: between `minimum` and `maximum` seats for a cell."""

    cell: Cell
    """Who is counted."""
    minimum: int
    """Seats, 0 or more."""
    maximum: int
    """Seats, at least `minimum`."""
    min_flex: int | None = None
    """The lowest minimum a repair may propose, where the file limits it."""
    max_flex: int | None = None
    """The highest maximum a repair may propose, where the file limits it."""

    def __post_init__(self) -> None:
        if not 0 <= self.minimum <= self.maximum:
            raise ValueError(f"{self.cell}: {self.minimum}–{self.maximum} is no range of seats")


@dataclass(frozen=True, slots=True)
class QuotaChange:
    """A quota that a repair changes."""

    before: Quota
    """As it is."""
    after: Quota
    """As it would be; the same cell, a lower minimum or a higher maximum."""

    @property
    def seats(self) -> int:
        """By how many seats in all."""
        return self.before.minimum - self.after.minimum + self.after.maximum - self.before.maximum


@dataclass(frozen=True, slots=True)
class QuotaTable:
    """All quotas of a selection."""

    features: tuple[Feature, ...]
    """In the order of the file."""
    quotas: tuple[Quota, ...]
    """One for every value of every feature, then the joint cells; cells are unique."""
    seats: int | None = None
    """Seats, where the file says it."""
    relaxation: tuple[str, ...] = ()
    """Names of features, the first to be relaxed first, as published before the draw. A joint cell goes with the
    last of its features; what is not named comes last, together."""
    source: str = field(default="", compare=False)
    """Name of the file."""

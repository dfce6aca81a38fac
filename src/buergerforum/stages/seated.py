"""What is said at the end of a selection and of a replacement alike."""

from dataclasses import dataclass

from buergerforum.model.lottery import Chance
from buergerforum.model.quotas import QuotaTable
from buergerforum.model.record import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatedReport:
    """A panel that was seated by a lot."""

    lot: str
    """Number of the winning lot, as printed."""
    lots: int
    """N."""
    panel: tuple[str, ...]
    """Ids of all members."""
    waiting: int
    """Length of the waiting list as it is then."""
    table: QuotaTable
    """The quotas."""
    reached: tuple[int, ...]
    """Members per quota, in the order of the table."""
    chances: tuple[Chance, ...]
    """Of everybody about whom the lot decided, sorted by id."""
    notes: tuple[str, ...]
    """What was interpreted in reading."""
    receipt: Receipt
    """As written."""

"""The only clock of the toolkit; it decides nothing, it only dates the journal."""

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], dt.datetime]
"""Returns the present time with its offset."""


def now() -> dt.datetime:
    """Return the present local time, to the second."""
    return dt.datetime.now().astimezone().replace(microsecond=0)

"""What can be sealed before chance decides."""

from enum import StrEnum


class Sealed(StrEnum):
    """What can be sealed."""

    DRAW = "draw"
    """The frame and the settings, before the seed of the draw."""
    SELECTION = "selection"
    """The pool, the quotas, the lottery and the settings, before the lot is drawn."""
    TOWNS = "towns"
    """The directory of municipalities and the settings, before the seed of a draw in many towns."""

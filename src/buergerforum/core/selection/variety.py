"""How various the panels of a lottery are: many different ones, in which nobody is tied to anybody."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from buergerforum.model.lottery import Lottery

_TOGETHER = 512
"""So many people are counted against all others at once, to spare memory."""
_EXACT = 1 << 24
"""Below, all whole numbers have their own number of 32 bits, which are multiplied twice as fast as those of 64."""


@dataclass(frozen=True, slots=True)
class Variety:
    """Figures of a lottery."""

    panels: int
    """Number of different panels."""
    commonest_pair: int
    """In how many lots the two people sit together who do so most often, of all who are not on every panel; 0 where
    there are no two such people."""


def variety(lottery: Lottery) -> Variety:
    """Count different panels, and how often two people meet.

    Parameters
    ----------
    lottery
        At least one lot.
    """
    lots: dict[tuple[str, ...], int] = {}
    for block in lottery.blocks:
        lots[block.members] = lots.get(block.members, 0) + block.last - block.first + 1
    place = {one: number for number, one in enumerate(sorted({one for members in lots for one in members}))}
    # Sums of whole numbers, none above the number of lots: exact, so their order does not matter.
    exact = np.float32 if lottery.lots < _EXACT else np.float64
    sits: NDArray[np.floating] = np.zeros((len(lots), len(place)), dtype=exact)
    for number, members in enumerate(lots):
        sits[number, [place[one] for one in members]] = 1
    sizes: NDArray[np.floating] = np.array(list(lots.values()), dtype=exact)
    sits = sits[:, sizes @ sits < lottery.lots]
    weighed = sits * sizes[:, None]
    most = 0
    for first in range(0, sits.shape[1], _TOGETHER):
        together = sits[:, first : first + _TOGETHER].T @ weighed
        rows = np.arange(len(together))
        together[rows, first + rows] = 0
        most = max(most, int(together.max(initial=0)))
    return Variety(len(lots), most)

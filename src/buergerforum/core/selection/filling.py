"""As many lots as wanted from too few panels: some panels are drawn by more than one lot.

Where a few of the lots could not be made, everybody must come within one lot of what is wanted all the same. A local
search begins with one lot for each panel, gives a lot to the panel that helps most until there are as many lots as
wanted, and then takes one away and gives one, in turn. Types that are still too far off weigh more and more (breakout,
as in :mod:`.search`). Distances are counted in whole grains of a lot, so the order of sums cannot matter.
"""

import numpy as np

from buergerforum.core.selection.noise import GRAINS, Noise
from buergerforum.core.selection.solver import Floats, Ints

_STEPS = 8_000
_REST = 4
"""A panel whose lots were changed rests for so many steps."""
_HEAVY = 10
"""The weight of every type to begin with; it grows by one."""


def fill_up(panels: Ints, target: Floats, lots: int, noise: Noise) -> Ints:
    """Return numbers of lots with which everybody comes as near to what is wanted as was found, at best within one lot.

    Parameters
    ----------
    panels
        Shape (panels, types): at least one, at most as many as lots.
    target
        Shape (types,): wanted appearances, such as N·m∘p.
    lots
        N.
    noise
        Decides among equally good panels.

    Returns
    -------
    Ints
        Shape (panels,): lots of each, N in all.
    """
    layers = [(panels >= number).astype(np.float64) for number in range(1, int(panels.max()) + 1)]
    ties = noise.grains("filling ties", (len(panels),)) / GRAINS
    sizes = np.ones(len(panels), dtype=np.int64)
    off = (sizes @ panels) * GRAINS - np.rint(target * GRAINS).astype(np.int64)
    weights = np.full(len(off), _HEAVY)
    rested = np.zeros(len(panels), dtype=np.int64)
    nearest, found = np.inf, sizes
    for step in range(_STEPS + lots):
        beyond = _beyond(off)
        full = int(sizes.sum()) == lots
        if full:
            if beyond.max() < nearest:
                nearest, found = beyond.max(), sizes.copy()
            if nearest == 0:
                break
            weights += beyond > 0
        sign = -1 if full else 1
        cost, before = ties.copy(), beyond
        for number, layer in enumerate(layers, 1):
            after = _beyond(off + sign * number * GRAINS)
            cost += layer @ (weights * (after - before)).astype(np.float64)
            before = after
        cost[sizes + sign < 0] = np.inf
        active = np.where(rested > step, np.inf, cost)
        best = int((active if np.isfinite(active).any() else cost).argmin())
        sizes[best] += sign
        off += sign * GRAINS * panels[best]
        rested[best] = step + _REST
    return found


def _beyond(off: Ints) -> Ints:
    """Return by how many grains each distance is more than one lot."""
    beyond: Ints = np.maximum(np.abs(off) - GRAINS, 0)
    return beyond

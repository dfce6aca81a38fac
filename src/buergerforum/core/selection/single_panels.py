"""Single panels with somebody on them, or without, looked for side by side and not for long.

They are rounded in the same way as lots are split, from how many of each are likely.
"""

import numpy as np

from buergerforum.core.selection.noise import GRAINS, Noise
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.rounding import Effort, round_all
from buergerforum.core.selection.search import Tasks
from buergerforum.core.selection.solver import Floats, Ints
from buergerforum.core.selection.splitting import NEARLY_WHOLE, per_home, whole_and_rest

_STEPS = 200
"""Steps of local search."""


def panels_with(polytope: Polytope, target: Floats, fixed: Ints, noise: Noise, label: str) -> Ints:
    """Look for panels that seat so many of some types, all at the same time and not for long.

    Parameters
    ----------
    polytope
        Its cuts are not looked at.
    target
        Shape (types,): how many of each would be on a panel on average; who is likely comes first.
    fixed
        Shape (tries, types): how many of a type there must be, at most its counts; -1: as it comes.
    noise
        Decides among equally good panels.
    label
        Names the place in the computation.

    Returns
    -------
    Ints
        Shape (panels, types): those that were found.
    """
    if not len(fixed):
        return np.zeros((0, polytope.types), dtype=np.int64)
    likely, rest = whole_and_rest(target, polytope.counts)
    base = np.where(fixed < 0, likely, fixed)
    rows = base @ polytope.matrix.T
    tasks = Tasks(
        _shares(np.where(fixed < 0, rest, 0), polytope.seats - rows[:, :1]),
        np.full(len(base), GRAINS),
        polytope.lower - rows,
        polytope.upper - rows,
        1 - per_home(polytope, base),
        np.zeros((len(base), polytope.households), dtype=np.int64),
    )
    rounded = round_all(polytope.matrix, polytope.homes, tasks, noise, label, Effort(_STEPS))
    found: Ints = (base + rounded.up)[rounded.done]
    return found


def _shares(rest: Floats, seats: Ints) -> Ints:
    """Return shares of one, in GRAINS, in proportion to the rest of each row; `seats` in all, or fewer."""
    wanted = np.maximum(seats, 0) * GRAINS
    scale = wanted / np.maximum(rest.sum(axis=1, keepdims=True), NEARLY_WHOLE)
    shares = np.minimum((rest * scale).astype(np.int64), GRAINS - 1)
    # What rounding down left, less than a grain for each, goes to the first ones.
    free = (rest > 0) & (shares < GRAINS - 1)
    more: Ints = shares + (free & (np.cumsum(free, axis=1) <= wanted - shares.sum(axis=1, keepdims=True)))
    return more

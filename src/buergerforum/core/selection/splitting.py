"""Splitting the appearances of many lots into those of fewer, until each part is a panel.

The appearances s of i lots are split into those of i' lots and the rest, each entry the floor or the ceiling of its
share, every row within what keeps both parts possible. The share itself meets all rows, so only wholeness is hard;
:mod:`.rounding` does all splits of one depth together.

The bounds of a row with sum a over i lots, for i' of them: between ⌊a i'/i⌋ - SLACK and ⌈a i'/i⌉ + SLACK, and within
the necessary bounds i' minimum … i' maximum and a - (i - i') maximum … a - (i - i') minimum.
"""

from dataclasses import dataclass

import numpy as np

from buergerforum.core.selection.noise import GRAINS, Noise
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.rounding import Effort, round_all
from buergerforum.core.selection.search import Tasks
from buergerforum.core.selection.solver import Bools, Floats, Ints

SLACK = 1
"""How much further than floor and ceiling a row may be from its share where its quota leaves room."""
NEARLY_WHOLE = 1e-6
"""A target this close to a whole number is that number: chances are known to 1e-9, N is at most some thousands."""
STEPS = 1500
"""Steps of local search for one depth."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How parts are split."""

    peel_from: int = 1
    """Parts of at most so many lots give off one panel; 1: all are halved."""
    leave_at: int = 1
    """Parts of at most so many lots are left to be thrown together."""
    enough: float = 1.0
    """Once this share of the parts of one depth has been split, the others are left."""

    def taken(self, lots: Ints) -> Ints:
        """Return how many lots are split off parts of so many."""
        return np.where(lots > self.peel_from, lots // 2, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Appearances still to be split."""

    sums: Ints
    """Shape (parts, types): appearances s."""
    lots: Ints
    """Shape (parts,): of how many lots."""
    owners: Ints
    """Shape (parts,): number of the try they belong to."""

    def where(self, which: Bools) -> "Parts":
        """Return some of the parts."""
        return Parts(self.sums[which], self.lots[which], self.owners[which])


def appearances(polytope: Polytope, target: Floats, lots: int, noise: Noise) -> Ints | None:
    """Round the appearances wanted to whole ones, all rows within `lots` times their bounds.

    Parameters
    ----------
    polytope
        Its cuts are not looked at.
    target
        Shape (types,): real numbers of appearances, such as N·m∘p.
    lots
        N.
    noise
        Decides among equally good roundings.

    Returns
    -------
    Ints or None
        Shape (types,), each entry less than 1 from its target; None: not found.
    """
    most = lots * polytope.counts
    whole, rest = whole_and_rest(target, most)
    shares = np.minimum(np.rint(rest * GRAINS).astype(np.int64), GRAINS - 1)
    shares[rest <= NEARLY_WHOLE] = 0
    base = polytope.matrix @ whole
    room = lots - per_home(polytope, whole[None])
    tasks = Tasks(
        shares[None],
        np.array([GRAINS]),
        (lots * polytope.lower - base)[None],
        (lots * polytope.upper - base)[None],
        room,
        np.zeros_like(room),
    )
    rounded = round_all(polytope.matrix, polytope.homes, tasks, noise, "appearances", Effort(STEPS))
    return whole + rounded.up[0] if rounded.done[0] else None


def whole_and_rest(target: Floats, most: Ints) -> tuple[Ints, Floats]:
    """Return how many of each type are certain, and what is left to be rounded, from 0 to 1.

    Parameters
    ----------
    target
        Shape (types,): real numbers wanted.
    most
        Shape (types,): at most so many are possible.
    """
    whole = np.clip(np.floor(target + NEARLY_WHOLE), 0, most).astype(np.int64)
    rest: Floats = np.where(whole < most, np.clip(target - whole, 0, 1), 0)
    return whole, rest


def split_all(polytope: Polytope, parts: Parts, noise: Noise, label: str, plan: Plan) -> tuple[Ints, Ints]:
    """Split until every part is a panel, stuck or small; return the panels and whose they are.

    Parameters
    ----------
    polytope
        Its cuts are not looked at.
    parts
        What to split.
    noise
        Decides among equally good splits.
    label
        Names the place in the computation.
    plan
        How parts are split.

    Returns
    -------
    tuple of (Ints, Ints)
        Shape (panels, types), and shape (panels,): the owners of their parts.
    """
    finished, owners = [], []
    depth = 0
    while True:
        finished.append(parts.sums[parts.lots == 1])
        owners.append(parts.owners[parts.lots == 1])
        parts = parts.where(parts.lots > max(1, plan.leave_at))
        if not len(parts.lots):
            return np.concatenate(finished), np.concatenate(owners)
        taken = plan.taken(parts.lots)
        first, done = _split_once(polytope, parts, taken, noise, f"{label} depth {depth}", plan.enough)
        whole, taken = parts.where(done), taken[done]
        parts = Parts(
            np.concatenate([first, whole.sums - first]),
            np.concatenate([taken, whole.lots - taken]),
            np.concatenate([whole.owners, whole.owners]),
        )
        depth += 1


def _split_once(
    polytope: Polytope, parts: Parts, taken: Ints, noise: Noise, label: str, enough: float
) -> tuple[Ints, Bools]:
    """Split `taken` lots off every part; return what was split off where it could be, and where that is."""
    lots, some = parts.lots[:, None], taken[:, None]
    whole, shares = np.divmod(parts.sums * some, lots)
    rows = parts.sums @ polytope.matrix.T
    base = whole @ polytope.matrix.T
    lower = np.maximum(some * polytope.lower, rows - (lots - some) * polytope.upper)
    upper = np.minimum(some * polytope.upper, rows - (lots - some) * polytope.lower)
    homes, seated = per_home(polytope, parts.sums), per_home(polytope, whole)
    tasks = Tasks(
        shares,
        parts.lots,
        np.maximum(rows * some // lots - SLACK, lower) - base,
        np.minimum(-(-rows * some // lots) + SLACK, upper) - base,
        some - seated,
        homes - (lots - some) - seated,
    )
    rounded = round_all(polytope.matrix, polytope.homes, tasks, noise, label, Effort(STEPS, enough))
    return (whole + rounded.up)[rounded.done], rounded.done


def per_home(polytope: Polytope, sums: Ints) -> Ints:
    """Return the appearances of every household, shape (parts, households).

    Parameters
    ----------
    polytope
        For the households of the types.
    sums
        Shape (parts, types): appearances.
    """
    counted = np.zeros((polytope.households + 1, len(sums)), dtype=np.int64)
    np.add.at(counted, polytope.homes + 1, sums.T)
    return counted[1:].T

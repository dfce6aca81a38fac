"""N equally likely lots that give everybody the best chance, but for less than one lot.

1. Round N·m∘p to whole appearances s with Σ s = N k, |s_t - N m_t p_t| < 1 and every row within N times its bounds.
2. Halve: split the appearances s of i lots into those of ⌊i/2⌋ lots and the rest, each entry the floor or the ceiling
   of its share, every row within what keeps both parts possible. The share itself meets all rows, so only wholeness is
   hard; :mod:`.rounding` does all splits of one depth together. Then halve the halves, until each part is one panel.
3. What could not be split is thrown together and split anew, if there is little of it with some finished panels.
4. Where halving brings little, parts of at most PEEL_FROM lots give off one panel after the other instead, as long as
   more than LEAVE_AT lots remain: the larger the part, the more ways to take a panel from it.

The bounds of a row with sum a over i lots, for i' of them: between ⌊a i'/i⌋ - SLACK and ⌈a i'/i⌉ + SLACK, and within
the necessary bounds i' minimum … i' maximum and a - (i - i') maximum … a - (i - i') minimum.
"""

from dataclasses import dataclass

import numpy as np

from buergerforum.core.selection.noise import GRAINS, Noise
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.rounding import Bools, Tasks, round_all
from buergerforum.core.selection.solver import Floats, Ints
from buergerforum.model.progress import Progress, silent
from buergerforum.texts import _

SLACK = 1
"""How much further than floor and ceiling a row may be from its share where its quota leaves room."""
_CLOSE = 1e-6
"""A target this close to a whole number is that number: chances are known to 1e-9, N is at most some thousands."""


PEEL_FROM = 16
LEAVE_AT = 4
_STEPS = 1500
"""Steps of local search for one depth."""
_BROUGHT_LITTLE = 0.4
"""Halving goes on while it makes panels of at least this share of the lots."""
_PATIENCE, _PATIENCE_AT_THE_END = 4, 12
"""How often in a row splitting anew may bring nothing: before, and when nine tenths of the lots are made."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How parts are split."""

    peel_from: int = 1
    """Parts of at most so many lots give off one panel; 1: all are halved."""
    leave_at: int = 1
    """Parts of at most so many lots are left to be thrown together."""

    def taken(self, lots: Ints) -> Ints:
        """Return how many lots are split off parts of so many."""
        return np.where(lots > self.peel_from, lots // 2, 1)


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """Appearances still to be split."""

    sums: Ints
    """Shape (parts, types): appearances s."""
    lots: Ints
    """Shape (parts,): of how many lots."""

    def where(self, which: Bools) -> "_Parts":
        return _Parts(self.sums[which], self.lots[which])

    def together(self) -> "_Parts":
        return _Parts(self.sums.sum(axis=0, keepdims=True), self.lots.sum(keepdims=True))


def appearances(polytope: Polytope, target: Floats, lots: int, noise: Noise, *, steps: int = 5000) -> Ints | None:
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
    steps
        Limit of the search.

    Returns
    -------
    Ints or None
        Shape (types,), each entry less than 1 from its target; None: not found.
    """
    whole = np.floor(target + _CLOSE).astype(np.int64)
    shares = np.rint(np.clip(target - whole, 0.0, 1.0) * GRAINS).astype(np.int64)
    shares[target - whole <= _CLOSE] = 0
    base = polytope.matrix @ whole
    room = lots - _per_home(polytope, whole[None])
    none = np.zeros_like(room)
    tasks = Tasks(
        np.minimum(shares, GRAINS - 1)[None],
        np.array([GRAINS]),
        (lots * polytope.lower - base)[None],
        (lots * polytope.upper - base)[None],
        room,
        none,
    )
    rounded = round_all(polytope.matrix, polytope.homes, tasks, noise, f"appearances {lots}", steps=steps)
    return whole + rounded.up[0] if rounded.done[0] else None


def split(polytope: Polytope, sums: Ints, lots: int, noise: Noise, *, progress: Progress = silent) -> Ints | None:
    """Split appearances into panels.

    Parameters
    ----------
    polytope
        Its cuts are not looked at: every panel meets them.
    sums
        Shape (types,): appearances s.
    lots
        N, at least 1.
    noise
        Decides among equally good splits.
    progress
        Told about finished panels.

    Returns
    -------
    Ints or None
        Shape (lots, types), rows adding up to `sums`; None: given up.
    """
    finished = np.zeros((0, polytope.types), dtype=np.int64)
    waiting, plan = _Parts(sums[None], np.array([lots])), _Plan()
    best = since = attempt = 0
    while since < (_PATIENCE_AT_THE_END if best > 0.9 * lots else _PATIENCE):
        panels, stuck = _split_all(polytope, waiting, noise, f"round {attempt}", plan)
        finished = np.concatenate([finished, panels])
        progress(_("Making equally likely panels"), len(finished), lots)
        if not len(stuck.lots):
            return finished if polytope.holds(finished).all() else None
        since = 0 if len(finished) > best else since + 1
        best = max(best, len(finished))
        if len(panels) < _BROUGHT_LITTLE * waiting.lots.sum():
            plan = _Plan(PEEL_FROM, LEAVE_AT)
        missing = PEEL_FROM + since * LEAVE_AT - int(stuck.lots.sum())
        back = noise.order(f"round {attempt} back", len(finished))[: max(0, missing)]
        again = _Parts(np.concatenate([stuck.sums, finished[back]]), np.append(stuck.lots, np.ones(len(back), np.int64)))
        finished = np.delete(finished, back, axis=0)
        waiting = again.together()
        if waiting.lots[0] <= PEEL_FROM + _PATIENCE_AT_THE_END * LEAVE_AT:
            plan = _Plan(int(waiting.lots[0]))
        attempt += 1
    return None


def _split_all(polytope: Polytope, parts: _Parts, noise: Noise, label: str, plan: _Plan) -> tuple[Ints, _Parts]:
    """Split until every part is a panel or left; return the panels and what is left."""
    finished, left = [], []
    depth = 0
    while True:
        finished.append(parts.sums[parts.lots == 1])
        left.append(parts.where((parts.lots > 1) & (parts.lots <= plan.leave_at)))
        parts = parts.where(parts.lots > max(1, plan.leave_at))
        if not len(parts.lots):
            break
        first, done = _split_once(polytope, parts, plan.taken(parts.lots), noise, f"{label} depth {depth}")
        left.append(parts.where(~done))
        whole = parts.where(done)
        parts = _Parts(
            np.concatenate([first.sums, whole.sums - first.sums]), np.concatenate([first.lots, whole.lots - first.lots])
        )
        depth += 1
    rest = _Parts(np.concatenate([part.sums for part in left]), np.concatenate([part.lots for part in left]))
    return np.concatenate(finished), rest


def _split_once(
    polytope: Polytope, parts: _Parts, taken: Ints, noise: Noise, label: str
) -> tuple[_Parts, Bools]:
    """Split `taken` lots off every part; return what was split off where it could be, and where that is."""
    lots, some = parts.lots[:, None], taken[:, None]
    whole, shares = np.divmod(parts.sums * some, lots)
    rows = parts.sums @ polytope.matrix.T
    base = whole @ polytope.matrix.T
    lower = np.maximum(some * polytope.lower, rows - (lots - some) * polytope.upper)
    upper = np.minimum(some * polytope.upper, rows - (lots - some) * polytope.lower)
    homes, seated = _per_home(polytope, parts.sums), _per_home(polytope, whole)
    tasks = Tasks(
        shares,
        parts.lots,
        np.maximum(rows * some // lots - SLACK, lower) - base,
        np.minimum(-(-rows * some // lots) + SLACK, upper) - base,
        some - seated,
        homes - (lots - some) - seated,
    )
    rounded = round_all(polytope.matrix, polytope.homes, tasks, noise, label, steps=_STEPS)
    return _Parts((whole + rounded.up)[rounded.done], taken[rounded.done]), rounded.done


def _per_home(polytope: Polytope, sums: Ints) -> Ints:
    """Return the appearances of every household, shape (parts, households)."""
    counted = np.zeros((len(sums), polytope.households + 1), dtype=np.int64)
    np.add.at(counted, (slice(None), polytope.homes + 1), sums)
    return counted[:, 1:]

"""N equally likely lots that give everybody the best chance, but for less than one lot.

1. Round N·m∘p to whole appearances s with Σ s = N k, |s_t - N m_t p_t| < 1 and every row within N times its bounds.
2. Halve: split the appearances s of i lots into those of ⌊i/2⌋ lots and the rest, each entry the floor or the ceiling
   of its share, every row within what keeps both parts possible. The share itself meets all rows, so only wholeness is
   hard; :mod:`.rounding` does all splits of one depth together. Then halve the halves, until each part is one panel.
3. What could not be split is thrown together and split anew, if there is little of it with some finished panels.

The bounds of a row with sum a over i lots, for i' of them: between ⌊a i'/i⌋ - SLACK and ⌈a i'/i⌉ + SLACK, and within
the necessary bounds i' minimum … i' maximum and a - (i - i') maximum … a - (i - i') minimum.
"""

from dataclasses import dataclass

import numpy as np

from buergerforum.core.selection.noise import GRAINS, Noise
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.rounding import Bools, Rounded, Tasks, round_all
from buergerforum.core.selection.solver import Floats, Ints
from buergerforum.model.progress import Progress, silent
from buergerforum.texts import _

SLACK = 1
"""How much further than floor and ceiling a row may be from its share where its quota leaves room."""
_CLOSE = 1e-6
"""A target this close to a whole number is that number: chances are known to 1e-9, N is at most some thousands."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to try."""

    steps: int = 1500
    """Steps of local search for one depth."""
    patience: int = 12
    """How often in a row throwing together what could not be split may bring nothing."""


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


def split(
    polytope: Polytope, sums: Ints, lots: int, noise: Noise, *, effort: Effort | None = None, progress: Progress = silent
) -> Ints | None:
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
    effort
        How long to try; None: the usual effort.
    progress
        Told about finished panels.

    Returns
    -------
    Ints or None
        Shape (lots, types), rows adding up to `sums`; None: given up.
    """
    effort = effort or Effort()
    finished = np.zeros((0, polytope.types), dtype=np.int64)
    waiting = _Parts(sums[None], np.array([lots]))
    best, since, attempt = 0, 0, 0
    while since < effort.patience:
        panels, stuck = _halve_all(polytope, waiting, noise, f"round {attempt}", effort)
        finished = np.concatenate([finished, panels])
        progress(_("Making equally likely panels"), len(finished), lots)
        if not len(stuck.lots):
            return finished if polytope.holds(finished).all() else None
        if not len(finished):
            return None
        since = 0 if len(finished) > best else since + 1
        best = max(best, len(finished))
        back = noise.order(f"round {attempt} back", len(finished))[: max(0, 16 - int(stuck.lots.sum()))]
        again = _Parts(np.concatenate([stuck.sums, finished[back]]), np.append(stuck.lots, np.ones(len(back), np.int64)))
        finished = np.delete(finished, back, axis=0)
        waiting = again.together()
        attempt += 1
    return None


def _halve_all(polytope: Polytope, parts: _Parts, noise: Noise, label: str, effort: Effort) -> tuple[Ints, _Parts]:
    """Halve until every part is a panel or stuck; return the panels and what is stuck."""
    finished, stuck = [parts.sums[parts.lots == 1]], []
    parts = parts.where(parts.lots > 1)
    depth = 0
    while len(parts.lots):
        first, rounded = _halve(polytope, parts, noise, f"{label} depth {depth}", effort)
        stuck.append(parts.where(~rounded.done))
        split_parts = parts.where(rounded.done)
        rest = _Parts(split_parts.sums - first.sums, split_parts.lots - first.lots)
        halves = _Parts(np.concatenate([first.sums, rest.sums]), np.concatenate([first.lots, rest.lots]))
        finished.append(halves.sums[halves.lots == 1])
        parts = halves.where(halves.lots > 1)
        depth += 1
    sums = np.concatenate([part.sums for part in stuck]) if stuck else parts.sums
    lots = np.concatenate([part.lots for part in stuck]) if stuck else parts.lots
    return np.concatenate(finished), _Parts(sums, lots)


def _halve(
    polytope: Polytope, parts: _Parts, noise: Noise, label: str, effort: Effort
) -> tuple[_Parts, Rounded]:
    """Split every part once; return the first halves of those that could be split, and which these are."""
    lots, half = parts.lots[:, None], parts.lots[:, None] // 2
    whole, shares = np.divmod(parts.sums * half, lots)
    rows = parts.sums @ polytope.matrix.T
    base = whole @ polytope.matrix.T
    lower = np.maximum(half * polytope.lower, rows - (lots - half) * polytope.upper)
    upper = np.minimum(half * polytope.upper, rows - (lots - half) * polytope.lower)
    homes, seated = _per_home(polytope, parts.sums), _per_home(polytope, whole)
    tasks = Tasks(
        shares,
        parts.lots,
        np.maximum(rows * half // lots - SLACK, lower) - base,
        np.minimum(-(-rows * half // lots) + SLACK, upper) - base,
        half - seated,
        homes - (lots - half) - seated,
    )
    rounded = round_all(polytope.matrix, polytope.homes, tasks, noise, label, steps=effort.steps)
    return _Parts((whole + rounded.up)[rounded.done], half[rounded.done, 0]), rounded


def _per_home(polytope: Polytope, sums: Ints) -> Ints:
    """Return the appearances of every household, shape (parts, households)."""
    counted = np.zeros((len(sums), polytope.households + 1), dtype=np.int64)
    np.add.at(counted, (slice(None), polytope.homes + 1), sums)
    return counted[:, 1:]

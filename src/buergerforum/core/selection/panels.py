"""N equally likely lots that give everybody the best chance, but for less than one lot.

1. Round N·m∘p to whole appearances s with Σ s = N k, |s_t - N m_t p_t| < 1 and every row within N times its bounds.
2. Split s into panels (:mod:`.splitting`).
3. What could not be split is thrown together and split anew.
4. The last ENDGAME lots or fewer may be split by integer programs, and where that does not help either, together with a
   few finished panels, each time with some more.
"""

import numpy as np

from buergerforum.core.selection.noise import GRAINS, Noise
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.rounding import Searches, Task, round_one
from buergerforum.core.selection.solver import Floats, Ints
from buergerforum.core.selection.splitting import Part, Splitting, per_home
from buergerforum.model.progress import Progress, silent
from buergerforum.texts import _

_CLOSE = 1e-6
"""A target this close to a whole number is that number: chances are known to 1e-9, N is at most some thousands."""
ENDGAME = 24
"""The last so many lots are worth an integer program."""
_MORE = 3
"""So many finished panels more are split anew after every failure."""
_PATIENCE, _PATIENCE_BEFORE = 9, 3
"""How often in a row splitting anew may bring nothing: at the end, when every failure frees more panels, and before."""


def appearances(polytope: Polytope, target: Floats, lots: int, searches: Searches) -> Ints | None:
    """Round the appearances wanted to whole ones, all rows within `lots` times their bounds.

    Parameters
    ----------
    polytope
        Its cuts are not looked at.
    target
        Shape (types,): real numbers of appearances, such as N·m∘p.
    lots
        N.
    searches
        No search runs.

    Returns
    -------
    Ints or None
        Shape (types,), each entry less than 1 from its target; None: not found.
    """
    most = lots * polytope.counts
    whole = np.clip(np.floor(target + _CLOSE), 0, most).astype(np.int64)
    rest = np.where(whole < most, target - whole, 0.0)
    shares = np.minimum(np.rint(np.clip(rest, 0.0, 1.0) * GRAINS).astype(np.int64), GRAINS - 1)
    shares[rest <= _CLOSE] = 0
    base = polytope.matrix @ whole
    room = lots - per_home(polytope, whole)
    task = Task(
        shares,
        GRAINS,
        lots * polytope.lower - base,
        lots * polytope.upper - base,
        need=np.zeros_like(room),
        room=room,
    )
    up = round_one(searches, task, "appearances")
    return None if up is None else whole + up


def make_panels(polytope: Polytope, target: Floats, lots: int, noise: Noise, *, progress: Progress = silent) -> Ints:
    """Make panels that together seat every type as often as wanted, but for less than one seat.

    Parameters
    ----------
    polytope
        Its cuts are not looked at: every panel meets them.
    target
        Shape (types,): real numbers of appearances, such as N·m∘p.
    lots
        N, at least 1.
    noise
        Decides among equally good lots.
    progress
        Told about finished panels.

    Returns
    -------
    Ints
        Shape (lots, types); where it was given up, the panels made so far, which are fewer.
    """
    searches = Searches(polytope.matrix, polytope.homes, noise)
    sums = appearances(polytope, target, lots, searches)
    finished = np.zeros((0, polytope.types), dtype=np.int64)
    if sums is None:
        return finished
    failures = attempt = 0
    last = lots <= ENDGAME
    while failures < (_PATIENCE if last else _PATIENCE_BEFORE) and len(finished) < lots:
        back = noise.order(f"back {attempt}", len(finished))[: _MORE * failures if last else 0]
        kept = np.delete(finished, back, axis=0)
        part = Part(sums - kept.sum(axis=0), lots - len(kept), f"round {attempt} ")
        made = Splitting(polytope, searches, exact=last).run(part).panels
        attempt += 1
        if len(made) <= len(back):
            failures += 1
            continue
        failures = 0
        finished = np.concatenate([kept, np.array(made)])
        last = lots - len(finished) <= ENDGAME
        progress(_("Making equally likely panels"), len(finished), lots)
    return finished

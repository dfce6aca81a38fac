"""N equally likely lots that give everybody the best chance, but for less than one lot.

1. Round N·m∘p to whole appearances s with Σ s = N k, |s_t - N m_t p_t| < 1 and every row within N times its bounds.
2. Halve: split the appearances s of i lots into those of ⌊i/2⌋ lots and the rest, each entry the floor or the ceiling
   of its share, every row within what keeps both parts possible. The share itself meets all rows, so only wholeness is
   hard; :mod:`.rounding` does all splits of one depth together. Then halve the halves, until each part is one panel.
3. What could not be split is thrown together and split anew.
4. Where halving brings little, parts of at most PEEL_FROM lots give off one panel after the other instead, as long as
   more than LEAVE_AT lots remain: the larger the part, the more ways to take a panel from it.
5. What is left of at most ENDGAME lots is put together with a few finished panels, ENDGAME_TRIES times with different
   ones, side by side; the try that makes most panels counts.

Single panels with somebody on them, or without, are rounded in the same way from how many of each are likely.

The bounds of a row with sum a over i lots, for i' of them: between ⌊a i'/i⌋ - SLACK and ⌈a i'/i⌉ + SLACK, and within
the necessary bounds i' minimum … i' maximum and a - (i - i') maximum … a - (i - i') minimum.
"""

from dataclasses import dataclass

import numpy as np

from buergerforum.core.selection.noise import GRAINS, Noise
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.rounding import round_all
from buergerforum.core.selection.search import Tasks
from buergerforum.core.selection.solver import Bools, Floats, Ints
from buergerforum.model.progress import Progress, silent
from buergerforum.texts import _

SLACK = 1
"""How much further than floor and ceiling a row may be from its share where its quota leaves room."""
_CLOSE = 1e-6
"""A target this close to a whole number is that number: chances are known to 1e-9, N is at most some thousands."""


PEEL_FROM = 16
LEAVE_AT = 4
ENDGAME = 12
ENDGAME_TRIES = 32
_STEPS = 1500
"""Steps of local search for one depth."""
_STEPS_FOR_SOME = 200
"""The same for panels with somebody."""
_BROUGHT_LITTLE = 0.4
"""Halving goes on while it makes panels of at least this share of the lots."""
_PATIENCE = 5
"""How often in a row splitting anew may bring nothing."""
_ROUNDS, _OF_THE_LOTS = 2, 0.3
"""Where so many rounds make less than this share of the lots, the wanted chances usually cannot be reached at all."""


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
    owners: Ints
    """Shape (parts,): number of the try they belong to."""

    def where(self, which: Bools) -> "_Parts":
        return _Parts(self.sums[which], self.lots[which], self.owners[which])


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
    whole, rest = _whole_and_rest(target, most)
    shares = np.minimum(np.rint(rest * GRAINS).astype(np.int64), GRAINS - 1)
    shares[rest <= _CLOSE] = 0
    base = polytope.matrix @ whole
    room = lots - _per_home(polytope, whole[None])
    tasks = Tasks(
        shares[None],
        np.array([GRAINS]),
        (lots * polytope.lower - base)[None],
        (lots * polytope.upper - base)[None],
        room,
        np.zeros_like(room),
    )
    rounded = round_all(polytope.matrix, polytope.homes, tasks, noise, "appearances", steps=_STEPS)
    return whole + rounded.up[0] if rounded.done[0] else None


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
    sums = appearances(polytope, target, lots, noise)
    finished = np.zeros((0, polytope.types), dtype=np.int64)
    if sums is None:
        return finished
    best = failures = attempt = 0
    plan = _Plan()
    while failures < _PATIENCE:
        left = lots - len(finished)
        label = f"round {attempt}"
        if left > ENDGAME:
            parts = _Parts((sums - finished.sum(axis=0))[None], np.array([left]), np.zeros(1, dtype=np.int64))
            panels, _owners = _split_all(polytope, parts, noise, label, plan)
            finished = np.concatenate([finished, panels])
            if len(panels) < _BROUGHT_LITTLE * left:
                plan = _Plan(PEEL_FROM, LEAVE_AT)
        else:
            finished = _endgame(polytope, sums, finished, left + 2 + failures, noise, label)
        progress(_("Making equally likely panels"), len(finished), lots)
        if len(finished) == lots:
            return finished
        failures = 0 if len(finished) > best else failures + 1
        best = max(best, len(finished))
        attempt += 1
        if attempt == _ROUNDS and best < _OF_THE_LOTS * lots and lots - best > ENDGAME:
            break
    return finished


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
    likely, rest = _whole_and_rest(target, polytope.counts)
    base = np.where(fixed < 0, likely, fixed)
    rows = base @ polytope.matrix.T
    tasks = Tasks(
        _shares(np.where(fixed < 0, rest, 0), polytope.seats - rows[:, :1]),
        np.full(len(base), GRAINS),
        polytope.lower - rows,
        polytope.upper - rows,
        1 - _per_home(polytope, base),
        np.zeros((len(base), polytope.households), dtype=np.int64),
    )
    rounded = round_all(polytope.matrix, polytope.homes, tasks, noise, label, steps=_STEPS_FOR_SOME)
    found: Ints = (base + rounded.up)[rounded.done]
    return found


def _whole_and_rest(target: Floats, most: Ints) -> tuple[Ints, Floats]:
    """Return how many of each type are certain, and what is left to be rounded, from 0 to 1."""
    whole = np.clip(np.floor(target + _CLOSE), 0, most).astype(np.int64)
    rest: Floats = np.where(whole < most, np.clip(target - whole, 0, 1), 0)
    return whole, rest


def _shares(rest: Floats, seats: Ints) -> Ints:
    """Return shares of one, in GRAINS, in proportion to the rest of each row; `seats` in all, or fewer."""
    wanted = np.maximum(seats, 0) * GRAINS
    scale = wanted / np.maximum(rest.sum(axis=1, keepdims=True), _CLOSE)
    shares = np.minimum((rest * scale).astype(np.int64), GRAINS - 1)
    # What rounding down left, less than a grain for each, goes to the first ones.
    free = (rest > 0) & (shares < GRAINS - 1)
    more: Ints = shares + (free & (np.cumsum(free, axis=1) <= wanted - shares.sum(axis=1, keepdims=True)))
    return more


def _endgame(polytope: Polytope, sums: Ints, finished: Ints, size: int, noise: Noise, label: str) -> Ints:
    """Return more finished panels, if one of many tries to make a few of them anew with what is left succeeds."""
    left = sums - finished.sum(axis=0)
    missing = int(left.sum() // polytope.seats)
    number = min(size - missing, len(finished))
    back = [noise.order(f"{label} back {one}", len(finished))[:number] for one in range(ENDGAME_TRIES)]
    tries = np.array([left + finished[some].sum(axis=0) for some in back])
    lots = np.full(ENDGAME_TRIES, missing + number)
    parts = _Parts(tries, lots, np.arange(ENDGAME_TRIES))
    panels, owners = _split_all(polytope, parts, noise, label, _Plan(PEEL_FROM))
    made = np.bincount(owners, minlength=ENDGAME_TRIES)
    most = int(made.argmax())
    if made[most] <= number:
        return finished
    return np.concatenate([np.delete(finished, back[most], axis=0), panels[owners == most]])


def _split_all(polytope: Polytope, parts: _Parts, noise: Noise, label: str, plan: _Plan) -> tuple[Ints, Ints]:
    """Split until every part is a panel, stuck or small; return the panels and whose they are."""
    finished, owners = [], []
    depth = 0
    while True:
        finished.append(parts.sums[parts.lots == 1])
        owners.append(parts.owners[parts.lots == 1])
        parts = parts.where(parts.lots > max(1, plan.leave_at))
        if not len(parts.lots):
            return np.concatenate(finished), np.concatenate(owners)
        taken = plan.taken(parts.lots)
        first, done = _split_once(polytope, parts, taken, noise, f"{label} depth {depth}")
        whole, taken = parts.where(done), taken[done]
        parts = _Parts(
            np.concatenate([first, whole.sums - first]),
            np.concatenate([taken, whole.lots - taken]),
            np.concatenate([whole.owners, whole.owners]),
        )
        depth += 1


def _split_once(polytope: Polytope, parts: _Parts, taken: Ints, noise: Noise, label: str) -> tuple[Ints, Bools]:
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
    return (whole + rounded.up)[rounded.done], rounded.done


def _per_home(polytope: Polytope, sums: Ints) -> Ints:
    """Return the appearances of every household, shape (parts, households)."""
    counted = np.zeros((polytope.households + 1, len(sums)), dtype=np.int64)
    np.add.at(counted, polytope.homes + 1, sums.T)
    return counted[1:].T

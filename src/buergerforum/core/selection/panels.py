"""N equally likely lots that give everybody the best chance, but for less than one lot.

1. Round N·m∘p to whole appearances s with Σ s = N k, |s_t - N m_t p_t| < 1 and every row within N times its bounds.
2. Halve: split the appearances of i lots into those of ⌊i/2⌋ lots and the rest (:mod:`.splitting`), then halve the
   halves, until each part is one panel.
3. What could not be split is thrown together and split anew. Once that brings much less than at first, what is left
   fits together badly: then some finished panels are thrown in, too, as long as that brings more.
4. Where halving brings little, parts of at most PEEL_FROM lots give off one panel after the other instead, as long as
   more than LEAVE_AT lots remain: the larger the part, the more ways to take a panel from it.
5. What is left of at most ENDGAME lots is put together with a few finished panels, ENDGAME_TRIES times with different
   ones, side by side; the try that makes most panels counts. One that succeeds is enough, so the slower ones are left.
6. Where several rounds have brought next to nothing, some panels are drawn by more than one lot (:mod:`.filling`).
"""

from dataclasses import dataclass

import numpy as np

from buergerforum.core.selection.apportion import distance
from buergerforum.core.selection.filling import fill_up
from buergerforum.core.selection.noise import Noise
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.proof import enough_to_prove
from buergerforum.core.selection.solver import Floats, Ints
from buergerforum.core.selection.splitting import Parts, Plan, appearances, split_all
from buergerforum.model.progress import Progress, silent
from buergerforum.texts import _

PEEL_FROM = 16
LEAVE_AT = 4
ENDGAME = 12
ENDGAME_TRIES = 96
_ENDGAME_ENOUGH = 0.4
"""Once this share of the tries has been split, the others are left."""
_BROUGHT_LITTLE = 0.4
"""Halving goes on while it makes panels of at least this share of the lots."""
_PATIENCE = 5
"""How often in a row splitting anew may bring nothing."""
_HOPELESS = {2: 0.3, 3: 0.5}
"""Where so many rounds make less than this share of the lots, the wanted chances usually cannot be reached at all. That
is for the proof to find out, as soon as there are panels enough to begin it with, or if there are none at all."""
_NEARLY_ALL = 0.9
"""This share of the lots is enough for the proof where more would be better, but there are not more lots."""
_LESS, _BACK = 0.5, 0.75
"""Once a round brings less than this share of what was usual, finished panels are thrown in: for every lot left so many
times what the first round brought. If that brings less, it is not tried again before a round brings still less."""
_SLOW, _LITTLE = 4, 0.2
"""So many rounds that bring less than this share of what was left have brought next to nothing."""
_WITHIN = 1 + 1e-6
"""Within one lot: wanted appearances are known as exactly as that."""


@dataclass(frozen=True, slots=True, eq=False)
class Lots:
    """Panels and how many lots each has."""

    panels: Ints
    """Shape (panels, types)."""
    sizes: Ints
    """Shape (panels,)."""
    far: float
    """By how many lots the appearances of any type are off at most; infinite where lots are missing."""

    @property
    def good(self) -> bool:
        """Whether everybody is within one lot."""
        return self.far <= _WITHIN

    @classmethod
    def of(cls, panels: Ints, sizes: Ints, target: Floats) -> "Lots":
        """Return as many lots as are wanted, without panels that have none."""
        used = sizes > 0
        return cls(panels[used], sizes[used], distance(sizes, panels, target))

    @classmethod
    def unfinished(cls, panels: Ints) -> "Lots":
        """Return one lot for each panel, which are fewer than are wanted."""
        return cls(panels, np.ones(len(panels), dtype=np.int64), np.inf)


def make_lots(polytope: Polytope, target: Floats, lots: int, noise: Noise, *, progress: Progress = silent) -> Lots:
    """Make panels that together seat every type as often as wanted, if possible but for less than one seat.

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
    Lots
        Nearly always good; where it was given up, the nearest or the panels made so far, which are fewer.
    """
    sums = appearances(polytope, target, lots, noise)
    finished = np.zeros((0, polytope.types), dtype=np.int64)
    if sums is None:
        return Lots.unfinished(finished)
    made = checked = failures = attempt = 0
    rounds = _Rounds(polytope, sums, lots, noise)
    enough = min(enough_to_prove(polytope), int(_NEARLY_ALL * lots))
    while failures < _PATIENCE:
        left = lots - made
        label = f"round {attempt}"
        if left > ENDGAME:
            finished = rounds.go_on(finished, label)
        else:
            finished = _endgame(polytope, sums, finished, left + 2 + failures, noise, label)
        progress(_("Making equally likely panels"), len(finished), lots)
        if len(finished) == lots:
            return Lots.of(finished, np.ones(lots, dtype=np.int64), target)
        failures = 0 if len(finished) > made else failures + 1
        made = len(finished)
        attempt += 1
        if made < _HOPELESS.get(attempt, 0) * lots and (made == 0 or made >= enough):
            return Lots.unfinished(finished)
        if attempt % _SLOW == 0:
            slow, checked = made - checked < _LITTLE * (lots - checked), made
            if slow and left > ENDGAME:
                filled = _filled(finished, target, lots, noise)
                if filled.good or made >= enough:
                    return filled
    return _filled(finished, target, lots, noise)


def _filled(panels: Ints, target: Floats, lots: int, noise: Noise) -> Lots:
    """Draw some panels by more than one lot."""
    if not len(panels):
        return Lots.unfinished(panels)
    return Lots.of(panels, fill_up(panels, target, lots, noise), target)


class _Rounds:
    """Splitting what is left, again and again.

    Parameters
    ----------
    polytope, lots, noise
        As in :func:`make_lots`.
    sums
        Shape (types,): the appearances in all lots.
    """

    def __init__(self, polytope: Polytope, sums: Ints, lots: int, noise: Noise) -> None:
        self._polytope, self._sums, self._lots, self._noise = polytope, sums, lots, noise
        self._plan = Plan()
        self._first = self._usual = self._last = self._back = 0.0

    def go_on(self, finished: Ints, label: str) -> Ints:
        """Return more finished panels, or the same ones.

        Parameters
        ----------
        finished
            Shape (panels, types).
        label
            Names the place in the computation.
        """
        left = self._lots - len(finished)
        back = int(self._back * left)
        kept = np.delete(finished, self._noise.order(f"{label} back", len(finished))[:back], axis=0)
        parts = Parts((self._sums - kept.sum(axis=0))[None], np.array([left + back]), np.zeros(1, dtype=np.int64))
        panels, _owners = split_all(self._polytope, parts, self._noise, label, self._plan)
        self._learn((len(panels) - back) / left)
        return np.concatenate([kept, panels]) if len(panels) > back else finished

    def _learn(self, gain: float) -> None:
        """Change how the next round is done if this one brought too little, as a share of what was left."""
        if self._plan == Plan():
            if gain < _BROUGHT_LITTLE:
                self._plan = Plan(PEEL_FROM, LEAVE_AT)
        elif self._back:
            if gain < self._last:
                self._back, self._usual = 0.0, self._last
        else:
            self._first = self._first or gain
            self._usual = self._usual or gain
            self._last = gain
            if gain < _LESS * self._usual:
                self._back = _BACK * self._first


def _endgame(polytope: Polytope, sums: Ints, finished: Ints, size: int, noise: Noise, label: str) -> Ints:
    """Return more finished panels, if one of many tries to make a few of them anew with what is left succeeds."""
    left = sums - finished.sum(axis=0)
    missing = int(left.sum() // polytope.seats)
    number = min(size - missing, len(finished))
    back = [noise.order(f"{label} back {one}", len(finished))[:number] for one in range(ENDGAME_TRIES)]
    tries = np.array([left + finished[some].sum(axis=0) for some in back])
    lots = np.full(ENDGAME_TRIES, missing + number)
    parts = Parts(tries, lots, np.arange(ENDGAME_TRIES))
    panels, owners = split_all(polytope, parts, noise, label, Plan(PEEL_FROM, enough=_ENDGAME_ENOUGH))
    made = np.bincount(owners, minlength=ENDGAME_TRIES)
    most = int(made.argmax())
    if made[most] <= number:
        return finished
    return np.concatenate([np.delete(finished, back[most], axis=0), panels[owners == most]])

"""Chances that are optimal and can be reached: the outer and the inner description meet.

An objective gives the best chances over a polytope that contains all lotteries. If some lottery over panels reaches
them, they are the best of all lotteries. If not, the duals of the master program lead either to a new panel or to a cut
that these chances violate, and the objective is asked again. Both can happen only finitely often.
"""

from dataclasses import dataclass

import numpy as np

from buergerforum.core.selection.master import Master, Shortfall
from buergerforum.core.selection.objectives import Ideal, Objective
from buergerforum.core.selection.polytope import Cut, Polytope, expected
from buergerforum.core.selection.pricing import price, whole_weights
from buergerforum.core.selection.solver import REACHED, Floats, Ints
from buergerforum.model.progress import Progress, silent
from buergerforum.texts import _

_PANELS_PER_TYPE, _PANELS_MORE = 1.5, 50
"""So many panels, of lots that give the optimal chances, have always been enough to prove them."""
_VIOLATED = 1e-9
"""A cut helps if the chances exceed it by more than this share of its bound."""


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """Optimal chances and a lottery that reaches them."""

    polytope: Polytope
    """With the cuts that were needed."""
    ideal: Ideal
    """The optimal chances, and why nobody's can be better."""
    panels: Ints
    """Shape (panels, types)."""
    lottery: Floats
    """Shape (panels,): λ of a lottery that reaches the chances."""
    gap: float
    """By how much the lottery misses a chance at most; at most 1e-9 where it was sought."""


def prove(
    polytope: Polytope, objective: Objective, ideal: Ideal, panels: Ints, *, progress: Progress = silent
) -> Proof:
    """Find optimal chances and a lottery that reaches them.

    Parameters
    ----------
    polytope
        With at least one panel.
    objective
        What is best.
    ideal
        The objective's answer for this polytope.
    panels
        Shape (panels, types): panels known already, as likely as possible those of a lottery with these chances.
    progress
        Told how many panels and cuts there are.
    """
    master = Master(polytope)
    master.add(panels if len(panels) else _any_panel(polytope))
    progress(_("Proving that the chances can be reached"), 0, 0)
    while True:
        shortfall = master.solve(polytope, ideal.chances)
        told = _("Proving that the chances can be reached; gap {gap}, cuts")
        progress(told.format(gap=f"{max(shortfall.gap, 0.0):.1e}"), len(polytope.cuts), 0)
        if shortfall.gap <= REACHED:
            break
        cut = _new_panel_or_cut(polytope, master, shortfall)
        if cut is None:
            continue
        if _excess(cut, polytope, ideal.chances) <= _VIOLATED:
            break
        polytope = polytope.with_cut(cut)
        ideal = objective(polytope)
    return Proof(polytope, ideal, master.panels, shortfall.lottery, shortfall.gap)


def enough_to_prove(polytope: Polytope) -> int:
    """Return with how many panels, of lots that give the optimal chances, a proof can be begun.

    Parameters
    ----------
    polytope
        For the number of types.
    """
    return int(_PANELS_PER_TYPE * polytope.types) + _PANELS_MORE


def counted(polytope: Polytope, ideal: Ideal, panels: Ints, sizes: Ints) -> Proof:
    """Return what equally likely lots show by themselves: how nearly they reach the optimal chances.

    Parameters
    ----------
    polytope
        Of the chances.
    ideal
        The optimal chances over the polytope.
    panels
        Shape (panels, types).
    sizes
        Shape (panels,): lots of each.
    """
    lottery = sizes / sizes.sum()
    gap = float((ideal.chances - sizes @ panels / sizes.sum() / polytope.counts).max())
    return Proof(polytope, ideal, panels, lottery, gap)


def _any_panel(polytope: Polytope) -> Ints:
    found = price(polytope, np.zeros(polytope.types, dtype=np.int64)).panel
    if found is None:
        raise ArithmeticError("there is no panel")
    return found[None]


def _new_panel_or_cut(polytope: Polytope, master: Master, shortfall: Shortfall) -> Cut | None:
    """Add a panel that weighs more than all known ones to the master; where there is none, return the cut."""
    weights = whole_weights(shortfall.weights)
    priced = price(polytope, weights)
    if priced.panel is None:
        raise ArithmeticError("there is no panel")
    if int(weights @ priced.panel) > int((master.panels @ weights).max()):
        master.add(priced.panel[None])
        return None
    return Cut(tuple(weights.tolist()), priced.bound)


def _excess(cut: Cut, polytope: Polytope, chances: Floats) -> float:
    """Return by how much the chances violate the cut, as a share of its bound."""
    return float(np.array(cut.weights) @ expected(polytope, chances) - cut.bound) / max(1, abs(cut.bound))

"""Leximin: the smallest chance as large as possible, then the second smallest, and so on.

Source: Flanigan, Gölz, Gupta, Hennig, Procaccia, *Fair algorithms for selecting citizens' assemblies*, Nature 596
(2021), doi 10.1038/s41586-021-03788-6. There the stages run over lotteries and need column generation; here they run
over expected counts of types and are small linear programs. The vector of chances is unique.
"""

import numpy as np

from buergerforum.core.selection.objectives.ideal import Ideal, Level
from buergerforum.core.selection.objectives.stage import Stage
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.solver import POSITIVE


def leximin(polytope: Polytope) -> Ideal:
    """Return the leximin-optimal chances over a polytope.

    Maximise the smallest chance z of the types that are not fixed yet; whoever's floor has a positive dual value has
    exactly z in every optimum and is fixed there; repeat with the others.

    Parameters
    ----------
    polytope
        Not empty.

    Raises
    ------
    InfeasibleError
        If it is empty.
    """
    stage = Stage(polytope)
    open_types = np.ones(polytope.types, dtype=bool)
    chances = np.zeros(polytope.types)
    levels = []
    while open_types.any():
        optimum = stage.solve()
        duals = stage.floor_duals(optimum)
        # The weights m·y sum to 1, so the largest is at least 1 over the number of types: never below the tolerance.
        fixed = np.flatnonzero(open_types & (duals > POSITIVE))
        value = min(max(optimum.value, 0.0), 1.0)
        # A floor fixed earlier that holds z down has a negative reduced cost: its weight in the proof of this level.
        floors = np.maximum(-optimum.reduced_costs[: polytope.types], 0.0)
        weights = np.where(open_types, np.where(duals > POSITIVE, duals, 0.0), floors)
        levels.append(Level(value, fixed, weights, stage.row_duals(optimum)))
        chances[fixed] = value
        open_types[fixed] = False
        stage.fix(fixed, value)
    return Ideal(chances, tuple(levels))

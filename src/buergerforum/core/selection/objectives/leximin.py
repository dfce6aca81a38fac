"""Leximin: the smallest chance as large as possible, then the second smallest, and so on.

Source: Flanigan, Gölz, Gupta, Hennig, Procaccia, *Fair algorithms for selecting citizens' assemblies*, Nature 596
(2021), doi 10.1038/s41586-021-03788-6. There the stages run over lotteries and need column generation; here they run
over expected counts of types and are small linear programs. The vector of chances is unique.
"""

import numpy as np

from buergerforum.core.selection.objectives.ideal import Ideal
from buergerforum.core.selection.objectives.stage import Stage
from buergerforum.core.selection.polytope import Polytope


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
    return leximin_below(polytope, 1.0)


def leximin_below(polytope: Polytope, ceiling: float) -> Ideal:
    """Return the leximin-optimal chances of those in which nobody's is above a ceiling.

    Parameters
    ----------
    polytope
        Not empty.
    ceiling
        The largest chance that anybody may have.

    Raises
    ------
    InfeasibleError
        If it is empty.
    """
    stage = Stage(polytope, ceiling)
    open_types = np.ones(polytope.types, dtype=bool)
    chances = np.zeros(polytope.types)
    levels = []
    while open_types.any():
        level = stage.level(open_types)
        levels.append(level)
        chances[level.types] = level.value
        open_types[level.types] = False
        stage.fix(level.types, level.value)
    return Ideal(chances, tuple(levels), ceiling)

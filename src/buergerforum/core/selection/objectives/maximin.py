"""Maximin: the smallest chance as large as possible, and with it the largest chance as small as possible.

Source: Flanigan, Kehne, Procaccia, *Fair sortition made transparent*, NeurIPS 2021. Maximin alone leaves the other
chances open; among all optima this one keeps the largest chance low, and is what the solver's fixed rules make of it
beyond that. Leximin decides all of them and is the default. People who can have no chance at all are left out: nothing
could be made large for them, and nothing would be for anybody else.
"""

import numpy as np

from buergerforum.core.selection.objectives.ideal import NEVER, Ideal, Level
from buergerforum.core.selection.objectives.limits import limits
from buergerforum.core.selection.objectives.stage import Stage
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.solver import Bools, Floats, Linear


def maximin(polytope: Polytope) -> Ideal:
    """Return chances whose smallest is as large as possible.

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
    able = np.ones(polytope.types, dtype=bool)
    levels: list[Level] = []
    while able.any():
        level = stage.level(able)
        levels.append(level)
        if level.value > NEVER:
            break
        able[level.types] = False
        stage.fix(level.types, 0.0)
    floor = levels[-1].value if able.any() else 0.0
    return Ideal(_flattest(polytope, able, floor), tuple(levels))


def _flattest(polytope: Polytope, able: Bools, floor: float) -> Floats:
    """Return chances of at least `floor` for all who can have one, whose largest is as small as possible."""
    program = Linear(limits(polytope, able, 0.0, 1.0))
    program.bound_column(polytope.types, floor, floor)
    least = np.where(able, floor, 0.0)
    return np.clip(program.solve().x[: polytope.types] / polytope.counts, least, 1.0)

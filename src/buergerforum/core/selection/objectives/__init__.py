"""What “fairest” means: each objective finds the best chances over a polytope, and nothing else.

An objective is a function from a polytope to :class:`Ideal`. Making lots, proving that chances can be reached, cutting
and publishing never ask which objective it was.
"""

from collections.abc import Callable

from buergerforum.core.selection.objectives.goldilocks import goldilocks
from buergerforum.core.selection.objectives.ideal import Ideal, Level
from buergerforum.core.selection.objectives.leximin import leximin
from buergerforum.core.selection.objectives.maximin import maximin
from buergerforum.core.selection.objectives.nash import nash
from buergerforum.core.selection.polytope import Polytope

Objective = Callable[[Polytope], Ideal]

OBJECTIVES: dict[str, Objective] = {
    "leximin": leximin,
    "maximin": maximin,
    "nash": nash,
    "goldilocks": goldilocks,
}
"""By the name used on the command line and in receipts."""

__all__ = ["OBJECTIVES", "Ideal", "Level", "Objective", "goldilocks", "leximin", "maximin", "nash"]

"""The best chances over a polytope, and why they are the best."""

from dataclasses import dataclass

from buergerforum.core.selection.solver import Floats, Ints

NEVER = 1e-7
"""A leximin chance below this is none: whoever can have a chance at all has one under leximin."""


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """One step of the proof that the chances are the best.

    With weights y and multipliers u of the rows A, for every x with lower ≤ A x ≤ upper and 0 ≤ x ≤ c m

        y·x ≤ Σ_r max(u_r upper_r, u_r lower_r) + Σ_t max(y_t - (u A)_t, 0) c m_t,

    whatever y and u are; c is the ceiling of the :class:`Ideal`. The largest y·x is that of x = m∘p, which equals the
    bound but for rounding. What follows from it is said by every objective; for leximin y ≥ 0, and nobody with positive
    weight can gain unless somebody at this or a lower level loses.
    """

    value: float
    """Smallest chance of those decided here; for leximin everybody's."""
    types: Ints
    """Numbers of the types decided here, ascending."""
    weights: Floats
    """Shape (types,): y; for leximin zero for types that were not fixed at this level or before."""
    multipliers: Floats
    """Shape (rows,): u for the rows of the polytope (seats, quotas, households, cuts); positive where the upper side
    binds, negative where the lower one does."""


@dataclass(frozen=True, slots=True, eq=False)
class Ideal:
    """What an objective found."""

    chances: Floats
    """Shape (types,): p."""
    levels: tuple[Level, ...]
    """In the order found, which for leximin is ascending by value."""
    ceiling: float = 1.0
    """c: no chance is above it. Only goldilocks sets one below 1."""

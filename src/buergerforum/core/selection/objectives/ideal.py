"""The best chances over a polytope, and why nobody's can be better."""

from dataclasses import dataclass

from buergerforum.core.selection.solver import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """Types that got the same smallest chance in one linear program, and the proof that they cannot get more.

    With weights y ≥ 0 and multipliers u of the rows A, for every x with lower ≤ A x ≤ upper and 0 ≤ x ≤ m

        y·x ≤ Σ_r max(u_r upper_r, u_r lower_r) + Σ_t max(y_t - (u A)_t, 0) m_t,

    whatever y and u are. Here y·(m∘p) equals the bound but for rounding, so nobody with positive weight can gain unless
    somebody at this or a lower level loses.
    """

    value: float
    """Chance of everybody fixed here."""
    types: Ints
    """Numbers of the types fixed here, ascending."""
    weights: Floats
    """Shape (types,): y, zero for types that were not fixed at this level or before."""
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

"""How much any lottery can give to weighted types: weak duality, in whole numbers.

Let x be the expected counts of the types in any lottery over panels. Then 0 ≤ x_t ≤ m_t, and x meets every row of the
rules: exactly k seats, least ≤ Σ x_t ≤ most for a quota, at most 1 for a household, w·x ≤ β for a cut. For *any*
weights y and *any* multipliers u of the rows (of a cut not negative, since a cut has no lower side)

    y·x  =  Σ_r u_r (A x)_r + Σ_t (y_t - (u A)_t) x_t
         ≤  Σ_r (u_r most_r where u_r > 0, else u_r least_r) + Σ_t max(y_t - (u A)_t, 0) m_t.

For lotteries that give nobody a chance above a ceiling c, x_t ≤ c m_t, and the last sum is c times as large. The right
side is a number that anybody can add up. Where the weights and multipliers came from does not matter:
wrong ones only give a larger bound, never a false one. (Weak duality of linear programming; for example Schrijver,
*Theory of linear and integer programming*, 1986, § 7.4.)
"""

from fractions import Fraction

from buergerforum.core.certificate.rows import ExactRows
from buergerforum.model.certificate import CertifiedLevel

TOLERANCE = Fraction(1, 10**9)
"""By how much a chance may miss what it is said to be: the optimal chances are computed that exactly."""


def sound(level: CertifiedLevel, rows: ExactRows, *, signed: bool = False) -> bool:
    """Whether every number of a level belongs to something, and has the sign that weak duality asks for.

    Weights may only be negative where that is said (`signed`): weak duality holds for them too, but most claims need
    positive ones.
    """
    ranges = (
        (level.weights, len(rows.sizes)),
        (level.quotas, len(rows.limits)),
        (level.households, rows.households),
        (level.cuts, len(rows.cuts)),
        (tuple((one, 1) for one in level.types), len(rows.sizes)),
    )
    inside = all(0 <= place < number for numbers, number in ranges for place, _number in numbers)
    signs = all(weight > 0 or signed for _one, weight in level.weights) and all(u > 0 for _cut, u in level.cuts)
    return inside and signs and 0 <= level.ceiling <= 1


def bound_of(level: CertifiedLevel, rows: ExactRows) -> Fraction:
    """Return what the weights of a level can come to at most, in any lottery.

    Parameters
    ----------
    level
        Sound.
    rows
        The rules.
    """
    rest = dict(level.weights)
    total = level.seats * rows.seats
    for place, multiplier in level.quotas:
        least, most = rows.limits[place]
        total += multiplier * (most if multiplier > 0 else least)
    total += sum(max(multiplier, 0) for _home, multiplier in level.households)
    for place, multiplier in level.cuts:
        cut = rows.cuts[place]
        total += multiplier * cut.bound
        for one, weight in cut.weights:
            rest[one] = rest.get(one, 0) - multiplier * weight
    quotas, homes, most_left = dict(level.quotas), dict(level.households), 0
    for one, size in enumerate(rows.sizes):
        paid = level.seats + homes.get(rows.homes[one], 0) + sum(quotas.get(place, 0) for place in rows.counted[one])
        most_left += max(rest.get(one, 0) - paid, 0) * size
    return total + level.ceiling * most_left


def weight_of(level: CertifiedLevel, rows: ExactRows, chances: tuple[Fraction, ...]) -> Fraction:
    """Return what the weights of a level come to with these chances: y·(m∘p)."""
    return sum((weight * rows.sizes[one] * chances[one] for one, weight in level.weights), start=Fraction(0))

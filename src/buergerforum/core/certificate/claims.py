"""What the levels of a certificate prove, objective by objective. Every objective of the engine has one claim here.

**leximin.** Levels in ascending order of their chance v. The weights y of a level are positive for every type fixed
there, zero for every type with a larger chance, and y·(m∘p) is as large as the bound. Take any lottery that is at least
as fair, with chances π (averaged within each type, which never makes the smallest ones smaller). *Step by step:* if
everybody fixed at lower levels has π = p, everybody else must have at least v, or the lottery would be less fair. Then
every type with positive weight has π ≥ p, and y·(m∘π) ≤ bound = y·(m∘p) leaves no room: whoever is fixed here has π = p
too. So every lottery that is at least as fair gives everybody the same chance: p is the leximin optimum, and the only
one. (The order: Flanigan, Gölz, Gupta, Hennig, Procaccia, Nature 596, 2021, doi 10.1038/s41586-021-03788-6.)

**maximin.** The last level is about the smallest chance v: everybody has at least v, and if a lottery could raise the
smallest chance above v, the weights would come to more than the bound. Levels before it have the chance 0 and show in
the same way who can have no chance in any lottery; these people are left out. (So it is for nash and goldilocks.)

**nash.** The weights of the last level are proportional to 1/p. By the tangent of the logarithm, Σ m log π - Σ m log p
≤ Σ m π / p - n for every lottery π, so the geometric mean is at most exp(bound / y·(m∘p) - 1) times that of p. (Nash,
*The bargaining problem*, Econometrica 18, 1950.)

**goldilocks.** The first level with a chance bounds smallest and largest chance together, see :func:`_least_sum`; its
weights may be negative. The levels after it are those of leximin among the lotteries below the largest chance.
(Baharav, Flanigan, *Fair, manipulation-robust, and transparent sortition*, EC 2024, doi 10.48550/arXiv.2406.15009.)
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from buergerforum.core.certificate.bounds import TOLERANCE, bound_of, sound, weight_of
from buergerforum.core.certificate.rows import ExactRows
from buergerforum.model.certificate import Certificate, CertifiedLevel
from buergerforum.texts import _, listed

NONE = Fraction(1, 10**7)
"""A chance below this is none; it comes from the tolerance of the solver."""

NEARLY = Fraction(1, 10**6)
"""What may be missing of the best geometric mean, and of the best limits, as a share."""

Claim = Callable[[Certificate, ExactRows], Iterator[str]]
"""Yields everything that keeps a certificate from proving its objective, in words."""


def leximin(certificate: Certificate, rows: ExactRows) -> Iterator[str]:
    """Yield what keeps the certificate from proving that its chances are leximin-optimal."""
    yield from _leximin(certificate, rows, 0, Fraction(1))


def _leximin(certificate: Certificate, rows: ExactRows, first: int, ceiling: Fraction) -> Iterator[str]:
    """Yield what keeps the levels from `first` on from proving leximin among the lotteries below a ceiling."""
    chances, levels = _chances(certificate), certificate.levels[first:]
    fixed = [one for level in levels for one in level.types]
    if sorted(fixed) != list(range(len(rows.sizes))):
        missing = sorted(set(range(len(rows.sizes))) - set(fixed))
        ids = [certificate.types[one].members[0] for one in missing]
        yield _("Not everybody is bounded by exactly one level. Without one: {ids}.").format(ids=listed(ids) or "–")
    reached = Fraction(0)
    for number, level in enumerate(levels, first + 1):
        if level.chance < reached - TOLERANCE or level.ceiling != ceiling:
            yield _("Level {number} is lower than the one before it.").format(number=number)
        reached = max(reached, level.chance)
        yield from _fits(number, level, rows, chances)
        if any(chances[one] > level.chance + TOLERANCE for one, _weight in level.weights):
            yield _("Level {number} gives weight to applicants with a better chance.").format(number=number)
        if any(abs(chances[one] - level.chance) > TOLERANCE for one in level.types):
            yield _("Level {number} fixes applicants who have another chance.").format(number=number)


def maximin(certificate: Certificate, rows: ExactRows) -> Iterator[str]:
    """Yield what keeps the certificate from proving that its smallest chance is as large as possible."""
    chances = _chances(certificate)
    if not certificate.levels:
        yield _("There is no level.")
        return
    number, last = len(certificate.levels), certificate.levels[-1]
    yield from _never(certificate.levels[:-1], rows, chances)
    yield from _fits(number, last, rows, chances)
    able = _able(certificate, number - 1)
    if last.ceiling != 1 or any(chances[one] < last.chance - TOLERANCE for one in able):
        yield _("Somebody has a smaller chance than the smallest one that was proven.")
    if any(chances[one] > last.chance + TOLERANCE for one, _weight in last.weights):
        yield _("Level {number} gives weight to applicants with a better chance.").format(number=number)


def nash(certificate: Certificate, rows: ExactRows) -> Iterator[str]:
    """Yield what keeps the certificate from proving that its geometric mean is as large as possible, but for 10⁻⁶."""
    chances = _chances(certificate)
    if not certificate.levels:
        yield _("There is no level.")
        return
    number, last = len(certificate.levels), certificate.levels[-1]
    yield from _never(certificate.levels[:-1], rows, chances)
    able, weights = _able(certificate, number - 1), dict(last.weights)
    if not sound(last, rows) or last.ceiling != 1 or set(weights) != set(able):
        yield _misfit(number)
        return
    yield from _stated(number, last, rows)
    products = [weights[one] * chances[one] for one in able] or [Fraction(1)]
    if max(products) - min(products) > NEARLY * max(products) or min(products) <= 0:
        yield _("Level {number}: the weights are not those of the geometric mean.").format(number=number)
    if bound_of(last, rows) > (1 + NEARLY) * weight_of(last, rows, chances):
        yield _room(number)


def goldilocks(certificate: Certificate, rows: ExactRows) -> Iterator[str]:
    """Yield what keeps the certificate from proving that its limits are the best, and leximin within them."""
    chances = _chances(certificate)
    place = next((n for n, level in enumerate(certificate.levels) if level.chance > NONE), None)
    if place is None:
        yield from leximin(certificate, rows)
        return
    limit = certificate.levels[place]
    yield from _never(certificate.levels[:place], rows, chances)
    if not sound(limit, rows, signed=True) or limit.ceiling != 1:
        yield _misfit(place + 1)
        return
    yield from _stated(place + 1, limit, rows)
    even = Fraction(rows.seats, sum(rows.sizes))
    able = _able(certificate, place)
    floor, ceiling = min((chances[one] for one in able), default=Fraction(0)), max(chances)
    try:
        least = _least_sum(limit, rows, able)
    except OverflowError:  # numbers of hundreds of digits: no honest certificate holds them
        least = math.inf
    if not floor or math.isinf(least) or ceiling / even + even / floor > (1 + NEARLY) * Fraction(least):
        yield _room(place + 1)
    top = certificate.levels[-1].ceiling
    if not ceiling - TOLERANCE <= top <= ceiling + NEARLY:
        yield _("The ceiling is not the largest chance.")
    yield from _leximin(certificate, rows, place + 1, top)


def _least_sum(limit: CertifiedLevel, rows: ExactRows, able: Sequence[int]) -> float:
    """Return what u / (k/n) + (k/n) / z is at least, for the smallest chance z and the largest u of any lottery.

    Only those who can have a chance count; e = k/n, and their mean chance is g, so z ≤ g ≤ u. With A = Σ y⁺ m and
    B = Σ y⁻ m, z A - u B ≤ y·x ≤ bound. So for a given z the least u is the larger of g and (z A - bound) / B. The sum
    falls in z while that is g; beyond, it is smallest at z² = e² B / A.
    """
    weights = {one: weight for one, weight in limit.weights if one in set(able)}
    up = sum(weight * rows.sizes[one] for one, weight in weights.items() if weight > 0)
    down = -sum(weight * rows.sizes[one] for one, weight in weights.items() if weight < 0)
    bound, even = float(bound_of(limit, rows)), rows.seats / sum(rows.sizes)
    mean = rows.seats / sum(rows.sizes[one] for one in able)
    if not up:
        return mean / even + even / mean
    free = min((mean * down + bound) / up, mean)
    if free <= 0 and not down:
        return math.inf
    floor = min(max(free, even * math.sqrt(down / up)), mean)
    ceiling = max(mean, (floor * up - bound) / down) if down else mean
    return ceiling / even + even / floor


CLAIMS: Mapping[str, Claim] = {"leximin": leximin, "maximin": maximin, "nash": nash, "goldilocks": goldilocks}
"""By the name of the objective. A new objective adds its claim here, and its levels in the certificate."""


def _chances(certificate: Certificate) -> tuple[Fraction, ...]:
    return tuple(one.chance for one in certificate.types)


def _able(certificate: Certificate, levels: int) -> list[int]:
    """Return the types that the first levels do not leave out."""
    out = {one for level in certificate.levels[:levels] for one in level.types}
    return [one for one in range(len(certificate.types)) if one not in out]


def _never(levels: Sequence[CertifiedLevel], rows: ExactRows, chances: tuple[Fraction, ...]) -> Iterator[str]:
    """Yield what keeps levels from proving that whoever they are about can have no chance in any lottery."""
    for number, level in enumerate(levels, 1):
        yield from _fits(number, level, rows, chances)
        if level.chance > NONE or level.ceiling != 1 or any(chances[one] > NONE for one, _weight in level.weights):
            yield _("Level {number} leaves out applicants who have a chance.").format(number=number)


def _misfit(number: int) -> str:
    told = _("Level {number} has a number of the wrong sign, or one that belongs to nothing.")
    return told.format(number=number)


def _room(number: int) -> str:
    told = _("Level {number}: these applicants could have a better chance; the bound does not exclude it.")
    return told.format(number=number)


def _stated(number: int, level: CertifiedLevel, rows: ExactRows) -> Iterator[str]:
    if (bound := bound_of(level, rows)) != level.bound:
        told = _("Level {number} states the bound {stated}, but its numbers add up to {bound}.")
        yield told.format(number=number, stated=level.bound, bound=bound)


def _fits(number: int, level: CertifiedLevel, rows: ExactRows, chances: tuple[Fraction, ...]) -> Iterator[str]:
    """Yield where the bound is not what its numbers add up to, or the chances leave room below it or exceed it."""
    weights = dict(level.weights)
    if not sound(level, rows) or not weights.keys() >= set(level.types):
        yield _misfit(number)
        return
    yield from _stated(number, level, rows)
    share = sum(weights[one] * rows.sizes[one] for one in level.types)
    room = bound_of(level, rows) - weight_of(level, rows, chances)
    if share and -TOLERANCE * share <= room <= TOLERANCE * share:
        return
    if room < 0:
        yield _("Level {number}: no lottery can give these applicants so large chances.").format(number=number)
    else:
        yield _room(number)

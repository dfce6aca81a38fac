"""What the levels of a certificate prove, objective by objective. Every objective of the engine has one claim here.

**leximin.** Levels in ascending order of their chance v. The weights y of a level are positive for every type fixed
there, zero for every type with a larger chance, and y·(m∘p) is as large as the bound. Take any lottery that is at least
as fair, with chances π (averaged within each type, which never makes the smallest ones smaller). *Step by step:* if
everybody fixed at lower levels has π = p, everybody else must have at least v, or the lottery would be less fair. Then
every type with positive weight has π ≥ p, and y·(m∘π) ≤ bound = y·(m∘p) leaves no room: whoever is fixed here has π = p
too. So every lottery that is at least as fair gives everybody the same chance: p is the leximin optimum, and the only
one. (The order: Flanigan, Gölz, Gupta, Hennig, Procaccia, Nature 596, 2021, doi 10.1038/s41586-021-03788-6.)

**maximin.** One level. Everybody has at least v, and if somebody could raise the smallest chance above v, the weights
would come to more than the bound.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from buergerforum.core.certificate.bounds import TOLERANCE, bound_of, sound, weight_of
from buergerforum.core.certificate.rows import ExactRows
from buergerforum.model.certificate import Certificate, CertifiedLevel
from buergerforum.texts import _, listed

Claim = Callable[[Certificate, ExactRows], Iterator[str]]
"""Yields everything that keeps a certificate from proving its objective, in words."""


def leximin(certificate: Certificate, rows: ExactRows) -> Iterator[str]:
    """Yield what keeps the certificate from proving that its chances are leximin-optimal."""
    yield from _all_sound(certificate.levels, rows)
    chances = _chances(certificate)
    fixed = [one for level in certificate.levels for one in level.types]
    if sorted(fixed) != list(range(len(rows.sizes))):
        missing = sorted(set(range(len(rows.sizes))) - set(fixed))
        ids = [certificate.types[one].members[0] for one in missing]
        yield _("Not everybody is bounded by exactly one level. Without one: {ids}.").format(ids=listed(ids) or "–")
    reached = Fraction(0)
    for number, level in enumerate(certificate.levels, 1):
        if level.chance < reached - TOLERANCE:
            yield _("Level {number} is lower than the one before it.").format(number=number)
        reached = max(reached, level.chance)
        yield from _fits(number, level, rows, chances)
        if any(chances[one] > level.chance + TOLERANCE for one, _weight in level.weights):
            yield _("Level {number} gives weight to applicants with a better chance.").format(number=number)
        if any(abs(chances[one] - level.chance) > TOLERANCE for one in level.types):
            yield _("Level {number} fixes applicants who have another chance.").format(number=number)


def maximin(certificate: Certificate, rows: ExactRows) -> Iterator[str]:
    """Yield what keeps the certificate from proving that its smallest chance is as large as possible."""
    yield from _all_sound(certificate.levels, rows)
    if len(certificate.levels) != 1:
        yield _("There is not exactly one level.")
        return
    (level,), chances = certificate.levels, _chances(certificate)
    yield from _fits(1, level, rows, chances)
    if min(chances) < level.chance - TOLERANCE:
        yield _("Somebody has a smaller chance than the smallest one that was proven.")
    if any(chances[one] > level.chance + TOLERANCE for one, _weight in level.weights):
        yield _("Level {number} gives weight to applicants with a better chance.").format(number=1)


CLAIMS: Mapping[str, Claim] = {"leximin": leximin, "maximin": maximin}
"""By the name of the objective. A new objective adds its claim here, and its levels in the certificate."""


def _chances(certificate: Certificate) -> tuple[Fraction, ...]:
    return tuple(one.chance for one in certificate.types)


def _all_sound(levels: Sequence[CertifiedLevel], rows: ExactRows) -> Iterator[str]:
    for number, level in enumerate(levels, 1):
        if not sound(level, rows) or not {one for one, _weight in level.weights} >= set(level.types):
            yield _("Level {number} has a number of the wrong sign, or one that belongs to nothing.").format(
                number=number
            )


def _fits(number: int, level: CertifiedLevel, rows: ExactRows, chances: tuple[Fraction, ...]) -> Iterator[str]:
    """Yield where the bound is not what its numbers add up to, or the chances leave room below it or exceed it."""
    if not sound(level, rows):
        return
    bound = bound_of(level, rows)
    if bound != level.bound:
        told = _("Level {number} states the bound {stated}, but its numbers add up to {bound}.")
        yield told.format(number=number, stated=level.bound, bound=bound)
    weights = dict(level.weights)
    share = sum(weights.get(one, 0) * rows.sizes[one] for one in level.types)
    room = bound - weight_of(level, rows, chances)
    if not share or abs(room) > TOLERANCE * share:
        told = (
            _("Level {number}: these applicants could have a better chance; the bound does not exclude it.")
            if room > 0
            else _("Level {number}: no lottery can give these applicants so large chances.")
        )
        yield told.format(number=number)

"""Figures about everybody's chance and about every group, from the lots alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from fractions import Fraction

from buergerforum.core.selection.panel_check import memberships, reached
from buergerforum.model.fairness import Group, Spread
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable

_PRECISE = Context(prec=40)
"""Decimal logarithms are rounded correctly, so every machine finds the same digits."""
_DIGITS = 10
"""Of a printed mean."""


def spread(appearances: Sequence[int], lots: int) -> Spread:
    """Return how the chances are spread.

    Parameters
    ----------
    appearances
        In how many lots each applicant sits, 0 … N; everybody of the pool, in any order, at least one.
    lots
        N, at least 1.
    """
    numbers = Counter(appearances)
    people, total = len(appearances), sum(appearances)
    return Spread(
        people=people,
        lots=lots,
        lowest=min(numbers),
        highest=max(numbers),
        mean=Fraction(total, people * lots),
        gini=gini(appearances),
        geometric_mean=geometric_mean(appearances, lots),
        below_half=below_half(appearances),
        distribution=tuple(sorted(numbers.items())),
    )


def gini(values: Sequence[int]) -> Fraction:
    """Return the Gini coefficient of values that are not negative.

    G = Σ_i Σ_j abs(p_i - p_j) / (2 n² μ) = Σ_i (2 i - n - 1) p_(i) / (n Σ p), with p_(1) ≤ … ≤ p_(n) and the mean μ:
    half the mean difference of two people, as a share of the mean. (Gini, *Variabilità e mutabilità*, 1912; used for
    chances by Flanigan, Gölz, Gupta, Hennig, Procaccia, Nature 596, 2021.)

    Examples
    --------
    >>> gini([5, 5, 5]), gini([0, 0, 3])
    (Fraction(0, 1), Fraction(2, 3))
    """
    people, total = len(values), sum(values)
    if not total:
        return Fraction(0)
    ordered = sorted(values)
    return Fraction(sum((2 * place - people - 1) * value for place, value in enumerate(ordered, 1)), people * total)


def geometric_mean(appearances: Sequence[int], lots: int) -> str:
    """Return (Π p_i)^(1/n) = exp(Σ ln p_i / n) in decimal digits, ``0`` if anybody has no chance.

    It is largest where the product of all chances is (Nash, *The bargaining problem*, Econometrica 18, 1950).

    Examples
    --------
    >>> geometric_mean([1, 4], 8), geometric_mean([0, 8], 8)
    ('0.25', '0')
    """
    numbers = Counter(appearances)
    if numbers[0]:
        return "0"
    total = Decimal(0)
    for value, people in sorted(numbers.items()):
        logarithm = _PRECISE.ln(_PRECISE.divide(Decimal(value), Decimal(lots)))
        total = _PRECISE.add(total, _PRECISE.multiply(Decimal(people), logarithm))
    mean = _PRECISE.exp(_PRECISE.divide(total, Decimal(len(appearances))))
    return decimals(Fraction(mean))


def below_half(appearances: Sequence[int]) -> int:
    """Return how many people have p_i < (k/n)/2, less than half the mean chance."""
    people, total = len(appearances), sum(appearances)
    return sum(2 * people * value < total for value in appearances)


def groups(
    pool: Pool, table: QuotaTable, appearances: Mapping[str, int], lots: int, members: Sequence[str] | None = None
) -> tuple[Group, ...]:
    """Return for every quota how many applicants count for it, and Σ p_i over them, the seats they get on average.

    Parameters
    ----------
    pool, table
        Of the lottery.
    appearances
        In how many lots each applicant sits, by id.
    lots
        N.
    members
        Of the panel that was drawn; None: none yet.
    """
    people: Counter[int] = Counter()
    seats: Counter[int] = Counter()
    for person, places in memberships(pool, table).items():
        for place in places:
            people[place] += 1
            seats[place] += appearances.get(person, 0)
    seated = reached(table, pool, members) if members is not None else [None] * len(table.quotas)
    return tuple(
        Group(quota, people[place], Fraction(seats[place], lots), seated[place])
        for place, quota in enumerate(table.quotas)
    )


def decimals(value: Fraction, digits: int = _DIGITS) -> str:
    """Return a fraction between 0 and 10⁹ as a decimal number, rounded half up, without zeros at the end.

    Examples
    --------
    >>> decimals(Fraction(2, 3), 4), decimals(Fraction(4))
    ('0.6667', '4')
    """
    whole = (2 * value.numerator * 10**digits + value.denominator) // (2 * value.denominator)
    head, tail = divmod(whole, 10**digits)
    return f"{head}.{tail:0{digits}}".rstrip("0").rstrip(".")

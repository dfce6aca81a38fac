"""Room 12: the lottery drawn again with thousands of other seeds, against the chances that were stated.

The seeds are ``resample 0``, ``resample 1`` and so on, so that the same lottery always gives the same verdict. Two
questions: are all lots equally likely (Pearson's chi-square), and does everybody sit as often as stated (an exact
two-sided binomial test for each person, corrected by Holm, Scand. J. Statist. 6, 1979, for their number)?
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.audit.recipe import check
from buergerforum.core.chance import Seed, lot_number
from buergerforum.core.plots.drawing import Axes, band, dots, line, plot
from buergerforum.model.audit import Finding
from buergerforum.model.lottery import Lottery
from buergerforum.texts import _, number

SIGNIFICANCE = 1e-4
"""A test that would fail so rarely by chance alone is a contradiction."""
_CELL = 10
"""Draws expected in every cell of the chi-square test."""


@dataclass(frozen=True, slots=True)
class Resampled:
    """How often everybody sat."""

    draws: int
    """How many lots were drawn."""
    seated: Mapping[str, int]
    """In how many of the drawn lots, by id."""
    stated: Mapping[str, float]
    """Chance as stated, by id."""
    cells: tuple[tuple[int, float], ...]
    """Found and expected draws for every range of lot numbers."""


def resample(lottery: Lottery, stated: Mapping[str, int], draws: int) -> Resampled:
    """Draw many lots.

    Parameters
    ----------
    lottery
        As published.
    stated
        Lots of everybody, as ``probabilities.csv`` states them.
    draws
        How many.
    """
    starts = [block.first for block in lottery.blocks]
    cells = max(1, min(lottery.lots, draws // _CELL))
    hits: Counter[int] = Counter()
    ranges: Counter[int] = Counter()
    for draw in range(draws):
        lot = lot_number(lottery.lots, Seed(f"resample {draw}"))
        hits[bisect_right(starts, lot) - 1] += 1
        ranges[lot * cells // lottery.lots] += 1
    seated: Counter[str] = Counter()
    for place, times in hits.items():
        for person in lottery.blocks[place].members:
            seated[person] += times
    sizes = [-(-(one + 1) * lottery.lots // cells) - -(-one * lottery.lots // cells) for one in range(cells)]
    return Resampled(
        draws=draws,
        seated={person: seated[person] for person in sorted(stated.keys() | seated.keys())},
        stated={person: lots / lottery.lots for person, lots in sorted(stated.items())},
        cells=tuple((ranges[one], draws * size / lottery.lots) for one, size in enumerate(sizes)),
    )


def check_resampled(made: Resampled) -> list[Finding]:
    """Make checks 12.1 and 12.2.

    Proves, up to chance, that drawing is fair and that the stated chances are those people really have. A chance that
    is wrong by 0.02 is found with 10,000 draws nearly always, one that is wrong by one lot of 1,000 seldom: check 6.4
    counts exactly.
    """
    first, second = check("12.1"), check("12.2")
    statistic = sum((found - expected) ** 2 / expected for found, expected in made.cells)
    p = chi_square_tail(statistic, len(made.cells) - 1)
    told = _("draws: {draws}; chi-square {statistic} with {degrees} degrees of freedom, p = {p}").format(
        draws=number(made.draws), statistic=f"{statistic:.1f}", degrees=len(made.cells) - 1, p=f"{p:.3g}"
    )
    lots = first.contradiction(told, expected=f"p ≥ {SIGNIFICANCE:g}") if p < SIGNIFICANCE else first.ok(told)
    chance_of = made.stated
    values = sorted((binomial_p(times, made.draws, chance_of.get(who, 0.0)), who) for who, times in made.seated.items())
    wrong = []
    for place, (value, who) in enumerate(values):
        if value * (len(values) - place) >= SIGNIFICANCE:
            break
        share, chance = made.seated[who] / made.draws, made.stated.get(who, 0.0)
        told = _("{id}: seated in {share} of the draws").format(id=who, share=f"{share:.4f}")
        wrong.append(second.contradiction(told, expected=f"{chance:.4f}"))
    smallest = values[0][0] * len(values) if values else 1.0
    told = _("people: {number}; smallest p after correction: {p}")
    return [lots, *second.concluded(wrong, told.format(number=len(values), p=f"{min(1.0, smallest):.3g}"))]


def binomial_p(found: int, draws: int, chance: float) -> float:
    """Return the exact two-sided p-value: of all outcomes at most as likely as the one found.

    Parameters
    ----------
    found
        Successes, 0 … draws.
    draws
        Trials.
    chance
        Of a success, 0 … 1.
    """
    if chance <= 0 or chance >= 1:
        return 1.0 if found == round(draws * chance) else 0.0
    logs = [_log_binomial(k, draws, chance) for k in range(draws + 1)] if draws <= _CELL else None
    if logs is not None:
        return min(1.0, sum(math.exp(one) for one in logs if one <= logs[found] + 1e-9))
    mode = min(draws, math.floor((draws + 1) * chance))
    limit = _log_binomial(found, draws, chance) + 1e-9
    low = _edge(mode, -1, limit, draws, chance)
    high = _edge(mode, draws + 1, limit, draws, chance)
    inside = math.fsum(math.exp(_log_binomial(k, draws, chance)) for k in range(low + 1, high))
    tail = 1.0 - inside
    if tail > 1e-9:
        return min(1.0, tail)
    return math.fsum(math.exp(_log_binomial(k, draws, chance)) for k in (*range(low + 1), *range(high, draws + 1)))


def _edge(mode: int, outside: int, limit: float, draws: int, chance: float) -> int:
    """Return the outcome nearest to the mode on one side that is at most as likely as the limit; beyond it: none is."""
    inside = mode
    if _log_binomial(mode, draws, chance) <= limit:
        return mode
    while abs(outside - inside) > 1:
        middle = (inside + outside) // 2
        if _log_binomial(middle, draws, chance) <= limit:
            outside = middle
        else:
            inside = middle
    return outside


def _log_binomial(found: int, draws: int, chance: float) -> float:
    ways = math.lgamma(draws + 1) - math.lgamma(found + 1) - math.lgamma(draws - found + 1)
    return ways + found * math.log(chance) + (draws - found) * math.log1p(-chance)


def chi_square_tail(statistic: float, degrees: int) -> float:
    """Return P(X ≥ statistic) for a chi-square variable: the regularised upper gamma function Q(k/2, x/2).

    By its series below k/2 + 1 and by its continued fraction (modified Lentz) above; Numerical Recipes § 6.2.
    """
    if degrees < 1 or statistic <= 0:
        return 1.0
    a, x = degrees / 2, statistic / 2
    scale = math.exp(-x + a * math.log(x) - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        n = a
        while term > total * 1e-15:
            n += 1
            term *= x / n
            total += term
        return max(0.0, 1 - total * scale)
    b, c = x + 1 - a, 1e300
    d = 1 / b
    h = d
    for i in range(1, 10_000):
        an = -i * (i - a)
        b += 2
        d = 1 / (an * d + b)
        c = b + an / c
        h *= d * c
        if abs(d * c - 1) < 1e-14:
            break
    return scale * h


def resampled_plot(made: Resampled) -> str:
    """Return the shares found against the chances stated, as SVG."""
    ticks = [(one / 5, f"{20 * one} %") for one in range(6)]
    axes = Axes((0, 1), (0, 1), _("chance as stated"), _("share of the draws"), ticks, ticks, height=420)
    steps = [one / 50 for one in range(51)]
    spread = [(x, 4 * math.sqrt(x * (1 - x) / made.draws)) for x in steps]
    lower: Sequence[tuple[float, float]] = [(x, x - width) for x, width in spread]
    marks = [
        band(axes, lower, [(x, x + width) for x, width in spread]),
        line(axes, [(0, 0), (1, 1)], 2),
        dots(axes, [(made.stated.get(who, 0.0), times / made.draws) for who, times in made.seated.items()]),
    ]
    return plot(axes, marks, title=_("Every dot is a person: share of the draws against the chance as stated."))

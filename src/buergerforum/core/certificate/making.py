"""Writing down, in whole numbers, why a lottery that the selection made could not be fairer.

The selection computes with floating-point numbers. Here they become fractions: where all numbers of a level have a
small common denominator they are recovered without error, otherwise they are rounded so finely that the bound is
loosened by less than the tolerance. What is written is checked by the arithmetic of everybody else, not by this module.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from buergerforum.core.certificate.bounds import bound_of
from buergerforum.core.certificate.reached import counts_of, misses, type_numbers
from buergerforum.core.certificate.rows import ExactRows, exact_rows
from buergerforum.core.selection.engine import LotteryResult
from buergerforum.core.selection.objectives import Ideal, Level
from buergerforum.core.selection.objectives.ideal import NEVER
from buergerforum.core.selection.solver import Floats
from buergerforum.model.certificate import Certificate, CertifiedCut, CertifiedLevel, CertifiedType, Mixture, Sparse
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import Quota, QuotaTable
from buergerforum.model.record import FileDigest

_DENOMINATOR = 10**6
"""Largest denominator of a chance, or of a weight, that is looked for."""
_COMMON = 10**9
"""Largest common denominator of the numbers of a level that counts as small."""
_FIT = 1e-13
"""How well a fraction must fit the number it stands for, as a share of the largest."""
_FINE = 10**15
"""Resolution of numbers that are no small fractions."""
_MIXED = 10**12
"""Resolution of the weights of a mixture."""


def make_certificate(
    result: LotteryResult, pool: Pool, table: QuotaTable, seats: int, made_for: tuple[str, str, tuple[FileDigest, ...]]
) -> Certificate:
    """Write the certificate of a lottery.

    Parameters
    ----------
    result
        Of the selection.
    pool, table, seats
        What it was made from.
    made_for
        Objective, column of the households (blank: no rule), and the files that were written.
    """
    objective, household, files = made_for
    types = tuple(
        CertifiedType(one.members, _chance(float(chance)))
        for one, chance in zip(result.types, result.ideal.chances, strict=True)
    )
    ideal = result.ideal
    cuts = tuple(CertifiedCut(_sparse(cut.weights), cut.bound) for cut in result.cuts)
    rows = exact_rows([one.members for one in types], pool, table, seats, cuts)
    if rows is None:
        raise ArithmeticError("the types of the selection do not fit its pool")
    certificate = Certificate(
        objective=objective,
        seats=seats,
        lots=result.lottery.lots,
        household=household,
        files=files,
        quotas=tuple(Quota(quota.cell, quota.minimum, quota.maximum) for quota in table.quotas),
        types=types,
        cuts=cuts,
        levels=tuple(
            _level(level, rows, ceiling) for level, ceiling in zip(ideal.levels, _ceilings(ideal), strict=True)
        ),
        mixture=None,
    )
    return _with_mixture(certificate, result, rows)


def _chance(value: float) -> Fraction:
    near = Fraction(value).limit_denominator(_DENOMINATOR)
    fine = near if abs(float(near) - value) <= _FIT else Fraction(round(value * _FINE), _FINE)
    return min(max(fine, Fraction(0)), Fraction(1))


def _ceilings(ideal: Ideal) -> list[Fraction]:
    """Return the ceiling of every level: below 1 only after the level that settles it, the first with a chance."""
    settled = next((n for n, level in enumerate(ideal.levels) if level.value > NEVER), len(ideal.levels))
    return [_chance(ideal.ceiling) if n > settled else Fraction(1) for n in range(len(ideal.levels))]


def _level(level: Level, rows: ExactRows, ceiling: Fraction) -> CertifiedLevel:
    types, quotas = len(rows.sizes), len(rows.limits)
    numbers = _whole(np.concatenate([level.weights, level.multipliers]))
    multipliers = numbers[types:]
    homes = multipliers[1 + quotas : 1 + quotas + rows.households]
    # A cut has no lower side: what rounding leaves below zero counts for nothing.
    cuts = [max(number, 0) for number in multipliers[1 + quotas + rows.households :]]
    made = CertifiedLevel(
        chance=_chance(level.value),
        types=tuple(level.types.tolist()),
        weights=_sparse(numbers[:types]),
        seats=multipliers[0],
        quotas=_sparse(multipliers[1 : 1 + quotas]),
        households=_sparse(homes),
        cuts=_sparse(cuts),
        bound=Fraction(0),
        ceiling=ceiling,
    )
    return replace(made, bound=bound_of(made, rows))


def _whole(values: Floats) -> list[int]:
    """Return whole numbers in the proportion of the values."""
    largest = float(np.abs(values).max(initial=0.0)) or 1.0
    scaled = (values / largest).tolist()
    common = 1
    for value in dict.fromkeys(scaled):
        near = Fraction(value).limit_denominator(_DENOMINATOR)
        common = lcm(common, near.denominator)
        if common > _COMMON or abs(value - float(near)) > _FIT:
            return [round(value * _FINE) for value in scaled]
    whole = [round(value * common) for value in scaled]
    divisor = gcd(*whole) or 1
    return [number // divisor for number in whole]


def _sparse(numbers: Sequence[int]) -> Sparse:
    return tuple((place, number) for place, number in enumerate(numbers) if number)


def _with_mixture(certificate: Certificate, result: LotteryResult, rows: ExactRows) -> Certificate:
    """Add the mixture if it gives the chances exactly enough; with very many types none is looked for."""
    numbers = type_numbers(certificate)
    lot_of: dict[frozenset[tuple[int, int]], int] = {}
    for block in result.lottery.blocks:
        lot_of.setdefault(frozenset(counts_of(block.members, numbers).items()), block.first)
    lots: Counter[int] = Counter()
    panels: list[tuple[int, Sparse]] = []
    for panel, share in zip(result.known, result.mixture.tolist(), strict=True):
        weight = round(share * _MIXED)
        if weight <= 0:
            continue
        sitting = _sparse(panel.tolist())
        if (lot := lot_of.get(frozenset(sitting))) is not None:
            lots[lot] += weight
        else:
            panels.append((weight, sitting))
    mixture = Mixture(tuple(sorted(lots.items())), tuple(panels))
    if any(misses(certificate, mixture, result.lottery, rows)):
        return certificate
    return replace(certificate, mixture=mixture)

"""Leximin by enumerating every panel and solving linear programs in whole numbers: slow, simple, exact.

Shares no code with the package. A stage maximises z over all lotteries λ over panels,

    Σ_P λ_P [i in P] - z ≥ 0 for everybody still open,   Σ_P λ_P [i in P] ≥ v_i for everybody fixed,   Σ λ = 1,

by the simplex method with Bland's rule on a tableau of whole numbers over one common denominator (Edmonds' integer
pivoting). Whoever's surplus has a positive reduced cost has exactly z in every optimum and is fixed there.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.quotas import QuotaTable

Table = NDArray[Any]
_FITS = 2**30
"""Products of two numbers below it, and the difference of two such products, fit into 64 bits."""


def all_panels(pool: Pool, table: QuotaTable, seats: int) -> list[tuple[str, ...]]:
    """Return every panel there is, by trying every set of people."""
    rows = [dict(zip(pool.features, one.values, strict=True)) for one in pool.applicants]
    counts = [tuple(int(all(row[f] == v for f, v in quota.cell)) for quota in table.quotas) for row in rows]
    return [
        tuple(one.id for one, _counts in people)
        for people in combinations(zip(pool.applicants, counts, strict=True), seats)
        if _is_panel(people, table)
    ]


def _is_panel(people: Sequence[tuple[Applicant, tuple[int, ...]]], table: QuotaTable) -> bool:
    homes = [one.household for one, _counts in people if one.household]
    if len(set(homes)) < len(homes):
        return False
    sums = map(sum, zip(*(counts for _one, counts in people), strict=True))
    return all(quota.minimum <= number <= quota.maximum for quota, number in zip(table.quotas, sums, strict=True))


def leximin_chances(ids: Sequence[str], panels: Sequence[tuple[str, ...]]) -> dict[str, Fraction]:
    """Return everybody's chance in a leximin-optimal lottery over the panels, at least one."""
    sits = [[int(one in panel) for panel in panels] for one in ids]
    fixed: dict[int, Fraction] = {}
    while len(fixed) < len(ids):
        value, tight = _stage(sits, fixed)
        fixed |= dict.fromkeys(tight, value)
    return {one: fixed[number] for number, one in enumerate(ids)}


def _stage(sits: list[list[int]], fixed: dict[int, Fraction]) -> tuple[Fraction, list[int]]:
    """Return the largest z, and the open people who have it in every optimum."""
    people, panels = len(sits), len(sits[0])
    # Columns: panels, z, one surplus per person, one artificial per row; rows: people, then Σ λ = 1.
    width = panels + 1 + people
    rows = []
    for number, row in enumerate(sits):
        floor = fixed.get(number)
        scale = floor.denominator if floor is not None else 1
        line = [scale * entry for entry in row] + [0 if floor is not None else -1] + [0] * people
        line[panels + 1 + number] = -scale
        rows.append((line, floor.numerator if floor is not None else 0))
    rows.append(([1] * panels + [0] * (1 + people), 1))
    tableau = _Tableau(rows, width)
    tableau.maximise([0] * width, artificial=True)
    value = tableau.maximise([0] * panels + [1] + [0] * people, artificial=False)
    tight = [
        number for number in range(people) if number not in fixed and tableau.reduced_cost(panels + 1 + number) != 0
    ]
    return value, tight


class _Tableau:
    """Rows A x = b with b ≥ 0 and one artificial per row, all entries whole over the denominator `whole`."""

    def __init__(self, rows: list[tuple[list[int], int]], width: int) -> None:
        height = len(rows)
        self.width = width
        self.whole = 1
        lines = [
            line + [int(place == number) for place in range(height)] + [right]
            for number, (line, right) in enumerate(rows)
        ]
        self.rows = _fitting(np.array([*lines, [0] * (width + height + 1)], dtype=object))
        """The last one is that of the reduced costs."""
        self.basis = [width + number for number in range(height)]

    def maximise(self, objective: list[int], *, artificial: bool) -> Fraction:
        """Maximise from the present basis; with `artificial` minimise the sum of the artificials instead."""
        height = len(self.basis)
        full = [-1 if artificial else 0] * height
        costs = np.array([*objective, *full, 0], dtype=object)
        # Row of reduced costs, c_B B⁻¹ A - c, over the same denominator.
        rows = self.rows.astype(object)
        rows[-1] = costs[self.basis] @ rows[:-1] - costs * self.whole
        self.rows = _fitting(rows)
        while (below := np.flatnonzero(self.rows[-1, : self.width] < 0)).size:
            self._pivot(self._leaving(int(below[0])), int(below[0]))
        if artificial:
            assert self.rows[-1, -1] == 0, "no lottery meets the floors"
            self._drive_out()
        return Fraction(int(self.rows[-1, -1]), self.whole)

    def _drive_out(self) -> None:
        for number, basic in enumerate(self.basis):
            if basic >= self.width and (other := np.flatnonzero(self.rows[number, : self.width])).size:
                self._pivot(number, int(other[0]))

    def _leaving(self, entering: int) -> int:
        ratios = [
            (Fraction(int(self.rows[number, -1]), int(self.rows[number, entering])), basic, number)
            for number, basic in enumerate(self.basis)
            if self.rows[number, entering] > 0
        ]
        return min(ratios)[2]

    def _pivot(self, leaving: int, entering: int) -> None:
        if self.rows[leaving, entering] < 0:
            self.rows[leaving] *= -1
        row, column = self.rows[leaving].copy(), self.rows[:, entering].copy()
        self.rows = (row[entering] * self.rows - np.outer(column, row)) // self.whole
        self.rows[leaving] = row
        self.rows = _fitting(self.rows)
        self.whole = int(row[entering])
        self.basis[leaving] = entering

    def reduced_cost(self, column: int) -> int:
        """Return the reduced cost of a column, times the denominator."""
        return int(self.rows[-1, column])


def _fitting(rows: Table) -> Table:
    """Return the same numbers, by the machine where two products of them fit, else as long as they need to be."""
    fits = bool((abs(rows) < _FITS).all())
    return rows.astype(np.int64 if fits else object, copy=False)

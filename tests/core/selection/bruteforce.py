"""Leximin by enumerating every panel and solving linear programs in whole numbers: slow, simple, exact.

Shares no code with the package. A stage maximises z over all lotteries λ over panels,

    Σ_P λ_P [i in P] - z ≥ 0 for everybody still open,   Σ_P λ_P [i in P] ≥ v_i for everybody fixed,   Σ λ = 1,

by the simplex method with Bland's rule on a tableau of whole numbers over one common denominator (Edmonds' integer
pivoting). Whoever's surplus has a positive reduced cost has exactly z in every optimum and is fixed there.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.quotas import QuotaTable


def all_panels(pool: Pool, table: QuotaTable, seats: int) -> list[tuple[str, ...]]:
    """Return every panel there is, by trying every set of people."""
    return [
        tuple(one.id for one in people)
        for people in combinations(pool.applicants, seats)
        if _is_panel(people, pool.features, table)
    ]


def _is_panel(people: Sequence[Applicant], features: Sequence[str], table: QuotaTable) -> bool:
    homes = [one.household for one in people if one.household]
    if len(set(homes)) < len(homes):
        return False
    rows = [dict(zip(features, one.values, strict=True)) for one in people]
    return all(
        quota.minimum <= sum(all(row[f] == v for f, v in quota.cell) for row in rows) <= quota.maximum
        for quota in table.quotas
    )


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
        self.rows = [
            line + [int(place == number) for place in range(height)] + [right]
            for number, (line, right) in enumerate(rows)
        ]
        self.basis = [width + number for number in range(height)]
        self.cost: list[int] = []

    def maximise(self, objective: list[int], *, artificial: bool) -> Fraction:
        """Maximise from the present basis; with `artificial` minimise the sum of the artificials instead."""
        height = len(self.rows)
        full = [-1 if artificial else 0] * height
        costs = [*objective, *full, 0]
        # Row of reduced costs, c_B B⁻¹ A - c, over the same denominator.
        self.cost = [
            sum(costs[basic] * row[column] for basic, row in zip(self.basis, self.rows, strict=True))
            - costs[column] * self.whole
            for column in range(self.width + height + 1)
        ]
        while True:
            entering = next((column for column in range(self.width) if self.cost[column] < 0), None)
            if entering is None:
                break
            self._pivot(self._leaving(entering), entering)
        if artificial:
            assert self.cost[-1] == 0, "no lottery meets the floors"
            self._drive_out()
        return Fraction(self.cost[-1], self.whole)

    def _drive_out(self) -> None:
        for number, basic in enumerate(self.basis):
            if basic >= self.width:
                entering = next((column for column in range(self.width) if self.rows[number][column]), None)
                if entering is not None:
                    self._pivot(number, entering)

    def _leaving(self, entering: int) -> int:
        ratios = [
            (Fraction(row[-1], row[entering]), self.basis[number], number)
            for number, row in enumerate(self.rows)
            if row[entering] > 0
        ]
        return min(ratios)[2]

    def _pivot(self, leaving: int, entering: int) -> None:
        pivot_row = self.rows[leaving]
        pivot = pivot_row[entering]
        if pivot < 0:
            pivot_row = self.rows[leaving] = [-entry for entry in pivot_row]
            pivot = -pivot
        for row in [*(row for number, row in enumerate(self.rows) if number != leaving), self.cost]:
            factor = row[entering]
            row[:] = [
                (pivot * entry - factor * other) // self.whole for entry, other in zip(row, pivot_row, strict=True)
            ]
        self.whole = pivot
        self.basis[leaving] = entering

    def reduced_cost(self, column: int) -> int:
        """Return the reduced cost of a column, times the denominator."""
        return self.cost[column]

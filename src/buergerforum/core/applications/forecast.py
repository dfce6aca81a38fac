r"""What a reminder or a further wave would probably bring: a beta-binomial forecast for the people of each quota.

For a quota, let m be the people written to so far who could count for it (by what the register knows of them), x those
of them in the pool who do count, and n further letters to such people. The rate at which they apply is taken as
unknown with the distribution Beta(a, b),

    a = κ r + x,    b = κ (1 − r) + m − x,

where r is the rate at which everybody applied, (X + ½) / (M + 1), divided by the number of values if the quota counts
an answer of the form, which nobody knows beforehand; κ = 20 letters is the weight of this prior. The number of further
applicants Y then has the beta-binomial distribution

    P(Y = k) = C(n, k) B(k + a, n − k + b) / B(a, b),    E Y = n a / (a + b)

(Johnson, Kemp and Kotz, Univariate Discrete Distributions, 3rd ed. 2005, section 6.2.2, doi:10.1002/0471715816). The
interval is from the 5 % to the 95 % quantile. A further wave is taken to be made up as the waves before it. For a
reminder the prior rate is r/2, an assumption, and x and m are those who were reminded already.

All quotas have enough people with a chance of at least 1 − Σ P(Y < what is missing), the sum over the quotas that are
short (Boole's inequality; dependence can only help). The smallest wave is the smallest n for which this is 90 %.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, lgamma, log, prod

from buergerforum.core.applications.standing import cell_labels, in_terms_of
from buergerforum.core.quotas.fit import count
from buergerforum.core.state.transitions import CONTACTED
from buergerforum.model.applications import Invited, Rules
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import Cell, QuotaTable
from buergerforum.model.standing import Expected, Forecast, Outlook, Prospect
from buergerforum.model.state import Person, PersonState

PRIOR = 20
"""κ: the prior weighs as much as so many letters."""
SURE = 0.9
"""With this chance the quotas are to be reachable."""
_TAIL = 0.05
_REMINDED_RATE = 0.5
"""What a reminder brings, as a part of what the first letter brought; an assumption until there are figures."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a forecast rests on."""

    invited: Invited
    """Who was drawn, and who was written to."""
    rules: Rules
    """Which features the register knows."""
    pool: Pool
    """Who applied."""
    table: QuotaTable
    """The quotas."""
    states: Mapping[str, Person]
    """How everybody stands, as the journal tells."""


@dataclass(frozen=True, slots=True)
class Rate:
    """The rate at which people apply: Beta(a, b)."""

    a: float
    """Above 0."""
    b: float
    """Above 0."""

    def expected(self, letters: int) -> Expected:
        """Return what letters would bring.

        Examples
        --------
        >>> Rate(1, 1).expected(100)
        Expected(letters=100, mean=50.0, low=5, high=95)
        """
        below = list(accumulate(self.chances(letters)))
        low = sum(chance < _TAIL for chance in below)
        high = sum(chance < 1 - _TAIL for chance in below)
        return Expected(letters, letters * self.a / (self.a + self.b), min(low, letters), min(high, letters))

    def chances(self, letters: int) -> list[float]:
        """Return the chance of exactly 0, 1, … `letters` applicants, by the ratio of neighbours."""
        logs = [_log_beta(self.a, letters + self.b) - _log_beta(self.a, self.b)]
        for k in range(letters):
            logs.append(logs[-1] + log((letters - k) * (k + self.a) / ((k + 1) * (letters - k - 1 + self.b))))
        return [exp(one) for one in logs]

    def fewer(self, letters: int, needed: int) -> float:
        """Return the chance of fewer than `needed` applicants."""
        if letters < needed:
            return 1.0
        total, now = 0.0, _log_beta(self.a, letters + self.b) - _log_beta(self.a, self.b)
        for k in range(needed):
            total += exp(now)
            now += log((letters - k) * (k + self.a) / ((k + 1) * (letters - k - 1 + self.b))) if k < letters else 0
        return min(total, 1.0)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


@dataclass(frozen=True, slots=True)
class _Group:
    """The people of one quota."""

    written: int
    """m: written to, and could count."""
    applied: int
    """x: in the pool, and count."""
    silent: int
    """Have not answered, and could count."""
    reminded: int
    """Of those written to, how many were reminded."""
    applied_reminded: int
    """Of these, how many applied."""
    values: int
    """How many values the answers of the form have that the quota counts."""

    def first(self, rate: float) -> Rate:
        """Return the rate of a further wave."""
        r = rate / self.values
        return Rate(PRIOR * r + self.applied, PRIOR * (1 - r) + max(0, self.written - self.applied))

    def second(self, rate: float) -> Rate:
        """Return the rate of a reminder."""
        r = rate / self.values * _REMINDED_RATE
        return Rate(PRIOR * r + self.applied_reminded, PRIOR * (1 - r) + max(0, self.reminded - self.applied_reminded))


def outlook(basis: Basis, size: int, reserve: int) -> Outlook:
    """Return what can still be done.

    Parameters
    ----------
    basis
        How things stand.
    size
        Of the further wave asked for.
    reserve
        So many people could still be drawn.
    """
    counted = in_terms_of(basis.table, basis.pool)
    every, groups = _groups(basis, counted)
    rate = (every.applied + 0.5) / (every.written + 1)
    rows = [
        _Row(label, quota.minimum, have, group, group.written / every.written if every.written else 0.0)
        for label, quota, have, group in zip(
            cell_labels(basis.table), basis.table.quotas, count(basis.table, counted), groups, strict=True
        )
    ]
    short = [one for one in rows if one.have < one.minimum]
    hopeless = tuple(" ".join(one.label) for one in short if not one.share)
    missing = [(one.minimum - one.have, one.group.first(rate), one.share) for one in short]
    return Outlook(
        reminder=Forecast(
            every.second(rate).expected(every.silent),
            tuple(one.prospect(one.group.second(rate).expected(one.group.silent)) for one in rows),
        ),
        wave=Forecast(
            every.first(rate).expected(size),
            tuple(one.prospect(one.group.first(rate).expected(int(size * one.share))) for one in rows),
        ),
        smallest=None if hopeless else smallest_wave(missing, reserve),
        hopeless=hopeless,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A quota and the people who could count for it."""

    label: tuple[str, str]
    minimum: int
    have: int
    group: _Group
    share: float
    """Of these people in a further wave."""

    def prospect(self, expected: Expected) -> Prospect:
        """Return what letters would bring for this quota."""
        return Prospect(*self.label, self.have, self.minimum, expected)


def smallest_wave(short: Sequence[tuple[int, Rate, float]], most: int) -> int | None:
    """Return the smallest wave after which no quota is short, with the chance :data:`SURE`.

    Parameters
    ----------
    short
        Per quota that is short: how many people are missing, the rate at which they apply, and their share of a wave.
    most
        The largest wave possible; None is returned where it does not do.
    """

    def enough(size: int) -> bool:
        return sum(rate.fewer(int(size * share), missing) for missing, rate, share in short) <= 1 - SURE + 1e-12

    if enough(0):
        return 0
    if not enough(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _groups(basis: Basis, counted: Pool) -> tuple[_Group, list[_Group]]:
    """Return all people, and those of each quota, given the pool in the words of the table."""
    crowd = _Crowd(basis, counted)
    sizes = {feature.name: len(feature.values) for feature in basis.table.features}
    return crowd.group((), {}), [crowd.group(quota.cell, sizes) for quota in basis.table.quotas]


_Profile = tuple[tuple[str, ...], bool, bool]
"""Values of the register in the words of the table; whether silent; whether reminded."""


class _Crowd:
    """Everybody who was written to, and how they stand; people who are alike are counted together."""

    def __init__(self, basis: Basis, counted: Pool) -> None:
        readings = {feature.name: feature.readings() for feature in basis.table.features}
        self.features = [feature for feature in basis.rules.register if feature in readings]
        takes = [(basis.rules.register.index(feature), readings[feature]) for feature in self.features]
        states, applied = basis.states, {one.id for one in basis.pool.applicants}
        self.reminded: set[str] = set()
        """Ids."""
        self.alike: Counter[_Profile] = Counter()
        for person in set(basis.invited.codes.values()):
            one = basis.invited.people.get(person)
            if one is None:
                continue
            reminded = person in states and states[person].contact is PersonState.REMINDED
            silent = person not in applied and (person not in states or states[person].state in CONTACTED)
            if reminded:
                self.reminded.add(person)
            values = tuple(known.get(one.values[place], "") for place, known in takes)
            self.alike[values, silent, reminded] += 1
        self.columns = counted.features
        self.applied = Counter((one.values, one.id in self.reminded) for one in counted.applicants)

    def group(self, cell: Cell, sizes: Mapping[str, int]) -> _Group:
        """Return the people of a quota.

        Parameters
        ----------
        cell
            What it counts; nothing: everybody.
        sizes
            How many values each feature has.
        """
        register = [(self.features.index(feature), value) for feature, value in cell if feature in self.features]
        could = [
            (silent, reminded, number)
            for (values, silent, reminded), number in self.alike.items()
            if all(values[place] == value for place, value in register)
        ]
        wanted = [(self.columns.index(feature), value) for feature, value in cell]
        applied = [
            (reminded, number)
            for (values, reminded), number in self.applied.items()
            if all(values[place] == value for place, value in wanted)
        ]
        return _Group(
            written=sum(number for _silent, _reminded, number in could),
            applied=sum(number for _reminded, number in applied),
            silent=sum(number for silent, _reminded, number in could if silent),
            reminded=sum(number for _silent, reminded, number in could if reminded),
            applied_reminded=sum(number for reminded, number in applied if reminded),
            values=prod(sizes.get(feature, 1) for feature, _value in cell if feature not in self.features),
        )

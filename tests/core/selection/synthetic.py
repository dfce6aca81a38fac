"""Synthetic pools with the sizes of ten published ones: biased, correlated, always feasible.

Everybody has a hidden leaning; each feature's value follows from the leaning and from chance, so features
correlate. Who applies leans to one side, a panel should not: the quotas are those of a hidden panel that was
picked against the bias, exactly or as ranges around it. Hence at least one panel exists.
"""

import random
from collections import Counter
from dataclasses import dataclass

from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.quotas import Feature, Quota, QuotaTable, Value


@dataclass(frozen=True, slots=True)
class Size:
    """How large a pool is."""

    applicants: int
    seats: int
    features: int


PUBLISHED = tuple(
    Size(*numbers)
    for numbers in (
        (312, 35, 6),
        (250, 20, 6),
        (161, 44, 7),
        (404, 40, 6),
        (1727, 110, 7),
        (825, 75, 4),
        (239, 30, 7),
        (70, 24, 5),
        (342, 170, 5),
        (321, 30, 8),
    )
)
"""Applicants, seats and features of ten pools named in the literature."""


def synthetic(size: Size, *, seed: int = 1, width: int = 1, households: int = 0) -> tuple[Pool, QuotaTable]:
    """Make a pool and a quota table that fits it.

    Parameters
    ----------
    size
        How large.
    seed
        Another seed, another pool.
    width
        Quotas are `width` below to `width` above the hidden panel; 0: exact quotas.
    households
        How many pairs of applicants share a household.
    """
    dice = random.Random(f"{size} {seed}")
    numbers = [dice.choice((2, 2, 3, 3, 4, 5, 6, 8)) for _ in range(size.features)]
    strengths = [dice.uniform(0.2, 1.2) for _ in numbers]
    leanings = [dice.gauss(0.5, 1.0) for _ in range(size.applicants)]
    people = [
        tuple(_value(dice, leaning, strength, number) for strength, number in zip(strengths, numbers, strict=True))
        for leaning in leanings
    ]
    weights = [2.718 ** (-0.8 * leaning) for leaning in leanings]
    homes = {2 * pair + person: f"h{pair:03d}" for pair in range(households) for person in (0, 1)}
    panel = _hidden_panel(dice, weights, size.seats, homes)
    features = tuple(
        Feature(f"feature {f}", tuple(Value(f"v{value}") for value in range(number)))
        for f, number in enumerate(numbers)
    )
    quotas = []
    for f, feature in enumerate(features):
        counts = Counter(people[person][f] for person in panel)
        quotas += [
            Quota(((feature.name, value.name),), max(0, counts[v] - width), counts[v] + width)
            for v, value in enumerate(feature.values)
        ]
    applicants = [
        Applicant(f"p{number:05d}", tuple(f"v{value}" for value in person), homes.get(number, ""))
        for number, person in enumerate(people)
    ]
    pool = Pool(tuple(feature.name for feature in features), tuple(applicants))
    return pool, QuotaTable(features, tuple(quotas), size.seats)


def _value(dice: random.Random, leaning: float, strength: float, number: int) -> int:
    """Return a value that depends on the leaning: higher leaning, higher value, more or less."""
    mixed = strength * leaning + dice.gauss(0.0, 1.0)
    share = 1.0 / (1.0 + 2.718 ** (-1.2 * mixed))
    return min(number - 1, int(share**0.8 * number))


def _hidden_panel(dice: random.Random, weights: list[float], seats: int, homes: dict[int, str]) -> list[int]:
    """Pick people against the bias, at most one per household."""
    order = sorted(range(len(weights)), key=lambda person: dice.expovariate(weights[person]))
    panel: list[int] = []
    seated: set[str] = set()
    for person in order:
        home = homes.get(person, "")
        if len(panel) < seats and home not in seated:
            panel.append(person)
            seated |= {home} if home else set()
    return panel

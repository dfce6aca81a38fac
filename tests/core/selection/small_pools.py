"""Small pools with invented people, for comparison with brute force."""

import random

from hypothesis import strategies as st

from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.quotas import Cell, Feature, Quota, QuotaTable, Value


@st.composite
def small_pools(draw: st.DrawFn, most: int = 9) -> tuple[Pool, QuotaTable, int]:
    """Draw a pool, quotas and a number of seats: ranges, exact quotas, joint cells, households.

    Quotas are those of a hidden panel, widened on either side, or tightened so that there may be no panel.
    """
    number = draw(st.integers(1, most))
    seats = draw(st.integers(1, number))
    features = tuple(
        Feature(f"f{f}", tuple(Value(f"v{v}") for v in range(values)))
        for f, values in enumerate(draw(st.lists(st.integers(1, 3), min_size=1, max_size=4)))
    )
    homes = st.sampled_from(["", "", "", "h1", "h2"]) if draw(st.booleans()) else st.just("")
    people = tuple(
        Applicant(f"p{n}", tuple(draw(st.sampled_from(feature.values)).name for feature in features), draw(homes))
        for n in range(number)
    )
    hidden = draw(st.permutations(people))[:seats]
    cells: list[Cell] = [((feature.name, value.name),) for feature in features for value in feature.values]
    if len(features) > 1 and draw(st.booleans()):
        cells.append((("f0", "v0"), ("f1", "v0")))
    exact = draw(st.booleans())
    quotas = []
    for cell in cells:
        sits = sum(all(one.values[int(feature[1:])] == value for feature, value in cell) for one in hidden)
        below, above = (0, 0) if exact else (draw(st.integers(0, 2)), draw(st.integers(0, 2)))
        quotas.append(Quota(cell, max(0, sits - below), sits + above))
    pool = Pool(tuple(feature.name for feature in features), people)
    return pool, QuotaTable(features, tuple(quotas)), seats


def hard_pool(seed: int) -> tuple[Pool, QuotaTable, int]:
    """Make a pool in which everybody differs and quotas are exact or nearly so: many of them need cuts."""
    dice = random.Random(seed)
    number = dice.randint(8, 14)
    seats = dice.randint(3, min(6, number - 2))
    features = tuple(
        Feature(f"f{f}", tuple(Value(f"v{v}") for v in range(dice.choice((2, 2, 3)))))
        for f in range(dice.randint(3, 5))
    )
    homes = dice.random() < 1 / 3
    people = tuple(
        Applicant(
            f"p{n:02d}",
            tuple(dice.choice(feature.values).name for feature in features),
            dice.choice(("", "", "", "h1", "h2")) if homes else "",
        )
        for n in range(number)
    )
    hidden = dice.sample(people, seats)
    slack = dice.choice((0, 0, 0, 1))
    quotas = []
    for f, feature in enumerate(features):
        for value in feature.values:
            sits = sum(one.values[f] == value.name for one in hidden)
            widened = slack * dice.randint(0, 1)
            quotas.append(Quota(((feature.name, value.name),), max(0, sits - widened), sits + widened))
    return Pool(tuple(feature.name for feature in features), people), QuotaTable(features, tuple(quotas)), seats

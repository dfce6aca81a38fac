"""Small pools whose quotas were made without looking at the people, so that most of them cannot be met."""

from itertools import combinations

from hypothesis import strategies as st

from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.quotas import Cell, Feature, Quota, QuotaTable, Value

Case = tuple[Pool, QuotaTable, int]


@st.composite
def contradictory(draw: st.DrawFn, most: int = 8) -> Case:
    """Draw a pool, quotas with or without limits of a repair and an order of relaxation, and a number of seats."""
    number = draw(st.integers(2, most))
    seats = draw(st.integers(1, min(number, 4)))
    features = tuple(
        Feature(f"f{f}", tuple(Value(f"v{v}") for v in range(values)))
        for f, values in enumerate(draw(st.lists(st.integers(2, 3), min_size=1, max_size=3)))
    )
    homes = st.sampled_from(["", "", "", "h1", "h2"]) if draw(st.booleans()) else st.just("")
    people = tuple(
        Applicant(f"p{n}", tuple(draw(st.sampled_from(feature.values)).name for feature in features), draw(homes))
        for n in range(number)
    )
    cells: list[Cell] = [((feature.name, value.name),) for feature in features for value in feature.values]
    if len(features) > 1 and draw(st.booleans()):
        cells.append((("f0", "v0"), ("f1", "v0")))
    limited = draw(st.booleans())
    quotas = []
    for cell in cells:
        low = draw(st.integers(0, 2))
        high = low + draw(st.integers(0, 2))
        flex = (draw(st.integers(0, low)), high + draw(st.integers(0, 3))) if limited else (None, None)
        quotas.append(Quota(cell, low, high, *flex))
    names = [feature.name for feature in features]
    relaxation = tuple(draw(st.permutations(names))[: draw(st.integers(0, len(names)))])
    return Pool(tuple(names), people), QuotaTable(features, tuple(quotas), seats, relaxation), seats


def choices(case: Case, *, homes: bool = True) -> list[tuple[Applicant, ...]]:
    """Return all sets of as many people as seats; those of one household only if it plays no part."""
    pool, _table, seats = case
    found = []
    for people in combinations(pool.applicants, seats):
        shared = [one.household for one in people if one.household]
        if not homes or len(set(shared)) == len(shared):
            found.append(people)
    return found


def misses(case: Case, people: tuple[Applicant, ...]) -> tuple[int, ...]:
    """Return by how many seats these people miss the minimum and the maximum of every quota in turn."""
    pool, table, _seats = case
    rows = [dict(zip(pool.features, one.values, strict=True)) for one in people]
    found = []
    for quota in table.quotas:
        seated = sum(all(row[feature] == value for feature, value in quota.cell) for row in rows)
        found += [max(0, quota.minimum - seated), max(0, seated - quota.maximum)]
    return tuple(found)

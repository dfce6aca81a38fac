from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.chance import Seed, whole_number_below
from buergerforum.core.draw.allocation import (
    chances,
    exact,
    largest_remainder,
    proportional,
    systematic,
    weight_of,
    weighted,
)

RESIDENTS = st.lists(st.integers(1, 10**6), min_size=1, max_size=30)
SMALL = [sizes for strata in (1, 2, 3) for sizes in product((1, 2, 3, 4), repeat=strata)] + [
    (29, 30, 41),
    (1, 1, 1, 97),
]


def shares(size: int, residents: tuple[int, ...] | list[int]) -> list[Fraction]:
    return [Fraction(size * count, sum(residents)) for count in residents]


@pytest.mark.parametrize(("seed", "places"), [("0", [1, 1, 3]), ("1", [2, 1, 2])])
def test_the_vectors_of_the_specification(seed: str, places: list[int]) -> None:
    assert exact(5, [29, 30, 41], Seed(seed)) == places


@pytest.mark.parametrize("residents", SMALL, ids=str)
def test_over_all_starts_every_resident_has_exactly_the_same_chance(residents: tuple[int, ...]) -> None:
    total = sum(residents)
    for size in range(total + 1):
        given_places = [systematic(size, residents, start) for start in range(total)]
        expected = [sum(places[h] for places in given_places) for h in range(len(residents))]
        chance_of_one = {Fraction(places, total * count) for places, count in zip(expected, residents, strict=True)}
        assert chance_of_one == {Fraction(size, total)}


@given(RESIDENTS, st.data())
def test_exact_gives_the_floor_or_the_ceiling_of_every_share(residents: list[int], data: st.DataObject) -> None:
    size = data.draw(st.integers(0, sum(residents)))
    start = data.draw(st.integers(0, sum(residents) - 1))
    places = systematic(size, residents, start)
    assert sum(places) == size
    for count, share, room in zip(places, shares(size, residents), residents, strict=True):
        assert share - 1 < count < share + 1
        assert 0 <= count <= room


@given(RESIDENTS, st.text(min_size=1).map(Seed), st.data())
def test_the_start_is_the_number_for_the_purpose_allocation(
    residents: list[int], seed: Seed, data: st.DataObject
) -> None:
    size = data.draw(st.integers(0, sum(residents)))
    start = whole_number_below(sum(residents), "allocation", seed)
    assert exact(size, residents, seed) == systematic(size, residents, start)


@given(RESIDENTS, st.data())
def test_largest_remainder_gives_one_more_to_those_with_the_largest_remainders(
    residents: list[int], data: st.DataObject
) -> None:
    size = data.draw(st.integers(0, sum(residents)))
    places = largest_remainder(size, residents)
    assert sum(places) == size
    wanted = shares(size, residents)
    more = [(share % 1, -h) for h, (share, count) in enumerate(zip(wanted, places, strict=True)) if count > share]
    less = [(share % 1, -h) for h, (share, count) in enumerate(zip(wanted, places, strict=True)) if count <= share]
    assert all(count in (share // 1, share // 1 + 1) for share, count in zip(wanted, places, strict=True))
    assert not more or not less or min(more) > max(less)
    assert all(count <= room for count, room in zip(places, residents, strict=True))


@pytest.mark.parametrize(
    ("size", "residents", "places"),
    [
        (5, [29, 30, 41], [1, 2, 2]),
        (1, [1, 1, 1], [1, 0, 0]),  # a tie goes to the stratum that comes first
        (2, [1, 1, 1], [1, 1, 0]),
        (0, [3, 4], [0, 0]),
        (7, [3, 4], [3, 4]),
        (1, [1, 2], [0, 1]),
    ],
)
def test_largest_remainder_by_hand(size: int, residents: list[int], places: list[int]) -> None:
    assert largest_remainder(size, residents) == places


def test_chances_are_published_as_they_come_about() -> None:
    assert chances(proportional(5, [29, 30, 41]), [29, 30, 41]) == [(5, 100)] * 3
    assert chances(weighted(5, [29, 30, 41], [1, 2, 1]), [29, 30, 41]) == [(5, 130), (10, 130), (5, 130)]


WEIGHTS = st.integers(1, 1000)


@given(st.lists(st.tuples(st.integers(1, 40), WEIGHTS), min_size=1, max_size=6), st.data())
def test_weighted_chances_are_at_most_one_and_as_the_weights_where_they_are_less(
    strata: list[tuple[int, int]], data: st.DataObject
) -> None:
    residents, weights = [one for one, _weight in strata], [weight for _one, weight in strata]
    size = data.draw(st.integers(0, sum(residents)))
    found = weighted(size, residents, weights)
    assert sum(found.parts) == size * found.whole
    ratios = [Fraction(*chance) for chance in chances(found, residents)]
    assert all(0 <= chance <= 1 for chance in ratios)
    free = [chance / weight for chance, weight in zip(ratios, weights, strict=True) if chance < 1]
    assert len(set(free)) <= 1
    full = [Fraction(1, weight) for chance, weight in zip(ratios, weights, strict=True) if chance == 1]
    assert all(one <= free[0] for one in full if free)
    places = found.rounded(data.draw(st.integers(0, found.whole - 1)))
    assert sum(places) == size
    assert all(0 <= given_places <= room for given_places, room in zip(places, residents, strict=True))


def test_over_all_starts_weighted_chances_are_exact() -> None:
    for residents, weights in (([3, 2, 5], [1, 2, 3]), ([1, 4], [7, 1]), ([2, 2, 2], [1, 1, 1])):
        for size in range(sum(residents) + 1):
            found = weighted(size, residents, weights)
            sums = [sum(one) for one in zip(*(found.rounded(r) for r in range(found.whole)), strict=True)]
            stated = chances(found, residents)
            assert [Fraction(one, found.whole * n) for one, n in zip(sums, residents, strict=True)] == [
                Fraction(*chance) for chance in stated
            ]


@pytest.mark.parametrize(
    ("response", "weight"), [(1, 10**12), (30_000, 33_333_333), (1_000_000, 10**6), (3, 333_333_333_333)]
)
def test_weights_are_inverse_to_the_expected_response(response: int, weight: int) -> None:
    assert weight_of(response) == weight

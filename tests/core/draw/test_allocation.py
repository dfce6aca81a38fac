from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.chance import Seed, whole_number_below
from buergerforum.core.draw.allocation import chances, exact, largest_remainder, systematic

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
    assert chances(5, [29, 30, 41], [1, 1, 3], equal=True) == [(5, 100)] * 3
    assert chances(5, [29, 30, 41], [1, 2, 2], equal=False) == [(1, 29), (2, 30), (2, 41)]

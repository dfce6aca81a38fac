from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.quotas.derive import derive, exact_seats, seat_range
from buergerforum.model.quota_plan import Aim, Place, Tolerance
from tests.core.quotas.plans import aim, plan

SHARES = st.lists(st.decimals("0", "100", places=2), min_size=1, max_size=14).filter(any)
SEATS = st.integers(1, 500)
TOLERANCES = st.builds(Tolerance, st.decimals("0", "5", places=1), st.decimals("0", "60", places=0))


@given(SHARES, SEATS)
def test_exact_seats_add_up_exactly_and_keep_the_proportions(shares: list[Decimal], seats: int) -> None:
    exact = exact_seats(shares, seats)
    assert sum(exact) == seats
    assert all(
        a * Fraction(t) == b * Fraction(s)
        for a, s in zip(exact, shares, strict=True)
        for b, t in [(exact[0], shares[0])]
    )


@given(SHARES, SEATS, TOLERANCES)
def test_sums_always_leave_room_for_all_seats(shares: list[Decimal], seats: int, tolerance: Tolerance) -> None:
    ranges = [seat_range(exact, seats, tolerance) for exact in exact_seats(shares, seats)]
    assert sum(low for low, _high in ranges) <= seats <= sum(high for _low, high in ranges)
    assert all(0 <= low <= high <= seats for low, high in ranges)


@given(SHARES, SEATS, TOLERANCES)
def test_a_larger_share_never_gets_less(shares: list[Decimal], seats: int, tolerance: Tolerance) -> None:
    ranges = [seat_range(exact, seats, tolerance) for exact in exact_seats(sorted(shares), seats)]
    assert [low for low, _high in ranges] == sorted(low for low, _high in ranges)
    assert [high for _low, high in ranges] == sorted(high for _low, high in ranges)


@given(SHARES, SEATS, TOLERANCES, TOLERANCES)
def test_more_tolerance_never_narrows(shares: list[Decimal], seats: int, one: Tolerance, other: Tolerance) -> None:
    both = Tolerance(max(one.seats, other.seats), max(one.percent, other.percent))
    for exact in exact_seats(shares, seats):
        low, high = seat_range(exact, seats, one)
        wide_low, wide_high = seat_range(exact, seats, both)
        assert wide_low <= low <= high <= wide_high


@given(SHARES, SEATS)
def test_without_tolerance_a_range_is_floor_to_ceiling(shares: list[Decimal], seats: int) -> None:
    for exact in exact_seats(shares, seats):
        low, high = seat_range(exact, seats)
        assert low <= exact <= high
        assert high - low == (0 if exact.denominator == 1 else 1)


def test_no_rounding_decides_about_a_seat() -> None:
    thirds = exact_seats([Decimal("33.3")] * 3, 1000)
    assert [seat_range(exact, 1000) for exact in thirds] == [(333, 334)] * 3
    tenths = exact_seats([Decimal("0.1"), Decimal("0.2"), Decimal("99.7")], 1000)
    assert [seat_range(exact, 1000) for exact in tenths] == [(1, 1), (2, 2), (997, 997)]


def test_the_larger_tolerance_counts() -> None:
    tolerance = Tolerance(seats=Decimal(2), percent=Decimal(20))
    assert seat_range(Fraction(5), 100, tolerance) == (3, 7)
    assert seat_range(Fraction(50), 100, tolerance) == (40, 60)
    assert seat_range(Fraction(1), 100, tolerance) == (0, 3)
    assert seat_range(Fraction(99), 100, tolerance) == (79, 100)


def test_ends_set_by_hand_stay() -> None:
    made = plan(
        aim("sex", "w", share="50"),
        aim("sex", "m", 3, share="50"),
        aim("sex", "d", 0),
        aim("sex", "x", None, 2),
    )
    assert derive(made, 11) == ((5, 6), (3, 6), (0, 11), (0, 2))


def test_a_joint_cell_is_a_share_of_everybody() -> None:
    cell = (("sex", "w"), ("age", "16-29"))
    made = plan(
        aim("sex", "w", share="100"), aim("age", "16-29", share="100"), Aim(cell, Place(), share=Decimal("10.5"))
    )
    assert derive(made, 50)[-1] == (5, 6)

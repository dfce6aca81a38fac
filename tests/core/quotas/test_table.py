import pytest

from buergerforum.core.quotas.table import make_table
from buergerforum.errors import InputError, Problem, QuotaError, UsageError
from buergerforum.model.quota_plan import Aim, Place
from buergerforum.model.quotas import Quota
from tests.core.quotas.plans import aim, plan

SHARES = (aim("sex", "w", share="50"), aim("sex", "m", share="50"), aim("sex", "d", 0))
SEATS = (aim("sex", "w", 4, 6, row=2), aim("sex", "m", 4, 6, row=3))


def test_the_file_says_the_seats() -> None:
    made = make_table(plan(*SHARES, seats=11, relaxation=("sex",)))
    assert made.table.seats == 11
    assert made.table.relaxation == ("sex",)
    assert made.table.source == "q.csv"
    assert made.table.quotas == (
        Quota((("sex", "w"),), 5, 6),
        Quota((("sex", "m"),), 5, 6),
        Quota((("sex", "d"),), 0, 11),
    )
    assert made.notes == ()


def test_seats_asked_for_derive_anew_from_shares() -> None:
    made = make_table(plan(*SHARES, seats=11), 20)
    assert made.table.seats == 20
    assert [(quota.minimum, quota.maximum) for quota in made.table.quotas] == [(10, 10), (10, 10), (0, 20)]
    assert made.notes == ("q.csv says 11 seats, 20 were asked for: minimum and maximum follow from the shares anew.",)


def test_the_same_seats_need_no_word() -> None:
    assert make_table(plan(*SHARES, seats=11), 11).notes == ()


def test_seats_asked_for_leave_what_the_file_states_in_seats() -> None:
    made = make_table(plan(*SEATS, seats=10), 12)
    assert [(quota.minimum, quota.maximum) for quota in made.table.quotas] == [(4, 6), (4, 6)]
    assert made.notes == (
        "q.csv says 10 seats, 12 were asked for: what it states in seats was left as it is. Please check it.",
    )


def test_seats_asked_for_must_still_fit() -> None:
    with pytest.raises(QuotaError) as told:
        make_table(plan(*SEATS, seats=10), 20)
    assert told.value.exit_code == 4
    assert told.value.message == "sex: the maximums add up to only 12, but there are 20 seats."
    assert told.value.hint == "“q.csv” was made for 10 seats, and states minimum and maximum in seats. Adapt them."


def test_sums_that_do_not_fit_are_exit_code_4() -> None:
    with pytest.raises(QuotaError) as told:
        make_table(plan(*SEATS), 7)
    assert told.value.message == "sex: the minimums add up to 8, but there are only 7 seats."
    assert told.value.hint == "Correct the quotas, or the number of seats."


def test_seats_may_stay_unknown_where_everything_is_in_seats() -> None:
    made = make_table(plan(*SEATS))
    assert made.table.seats is None
    assert [(quota.minimum, quota.maximum) for quota in made.table.quotas] == [(4, 6), (4, 6)]


@pytest.mark.parametrize("aims", [SHARES, (aim("sex", "w", 0),)])
def test_shares_need_a_number_of_seats(aims: tuple[Aim, ...]) -> None:
    with pytest.raises(UsageError) as told:
        make_table(plan(*aims))
    assert told.value.exit_code == 2
    assert told.value.message == "“q.csv” does not say how many seats there are, and its quotas depend on it."
    assert told.value.hint == "Add the line “seats: 50” to the file, or --seats 50 to the command, with your number."


@pytest.mark.parametrize("seats", [0, -5])
def test_seats_must_be_positive(seats: int) -> None:
    with pytest.raises(UsageError, match=f"The number of seats must be 1 or more, not {seats}."):
        make_table(plan(*SEATS), seats)


def test_problems_of_reading_and_of_sense_come_together() -> None:
    found = Problem("Unreadable.", file="q.csv", row=5)
    with pytest.raises(InputError) as told:
        make_table(plan(aim("sex", "w", 3, 2, row=2), aim("sex", "m", 4, 1, row=9)), 5, [found])
    assert told.value.exit_code == 3
    assert [problem.row for problem in told.value.problems] == [2, 5, 9]


def test_ends_that_do_not_go_with_the_share_are_an_error() -> None:
    with pytest.raises(InputError, match=r"The minimum of “sex: w” is larger than its maximum\. Found: 9 > 5\."):
        make_table(plan(aim("sex", "w", 9, share="50"), aim("sex", "m", share="50")), 10)


def test_the_parts_of_a_joint_cell_stand_in_the_order_of_the_features() -> None:
    joint = Aim((("age", "old"), ("sex", "w")), Place(), None, 1)
    made = make_table(plan(*SHARES, aim("age", "old", 0), joint, seats=10))
    assert made.table.quotas[-1] == Quota((("sex", "w"), ("age", "old")), 1, 10)

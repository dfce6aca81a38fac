from collections.abc import Sequence
from decimal import Decimal

import pytest

from buergerforum.core.quotas.checks import check_plan, check_ranges
from buergerforum.errors import Problem
from buergerforum.model.quota_plan import Aim, Place, QuotaPlan
from buergerforum.model.quotas import Feature, Value
from tests.core.quotas.plans import aim, plan


def texts(problems: Sequence[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


W = aim("sex", "w", 1, 2, row=2)
M = aim("sex", "m", 1, 2, row=3)


def test_a_sound_plan_has_no_problems() -> None:
    assert check_plan(plan(W, M, aim("age", "16-29", 0, 4, 0, 9, row=4), relaxation=("age", "sex"))) == []


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            plan(W, M, aim("sex", "w", 0, 1, row=7)),
            "q.csv, row 7: “sex: w” stands twice, first in row 2. Leave one of them.",
        ),
        (
            plan(aim("sex", "w", -3, 2, row=2)),
            "q.csv, row 2, column “min”: A number of seats cannot be negative. Found: -3. Expected: 0 or more.",
        ),
        (
            plan(aim("sex", "w", 0, -1, row=2)),
            "q.csv, row 2, column “max”: A number of seats cannot be negative. Found: -1. Expected: 0 or more.",
        ),
        (
            plan(aim("sex", "w", 3, 2, row=2)),
            "q.csv, row 2: The minimum of “sex: w” is larger than its maximum. Found: 3 > 2.",
        ),
        (
            plan(aim("sex", "w", 3, 4, 4, 4, row=2)),
            (
                "q.csv, row 2, column “min_flex”: A repair may only lower the minimum of “sex: w”. "
                "Found: 4. Expected: at most 3."
            ),
        ),
        (
            plan(aim("sex", "w", 3, 4, 3, 3, row=2)),
            (
                "q.csv, row 2, column “max_flex”: A repair may only raise the maximum of “sex: w”. "
                "Found: 3. Expected: at least 4."
            ),
        ),
        (
            plan(W, M, relaxation=("age",)),
            "q.csv, column “relaxation”: There is no feature “age”. Expected: sex.",
        ),
        (
            plan(W, M, relaxation=("sex", "sex")),
            "q.csv, column “relaxation”: The feature “sex” stands twice. Leave one of them.",
        ),
        (
            plan(W, M, Aim((("sex", "w"), ("age", "x")), Place(key="joint.0"), None, 1)),
            "q.csv, column “joint.0”: There is no feature “age”. Expected: sex.",
        ),
        (
            plan(W, M, aim("age", "16-29", 0, 4, row=4), Aim((("sex", "f"), ("age", "16-29")), Place(key="joint.0"))),
            "q.csv, column “joint.0”: The feature “sex” has no value “f”. Expected: w, m.",
        ),
        (
            plan(aim("sex", "w", share="50.8"), aim("sex", "m", share="48.2")),
            (
                "q.csv, column “features.sex”: The shares of “sex” do not add up to 100 per cent. Found: 99.0. "
                "Expected: 100, give or take 0.1 for rounding. Correct the shares, or add the group that is missing."
            ),
        ),
    ],
)
def test_each_contradiction_is_named_with_its_place(made: QuotaPlan, said: str) -> None:
    assert texts(check_plan(made)) == [said]


def test_a_negative_share_is_named() -> None:
    made = plan(aim("sex", "w", share="-1"), aim("sex", "m", share="101"))
    assert texts(check_plan(made)) == [
        "q.csv, column “share”: A share cannot be negative. Found: -1. Expected: 0 or more."
    ]


def test_a_text_of_the_pool_counts_for_one_value_only() -> None:
    feature = Feature("nation", (Value("DE"), Value("foreign", includes=("EU", "DE"))))
    made = QuotaPlan("q.yaml", (feature,), (aim("nation", "DE", 0), aim("nation", "foreign", 0)))
    assert texts(check_plan(made)) == [
        "q.yaml: “DE” counts for two values of “nation”: DE and foreign. Leave one of them."
    ]


def test_a_joint_cell_stands_twice_whatever_its_order() -> None:
    one, other = (("sex", "w"), ("age", "old")), (("age", "old"), ("sex", "w"))
    made = plan(
        W, M, aim("age", "old", 0, 4, row=4), *(Aim(c, Place(key=f"joint.{n}")) for n, c in enumerate((one, other)))
    )
    assert texts(check_plan(made)) == [
        "q.csv, column “joint.1”: “age: old × sex: w” stands twice, first in joint.0. Leave one of them."
    ]


def test_all_problems_come_at_once_in_the_order_of_the_rows() -> None:
    made = plan(aim("sex", "m", 5, 2, row=9), aim("sex", "w", -1, 2, row=4), aim("sex", "m", 1, 2, row=6))
    assert [problem.row for problem in check_plan(made)] == [4, 6, 9]


@pytest.mark.parametrize("share", ["33.3", "33.33", "33"])
def test_shares_may_miss_a_hundred_by_rounding(share: str) -> None:
    assert check_plan(plan(*(aim("a", name, share=share) for name in "xyz"))) == []


@pytest.mark.parametrize("shares", [("33.3", "33.3", "33.1"), ("33.33", "33.33", "33.30"), ("50",)])
def test_shares_may_not_miss_a_hundred_by_more(shares: tuple[str, ...]) -> None:
    assert len(check_plan(plan(*(aim("a", str(n), share=share) for n, share in enumerate(shares))))) == 1


def test_what_follows_from_shares_must_go_with_what_was_set_by_hand() -> None:
    made = plan(aim("sex", "w", 9, share="50", row=2), aim("sex", "m", None, None, 8, share="50", row=3))
    assert check_plan(made) == []
    assert texts(check_ranges(made, ((9, 6), (5, 6)))) == [
        "q.csv, row 2: The minimum of “sex: w” is larger than its maximum. Found: 9 > 6.",
        (
            "q.csv, row 3, column “min_flex”: A repair may only lower the minimum of “sex: m”. "
            "Found: 8. Expected: at most 5."
        ),
    ]
    assert made.aims[0].share == Decimal(50)

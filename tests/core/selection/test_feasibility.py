from dataclasses import replace

import pytest

from buergerforum.core.selection.engine import make_lottery
from buergerforum.errors import QuotaError
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from tests.core.selection.published import ducks, four, made

CONFLICT = "No panel can meet all of these at once; leaving out any one of them would make the others possible:"
UNORDERED = "The smallest repair; the quota file names no order of relaxation:"
ANEW = "Wait for more applicants, or decide anew on seats, quotas or the rule for households."
RELAX = (
    "Nothing was relaxed. Wait for more applicants, or decide on the relaxation: “forum quotas repair” writes the "
    "quota file with it, ready to be confirmed."
)
BARRED = (
    "“0: young” has 5 applicants; limited by none of these maximums: 1; of the others may be seated: 1. "
    "That makes 2 instead of 3."
)


def refused(pool: Pool, table: QuotaTable, seats: int, hint: str = RELAX) -> list[str]:
    with pytest.raises(QuotaError) as raised:
        make_lottery(pool, table, seats)
    assert raised.value.exit_code == 4
    assert raised.value.hint == hint
    return raised.value.message.splitlines()


def test_too_few_applicants() -> None:
    told = refused(*ducks(), 6, ANEW)
    assert told[:2] == ["The quotas cannot be met.", "There are only 5 applicants for 6 seats."]
    assert told[2] == "0: the maximums add up to only 4, but there are 6 seats."
    assert told[-1] == "No repair of the quotas helps."


def test_sums_come_first() -> None:
    case = made({"a": "x", "b": "x", "c": "y"}, {"0 x": (2, 2), "0 y": (2, 2)})
    assert refused(*case, 2) == [
        "The quotas cannot be met.",
        "0: the minimums add up to 4, but there are only 2 seats.",
        "0: y: at least 2 are needed, but there is only 1 applicant.",
        UNORDERED,
        "0: x: at least 1 instead of 2",
        "0: y: at least 1 instead of 2",
    ]


def test_a_smallest_conflict_in_words() -> None:
    assert refused(*four(exact=True), 2) == [
        CONFLICT,
        "0: 1: at least 1 (2 applicants)",
        "0: 1: at most 1 (2 applicants)",
        "1: 1: at least 1 (2 applicants)",
        "1: 1: at most 1 (2 applicants)",
        "2: 1: at least 1 (2 applicants)",
        "2: 1: at most 1 (2 applicants)",
        UNORDERED,
        "2: 1: at most 2 instead of 1",
    ]


def test_the_published_order_is_told() -> None:
    pool, table = four(exact=True)
    told = refused(pool, replace(table, relaxation=("1", "0")), 2)
    assert told[-2:] == [
        "The smallest repair, in the published order of relaxation (1 → 0 → 2):",
        "1: 1: at most 2 instead of 1",
    ]


def test_a_minimum_against_a_maximum() -> None:
    people = {f"a{n}": "young west" for n in range(4)} | {"b": "young east", "c": "old east", "d": "old east"}
    quotas = {"0 young": (3, 3), "0 old": (0, 3), "1 west": (0, 1), "1 east": (0, 3)}
    assert refused(*made(people, quotas), 3) == [
        CONFLICT,
        "0: young: at least 3 (5 applicants)",
        "1: west: at most 1 (4 applicants)",
        BARRED,
        UNORDERED,
        "1: west: at most 2 instead of 1",
    ]


def test_two_minimums_without_enough_people_for_both() -> None:
    people = {"a": "x p", "b": "x p", "c": "y q", "d": "y q", "e": "x q"}
    quotas = {"0 x": (2, 3), "0 y": (0, 3), "1 p": (0, 3), "1 q": (3, 3)}
    told = refused(*made(people, quotas), 3)
    assert told[1:4] == [
        "0: x: at least 2 (3 applicants)",
        "1: q: at least 3 (3 applicants)",
        "Applicants who count for both: 1. So 4 seats would be needed; there are 3.",
    ]


def test_households_are_part_of_a_conflict() -> None:
    case = made({"a": "x", "b": "x", "c": "y", "d": "y"}, {"0 x": (2, 2), "0 y": (0, 2)}, "a=b")
    assert refused(*case, 3) == [
        CONFLICT,
        "0: x: at least 2 (2 applicants)",
        "At most one person per household",
        "“0: x”: 2 applicants, different households: 1.",
        UNORDERED,
        "0: x: at least 1 instead of 2",
    ]


def test_limits_of_the_file_may_leave_no_repair() -> None:
    pool, table = four(exact=True)
    quotas = tuple(replace(quota, min_flex=quota.minimum, max_flex=quota.maximum) for quota in table.quotas)
    told = refused(pool, replace(table, quotas=quotas), 2, ANEW)
    assert told[-1] == "No repair helps within the limits that the file sets (min_flex, max_flex)."

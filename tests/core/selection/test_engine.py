import os
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from buergerforum.core.selection.engine import LotteryResult, make_lottery
from buergerforum.core.selection.panel_check import PanelRules
from buergerforum.errors import QuotaError, UsageError
from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.quotas import Quota, QuotaTable, Value
from tests.core.selection.bruteforce import all_panels, leximin_chances
from tests.core.selection.published import ducks, four, israel, large, made, seven
from tests.core.selection.small_pools import small_pools
from tests.core.selection.synthetic import PUBLISHED, synthetic

Case = tuple[Pool, QuotaTable]


def recount(result: LotteryResult, case: Case, seats: int) -> None:
    """Count everything that is published again: numbers, panels, chances, the largest deviation."""
    pool, table = case
    rules = PanelRules(pool, table, seats)
    lottery = result.lottery
    counted: Counter[str] = Counter()
    expected_first = 0
    for block in lottery.blocks:
        assert block.first == expected_first
        assert list(block.members) == sorted(block.members)
        assert rules.check(block.members) == []
        expected_first = block.last + 1
        counted.update(dict.fromkeys(block.members, block.last - block.first + 1))
    assert expected_first == lottery.lots
    assert [one.id for one in result.chances] == [one.id for one in pool.applicants]
    assert [one.lots for one in result.chances] == [counted[one.id] for one in pool.applicants]
    deviations = [abs(one.lots / lottery.lots - one.optimal) for one in result.chances]
    assert result.largest_deviation == max(deviations)
    assert result.panels == len({block.members for block in lottery.blocks})


def optimal(result: LotteryResult) -> dict[str, float]:
    return {one.id: one.optimal for one in result.chances}


@pytest.mark.parametrize("objective", ["leximin", "maximin"])
def test_five_ducks(objective: str) -> None:
    result = make_lottery(*ducks(), 2, objective=objective)
    thirds = dict.fromkeys(("lisa", "louie", "dewey", "scrooge"), 1 / 3)
    assert optimal(result) == pytest.approx(thirds | {"marge": 2 / 3}, abs=1e-12)
    recount(result, ducks(), 2)


def test_five_ducks_in_households() -> None:
    case = ducks("lisa=scrooge louie=dewey")
    result = make_lottery(*case, 2)
    answer = {"lisa": 0, "scrooge": 0, "louie": 0.5, "dewey": 0.5, "marge": 1}
    assert optimal(result) == pytest.approx(answer, abs=1e-12)
    assert {one.id: one.lots for one in result.chances} == {name: 1000 * chance for name, chance in answer.items()}
    recount(result, case, 2)


def test_a_blank_household_is_none() -> None:
    assert optimal(make_lottery(*ducks(), 2)) == optimal(make_lottery(*ducks("lisa louie dewey"), 2))


def test_four_people_of_whom_one_is_always_needed() -> None:
    result = make_lottery(*four(), 2)
    assert optimal(result) == pytest.approx({"a": 1, "b": 1 / 3, "c": 1 / 3, "d": 1 / 3}, abs=1e-12)
    recount(result, four(), 2)


def test_seven_people() -> None:
    result = make_lottery(*seven(), 5)
    men = {f"man{n}": 7 / 8 for n in range(4)}
    assert optimal(result) == pytest.approx(men | {"elinor": 0.5, "frank": 0.5, "grace": 0.5}, abs=1e-12)
    assert result.largest_deviation < 1e-12
    recount(result, seven(), 5)


def test_two_thousand_people_have_exactly_a_tenth() -> None:
    result = make_lottery(*large(), 200)
    assert {one.lots for one in result.chances} == {100}
    assert max(abs(one.optimal - 0.1) for one in result.chances) < 1e-12
    assert result.panels == 1000
    recount(result, large(), 200)


@pytest.mark.parametrize("kind", ["exact", "wide"])
def test_a_real_pool(kind: str) -> None:
    result = make_lottery(*israel(kind), 60)
    recount(result, israel(kind), 60)
    chances = sorted(optimal(result).values())
    gini = sum((2 * place - len(chances) - 1) * chance for place, chance in enumerate(chances, 1)) / (
        len(chances) * sum(chances)
    )
    assert result.largest_deviation <= 1 / 1000
    assert (result.cuts, result.panels) == ((), 1000)
    assert abs(result.gap) <= 1e-9
    if kind == "exact":
        assert sum(chance < 1e-9 for chance in chances) == 1
        assert gini == pytest.approx(0.477, abs=0.0005)


@pytest.mark.parametrize(("place", "width"), [(0, 0), (1, 1), (2, 0), (5, 0), (7, 1), (8, 0)])
def test_pools_of_published_sizes(place: int, width: int) -> None:
    size = PUBLISHED[place]
    case = synthetic(size, width=width, households=10)
    result = make_lottery(*case, size.seats)
    recount(result, case, size.seats)
    assert result.largest_deviation <= 1 / 1000
    assert abs(result.gap) <= 1e-9


def test_a_pool_that_needs_cuts_and_whose_lots_cannot_be_split() -> None:
    case = synthetic(PUBLISHED[7], width=0)
    result = make_lottery(*case, PUBLISHED[7].seats)
    recount(result, case, PUBLISHED[7].seats)
    assert result.cuts
    assert result.largest_deviation <= 1 / 1000
    assert abs(result.gap) <= 1e-9


@pytest.mark.parametrize("lots", [1, 7, 1001, 10**9])
def test_any_number_of_lots(lots: int) -> None:
    size = PUBLISHED[1]
    case = synthetic(size, width=0)
    result = make_lottery(*case, size.seats, lots=lots)
    recount(result, case, size.seats)
    assert result.largest_deviation <= 1 / lots
    assert abs(result.gap) <= 1e-9
    if lots == 10**9:
        assert any(block.last > block.first for block in result.lottery.blocks)
    else:
        assert all(block.last == block.first for block in result.lottery.blocks)


@pytest.mark.parametrize("place", [2, 8, *([5] if os.environ.get("FORUM_EXAMPLES") else [])])
def test_a_billion_lots_are_exactly_a_billion(place: int) -> None:
    size = PUBLISHED[place]
    result = make_lottery(*synthetic(size, width=1), size.seats, lots=10**9)
    assert result.lottery.lots == 10**9
    assert sum(one.lots for one in result.chances) == size.seats * 10**9
    assert result.largest_deviation <= 1e-9


@settings(max_examples=60)
@given(small_pools())
def test_the_lots_of_small_pools(case: tuple[Pool, QuotaTable, int]) -> None:
    pool, table, seats = case
    panels = all_panels(pool, table, seats)
    if not panels:
        with pytest.raises(QuotaError):
            make_lottery(pool, table, seats, lots=100)
        return
    result = make_lottery(pool, table, seats, lots=100)
    recount(result, (pool, table), seats)
    best = leximin_chances([one.id for one in pool.applicants], panels)
    assert all(abs(Fraction(one.optimal) - best[one.id]) < 1e-9 for one in result.chances)


def test_one_feasible_panel() -> None:
    case = made({"a": "x", "b": "x", "c": "y"}, {"0 x": (2, 2), "0 y": (0, 0)})
    result = make_lottery(*case, 2)
    assert optimal(result) == {"a": 1.0, "b": 1.0, "c": 0.0}
    assert [one.lots for one in result.chances] == [1000, 1000, 0]
    assert result.panels == 1


def test_everybody_alike() -> None:
    case = made(dict.fromkeys("abcdefg", "x"), {"0 x": (0, 9)})
    result = make_lottery(*case, 3)
    assert optimal(result) == pytest.approx(dict.fromkeys("abcdefg", 3 / 7), abs=1e-12)
    recount(result, case, 3)
    assert sorted({one.lots for one in result.chances}) == [428, 429]
    assert result.panels == 35


def test_twice_the_same() -> None:
    pool, table = synthetic(PUBLISHED[1])
    again = make_lottery(
        Pool(pool.features, tuple(Applicant(one.id, one.values) for one in pool.applicants)), table, 20
    )
    first = make_lottery(pool, table, 20)
    assert first.lottery == again.lottery
    assert first.chances == again.chances


def test_labels_do_not_matter_to_the_lottery() -> None:
    pool, table = seven()
    labelled = tuple(
        type(feature)(feature.name, tuple(Value(value.name, "so called") for value in feature.values), "L")
        for feature in table.features
    )
    assert make_lottery(pool, table, 5).lottery == make_lottery(pool, QuotaTable(labelled, table.quotas), 5).lottery


def test_every_level_of_leximin_proves_itself() -> None:
    """Weak duality: whatever multipliers of the right sign say, no point of the polytope weighs more than the bound."""
    result = make_lottery(*israel("exact"), 60)
    rows, counts = result.polytope.rows(), result.polytope.counts
    matrix = np.zeros((len(rows.lower), result.polytope.types))
    for row, (start, end) in enumerate(zip(rows.starts[:-1], rows.starts[1:], strict=True)):
        matrix[row, rows.columns[start:end]] = rows.values[start:end]
    counted = counts * result.ideal.chances
    for level in result.ideal.levels:
        assert (level.weights >= 0).all()
        assert (level.weights[level.types] > 0).all()
        assert not level.weights[result.ideal.chances > level.value + 1e-9].any()
        multipliers = level.multipliers
        bound = np.where(multipliers > 0, multipliers * rows.upper, multipliers * rows.lower).sum()
        left_over = np.maximum(level.weights - multipliers @ matrix, 0) @ counts
        assert bound + left_over == pytest.approx(level.weights @ counted, abs=1e-9)


@pytest.mark.parametrize(
    ("seats", "lots", "objective", "said"),
    [
        (0, 1000, "leximin", "There must be at least one seat."),
        (2, 0, "leximin", "There must be at least one lot."),
        (2, 1000, "fairest", "There is no objective “fairest”."),
    ],
)
def test_wrong_usage(seats: int, lots: int, objective: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        make_lottery(*ducks(), seats, lots=lots, objective=objective)


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    make_lottery(*ducks(), 2, progress=lambda what, done, total: told.append((what, done, total)))
    assert told[0] == ("Computing everybody's chance", 0, 0)
    assert ("Making equally likely panels", 1000, 1000) in told
    assert ("Proving that the chances can be reached", 0, 0) in told
    assert any(what == "Proving that the chances can be reached; gap 0.0e+00, cuts" for what, _done, _total in told)


def test_progress_says_how_the_gap_closes_and_how_many_cuts_there_are() -> None:
    told: list[tuple[str, int, int]] = []
    make_lottery(*four(), 2, progress=lambda what, done, total: told.append((what, done, total)))
    assert max(done for what, done, _total in told if "gap" in what) >= 1


def test_joint_cells_count() -> None:
    pool, table = ducks()
    joint = Quota((("0", "child"), ("1", "ducktales")), 0, 0)
    result = make_lottery(pool, QuotaTable(table.features, (*table.quotas, joint)), 2)
    assert optimal(result) == pytest.approx({"lisa": 1, "scrooge": 1, "louie": 0, "dewey": 0, "marge": 0}, abs=1e-12)

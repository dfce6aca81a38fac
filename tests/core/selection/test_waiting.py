from itertools import combinations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from buergerforum.core.selection.panel_check import check_panel
from buergerforum.core.selection.waiting import choose_waiting
from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.quotas import Feature, Quota, QuotaTable, Value
from tests.core.selection.bruteforce import all_panels
from tests.core.selection.published import large
from tests.core.selection.small_pools import small_pools

Case = tuple[Pool, QuotaTable, int]


def in_order_of_ids(pool: Pool) -> dict[str, bytes]:
    return {one.id: one.id.encode() for one in pool.applicants}


def replaceable(case: Case, members: tuple[str, ...], by: list[str], dropouts: int) -> set[tuple[str, ...]]:
    """Return which dropouts of so many members somebody of these can replace, by trying everything."""
    pool, table, seats = case
    home = {one.id: one.household for one in pool.applicants}
    homes = {home[one] for one in members} - {""}
    usable = [one for one in by if home[one] not in homes]
    return {
        gone
        for gone in combinations(sorted(members), dropouts)
        for some in combinations(usable, dropouts)
        if not check_panel(tuple({*members, *some} - {*gone}), pool, table, seats)
    }


@settings(max_examples=80, deadline=None)
@given(small_pools(), st.integers(0, 7), st.data())
def test_the_list_replaces_whom_it_can(case: Case, size: int, data: st.DataObject) -> None:
    pool, table, seats = case
    panels = all_panels(pool, table, seats)
    assume(panels)
    members = data.draw(st.sampled_from(panels))
    waiting = choose_waiting(pool, table, members, size, in_order_of_ids(pool))
    home = {one.id: one.household for one in pool.applicants}
    homes = {home[one] for one in members} - {""}
    outside = [one for one in home if one not in members and home[one] not in homes]
    assert len(set(waiting)) == len(waiting) == min(size, len(outside))
    assert set(waiting) <= set(outside)
    if not size:
        return
    single = {one: len(replaceable(case, members, [one], 1)) for one in outside}
    assert len(replaceable(case, members, list(waiting[:1]), 1)) == max(single.values(), default=0)
    if size >= len(replaceable(case, members, outside, 1)):
        assert replaceable(case, members, list(waiting), 1) == replaceable(case, members, outside, 1)


@settings(max_examples=30, deadline=None)
@given(small_pools(), st.data())
def test_the_second_adds_most_single_dropouts_then_most_pairs(case: Case, data: st.DataObject) -> None:
    pool, table, seats = case
    panels = all_panels(pool, table, seats)
    assume(panels and seats > 1 and len(pool.applicants) > seats + 1)
    members = data.draw(st.sampled_from(panels))
    waiting = choose_waiting(pool, table, members, 2, in_order_of_ids(pool))
    assume(len(waiting) == 2)
    first, second = waiting

    def worth(one: str) -> tuple[int, int]:
        return (
            len(replaceable(case, members, [first, one], 1)),
            len(replaceable(case, members, [first, one], 2)),
        )

    homes = {one.household for one in pool.applicants if one.id in members} - {""}
    others = [one.id for one in pool.applicants if one.id not in (*members, first) and one.household not in homes]
    assert worth(second) == max(map(worth, others))


def test_a_pair_may_need_two_who_replace_nobody_alone() -> None:
    """Two members drop out; either newcomer alone would break a quota, together they do not."""
    values = {"sex": "mw", "age": "yo"}
    people = {"a": "my", "b": "wo", "c": "mo", "d": "wy", "e": "my"}
    pool = Pool(("sex", "age"), tuple(Applicant(one, tuple(two)) for one, two in people.items()))
    features = tuple(Feature(name, tuple(map(Value, values[name]))) for name in values)
    quotas = tuple(Quota(((name, value),), 1, 1) for name in values for value in values[name])
    table = QuotaTable(features, quotas)
    assert choose_waiting(pool, table, ("a", "b"), 3, in_order_of_ids(pool)) == ("e", "c", "d")
    without = Pool(pool.features, pool.applicants[:4])
    assert replaceable((without, table, 2), ("a", "b"), ["c", "d"], 2) == {("a", "b")}
    assert choose_waiting(without, table, ("a", "b"), 2, in_order_of_ids(without)) == ("c", "d")


def test_a_large_panel_takes_no_time() -> None:
    pool, table = large()
    women = [one.id for one in pool.applicants if one.values[0] == "female"]
    men = [one.id for one in pool.applicants if one.values[0] == "male"]
    members = tuple(sorted([*women[:100], *men[:100]]))
    waiting = choose_waiting(pool, table, members, 25, in_order_of_ids(pool))
    assert len(waiting) == 25
    assert {one[0] for one in waiting[:2]} == {"f", "m"}


def test_many_quotas_fit_into_words() -> None:
    """More quotas than bits of a whole number: the last of them counts like the first."""
    names = [f"v{n:02d}" for n in range(70)]
    people = tuple(Applicant(f"p{n:02d}{twin}", (name,)) for n, name in enumerate(names) for twin in "ab")
    quotas = tuple(Quota((("f", name),), 0, 1) for name in names[:-1])
    table = QuotaTable((Feature("f", tuple(map(Value, names))),), (*quotas, Quota((("f", names[-1]),), 1, 1)))
    members = ("p00a", "p69a")
    waiting = choose_waiting(Pool(("f",), people), table, members, 3, {one.id: one.id.encode() for one in people})
    assert waiting[1] == "p69b"
    assert waiting[0] == "p00b"

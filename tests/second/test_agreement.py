"""The toolkit and the second implementation agree, on the vectors and on whatever can be thought of."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from buergerforum.core import chance
from buergerforum.core.chance import Seed
from buergerforum.core.draw import allocation
from buergerforum.core.draw.wave import draw, draw_further
from buergerforum.core.selection.lottery import numbered
from buergerforum.core.selection.panel_check import memberships
from buergerforum.core.selection.waiting import choose_waiting
from buergerforum.errors import UsageError
from buergerforum.model.draw import Allocation, Basis, Frame, Standing, Wave
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from tests.core.selection.bruteforce import all_panels
from tests.core.selection.small_pools import small_pools
from tests.second import implementation as second

ODD = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(
            "0 \t\n\r\x00\x1c\x85\u00a0\u0308\u0301\u1100\u1161\u200b\u2000\u2028\u212b\ufeff\U0001f468\u200d"
        ),
    ),
    max_size=12,
)
"""Composed and decomposed letters, Hangul, blanks of every kind, control characters, joined emoji, byte order marks."""


@pytest.mark.parametrize(
    ("seed", "person", "expected"),
    [
        ("0", "A1", "2bf9cd1f42896cf405d4337b7dc3fedefb450b6083d1221b884ecaa783c217d4"),
        ("Dortmund 2024-04-09: 4 7 2 9", "00123", "89ca15b1956bc1d2a4c057a5c9243cd4515064aa7b72ba65426ba4f927956a5d"),
        ("Überlaß", "ä", "b0270136f25da3c48dffb408b2bc72dd90f51f1cd958c0c3f0987ef2cbf93492"),
        ("x", "", "40f7c8b236e59f6e362f29a6f730a2b075798e398c31ac58cbf9388141a30979"),
    ],
)
def test_the_vectors_for_tickets(seed: str, person: str, expected: str) -> None:
    assert second.ticket(seed, person) == expected


def test_the_other_vectors() -> None:
    assert [second.lot(1000, "0"), second.lot(1000, "187")] == [255, 199]
    assert [second.lot(10**9, "Dortmund 2024-04-09: 4 7 2 9"), second.lot(7, "x")] == [779066557, 6]
    residents: dict[tuple[str, ...], int] = {("Süd", "w"): 41, ("Nord", "m"): 29, ("Nord", "w"): 30}
    in_order = [("Nord", "m"), ("Nord", "w"), ("Süd", "w")]
    for seed, places in (("0", [1, 1, 3]), ("1", [2, 1, 2])):
        found = second.exact_places(5, residents, second.whole_number(100, "allocation", seed))
        assert [found[stratum] for stratum in in_order] == places
    people = [second.Person(f"p{i}", ("a" if i % 3 else "b",), f"h{i // 2}") for i in range(12)]
    assert second.draw(people, 5, "0")[0] == ["p4", "p9", "p6", "p11", "p2"]
    assert second.draw(people, 5, "1")[0] == ["p0", "p4", "p3", "p7", "p11"]


@given(ODD)
def test_seeds(text: str) -> None:
    try:
        expected = second.seed_of(text)
    except ValueError:
        with pytest.raises(UsageError):
            chance.read_seed(text)
    else:
        assert chance.read_seed(text) == expected


@given(ODD, st.lists(ODD, max_size=5))
def test_digests(purpose: str, fields: list[str]) -> None:
    assert chance.digest(purpose, *fields) == second.digest(purpose, *fields)


@given(ODD, st.lists(ODD, max_size=20, unique=True))
def test_tickets_and_their_order(seed: str, people: list[str]) -> None:
    drawn = chance.tickets(Seed(seed), people)
    assert [raw.hex() for raw in drawn] == [second.ticket(seed, person) for person in people]
    order = chance.in_ticket_order(drawn, people)
    assert [people[place] for place in order] == second.ticket_order(seed, people)


@given(st.one_of(st.integers(1, 2**256), st.integers(2**255, 2**255 + 9), st.integers(1, 1000)), ODD, ODD)
def test_whole_numbers(n: int, purpose: str, seed: str) -> None:
    assert chance.whole_number_below(n, purpose, Seed(seed)) == second.whole_number(n, purpose, seed)


@given(st.dictionaries(st.tuples(ODD, ODD), st.integers(1, 10**9), min_size=1, max_size=20), st.data())
def test_exact_allocation(residents: dict[tuple[str, ...], int], data: st.DataObject) -> None:
    total = sum(residents.values())
    size, start = data.draw(st.integers(0, total)), data.draw(st.integers(0, total - 1))
    expected = second.exact_places(size, residents, start)
    order = sorted(residents)
    assert allocation.systematic(size, [residents[stratum] for stratum in order], start) == [
        expected[stratum] for stratum in order
    ]


@given(
    st.dictionaries(st.tuples(ODD), st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), min_size=1, max_size=9),
    ODD.filter(bool),
    st.data(),
)
def test_weighted_allocation(strata: dict[tuple[str, ...], tuple[int, int]], seed: str, data: st.DataObject) -> None:
    residents = {stratum: number for stratum, (number, _response) in strata.items()}
    weights = {
        stratum: second.weight(f"{response // 10_000}.{response % 10_000:04}")
        for stratum, (_number, response) in strata.items()
    }
    size = data.draw(st.integers(1, sum(residents.values())))
    order = sorted(residents)
    assert [weights[one] for one in order] == [allocation.weight_of(strata[one][1]) for one in order]
    shares = allocation.weighted(size, [residents[one] for one in order], [weights[one] for one in order])
    expected = second.weighted_places(size, residents, weights, seed)
    assert shares.drawn(Seed(seed), "allocation") == [expected[one] for one in order]


@given(st.lists(st.lists(ODD, min_size=3, max_size=3, unique=True), max_size=12))
def test_numbers_of_lots(panels: list[list[str]]) -> None:
    lottery = numbered([(tuple(sorted(panel)), 1) for panel in panels])
    assert [list(block.members) for block in lottery.blocks] == second.numbered(panels)
    assert [(block.first, block.last) for block in lottery.blocks] == [(lot, lot) for lot in range(len(panels))]


PEOPLE = st.lists(
    st.builds(
        second.Person,
        ODD.filter(bool),
        st.tuples(st.sampled_from(["Süd", "Nord", "Sud", "nord", ""]), st.sampled_from("mwdx")),
        st.sampled_from(["", "h1", "h2", "h3"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=30,
    unique_by=lambda person: person.id,
)


@given(PEOPLE, ODD.filter(bool), st.data())
def test_draws(people: list[second.Person], seed: str, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(people)))
    frame = Frame(
        [person.id for person in people],
        [person.stratum for person in people],
        ["" if person.special else person.household for person in people],
    )
    result = draw(frame, size, Seed(seed), Allocation.EXACT)
    invited, reserve = second.draw(people, size, seed)
    assert [frame.ids[place] for place in result.invited] == invited
    assert [frame.ids[place] for place in result.reserve] == reserve


@given(PEOPLE, ODD.filter(bool), st.data())
def test_further_waves(people: list[second.Person], seed: str, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(people)))
    frame = Frame(
        [person.id for person in people],
        [person.stratum for person in people],
        ["" if person.special else person.household for person in people],
    )
    first = draw(frame, size, Seed(seed), Allocation.EXACT)
    assume(first.reserve)
    residents: dict[tuple[str, ...], int] = {}
    for stratum in frame.strata:
        residents[stratum] = residents.get(stratum, 0) + 1
    standing = Standing(frame, first.tickets, first.invited, first.reserve, residents)
    more = data.draw(st.integers(1, len(first.reserve)))
    gone = data.draw(st.lists(st.sampled_from(list(first.invited)), unique=True))
    wanted = {stratum: sum(frame.strata[place] == stratum for place in gone) for stratum in residents}
    wave = Wave(2, more, Basis.LIKE_FOR_LIKE, wanted) if gone else Wave(2, more, Basis.PROPORTIONAL)
    result = draw_further(standing, wave, Seed(seed), Allocation.EXACT)
    before = [frame.ids[place] for place in first.invited]
    invited, reserve = second.further_wave(people, before, more, 2, seed, wanted if gone else residents)
    assert [frame.ids[place] for place in result.invited] == invited
    assert [frame.ids[place] for place in result.reserve] == reserve


@settings(max_examples=60, deadline=None)
@given(small_pools(), st.integers(0, 999), st.data())
def test_waiting_lists(case: tuple[Pool, QuotaTable, int], lot: int, data: st.DataObject) -> None:
    pool, table, seats = case
    panels = all_panels(pool, table, seats)
    assume(panels)
    panel, size = data.draw(st.sampled_from(panels)), data.draw(st.integers(0, 9))
    order = {one.id: chance.digest("waiting", str(lot), one.id) for one in pool.applicants}
    counted = memberships(pool, table)
    people = [second.Applicant(one.id, frozenset(counted[one.id]), one.household) for one in pool.applicants]
    quotas = [(quota.minimum, quota.maximum) for quota in table.quotas]
    expected = second.waiting_list(people, quotas, list(panel), size, lot)
    assert list(choose_waiting(pool, table, panel, size, order)) == expected

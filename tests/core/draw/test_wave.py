from collections import Counter
from dataclasses import dataclass, replace
from itertools import permutations, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from buergerforum.core.chance import Seed, ticket
from buergerforum.core.draw import allocation, wave
from buergerforum.core.draw.wave import draw, draw_further
from buergerforum.errors import InputError
from buergerforum.model.draw import Allocation, Basis, Draw, Frame, Standing, Stratum, StratumCount, Wave

SEEDS = st.integers(0, 10**6).map(lambda number: Seed(str(number)))
STRATA = st.sampled_from([("Nord", "m"), ("Nord", "w"), ("Süd", "w"), ("Süd", "")])
HOUSEHOLDS = st.sampled_from(["", "", "h1", "h2", "h3", "h4", "h5"])


@st.composite
def frames(draw_: st.DrawFn) -> Frame:
    ids = draw_(st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=25, unique=True))
    count = len(ids)
    strata = draw_(st.lists(STRATA, min_size=count, max_size=count))
    return Frame(ids, strata, draw_(st.lists(HOUSEHOLDS, min_size=count, max_size=count)))


@dataclass(frozen=True, slots=True)
class Said:
    """A draw with ids in the place of positions."""

    invited: list[str]
    reserve: list[str]
    counts: tuple[StratumCount, ...]
    gave_way: int


def said(frame: Frame, result: Draw) -> Said:
    return Said(
        [frame.ids[place] for place in result.invited],
        [frame.ids[place] for place in result.reserve],
        result.counts,
        result.gave_way,
    )


def weights(frame: Frame) -> dict[Stratum, int]:
    """Give the strata weights that differ; they count for the allocation “weighted” only."""
    return {stratum: 1 + 3 * place for place, stratum in enumerate(sorted(set(frame.strata)))}


def drawn(frame: Frame, size: int, seed: Seed, rule: Allocation = Allocation.EXACT) -> Said:
    return said(frame, draw(frame, size, seed, rule, weights(frame)))


def in_order(frame: Frame, order: list[int]) -> Frame:
    return Frame(
        [frame.ids[place] for place in order],
        [frame.strata[place] for place in order],
        [frame.households[place] for place in order],
    )


@pytest.mark.parametrize(("seed", "invited"), [("0", "p4 p9 p6 p11 p2"), ("1", "p0 p4 p3 p7 p11")])
def test_the_vectors_of_the_specification(seed: str, invited: str) -> None:
    people = range(12)
    frame = Frame(
        [f"p{i}" for i in people], [("b",) if i % 3 == 0 else ("a",) for i in people], [f"h{i // 2}" for i in people]
    )
    assert drawn(frame, 5, Seed(seed)).invited == invited.split()


@given(frames(), SEEDS, st.sampled_from(Allocation), st.data())
def test_the_order_of_the_rows_never_matters(frame: Frame, seed: Seed, rule: Allocation, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(frame.ids)))
    shuffled = in_order(frame, data.draw(st.permutations(range(len(frame.ids)))))
    assert drawn(shuffled, size, seed, rule) == drawn(frame, size, seed, rule)


@given(frames(), SEEDS, st.data())
def test_two_who_exchange_their_ids_exchange_their_places_and_nobody_else_moves(
    frame: Frame, seed: Seed, data: st.DataObject
) -> None:
    """Only the id stands between a person and the draw: with equal stratum and household the two are exchangeable."""
    one, other = data.draw(st.tuples(*[st.integers(0, len(frame.ids) - 1)] * 2))
    assume((frame.strata[one], frame.households[one]) == (frame.strata[other], frame.households[other]))
    size = data.draw(st.integers(1, len(frame.ids)))
    ids = list(frame.ids)
    ids[one], ids[other] = ids[other], ids[one]
    before = draw(frame, size, seed, Allocation.EXACT)
    after = draw(replace(frame, ids=ids), size, seed, Allocation.EXACT)
    swapped = {one: other, other: one}
    assert after.invited == [swapped.get(place, place) for place in before.invited]
    assert after.reserve == [swapped.get(place, place) for place in before.reserve]
    assert (after.counts, after.gave_way) == (before.counts, before.gave_way)


@given(frames(), SEEDS, st.sampled_from(Allocation), st.data())
def test_what_holds_for_every_draw(frame: Frame, seed: Seed, rule: Allocation, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(frame.ids)))
    result = draw(frame, size, seed, rule, weights(frame))
    assert sorted([*result.invited, *result.reserve]) == list(range(len(frame.ids)))
    by_ticket = sorted(range(len(frame.ids)), key=lambda place: (ticket(seed, frame.ids[place]), frame.ids[place]))
    assert list(result.invited) == [place for place in by_ticket if place in result.invited]
    assert list(result.reserve) == [place for place in by_ticket if place in result.reserve]
    assert [raw.hex() for raw in result.tickets] == [ticket(seed, person) for person in frame.ids]
    households = Counter(frame.households[place] for place in result.invited if frame.households[place])
    assert not households or max(households.values()) == 1
    assert sum(count.places for count in result.counts) == size
    assert sum(count.residents for count in result.counts) == len(frame.ids)
    assert sum(count.invited for count in result.counts) == len(result.invited) <= size
    assert [count.stratum for count in result.counts] == sorted({count.stratum for count in result.counts})
    if rule is not Allocation.SIMPLE:
        invited = Counter(frame.strata[place] for place in result.invited)
        assert {count.stratum: count.invited for count in result.counts if count.invited} == invited


@given(frames(), SEEDS, st.sampled_from(Allocation), st.data())
def test_a_place_stays_free_only_where_nobody_could_take_it(
    frame: Frame, seed: Seed, rule: Allocation, data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, len(frame.ids)))
    result = draw(frame, size, seed, rule, weights(frame))
    taken = {frame.households[place] for place in result.invited} - {""}
    for count in result.counts:
        if count.invited < count.places:
            left = [p for p in result.reserve if rule is Allocation.SIMPLE or frame.strata[p] == count.stratum]
            assert all(frame.households[place] in taken for place in left)


@given(frames(), SEEDS)
def test_without_households_everybody_can_be_invited(frame: Frame, seed: Seed) -> None:
    alone = replace(frame, households=[""] * len(frame.ids))
    result = drawn(alone, len(frame.ids), seed)
    assert (sorted(result.invited), result.reserve, result.gave_way) == (sorted(frame.ids), [], 0)


def test_places_that_no_household_is_left_for_are_reported() -> None:
    frame = Frame([f"p{i}" for i in range(6)], [("a",)] * 4 + [("b",)] * 2, ["h"] * 4 + ["", ""])
    result = drawn(frame, 6, Seed("0"))
    a, b = result.counts
    assert (a.places, a.invited) == (4, 1)
    assert (b.places, b.invited) == (2, 2)
    assert (len(result.invited), len(result.reserve), result.gave_way) == (3, 3, 3)


def test_only_those_count_as_giving_way_who_would_have_been_invited() -> None:
    """Whoever comes after the last place, or whose stratum is full, did not give way to anybody."""
    frame = Frame([f"p{i}" for i in range(50)], [("a",)] * 50, ["h"] * 50)
    assert drawn(frame, 1, Seed("0")).gave_way == 0


def test_strata_play_no_part_in_a_simple_draw() -> None:
    people = range(30)
    frame = Frame([f"p{i}" for i in people], [(str(i),) for i in people], [""] * 30)
    result = drawn(frame, 7, Seed("0"), Allocation.SIMPLE)
    assert [*result.invited, *result.reserve] == sorted(frame.ids, key=lambda person: ticket(Seed("0"), person))
    assert result.counts == (StratumCount((), 30, 7, 7, (7, 30)),)


def test_chances_by_rule() -> None:
    people = range(100)
    strata = [("Nord", "m")] * 29 + [("Nord", "w")] * 30 + [("Süd", "w")] * 41
    frame = Frame([f"p{i}" for i in people], strata, [""] * 100)
    assert [count.chance for count in drawn(frame, 5, Seed("0")).counts] == [(5, 100)] * 3
    largest = drawn(frame, 5, Seed("0"), Allocation.LARGEST_REMAINDER)
    assert [count.chance for count in largest.counts] == [(1, 29), (2, 30), (2, 41)]


def test_everybody_comes_up_as_often_as_promised() -> None:
    """Over 4,000 seeds each of 20 people in uneven strata is invited near 4,000 · 3/20 = 600 times (σ = 23)."""
    people = range(20)
    frame = Frame([f"p{i}" for i in people], [("a",)] * 3 + [("b",)] * 17, [""] * 20)
    times = Counter(person for seed in range(4000) for person in drawn(frame, 3, Seed(str(seed))).invited)
    assert set(times) == set(frame.ids)
    assert all(500 < count < 700 for count in times.values())


def test_more_places_than_people_are_refused() -> None:
    frame = Frame(["p1", "p2"], [("a",), ("b",)], ["", ""])
    with pytest.raises(InputError) as refused:
        draw(frame, 3, Seed("0"), Allocation.EXACT)
    assert refused.value.exit_code == 3
    assert refused.value.message == (
        "More people are to be drawn than there are in the frame. Found: 2 residents. Expected: at least 3. "
        "Give a smaller --size, or check whether the frame is complete."
    )


def test_nobody_can_be_drawn_from_nobody() -> None:
    with pytest.raises(InputError, match="Found: 0 residents"):
        draw(Frame([], [], []), 1, Seed("0"), Allocation.SIMPLE)


def test_over_all_starts_and_all_orders_everybody_is_invited_equally_often(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = Frame(["p0", "p1", "p2", "p3", "p4"], [("a",), ("b",), ("a",), ("a",), ("b",)], [""] * 5)
    for size in range(1, 6):
        times: Counter[str] = Counter()
        for start, order in product(range(5), permutations(range(5))):
            monkeypatch.setattr(wave, "tickets", lambda *_: [bytes([place]) * 32 for place in order])  # noqa: B023 - used at once
            monkeypatch.setattr(allocation, "whole_number_below", lambda *_: start)  # noqa: B023 - used at once
            times.update(drawn(frame, size, Seed("0")).invited)
        assert times == dict.fromkeys(frame.ids, 120 * size)


def after(frame: Frame, made: Draw, before: Standing | None = None) -> Standing:
    invited = [*(before.invited if before else ()), *made.invited]
    return Standing(frame, made.tickets, invited, made.reserve, dict(Counter(frame.strata)))


BASES = st.sampled_from(Basis)


@given(
    frames(), SEEDS, st.sampled_from([Allocation.EXACT, Allocation.WEIGHTED, Allocation.LARGEST_REMAINDER]), st.data()
)
def test_waves_are_disjoint_ordered_by_ticket_and_of_different_households(
    frame: Frame, seed: Seed, rule: Allocation, data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, len(frame.ids)))
    made = draw(frame, size, seed, rule, weights(frame))
    standing = after(frame, made)
    waves = [list(made.invited)]
    for number in (2, 3):
        if not standing.left:
            break
        basis = data.draw(BASES)
        wanted: dict[Stratum, int] = {}
        if basis is Basis.LIKE_FOR_LIKE and standing.invited:
            gone = data.draw(st.lists(st.sampled_from(standing.invited), unique=True, min_size=1))
            wanted = dict(Counter(frame.strata[place] for place in gone))
        elif basis is Basis.TARGETS:
            wanted = {frame.strata[data.draw(st.sampled_from(standing.left))]: 1}
        chosen = basis if wanted else Basis.PROPORTIONAL
        size = min(sum(wanted.values()) or 2, len(standing.left))
        made = draw_further(standing, Wave(number, size, chosen, wanted), seed, rule, weights(frame))
        assert sorted([*standing.invited, *made.invited, *made.reserve]) == list(range(len(frame.ids)))
        assert sum(count.places for count in made.counts) == size
        assert sum(count.before for count in made.counts) == len(standing.invited)
        if chosen is not Basis.PROPORTIONAL:
            assert {frame.strata[place] for place in made.invited} <= set(wanted)
        standing = after(frame, made, standing)
        waves.append(list(made.invited))
    by_ticket = {place: (made.tickets[place], frame.ids[place]) for place in range(len(frame.ids))}
    assert all(wave == sorted(wave, key=by_ticket.__getitem__) for wave in [*waves, list(made.reserve)])
    households = Counter(frame.households[place] for wave in waves for place in wave if frame.households[place])
    assert not households or max(households.values()) == 1


def test_a_wave_for_all_strata_is_what_a_larger_first_wave_would_have_been_but_for_rounding() -> None:
    frame = Frame([f"p{i}" for i in range(60)], [("a",)] * 20 + [("b",)] * 40, [""] * 60)
    for seed in map(str, range(20)):
        made = draw(frame, 6, Seed(seed), Allocation.EXACT)
        more = draw_further(after(frame, made), Wave(2, 9, Basis.PROPORTIONAL), Seed(seed), Allocation.EXACT)
        whole = draw(frame, 15, Seed(seed), Allocation.EXACT)
        assert {*made.invited, *more.invited} == set(whole.invited)
        assert [count.chance for count in more.counts] == [(9, 60)] * 2


def test_like_for_like_counts_the_strata_of_those_who_are_replaced() -> None:
    frame = Frame([f"p{i}" for i in range(60)], [("a",)] * 20 + [("b",)] * 40, [""] * 60)
    made = draw(frame, 6, Seed("0"), Allocation.EXACT)
    more = draw_further(after(frame, made), Wave(2, 2, Basis.LIKE_FOR_LIKE, {("a",): 2}), Seed("0"), Allocation.EXACT)
    assert [(count.places, count.invited, count.before, count.chance) for count in more.counts] == [
        (2, 2, 2, (2, 18)),
        (0, 0, 4, (0, 36)),
    ]
    first_left = [place for place in made.reserve if place < 20]
    assert more.invited == first_left[:2]


def test_a_wave_larger_than_the_reserve_is_refused() -> None:
    frame = Frame(["p1", "p2", "p3"], [()] * 3, [""] * 3)
    made = draw(frame, 2, Seed("0"), Allocation.EXACT)
    with pytest.raises(
        InputError, match=r"^More people are to be drawn than are left in the reserve\. Found: 1 resident"
    ):
        draw_further(after(frame, made), Wave(2, 2, Basis.PROPORTIONAL), Seed("0"), Allocation.EXACT)


def test_everybody_comes_up_as_often_as_their_weight_promises() -> None:
    """Over 3,000 seeds every person within 5 standard deviations of the stated chance (error level below 10⁻⁵)."""
    frame = Frame([f"p{i}" for i in range(30)], [("a",)] * 5 + [("b",)] * 25, [""] * 30)
    shares: dict[Stratum, int] = {("a",): 4, ("b",): 1}
    times: Counter[int] = Counter()
    chance: dict[Stratum, float] = {}
    for seed in range(3000):
        made = draw(frame, 6, Seed(f"w{seed}"), Allocation.WEIGHTED, shares)
        times.update(made.invited)
        chance = {count.stratum: count.chance[0] / count.chance[1] for count in made.counts}
    assert chance == {("a",): 24 / 45, ("b",): 6 / 45}
    for place, stratum in enumerate(frame.strata):
        mean, deviation = 3000 * chance[stratum], (3000 * chance[stratum] * (1 - chance[stratum])) ** 0.5
        assert abs(times[place] - mean) < 5 * deviation


def test_ids_of_two_people_of_any_strata_exchanged_exchange_their_tickets_and_nothing_else_changes() -> None:
    frame = Frame([f"p{i}" for i in range(40)], [("ab"[i % 2],) for i in range(40)], [""] * 40)
    before = draw(frame, 9, Seed("0"), Allocation.EXACT)
    ids = list(frame.ids)
    ids[3], ids[8] = ids[8], ids[3]
    after_exchange = draw(replace(frame, ids=ids), 9, Seed("0"), Allocation.EXACT)
    tickets = list(before.tickets)
    tickets[3], tickets[8] = tickets[8], tickets[3]
    assert after_exchange.tickets == tickets
    assert [one.places for one in after_exchange.counts] == [one.places for one in before.counts]

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buergerforum.core.chance import Seed
from buergerforum.core.draw import towns as rules
from buergerforum.core.draw.allocation import largest_remainder
from buergerforum.core.draw.towns import cells_of, class_names, draw_towns, joined, limit, part_of_seed
from buergerforum.errors import InputError
from buergerforum.model.towns import Municipality, TownsOptions
from tests.second import implementation as second

CLASSES = (1000, 5000)


def town(number: int, inhabitants: int, land: str = "05") -> Municipality:
    return Municipality(f"{land}099{number:03}", f"Beispiel {number}", land, inhabitants)


COUNTRY = st.lists(st.tuples(st.sampled_from(["05", "07"]), st.integers(200, 30_000)), min_size=1, max_size=40).map(
    lambda found: [town(number, inhabitants, land) for number, (land, inhabitants) in enumerate(found)]
)


@settings(max_examples=60)
@given(COUNTRY, st.text(min_size=1, max_size=5).map(Seed), st.data())
def test_what_holds_for_every_draw(country: list[Municipality], seed: Seed, data: st.DataObject) -> None:
    whole = sum(one.inhabitants for one in country)
    size = data.draw(st.integers(1, max(1, whole // 200)))
    options = TownsOptions(size, data.draw(st.integers(1, 20)), Fraction(2, 100), CLASSES)
    drawn = draw_towns(country, options, seed)
    assert draw_towns(list(reversed(country)), options, seed) == drawn
    assert sum(one.persons for one in drawn.towns) == sum(one.persons for one in drawn.cells) == size
    assert [one.number for one in drawn.towns] == list(range(1, len(drawn.towns) + 1))
    keys = [one.town.key for one in (*drawn.towns, *drawn.replacements)]
    assert len(keys) == len(set(keys))
    assert all(1 <= one.persons <= limit(one.town, options) for one in (*drawn.towns, *drawn.replacements))
    cell_of = {one.number: one.cell for one in drawn.towns}
    assert all(cell_of[one.replaces] == one.cell for one in drawn.replacements)
    for cell in drawn.cells:
        share = Fraction(size * cell.inhabitants, whole)
        assert share - 1 < cell.persons < share + 1
        mine = [one for one in drawn.towns if one.cell == cell.cell]
        assert sum(one.persons for one in mine) == cell.persons
        assert sum(one.bundles for one in mine) == cell.bundles
    _as_the_second_implementation(country, options, seed)


def _as_the_second_implementation(country: list[Municipality], options: TownsOptions, seed: Seed) -> None:
    drawn = draw_towns(country, options, seed)
    members = cells_of(country, options.classes)
    residents: dict[tuple[str, ...], int] = {}
    for cell in drawn.cells:
        place = class_names(options.classes).index(cell.cell[1])
        residents[cell.cell[0], str(place)] = sum(one.inhabitants for one in members[cell.cell])
    start = second.whole_number(sum(residents.values()), "towns: persons", seed)
    persons = list(second.exact_places(options.size, residents, start).values())
    assert persons == [cell.persons for cell in drawn.cells]
    wishes = largest_remainder(options.towns, persons)
    for cell, wish in zip(drawn.cells, wishes, strict=True):
        if not cell.persons:
            continue
        towns = [second.Town(one.key, one.land, one.inhabitants) for one in members[cell.cell]]
        limits = {one.key: limit(one, options) for one in members[cell.cell]}
        assert second.bundles_of_a_cell(towns, cell.persons, wish, limits) == cell.bundles
        found, stepping = second.towns_of_a_cell(towns, " ".join(cell.cell), cell.persons, cell.bundles, seed)
        assert found == {one.town.key: one.persons for one in drawn.towns if one.cell == cell.cell}
        assert stepping == [one.town.key for one in drawn.replacements if one.cell == cell.cell]


def test_over_all_starts_and_orders_every_inhabitant_has_exactly_the_same_chance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All whole numbers that a seed can give, one after the other, in a country of two cells: the proof by counting."""
    country = [town(1, 3, "05"), town(2, 5, "05"), town(3, 4, "07")]
    options = TownsOptions(5, 3, Fraction(1), ())
    persons: Counter[str] = Counter()
    whole = sum(one.inhabitants for one in country)
    weight = Fraction(0)
    chosen: dict[str, int] = {}

    def given_number(n: int, purpose: str, _seed: Seed) -> int:
        return chosen.setdefault(purpose, 0) % n

    monkeypatch.setattr(rules, "whole_number_below", given_number)
    monkeypatch.setattr("buergerforum.core.draw.allocation.whole_number_below", given_number)
    means: dict[str, Fraction] = {one.key: Fraction(0) for one in country}
    for start in range(whole):
        for inner in range(8 * 12):
            chosen.clear()
            chosen[rules.PERSONS] = start
            for land, size in (("05", 8), ("07", 4)):
                chosen[f"towns: start {land} 1+"] = inner % size
                chosen[f"towns: bundles {land} 1+"] = inner // 8
            drawn = draw_towns(country, options, Seed("x"))
            for one in drawn.towns:
                means[one.town.key] += one.persons
            weight += 1
            persons.update({one.town.key: one.persons for one in drawn.towns})
    assert {key: mean / weight for key, mean in means.items()} == {
        one.key: Fraction(5 * one.inhabitants, whole) for one in country
    }


def test_over_many_seeds_towns_invite_in_proportion_to_their_inhabitants() -> None:
    """4,000 seeds; the mean of every town within 5 standard errors (error level below 10⁻⁴ for all 12 together)."""
    country = [town(number, 700 * (number % 4 + 1) ** 2) for number in range(12)]
    options = TownsOptions(60, 5, Fraction(5, 100), (2000,))
    whole = sum(one.inhabitants for one in country)
    sums: Counter[str] = Counter()
    squares: Counter[str] = Counter()
    seeds = 4000
    for seed in range(seeds):
        for one in draw_towns(country, options, Seed(f"t{seed}")).towns:
            sums[one.town.key] += one.persons
            squares[one.town.key] += one.persons**2
    for place in country:
        mean = sums[place.key] / seeds
        error = ((squares[place.key] / seeds - mean**2) / seeds) ** 0.5
        assert abs(mean - 60 * place.inhabitants / whole) < 5 * error


def test_a_cap_that_cannot_be_kept_is_refused() -> None:
    with pytest.raises(InputError, match="The cap cannot be kept in a size class of Land 05: 50 people among 1000"):
        draw_towns([town(1, 1000)], TownsOptions(50, 1, Fraction(2, 100), ()), Seed("0"))


def test_more_people_than_inhabitants_are_refused() -> None:
    with pytest.raises(InputError, match="More people are to be invited than there are inhabitants"):
        draw_towns([town(1, 10)], TownsOptions(11, 1, Fraction(1), ()), Seed("0"))


def test_the_cap_is_kept_by_more_towns() -> None:
    country = [town(number, 1000) for number in range(50)]
    few = draw_towns(country, TownsOptions(100, 2, Fraction(1), ()), Seed("0"))
    many = draw_towns(country, TownsOptions(100, 2, Fraction(1, 100), ()), Seed("0"))
    assert (len(few.towns), len(many.towns)) == (2, 10)
    assert {one.persons for one in many.towns} == {10}


def test_associations_stand_for_their_members() -> None:
    members = [Municipality(f"0709900{n}", f"Ort {n}", "07", 100 * n, "070995001", "Verband") for n in (1, 2)]
    alone = Municipality("07099009", "Allein", "07", 500)
    assert joined([*members, alone]) == [Municipality("070995001", "Verband", "07", 300, "070995001"), alone]
    assert joined([members[0]]) == [members[0]]


def test_parts_of_the_seed_differ() -> None:
    assert part_of_seed(Seed("4 7 2 9"), "05913000") == "4 7 2 9 / 05913000"

"""The invented city: close to the figures, full of known irregularities, the same every time."""

import datetime as dt
import hashlib
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from buergerforum.core.draw.allocation import largest_remainder
from buergerforum.core.frame.extract import FrameRules
from buergerforum.core.frame.gathering import RawTable, gather
from buergerforum.core.frame.households import address_key
from buergerforum.core.frame.residents import FRAME_HEADER, Residents, residents
from buergerforum.io.register_files import read_districts, read_special_addresses
from buergerforum.io.tables import Table, read_table
from buergerforum.stages.demo import figures
from buergerforum.stages.demo.city import AS_OF, LEAST, City, CityFiles, generate, write_city
from buergerforum.stages.demo.dice import Dice
from buergerforum.stages.demo.names import family_names, first_names, marked_family_names, other_family_names, streets
from buergerforum.stages.demo.places import subdistricts
from buergerforum.stages.demo.population import People, foreigners, populate, sexes
from buergerforum.stages.demo.traps import planted

SIZE = 20_000
TINY = 1_000


@pytest.fixture(scope="module")
def city() -> City:
    return generate(SIZE, "Testsaat")


@pytest.fixture(scope="module")
def files(city: City, tmp_path_factory: pytest.TempPathFactory) -> CityFiles:
    return write_city(city, tmp_path_factory.mktemp("city"))


@pytest.fixture(scope="module")
def extract(files: CityFiles) -> Table:
    return read_table(files.raw)


@pytest.fixture(scope="module")
def people() -> People:
    return populate(SIZE, Dice("Testsaat"))


@pytest.fixture(scope="module")
def everybody(files: CityFiles, extract: Table) -> Residents:
    """The frame without a minimum age."""
    table = RawTable(extract.name, extract.header, extract.columns, extract.rows)
    homes, _digest = read_special_addresses(files.special)
    special = frozenset(address_key(*home) for home in homes)
    rules = FrameRules(AS_OF, 0, (0, 15, 30, 45, 60, 75), read_districts(files.districts)[0], special)
    return residents(gather([table], {}).extract, rules, Dice("Testsaat").source("ids"))


def column(made: Residents, heading: str) -> Counter[str]:
    return Counter(made.frame[FRAME_HEADER.index(heading)])


def bytes_of(files: CityFiles) -> list[bytes]:
    return [path.read_bytes() for path in (files.raw, files.districts, files.special)]


def test_the_same_seed_gives_the_same_bytes_and_another_one_does_not(tmp_path: Path) -> None:
    made = []
    for name, seed in (("one", "a"), ("two", "a"), ("three", "b")):
        (tmp_path / name).mkdir()
        made.append(bytes_of(write_city(generate(TINY, seed), tmp_path / name)))
    assert made[0] == made[1]
    assert made[0][0] != made[2][0]


def test_the_bytes_are_those_of_every_other_machine(tmp_path: Path) -> None:
    raw = bytes_of(write_city(generate(TINY, "a"), tmp_path))[0]
    assert hashlib.sha256(raw).hexdigest() == "8a1a1a88164b08119809d79ac27cf3aeb0211dcd0a886649f5db0cf69697128f"


def test_the_file_looks_like_one_of_an_office(files: CityFiles, city: City) -> None:
    raw = files.raw.read_bytes()
    lines = raw.decode("utf-8-sig").split("\r\n")
    assert raw.startswith(b"\xef\xbb\xbf")
    assert len(lines) == city.rows + 3
    assert "\n" not in "".join(lines)
    assert lines[0].startswith('"Ordnungsmerkmal";"Familienname";"Vornamen"')
    assert lines[-2].startswith(f'"Anzahl der Datensätze: {city.rows // 1000}.{city.rows % 1000:03}";"";')


def test_every_district_has_its_residents(everybody: Residents, city: City) -> None:
    expected = largest_remainder(SIZE, [number for _name, number in figures.DISTRICTS])
    found = column(everybody, "district")
    blocked = city.planted.blocked + city.planted.conditionally_blocked
    undated = city.planted.undated
    assert sum(found.values()) == SIZE - blocked - undated
    for (name, _number), number in zip(figures.DISTRICTS, expected, strict=True):
        assert number - blocked - undated <= found[name] <= number


def test_the_whole_city_has_exactly_the_known_numbers() -> None:
    assert sum(number for _name, number in figures.DISTRICTS) == figures.RESIDENTS == 612_065
    estimates = {"Brackel", "Lütgendortmund", "Mengede"}
    assert sum(number for name, number in figures.DISTRICTS if name in estimates) == 144_730
    assert largest_remainder(612_065, [number for _name, number in figures.DISTRICTS]) == [
        number for _name, number in figures.DISTRICTS
    ]


def test_ages_sexes_and_nationalities_are_close_to_the_figures(everybody: Residents) -> None:
    total = everybody.tally.residents
    state = {"0-14": 82_969, "15-29": 106_188, "30-44": 115_967, "45-59": 121_796, "60-74": 98_279, "75+": 61_653}
    for group, number in state.items():
        assert column(everybody, "age_group")[group] / total == pytest.approx(number / 586_852, abs=0.005), group
    assert column(everybody, "sex")["w"] / total == pytest.approx(0.508, abs=0.005)
    assert column(everybody, "nationality")["DE"] / total == pytest.approx(1 - 0.218, abs=0.005)
    assert column(everybody, "nationality")["EU"] / total == pytest.approx(0.218 / 3, abs=0.02)
    assert {"d", "x"} < set(column(everybody, "sex"))


def test_half_of_the_households_have_one_person(people: People) -> None:
    sizes = np.bincount(people.household)
    assert sizes.min() == 1
    assert (sizes == 1).mean() == pytest.approx(0.5, abs=0.04)


def test_no_child_lives_without_an_adult_of_another_generation(people: People) -> None:
    head = np.full(people.household.max() + 1, -1)
    head[people.household[people.names_itself]] = people.age[people.names_itself]
    children = people.age < 18
    assert children.any()
    assert (head[people.household[children]] - people.age[children] >= 18).all()


def test_partners_are_partners_of_each_other_and_live_together(people: People) -> None:
    paired = np.flatnonzero(people.partner >= 0)
    assert (people.partner[people.partner[paired]] == paired).all()
    assert (people.household[people.partner[paired]] == people.household[paired]).all()
    assert (np.abs(people.age[people.partner[paired]] - people.age[paired]) < 15).mean() > 0.98


def test_sexes_and_nationalities_are_exact(people: People) -> None:
    dice = Dice("Testsaat")
    counts = np.bincount(sexes(people, dice), minlength=4)
    assert counts.sum() == SIZE
    assert counts[1] == pytest.approx(0.508 * SIZE, abs=10)
    assert foreigners(people, dice).sum() == round(0.218 * SIZE)


def test_every_irregularity_is_found_again_by_the_frame(everybody: Residents, city: City, extract: Table) -> None:
    there, tally = city.planted, everybody.tally
    assert tally.blocked == there.blocked + there.conditionally_blocked
    assert (tally.dead, tally.secondary, tally.undated) == (there.dead, there.secondary, there.undated)
    assert tally.persons == SIZE + there.beside
    further = there.two_nationalities + there.two_dwellings + there.twice + (there.keyless + 1) // 2
    assert tally.rows - tally.persons == further
    assert tally.partial_dates == there.year_only + there.month_only
    assert tally.rows == city.rows == len(extract) - 1
    assert everybody.key[1].count("") == there.single_named
    assert extract.columns["Ordnungsmerkmal"].count("") == there.keyless + (there.keyless + 1) // 2
    names = extract.columns["Familienname"]
    assert sum(not unicodedata.is_normalized("NFC", name) for name in names) > 0
    assert sum(name in set(marked_family_names()) for name in names) > there.marked // 2


def test_a_large_city_has_several_hundred_irregularities_even_of_the_rarer_kinds() -> None:
    there = planted(figures.RESIDENTS)
    assert there.year_only + there.month_only > 300
    assert min(there.two_nationalities, there.conditionally_blocked, there.secondary) >= 300
    assert planted(TINY).undated >= 1


def test_homes_are_on_the_list_but_for_one(city: City, everybody: Residents, extract: Table) -> None:
    lived_at = Counter(zip(*(extract.columns[heading] for heading in ("Straße", "Hausnummer", "PLZ")), strict=True))
    rooms = {
        home
        for *home_cells, line in zip(
            *(extract.columns[heading] for heading in ("Straße", "Hausnummer", "PLZ", "Zusatz")), strict=True
        )
        if line.startswith("Zimmer") and (home := tuple(home_cells))
    }
    assert len(rooms - set(city.special)) == 1
    assert set(city.special) < rooms
    assert everybody.tally.special == pytest.approx(sum(lived_at[home] for home in city.special), abs=10)


def test_a_household_has_few_people_at_most_addresses(everybody: Residents) -> None:
    sizes = Counter(column(everybody, "household").values())
    assert max(size for size in sizes if size != column(everybody, "household")[""]) < 15


def test_ages_are_those_of_the_day_of_the_extract() -> None:
    for as_of in (dt.date(2024, 2, 29), dt.date(2026, 11, 14)):
        births = [text for text in generate(TINY, "a", as_of).columns["Geburtsdatum"] if not text.startswith("00")]
        days = [dt.date(int(text[6:]), int(text[3:5]), int(text[:2])) for text in births]
        assert as_of - dt.timedelta(400) < max(days) <= as_of
        assert min(days).year >= as_of.year - figures.OLDEST - 1


def test_names_are_invented_different_and_in_one_form() -> None:
    lists = [family_names(), other_family_names(), marked_family_names(), streets()]
    lists += [first_names(female=True), first_names(female=False)]
    for words in lists:
        assert len(set(words)) == len(words)
        assert all(unicodedata.is_normalized("NFC", word) and word.isprintable() and '"' not in word for word in words)
    assert len(streets()) > 3_000
    real = {"Müller", "Schmidt", "Yılmaz", "Kowalski", "Popescu", "Anna", "Peter", "Hauptstraße", "Bahnhofstraße"}
    assert not real & {word for words in lists for word in words}


def test_sub_districts_have_the_form_of_the_citys() -> None:
    codes = [code for code, _district in subdistricts()]
    assert len(set(codes)) == len(codes) == 170
    assert all(len(code) == 3 and code.isdecimal() for code in codes)
    assert codes[0].startswith("0")
    assert len({code[:2] for code in codes}) == 62
    assert {district for _code, district in subdistricts()} == set(range(12))


def test_streets_lie_in_one_sub_district(extract: Table) -> None:
    pairs = set(zip(extract.columns["Straße"], extract.columns["Statistischer Unterbezirk"], strict=True))
    assert len({street for street, _code in pairs}) == len(pairs)


def test_a_city_can_be_too_small() -> None:
    with pytest.raises(ValueError, match=str(LEAST - 1)):
        generate(LEAST - 1, "a")


def test_dice_are_independent_and_go_on() -> None:
    dice = Dice("a")
    assert (dice.shares("x", 5) == Dice("a").shares("x", 5)).all()
    assert (dice.shares("x", 5) != dice.shares("y", 5)).all()
    assert sorted(dice.order("x", 50).tolist()) == list(range(50))
    source = dice.source("x")
    assert source(8) != source(8)
    assert 0 <= dice.shares("x", 1000).min() <= dice.shares("x", 1000).max() < 1

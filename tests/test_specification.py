"""The figures printed in the specification are those of the package and of the second implementation."""

import hashlib
import json
import re
from fractions import Fraction
from itertools import islice
from pathlib import Path

import pytest

from buergerforum.core import chance
from buergerforum.core.applications.codes import check_code, grouped
from buergerforum.core.certificate.form import certificate_bytes
from buergerforum.core.certificate.making import make_certificate
from buergerforum.core.draw.allocation import exact, largest_remainder, weight_of, weighted
from buergerforum.core.draw.towns import draw_towns
from buergerforum.core.draw.wave import draw, draw_further
from buergerforum.core.households.addresses import folded_address
from buergerforum.core.record.journal import entry_line, next_entry, read_journal
from buergerforum.core.selection.engine import make_lottery
from buergerforum.model.draw import Allocation, Basis, Frame, Standing, Stratum, Wave
from buergerforum.model.towns import Municipality, TownsOptions
from tests.core.selection.published import seven
from tests.second import implementation as second

DOCUMENT = (Path(__file__).parents[1] / "docs" / "specification.md").read_text(encoding="utf-8")


def table(*header: str) -> list[list[str]]:
    """Return the rows of the table with this header; code marks taken off, “(empty)” made so."""
    lines = iter(DOCUMENT.splitlines())
    next(line for line in lines if line == f"| {' | '.join(header)} |")
    rows = []
    for line in islice(lines, 1, None):
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("`").replace("(empty)", "") for cell in line.strip("|").split("|")])
    return rows


@pytest.mark.parametrize(("purpose", "field", "digest"), table("purpose", "fields", "digest"))
def test_digests(purpose: str, field: str, digest: str) -> None:
    assert chance.digest(purpose, field).hex() == second.digest(purpose, field).hex() == digest


@pytest.mark.parametrize(("seed", "person", "ticket"), table("seed", "id", "ticket"))
def test_tickets(seed: str, person: str, ticket: str) -> None:
    assert chance.ticket(chance.read_seed(seed), person) == second.ticket(second.seed_of(seed), person) == ticket


@pytest.mark.parametrize(("purpose", "n", "seed", "number"), table("purpose", "n", "seed", "number"))
def test_whole_numbers(purpose: str, n: str, seed: str, number: str) -> None:
    assert chance.whole_number_below(int(n), purpose, chance.read_seed(seed)) == int(number)
    assert second.whole_number(int(n), purpose, seed) == int(number)


@pytest.mark.parametrize(("rule", "seed", "places"), table("allocation", "seed", "places"))
def test_places(rule: str, seed: str, places: str) -> None:
    residents: dict[tuple[str, ...], int] = {("Nord", "m"): 29, ("Nord", "w"): 30, ("Süd", "w"): 41}
    expected = [int(number) for number in places.split(",")]
    if rule == "exact":
        assert exact(5, list(residents.values()), chance.read_seed(seed)) == expected
        start = second.whole_number(100, "allocation", seed)
        assert list(second.exact_places(5, residents, start).values()) == expected
    else:
        assert largest_remainder(5, list(residents.values())) == expected


@pytest.mark.parametrize(("size", "response", "seed", "places"), table("size", "response", "seed", "places"))
def test_weighted_places(size: str, response: str, seed: str, places: str) -> None:
    strata: list[Stratum] = [("Nord", "m"), ("Nord", "w"), ("Süd", "w")]
    sizes, told = [29, 30, 41], response.split(", ")
    weights = [weight_of(round(float(one) * 10_000)) for one in told]
    assert weights == [second.weight(one) for one in told]
    expected = [int(number) for number in places.split(",")]
    assert weighted(int(size), sizes, weights).drawn(chance.read_seed(seed), "allocation") == expected
    residents = dict(zip(strata, sizes, strict=True))
    assert list(
        second.weighted_places(int(size), residents, dict(zip(strata, weights, strict=True)), seed).values()
    ) == (expected)


@pytest.mark.parametrize(("seed", "wave", "invitees", "reserve"), table("seed", "second wave", "invitees", "reserve"))
def test_further_wave(seed: str, wave: str, invitees: str, reserve: str) -> None:
    people = [second.Person(f"p{i}", ("a" if i % 3 else "b",), f"h{i // 2}") for i in range(12)]
    frame = Frame([p.id for p in people], [p.stratum for p in people], [p.household for p in people])
    first = draw(frame, 5, chance.read_seed(seed), Allocation.EXACT)
    residents: dict[Stratum, int] = {("a",): 8, ("b",): 4}
    standing = Standing(frame, first.tickets, first.invited, first.reserve, residents)
    like = wave.startswith("like")
    size, basis = (1, {**residents, ("a",): 0, ("b",): 1}) if like else (2, residents)
    asked = Wave(2, size, Basis.LIKE_FOR_LIKE if like else Basis.PROPORTIONAL, basis if like else {})
    result = draw_further(standing, asked, chance.read_seed(seed), Allocation.EXACT)
    assert [people[place].id for place in result.invited] == invitees.split()
    assert [people[place].id for place in result.reserve] == reserve.split()
    before = [people[place].id for place in first.invited]
    assert second.further_wave(people, before, size, 2, seed, basis) == (invitees.split(), reserve.split())


@pytest.mark.parametrize(("typed", "folded"), table("typed", "folded"))
def test_addresses(typed: str, folded: str) -> None:
    assert {folded_address(one) for one in re.split(r"(?<!Q 7), ", typed)} == {folded}


@pytest.mark.parametrize(("seed", "invitees", "reserve"), table("seed", "invitees", "reserve"))
def test_draw(seed: str, invitees: str, reserve: str) -> None:
    people = [second.Person(f"p{i}", ("a" if i % 3 else "b",), f"h{i // 2}") for i in range(12)]
    frame = Frame([p.id for p in people], [p.stratum for p in people], [p.household for p in people])
    result = draw(frame, 5, chance.read_seed(seed), Allocation.EXACT)
    assert [people[place].id for place in result.invited] == invitees.split()
    assert [people[place].id for place in result.reserve] == reserve.split()
    assert second.draw(people, 5, seed) == (invitees.split(), reserve.split())


def test_numbering() -> None:
    rows = table("number", "members", "digest")
    lots = [["b", "a"], ["a", "c"], ["c", "b"], ["ä", "Z"]]
    assert second.numbered(lots) == [members.split() for _number, members, _digest in rows]
    assert [chance.digest("numbering", *members.split()).hex() for _number, members, _digest in rows] == [
        digest for _number, _members, digest in rows
    ]


def test_journal() -> None:
    lines = [line.encode() for line in DOCUMENT.splitlines() if line.startswith('{"details"')]
    entries = read_journal(b"".join(line + b"\n" for line in lines))
    assert [json.loads(line)["previous"] for line in lines] == [
        hashlib.sha256(line).hexdigest() for line in (b"", lines[0])
    ]
    assert entry_line(next_entry(entries[:1], entries[1].time, "seed", {"seed": "4 7 2 9"})) == lines[1] + b"\n"


def test_personal_code() -> None:
    (alphabet,) = re.findall(r"alphabet `(\w+)`", DOCUMENT)
    (printed,) = re.findall(r"`([0-9A-Z]+-[0-9A-Z]+-[0-9A-Z]+)`", DOCUMENT)
    values = [alphabet.index(character) for character in printed.replace("-", "")]
    assert sum(value * weight for value, weight in zip(values, range(10, 0, -1), strict=True)) % 23 == 0
    assert check_code(printed) == printed.replace("-", "")
    assert grouped(printed.replace("-", "")) == printed


def test_the_levels_of_the_certificate() -> None:
    pool, people = seven()
    made = make_lottery(pool, people, 5, lots=8)
    document = json.loads(certificate_bytes(make_certificate(made, pool, people, 5, ("leximin", "", ()))))
    names = ("chance", "types", "weights", "quotas", "bound")
    assert [[level[name] for name in names] for level in document["levels"]] == table(*names)
    assert {level["seats"] + level["households"] + level["cuts"] for level in document["levels"]} == {"0"}


@pytest.mark.parametrize(
    ("wish", "seed", "people", "replacements"), table("towns wished", "seed", "people by town", "replacements")
)
def test_towns(wish: str, seed: str, people: str, replacements: str) -> None:
    names = {f"0509900{number}": name for number, name in enumerate("ABCD", 1)}
    sizes = (300, 500, 1200, 2000)
    towns = [Municipality(key, names[key], "05", size) for key, size in zip(names, sizes, strict=True)]
    drawn = draw_towns(towns, TownsOptions(20, int(wish), Fraction(1, 50), ()), chance.read_seed(seed))
    assert ", ".join(f"{one.town.name} {one.persons}" for one in drawn.towns) == people
    assert (", ".join(one.town.name for one in drawn.replacements) or "–") == replacements
    plain = [second.Town(one.key, one.land, one.inhabitants) for one in towns]
    bundles = second.bundles_of_a_cell(plain, 20, int(wish), {one.key: one.inhabitants // 50 for one in towns})
    found, stepping = second.towns_of_a_cell(plain, "05 1+", 20, bundles, seed)
    assert ", ".join(f"{names[key]} {number}" for key, number in found.items()) == people
    assert (", ".join(names[key] for key in stepping) or "–") == replacements

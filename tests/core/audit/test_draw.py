from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.audit.draw import Drawn, Given, check_wave, hold_again
from buergerforum.core.audit.listing import Listing
from buergerforum.core.chance import Seed
from buergerforum.core.draw.rules import Rules, read_rules
from buergerforum.core.draw.wave import draw
from buergerforum.model.audit import Finding, Verdict
from buergerforum.model.draw import Allocation, Frame, Register
from buergerforum.model.record import Option, Receipt

OPTIONS: Mapping[str, Option] = {
    "size": 5,
    "strata": ("part",),
    "allocation": "exact",
    "household": "home",
    "special": "",
    "wave": 1,
}
RECEIPT = Receipt("draw", OPTIONS, (), seed="1")


def register(residents: int) -> Register:
    """Return p0, p1 …, in stratum b where the number is divisible by 3 and else in a, two to a household."""
    numbers = range(residents)
    part = ["ab"[number % 3 == 0] for number in numbers]
    homes = [str(number // 2) for number in numbers]
    frame = Frame([f"p{number}" for number in numbers], [(one,) for one in part], homes)
    return Register(frame, {"part": part, "home": homes})


def listing(name: str, columns: Mapping[str, list[str]]) -> Listing:
    rows = range(2, 2 + len(next(iter(columns.values()))))
    return Listing(f"draw/wave-1/{name}.csv", tuple(columns), columns, rows)


def held(frame: Register, rules: Rules) -> Drawn:
    """Return what an honest draw writes."""
    made = draw(frame.frame, rules.size, rules.seed, rules.allocation)
    chance = {one.stratum: f"{one.chance[0]}/{one.chance[1]}" for one in made.counts}
    lists = {}
    for name, places, wave in (("invitees", made.invited, "1"), ("reserve", made.reserve, "")):
        columns = {"id": [frame.frame.ids[place] for place in places]}
        columns |= {heading: [column[place] for place in places] for heading, column in frame.carried.items()}
        columns["chance"] = [chance[frame.frame.strata[place]] for place in places]
        columns["ticket"] = [made.tickets[place].hex() for place in places]
        columns["wave"] = [wave for _place in places]
        lists[name] = listing(name, columns)
    counts = {
        "part": [one.stratum[0] for one in made.counts],
        "residents": [str(one.residents) for one in made.counts],
        "places": [str(one.places) for one in made.counts],
        "invited": [str(one.invited) for one in made.counts],
        "chance": [chance[one.stratum] for one in made.counts],
    }
    strata = listing("strata", counts)
    return Drawn(lists["invitees"], lists["reserve"], strata, "draw/wave-1/receipt.json")


def check_draw(rules: Rules, frame: Register, drawn: Drawn, receipt: Receipt) -> list[Finding]:
    return check_wave(rules, frame, hold_again(rules, frame.frame, Given({})), drawn, receipt)


def test_the_draw_of_the_specification_is_right() -> None:
    rules = read_rules(RECEIPT)
    assert rules is not None
    drawn = held(register(12), rules)
    assert drawn.invitees.columns["id"] == ["p0", "p4", "p3", "p7", "p11"]
    assert {one.verdict for one in check_draw(rules, register(12), drawn, RECEIPT)} == {Verdict.OK}


@given(
    st.integers(5, 40), st.sampled_from([Allocation.EXACT, Allocation.LARGEST_REMAINDER]), st.text("abc", min_size=1)
)
def test_every_honest_draw_is_right_and_none_with_another_seed(residents: int, rule: Allocation, seed: str) -> None:
    rules = Rules(5, rule, ("part",), "home", "", Seed(seed))
    frame = register(residents)
    drawn = held(frame, rules)
    assert {one.verdict for one in check_draw(rules, frame, drawn, RECEIPT)} == {Verdict.OK}
    other = Rules(5, rule, ("part",), "home", "", Seed(f"{seed}!"))
    found = {one.number for one in check_draw(other, frame, drawn, RECEIPT) if one.verdict is Verdict.CONTRADICTION}
    assert "5.4" in found


@pytest.mark.parametrize("residents", [0, 4])
def test_more_places_than_residents_are_a_contradiction(residents: int) -> None:
    rules = read_rules(RECEIPT)
    assert rules is not None
    findings = check_draw(rules, register(residents), held(register(12), rules), RECEIPT)
    assert [one.verdict.value for one in findings] == ["contradiction", *["not checked"] * 3]


@pytest.mark.parametrize(
    "changes",
    [
        {"size": "5"},
        {"size": None},
        {"allocation": "by hand"},
        {"allocation": "simple"},
        {"strata": "part"},
        {"household": None},
        {"special": 3},
        {"wave": 0},
        {"wave": "2"},
        {"basis": "by hand"},
        {"response": "answers.csv"},
        {"allocation": "weighted"},
        {"stop_list": 1},
        {"reserve": "many"},
    ],
)
def test_rules_that_are_none_are_not_guessed(changes: Mapping[str, Option]) -> None:
    assert read_rules(Receipt("draw", {**OPTIONS, **changes}, (), seed="1")) is None


@pytest.mark.parametrize("seed", [None, "", " 1", "a\u0308"])
def test_a_draw_without_a_proper_seed_is_not_guessed(seed: str | None) -> None:
    assert read_rules(Receipt("draw", OPTIONS, (), seed=seed)) is None

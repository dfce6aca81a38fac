import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.chance import Seed, in_ticket_order, ticket, tickets

VECTORS = [
    ("0", "A1", "2bf9cd1f42896cf405d4337b7dc3fedefb450b6083d1221b884ecaa783c217d4"),
    ("Dortmund 2024-04-09: 4 7 2 9", "00123", "89ca15b1956bc1d2a4c057a5c9243cd4515064aa7b72ba65426ba4f927956a5d"),
    ("Überlaß", "ä", "b0270136f25da3c48dffb408b2bc72dd90f51f1cd958c0c3f0987ef2cbf93492"),
    ("x", "", "40f7c8b236e59f6e362f29a6f730a2b075798e398c31ac58cbf9388141a30979"),
]
SEEDS = st.text(min_size=1).map(Seed)


@pytest.mark.parametrize(("seed", "person", "expected"), VECTORS)
def test_the_vectors_of_the_specification(seed: str, person: str, expected: str) -> None:
    assert ticket(Seed(seed), person) == expected
    assert [raw.hex() for raw in tickets(Seed(seed), [person])] == [expected]


@given(SEEDS, st.lists(st.text()))
def test_many_tickets_at_once_are_the_tickets_one_by_one(seed: Seed, people: list[str]) -> None:
    assert [raw.hex() for raw in tickets(seed, people)] == [ticket(seed, person) for person in people]


@given(SEEDS, st.lists(st.text(), unique=True))
def test_the_order_is_that_of_the_written_tickets(seed: Seed, people: list[str]) -> None:
    order = in_ticket_order(tickets(seed, people), people)
    assert [people[place] for place in order] == sorted(people, key=lambda person: (ticket(seed, person), person))


def test_equal_tickets_are_ordered_by_id_in_code_points() -> None:
    people = ["b", "ä", "a", "B", "10", "9", "\U0001f3b2", "\uffee"]
    order = in_ticket_order([bytes(32)] * len(people), people)
    assert [people[place] for place in order] == ["10", "9", "B", "a", "b", "ä", "\uffee", "\U0001f3b2"]


def test_an_id_is_used_exactly_as_it_stands() -> None:
    alike = ["123", "0123", "123 ", "123.0", "１２３", "\ufeff123"]
    assert len({ticket(Seed("0"), person) for person in alike}) == len(alike)
    assert ticket(Seed("0"), "\u00e4") != ticket(Seed("0"), "a\u0308")

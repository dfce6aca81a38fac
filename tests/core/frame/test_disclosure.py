"""What the protocol says of small numbers: nothing, not even to those who can subtract."""

from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.frame.disclosure import OTHER, Hit, hits
from buergerforum.core.frame.residents import Tally

REASONS = ("blocked", "dead", "secondary", "young", "undated")
COUNTS = st.integers(0, 12)


def tally(residents: int = 100, further: int = 0, special: int = 0, **reasons: int) -> Tally:
    counts = {name: reasons.get(name, 0) for name in REASONS}
    persons = residents + sum(counts.values())
    return Tally(
        rows=persons + further, persons=persons, **counts, residents=residents, partial_dates=0, sex_not_stated=0,
        without_address=0, special=special,
    )  # fmt: skip


def by_name(found: tuple[Hit, ...]) -> dict[str, int | str]:
    return {hit.name: hit.code if hit.count is None else hit.count for hit in found}


def test_large_numbers_are_stated() -> None:
    said = by_name(hits(tally(blocked=5, dead=7, further=6), 5))
    assert said["rows"] == 118
    assert (said["blocked"], said["dead"], said["young"], said["further_rows"], said["persons"]) == (5, 7, 0, 6, 112)
    assert OTHER not in said


def test_a_small_reason_is_put_together_with_the_next_smallest() -> None:
    found = hits(tally(blocked=900, dead=3, secondary=20, undated=0), 5)
    said = by_name(found)
    assert said[OTHER] == 23
    assert not {"dead", "secondary"} & set(said)
    assert (said["blocked"], said["undated"], said["persons"]) == (900, 0, 1023)
    assert "died, only a secondary residence here" in next(hit.text for hit in found if hit.name == OTHER)


def test_where_nothing_can_hide_a_reason_its_sum_is_not_stated() -> None:
    said = by_name(hits(tally(dead=3), 5))
    assert (said[OTHER], said["persons"], said["rows"]) == ("<5", "-", "-")
    assert "dead" not in said


def test_further_rows_cannot_be_found_by_subtraction() -> None:
    said = by_name(hits(tally(further=2), 5))
    assert (said["further_rows"], said["rows"], said["persons"]) == ("<5", "-", 100)


def test_a_part_that_leaves_few_others_is_not_stated_either() -> None:
    assert by_name(hits(tally(special=98), 5))["special"] == ">95"
    assert by_name(hits(tally(special=2), 5))["special"] == "<5"
    assert by_name(hits(tally(special=100), 5))["special"] == 100


@given(st.fixed_dictionaries(dict.fromkeys(REASONS, COUNTS)), COUNTS, st.integers(1, 6))
def test_nobody_can_find_a_small_number(reasons: dict[str, int], further: int, least: int) -> None:
    said = by_name(hits(tally(further=further, **reasons), least))
    assert not [count for count in said.values() if isinstance(count, int) and 0 < count < least]
    hidden = [name for name in REASONS if name not in said]
    if isinstance(persons := said["persons"], int):
        rest = persons - 100 - sum(count for name in REASONS if isinstance(count := said.get(name, 0), int))
        assert rest == sum(reasons[name] for name in hidden)
        assert rest == 0 or (rest >= least and len(hidden) > 1)
        if isinstance(rows := said["rows"], int):
            assert rows - persons == 0 or rows - persons >= least
    assert all(said[name] == reasons[name] for name in REASONS if name in said)

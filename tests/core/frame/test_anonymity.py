"""How many people of a frame are alike, and what would make more of them so."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.frame.anonymity import QUASI_IDENTIFIERS, anonymity, anonymity_said

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["1950", "1951", "1980", ""]),
        st.sampled_from(["16-29", "30-59", "60+"]),
        st.sampled_from("mwdx"),
        st.sampled_from(["DE", "EU", "other"]),
        st.sampled_from(["Nord", "Süd", "West"]),
        st.sampled_from("01"),
    ),
    max_size=60,
)


def columns(rows: Sequence[tuple[str, ...]]) -> dict[str, list[str]]:
    return {name: [row[place] for row in rows] for place, name in enumerate(QUASI_IDENTIFIERS)} | {
        "id": [str(n) for n in range(len(rows))]
    }


def few(**cells: Any) -> dict[str, list[str]]:
    return {name: list(values) for name, values in cells.items()}


@given(ROWS, st.integers(1, 8))
def test_the_smallest_cell_is_counted(rows: list[tuple[str, ...]], limit: int) -> None:
    found = anonymity(columns(rows), limit)
    counts = Counter(rows)
    assert (found.people, found.cells) == (len(rows), len(counts))
    assert found.smallest == min(counts.values(), default=0)
    assert found.exposed == sum(count for count in counts.values() if count < limit)
    assert (found.exposed == 0) <= (found.steps == ())


@given(ROWS, st.integers(2, 8))
def test_every_step_of_the_proposal_helps_and_the_order_of_rows_does_not_matter(
    rows: list[tuple[str, ...]], limit: int
) -> None:
    found = anonymity(columns(rows), limit)
    exposed = [found.exposed, *(step.exposed for step in found.steps)]
    assert exposed == sorted(set(exposed), reverse=True)
    assert anonymity(columns(rows[::-1]), limit) == found


def test_the_step_that_helps_most_is_proposed_first() -> None:
    alone = [("1950", "60+", "w", "DE", "Nord", "0"), ("1951", "60+", "w", "DE", "Nord", "0")]
    found = anonymity(columns(alone), 2)
    assert [(step.what, step.smallest, step.exposed) for step in found.steps] == [
        ("no year of birth (extract: birth_years: false)", 2, 0)
    ]
    assert "\n".join(anonymity_said(found)) == (
        "k-anonymity by birth_year, age_group, sex, nationality, district, special_address: 2 people are in cells with "
        "fewer than 2 people, and could be recognised by whoever knows them. Keep the frame as safe as the register.\n"
        "What would help, one after the other (people left in small cells): "
        "no year of birth (extract: birth_years: false) (0)."
    )


def test_groups_and_districts_are_put_together_with_a_name_that_fits() -> None:
    ages = anonymity(few(age_group=["16-29", "30-44", "60-74", "60-74", "75+", "75+"]), 2)
    assert [step.what for step in ages.steps] == ["age groups 16-29 and 30-44 together"]
    old = anonymity(few(age_group=["16-59", "16-59", "60-74", "75+"]), 2)
    assert [step.what for step in old.steps] == ["age groups 60-74 and 75+ together"]
    towns = anonymity(few(district=["Nord", "Süd", "West", "West", "West"]), 2)
    assert [step.what for step in towns.steps] == ["districts Nord and Süd together, or another neighbour"]
    sexes = anonymity(few(sex=["d", "x", "m", "m", "w", "w"]), 2)
    assert [step.what for step in sexes.steps] == ["sexes d and x together"]


def test_a_frame_in_which_everybody_hides_is_said_to_be_so() -> None:
    found = anonymity(few(sex=["m"] * 5 + ["w"] * 6), 5)
    assert anonymity_said(found) == ("k-anonymity by sex: at least 5 people are alike in every cell (limit 5).",)
    assert anonymity_said(anonymity(few(sex=[]), 5)) == ()
    assert len(anonymity_said(anonymity(few(sex=["m"]), 5))) == 1, "nothing would help"

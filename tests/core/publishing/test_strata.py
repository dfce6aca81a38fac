from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.publishing.strata import FEWEST, Row, merged, published_rows

rows = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(1, 30), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12
).map(
    lambda cells: [Row((name, f"{place:02}"), size, 9, inv, bef) for place, (name, size, inv, bef) in enumerate(cells)]
)


def sums(found: list[Row]) -> tuple[int, ...]:
    return tuple(sum(getattr(row, one) for row in found) for one in ("residents", "places", "invited", "before"))


@given(rows)
def test_nobody_is_lost_and_no_row_is_small(made: list[Row]) -> None:
    found = published_rows(made)
    assert sums(found) == sums(made)
    assert len(found) == 1 or min(row.residents for row in found) >= FEWEST


@given(rows)
def test_no_ticket_can_be_put_into_a_stratum(made: list[Row]) -> None:
    """Several rows stand there only if many were invited, and not all of them in one of the rows."""
    found = published_rows(made)
    if len(found) > 1:
        assert sum(row.invited for row in found) >= FEWEST
        assert sum(row.invited > 0 for row in found) > 1


def test_a_wave_of_many_is_told_by_strata() -> None:
    made = [Row(("A",), 50, 6, 6), Row(("B",), 50, 6, 6)]
    assert published_rows(made) == merged(made) == made
    few = [Row(("A",), 50, 4, 4), Row(("B",), 50, 4, 4)]
    assert published_rows(few) == [Row(("A + B",), 100, 8, 8)]
    alone = [Row(("A",), 50, 12, 12), Row(("B",), 50, 0, 0)]
    assert published_rows(alone) == [Row(("A + B",), 100, 12, 12)]

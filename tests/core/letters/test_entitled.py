from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.letters.entitled import entitled

people = st.lists(st.text("abcdefgh", min_size=1, max_size=2))


@given(people, people, people)
def test_nobody_gets_acceptance_and_rejection(pool: list[str], panel: list[str], waiting: list[str]) -> None:
    accepted = entitled(panel)
    rejected = entitled(pool, panel, waiting)
    assert not set(accepted) & set(rejected)
    assert not set(waiting) & set(rejected)
    assert set(rejected) <= set(pool)
    assert set(pool) - set(rejected) <= set(panel) | set(waiting)


@given(people)
def test_everybody_once_and_in_one_order(ids: list[str]) -> None:
    assert entitled(ids) == entitled(ids[::-1]) == tuple(sorted(set(ids)))

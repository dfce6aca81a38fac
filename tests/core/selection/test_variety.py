from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.selection.variety import Variety, variety
from buergerforum.model.lottery import LotBlock, Lottery

PANELS = st.lists(
    st.tuples(st.sets(st.sampled_from("abcdefg"), min_size=3, max_size=3), st.integers(1, 10**9)),
    min_size=1,
    max_size=9,
)


def lottery_of(panels: list[tuple[set[str], int]]) -> Lottery:
    blocks, first = [], 0
    for members, size in panels:
        blocks.append(LotBlock(first, first + size - 1, tuple(sorted(members))))
        first += size
    return Lottery(first, tuple(blocks))


@given(PANELS)
def test_pairs_are_counted_one_by_one(panels: list[tuple[set[str], int]]) -> None:
    always = set.intersection(*(members for members, _size in panels))
    pairs: Counter[tuple[str, ...]] = Counter()
    for members, size in panels:
        for pair in combinations(sorted(members - always), 2):
            pairs[pair] += size
    different = len({frozenset(members) for members, _size in panels})
    assert variety(lottery_of(panels)) == Variety(different, max(pairs.values(), default=0))


def test_more_people_than_are_counted_at_once() -> None:
    panels = [({f"{number}", f"{number + 1}"}, 1) for number in range(1200)] + [({"1199", "77"}, 3)]
    assert variety(lottery_of(panels)) == Variety(1201, 3)

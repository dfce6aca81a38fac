from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.chance import digest
from buergerforum.core.selection.lottery import appearances_of, hand_out, numbered
from buergerforum.core.selection.noise import Noise
from buergerforum.core.selection.types import Type


@st.composite
def panels_of_types(draw: st.DrawFn) -> tuple[list[Type], list[list[int]], list[int]]:
    sizes = draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    types = [Type((str(t),), "", tuple(f"t{t}m{i}" for i in range(size))) for t, size in enumerate(sizes)]
    panels = draw(st.lists(st.tuples(*(st.integers(0, size) for size in sizes)), min_size=1, max_size=12))
    lots = draw(st.lists(st.sampled_from([1, 1, 1, 2, 5, 1000, 10**7]), min_size=len(panels), max_size=len(panels)))
    return types, [list(panel) for panel in panels], lots


@given(panels_of_types())
def test_people_of_one_type_differ_by_one_lot_at_most(case: tuple[list[Type], list[list[int]], list[int]]) -> None:
    types, panels, lots = case
    shares = hand_out(types, np.array(panels), np.array(lots), Noise(b""))
    assert sum(number for _members, number in shares) == sum(lots)
    counted: Counter[str] = Counter()
    for members, number in shares:
        assert len(set(members)) == len(members)
        counted.update(dict.fromkeys(members, number))
    for place, one in enumerate(types):
        own = [counted[member] for member in one.members]
        assert sum(own) == sum(panel[place] * number for panel, number in zip(panels, lots, strict=True))
        assert max(own) - min(own) <= 1


def test_the_same_people_do_not_meet_again_and_again() -> None:
    types = [Type(("x",), "", tuple(f"x{n:02d}" for n in range(20))), Type(("y",), "", ("y0", "y1", "y2", "y3"))]
    shares = hand_out(types, np.array([[5, 2]] * 400), np.ones(400, dtype=np.int64), Noise(b""))
    assert len(set(shares)) > 390
    pairs = Counter((one, other) for members, _n in shares for one in members for other in members if one < other)
    together = [number for (one, other), number in pairs.items() if one[0] == other[0] == "x"]
    # 400 lots with 10 of the 190 pairs each: about 21 lots per pair.
    assert len(together) == 190
    assert max(together) < 45


def test_lots_are_numbered_by_their_digest() -> None:
    shares = [(("a", "b"), 1), (("a", "c"), 2), (("b", "c"), 1), (("a", "b"), 1)]
    lottery = numbered(shares)
    order = sorted([("a", "b"), ("a", "c"), ("b", "c")], key=lambda members: digest("numbering", *members))
    assert [block.members for block in lottery.blocks] == [
        members for members in order for _lot in range(1 if members == ("b", "c") else 2)
    ]
    assert [(block.first, block.last) for block in lottery.blocks] == [(n, n) for n in range(5)]
    assert appearances_of(lottery) == {"a": 4, "b": 3, "c": 3}


def test_beyond_ten_thousand_lots_equal_panels_form_blocks() -> None:
    lottery = numbered([(("a", "b"), 6000), (("b", "c"), 5000), (("a", "b"), 1)])
    assert sorted((block.last - block.first + 1, block.members) for block in lottery.blocks) == [
        (5000, ("b", "c")),
        (6001, ("a", "b")),
    ]
    assert lottery.blocks[0].first == 0
    assert lottery.blocks[1].first == lottery.blocks[0].last + 1
    assert lottery.lots == lottery.blocks[1].last + 1 == 11001

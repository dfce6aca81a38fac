import numpy as np
from hypothesis import assume, given, settings

from buergerforum.core.selection.noise import noise_of
from buergerforum.core.selection.objectives import OBJECTIVES
from buergerforum.core.selection.polytope import build, expected
from buergerforum.core.selection.single_panels import panels_with
from buergerforum.core.selection.types import group
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from tests.core.selection.bruteforce import all_panels
from tests.core.selection.published import ducks, israel
from tests.core.selection.small_pools import small_pools

NOISE = noise_of(*ducks(), 2, 1)


@settings(max_examples=80, deadline=None)
@given(small_pools())
def test_what_is_found_is_a_panel_with_what_was_asked_for(case: tuple[Pool, QuotaTable, int]) -> None:
    pool, table, seats = case
    panels = [set(panel) for panel in all_panels(*case)]
    assume(panels)
    types = group(pool)
    polytope = build(types, pool.features, table, seats)
    counted = {tuple(len(panel & set(one.members)) for one in types) for panel in panels}
    target = expected(polytope, OBJECTIVES["leximin"](polytope).chances)
    for number in (0, 1):
        fixed = np.where(np.eye(polytope.types, dtype=bool), number, -1)
        found = panels_with(polytope, target, fixed, NOISE, "some")
        assert {tuple(panel) for panel in found.tolist()} <= counted
        assert all((panel == number).any() for panel in found)


def test_nearly_everybody_can_be_seated_and_left_out_as_such_a_panel_shows() -> None:
    pool, table = israel("wide")
    polytope = build(group(pool), pool.features, table, 60)
    target = expected(polytope, OBJECTIVES["leximin"](polytope).chances)
    for number in (0, 1):
        fixed = np.where(np.eye(polytope.types, dtype=bool), number, -1)
        found = panels_with(polytope, target, fixed, NOISE, "some")
        shown = {t for t in range(polytope.types) for panel in found if panel[t] == number}
        assert len(found) > 0.9 * polytope.types
        assert len(shown) > 0.95 * polytope.types


def test_nothing_asked_for_is_nothing_found() -> None:
    pool, table = ducks()
    polytope = build(group(pool), pool.features, table, 2)
    target = expected(polytope, OBJECTIVES["leximin"](polytope).chances)
    assert panels_with(polytope, target, np.zeros((0, polytope.types), dtype=np.int64), NOISE, "some").shape == (
        0,
        polytope.types,
    )

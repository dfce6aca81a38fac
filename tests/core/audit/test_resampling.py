import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.audit.resampling import (
    binomial_p,
    check_resampled,
    chi_square_tail,
    resample,
    resampled_plot,
)
from buergerforum.model.audit import Verdict
from buergerforum.model.lottery import LotBlock, Lottery

PEOPLE = [f"P{number}" for number in range(8)]
BLOCKS = [LotBlock(n, n, tuple(sorted((PEOPLE[n % 8], PEOPLE[(n + 1 + n // 8 % 6) % 8])))) for n in range(48)]
LOTTERY = Lottery(48, tuple(BLOCKS))
STATED = {who: sum(who in block.members for block in BLOCKS) for who in PEOPLE}


@given(st.integers(1, 60), st.data())
def test_the_binomial_test_sums_all_outcomes_at_most_as_likely(draws: int, data: st.DataObject) -> None:
    found = data.draw(st.integers(0, draws))
    chance = data.draw(st.floats(0.01, 0.99))
    pmf = [math.comb(draws, k) * chance**k * (1 - chance) ** (draws - k) for k in range(draws + 1)]
    right = sum(one for one in pmf if one <= pmf[found] * (1 + 1e-7))
    assert binomial_p(found, draws, chance) == pytest.approx(right, rel=1e-5, abs=1e-8)


def test_certain_chances_have_no_spread() -> None:
    assert [binomial_p(found, 10, chance) for found, chance in ((10, 1.0), (9, 1.0), (0, 0.0), (1, 0.0))] == [
        1,
        0,
        1,
        0,
    ]


@pytest.mark.parametrize(
    ("statistic", "degrees", "p"),
    [(3.841459, 1, 0.05), (18.307038, 10, 0.05), (0.0, 5, 1.0), (1074.679, 999, 0.0478), (2.0, 2, math.exp(-1))],
)
def test_the_tail_of_chi_square_is_that_of_the_tables(statistic: float, degrees: int, p: float) -> None:
    assert chi_square_tail(statistic, degrees) == pytest.approx(p, abs=5e-4)


def test_an_honest_lottery_passes_and_looks_it() -> None:
    made = resample(LOTTERY, STATED, 4000)
    assert [one.verdict for one in check_resampled(made)] == [Verdict.OK, Verdict.OK]
    assert resampled_plot(made).count("<circle") == 8


def test_lots_moved_from_one_applicant_to_another_are_noticed() -> None:
    moved = [
        LotBlock(b.first, b.last, tuple(sorted("P1" if m == "P0" else m for m in b.members)))
        if "P0" in b.members and "P1" not in b.members
        else b
        for b in BLOCKS
    ]
    findings = check_resampled(resample(Lottery(48, tuple(moved)), STATED, 4000))
    wrong = [one for one in findings if one.verdict is Verdict.CONTRADICTION]
    assert {one.found.split(":")[0] for one in wrong} == {"P0", "P1"}


def test_lots_in_blocks_are_weighed_by_their_size() -> None:
    lottery = Lottery(10**9, (LotBlock(0, 899_999_999, ("A",)), LotBlock(900_000_000, 10**9 - 1, ("B",))))
    made = resample(lottery, {"A": 900_000_000, "B": 100_000_000}, 2000)
    assert [one.verdict for one in check_resampled(made)] == [Verdict.OK, Verdict.OK]
    assert sum(expected for _found, expected in made.cells) == pytest.approx(2000)

from dataclasses import replace
from fractions import Fraction
from math import comb, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.applications.forecast import SURE, Basis, Rate, outlook, smallest_wave
from buergerforum.model.applications import Invited, Invitee
from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.quotas import Feature, Quota, QuotaTable, Value
from buergerforum.model.standing import Expected
from buergerforum.model.state import Person, PersonState
from tests.core.applications.invented import RULES

TABLE = QuotaTable(
    features=(
        Feature("sex", (Value("w", "women"), Value("m", "men")), "sex"),
        Feature("school", (Value("Abitur"), Value("Realschule"))),
    ),
    quotas=(
        Quota((("sex", "w"),), 10, 20),
        Quota((("sex", "m"),), 10, 20),
        Quota((("school", "Abitur"),), 5, 20),
        Quota((("school", "Realschule"),), 5, 20),
        Quota((("sex", "w"), ("school", "Realschule")), 3, 20),
    ),
)


def exact(a: int, b: int, n: int, k: int) -> Fraction:
    """The beta-binomial chance by rising factorials, without any floating-point number."""

    def rising(start: int, steps: int) -> int:
        found = 1
        for step in range(steps):
            found *= start + step
        return found

    return Fraction(comb(n, k) * rising(a, k) * rising(b, n - k), rising(a + b, n))


@given(a=st.integers(1, 30), b=st.integers(1, 60), n=st.integers(0, 40))
def test_the_distribution_is_beta_binomial(a: int, b: int, n: int) -> None:
    wanted = [exact(a, b, n, k) for k in range(n + 1)]
    found = Rate(a, b).chances(n)
    assert sum(wanted) == 1
    assert all(isclose(one, two, rel_tol=1e-9) for one, two in zip(found, wanted, strict=True))
    for needed in (0, 1, n // 2, n + 1):
        assert isclose(Rate(a, b).fewer(n, needed), sum(wanted[:needed]), abs_tol=1e-9)
    expected = Rate(a, b).expected(n)
    assert sum(wanted[: expected.low]) <= 0.05 + 1e-9
    assert sum(wanted[expected.high + 1 :]) <= 0.05 + 1e-9
    assert isclose(expected.mean, sum(k * one for k, one in enumerate(wanted)), abs_tol=1e-9)


def test_large_waves_do_not_underflow() -> None:
    expected = Rate(2000.0, 18000.0).expected(20_000)
    assert (round(expected.mean), 1900 < expected.low < 1950, 2050 < expected.high < 2110) == (2000, True, True)


@given(
    short=st.lists(st.tuples(st.integers(1, 4), st.integers(1, 9), st.sampled_from([0.1, 0.3, 0.5])), max_size=3),
    most=st.integers(0, 400),
)
def test_the_smallest_wave_is_the_smallest(short: list[tuple[int, int, float]], most: int) -> None:
    rows = [(missing, Rate(good, 40), share) for missing, good, share in short]

    def risk(size: int) -> float:
        return sum(rate.fewer(int(size * share), missing) for missing, rate, share in rows)

    found = smallest_wave(rows, most)
    if found is None:
        assert risk(most) > 1 - SURE
    else:
        assert risk(found) <= 1 - SURE + 1e-9
        assert found == 0 or risk(found - 1) > 1 - SURE


def basis(women: int, men: int, applied_women: int, applied_men: int) -> Basis:
    people = {f"w{n}": Invitee(f"w{n}", 1980, "w", ("Eving", "w")) for n in range(women)}
    people |= {f"m{n}": Invitee(f"m{n}", 1980, "m", ("Eving", "m")) for n in range(men)}
    schools = ("Abitur", "Abitur", "Realschule")
    applicants = [Applicant(f"w{n}", ("Eving", "w", schools[n % 3])) for n in range(applied_women)]
    applicants += [Applicant(f"m{n}", ("Eving", "m", schools[n % 3])) for n in range(applied_men)]
    pool = Pool(("district", "sex", "school"), tuple(sorted(applicants, key=lambda one: one.id)))
    return Basis(Invited(people, {f"code {one}": one for one in people}), RULES, pool, TABLE, {})


def test_what_is_expected_follows_the_rates_of_the_groups() -> None:
    found = outlook(basis(300, 100, 24, 2), 400, 10_000)
    women, men = (one.expected for one in found.wave.prospects[:2])
    assert (women.letters, men.letters) == (300, 100)
    assert women.mean == pytest.approx(300 * (20 * 26.5 / 401 + 24) / 320)
    assert men.mean == pytest.approx(100 * (20 * 26.5 / 401 + 2) / 120)
    assert found.wave.total.letters == 400
    assert [one.pool for one in found.wave.prospects] == [24, 2, 18, 8, 8]
    assert found.reminder.total.letters == 374
    assert found.reminder.total.mean == pytest.approx(374 * 26.5 / 401 / 2)
    assert found.smallest is not None
    assert found.smallest > 400
    assert found.hopeless == ()


def test_where_nothing_is_missing_no_wave_is_needed() -> None:
    assert outlook(basis(200, 200, 30, 30), 100, 1000).smallest == 0


def test_a_wave_larger_than_the_reserve_does_not_help() -> None:
    assert outlook(basis(300, 100, 24, 2), 400, 200).smallest is None


def test_nobody_can_be_invited_for_a_quota_that_the_frame_does_not_have() -> None:
    found = outlook(basis(300, 0, 24, 0), 400, 10_000)
    assert (found.smallest, found.hopeless) == (None, ("sex men",))


def test_before_anybody_was_written_to_there_is_nothing_to_forecast() -> None:
    before = basis(50, 50, 0, 0)
    found = outlook(replace(before, invited=Invited(before.invited.people, {})), 100, 1000)
    assert found.reminder.total == Expected(0, 0.0, 0, 0)
    assert found.smallest is None


def test_reminders_learn_from_those_before() -> None:
    plain = basis(200, 0, 10, 0)
    person = Person(PersonState.REMINDED, PersonState.REMINDED)
    reminded = replace(plain, states={f"w{n}": person for n in range(200)})
    answered = replace(person, state=PersonState.APPLIED)
    states = {**reminded.states, **{f"w{n}": answered for n in range(10)}}
    learnt = outlook(replace(plain, states=states), 100, 1000).reminder.total
    assert learnt.letters == 190
    assert learnt.mean == pytest.approx(190 * (20 * 10.5 / 201 / 2 + 10) / 220)

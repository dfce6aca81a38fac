from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from buergerforum.core.certificate.bounds import bound_of
from buergerforum.core.certificate.claims import CLAIMS
from buergerforum.core.certificate.form import certificate_bytes, read_certificate
from buergerforum.core.certificate.making import make_certificate
from buergerforum.core.certificate.proving import exceeded
from buergerforum.core.certificate.reached import block_of, broken_cuts, misses
from buergerforum.core.certificate.rows import ExactRows, exact_rows
from buergerforum.core.selection.engine import make_lottery
from buergerforum.errors import InputError, QuotaError
from buergerforum.model.certificate import Certificate, CertifiedCut, CertifiedLevel, Mixture, Sparse
from buergerforum.model.lottery import LotBlock, Lottery
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from tests.core.selection.published import ducks, four, israel, seven
from tests.core.selection.small_pools import hard_pool, small_pools

Made = tuple[Certificate, ExactRows, Lottery]


def made(pool: Pool, table: QuotaTable, seats: int, objective: str = "leximin", lots: int = 100) -> Made:
    result = make_lottery(pool, table, seats, lots=lots, objective=objective)
    certificate = make_certificate(result, pool, table, seats, (objective, "", ()))
    rows = exact_rows([one.members for one in certificate.types], pool, table, seats, certificate.cuts)
    assert rows is not None
    return certificate, rows, result.lottery


def faults(certificate: Certificate, rows: ExactRows, lottery: Lottery) -> list[str]:
    """Find everything that is wrong, without a solver."""
    found = list(CLAIMS[certificate.objective](certificate, rows))
    if certificate.mixture:
        found += misses(certificate, certificate.mixture, lottery, rows)
    return [*found, *broken_cuts(certificate, lottery, rows)]


@settings(max_examples=25)
@given(small_pools())
def test_every_lottery_of_a_small_pool_is_certified(case: tuple[Pool, QuotaTable, int]) -> None:
    for objective in CLAIMS:
        try:
            one = made(*case, objective, lots=20)
        except QuotaError:
            return
        assert faults(*one) == []
        assert one[0].mixture is not None
        assert list(exceeded(one[1])) == []


@pytest.mark.parametrize("seed", [6, 17, 24])
def test_a_lottery_that_needs_cuts_is_certified_and_its_cuts_are_proven(seed: int) -> None:
    certificate, rows, lottery = made(*hard_pool(seed))
    assert certificate.cuts
    assert faults(certificate, rows, lottery) == []
    assert list(exceeded(rows)) == []
    low = tuple(replace(cut, bound=cut.bound - 1) for cut in rows.cuts)
    assert len(list(exceeded(replace(rows, cuts=low)))) == len(low)


@pytest.mark.parametrize("kind", ["wide", "exact"])
def test_a_real_pool_is_certified(kind: str) -> None:
    certificate, rows, lottery = made(*israel(kind), 60, lots=300)
    assert faults(certificate, rows, lottery) == []
    raw = certificate_bytes(certificate)
    assert len(raw) < 30_000
    assert read_certificate(raw) == certificate


def test_households_count() -> None:
    certificate, rows, lottery = made(*ducks("lisa=scrooge louie=dewey"), 2)
    assert rows.households == 2
    assert {one.members: one.chance for one in certificate.types} == {
        ("lisa",): 0,
        ("scrooge",): 0,
        ("louie",): Fraction(1, 2),
        ("dewey",): Fraction(1, 2),
        ("marge",): 1,
    }
    assert faults(certificate, rows, lottery) == []


def test_the_certificate_of_seven_people_can_be_read() -> None:
    certificate, rows, _lottery = made(*seven(), 5)
    lowest = certificate.levels[0]
    assert (lowest.chance, len(lowest.types)) == (Fraction(1, 2), 2)
    assert bound_of(lowest, rows) == lowest.bound
    text = certificate_bytes(certificate).decode()
    assert '"members": "man0 man1 man2 man3"' in text
    assert '"chance": "7/8"' in text


def level(change: Callable[[CertifiedLevel], CertifiedLevel], place: int = 0) -> Callable[[Certificate], Certificate]:
    def forge(one: Certificate) -> Certificate:
        levels = [change(each) if n == place % len(one.levels) else each for n, each in enumerate(one.levels)]
        return replace(one, levels=tuple(levels))

    return forge


def raised(sparse: Sparse, by: int = 1) -> Sparse:
    """Change the first number."""
    (place, number), *rest = sparse
    return ((place, number + by), *rest)


def chance_of_somebody(by: Fraction) -> Callable[[Certificate], Certificate]:
    def forge(one: Certificate) -> Certificate:
        first, *rest = one.types
        return replace(one, types=(replace(first, chance=first.chance + by), *rest))

    return forge


def other_mixture(change: Callable[[Mixture], Mixture]) -> Callable[[Certificate], Certificate]:
    def forge(one: Certificate) -> Certificate:
        assert one.mixture is not None
        return replace(one, mixture=change(one.mixture))

    return forge


FORGERIES: dict[str, Callable[[Certificate], Certificate]] = {
    "a chance raised": chance_of_somebody(Fraction(1, 10**6)),
    "a chance lowered": chance_of_somebody(Fraction(-1, 10**6)),
    "a weight raised": level(lambda one: replace(one, weights=raised(one.weights))),
    "a weight that is negative": level(lambda one: replace(one, weights=raised(one.weights, -(10**18)))),
    "a bound raised": level(lambda one: replace(one, bound=one.bound + 1)),
    "a bound lowered": level(lambda one: replace(one, bound=one.bound - 1)),
    "a multiplier changed": level(lambda one: replace(one, seats=one.seats + 1)),
    "a level of its own chance": level(lambda one: replace(one, chance=one.chance + Fraction(1, 1000))),
    "nobody fixed": level(lambda one: replace(one, types=())),
    "weight for somebody better off": level(lambda one: replace(one, weights=((0, 1), (1, 1), (2, 1), (3, 1)))),
    "a level left out": lambda one: replace(one, levels=one.levels[:-1]),
    "the levels turned round": lambda one: replace(one, levels=one.levels[::-1]),
    "a quota that does not exist": level(lambda one: replace(one, quotas=(*one.quotas, (99, 1)))),
    "the weight of a lot changed": other_mixture(lambda one: replace(one, lots=raised(one.lots, 10**9))),
    "the weight of a lot negative": other_mixture(lambda one: replace(one, lots=raised(one.lots, -(10**13)))),
    "a lot that does not exist": other_mixture(lambda one: replace(one, lots=((1000, 1),))),
    "an empty mixture": other_mixture(lambda one: replace(one, lots=(), panels=())),
    "a panel that is none": other_mixture(lambda one: replace(one, panels=((10**9, ((0, 1),)),))),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_number_is_found(forgery: str) -> None:
    certificate, rows, lottery = made(*seven(), 5)
    assert faults(certificate, rows, lottery) == []
    forged = FORGERIES[forgery](certificate)
    assert forged != certificate
    assert faults(forged, rows, lottery)


@pytest.mark.parametrize(
    "forgery", ["a chance lowered", "a bound raised", "a level of its own chance", "a level left out"]
)
def test_a_forged_maximin_is_found(forgery: str) -> None:
    certificate, rows, lottery = made(*seven(), 5, "maximin")
    assert faults(FORGERIES[forgery](certificate), rows, lottery)


@pytest.mark.parametrize("objective", ["nash", "goldilocks"])
@pytest.mark.parametrize(
    "forge",
    [
        chance_of_somebody(Fraction(1, 100)),
        chance_of_somebody(Fraction(-1, 100)),
        FORGERIES["a weight raised"],
        FORGERIES["a bound raised"],
        FORGERIES["a bound lowered"],
        level(lambda one: replace(one, ceiling=Fraction(1, 2))),
        level(lambda one: replace(one, bound=Fraction(10**399))),
        lambda one: replace(one, levels=()),
    ],
)
def test_a_forged_number_is_found_whatever_the_objective(
    objective: str, forge: Callable[[Certificate], Certificate]
) -> None:
    certificate, rows, lottery = made(*seven(), 5, objective)
    assert faults(certificate, rows, lottery) == []
    assert faults(forge(certificate), rows, lottery)


@pytest.mark.parametrize("objective", ["nash", "goldilocks"])
def test_a_real_pool_is_certified_whatever_the_objective(objective: str) -> None:
    certificate, rows, lottery = made(*israel("wide"), 60, objective, lots=100)
    assert faults(certificate, rows, lottery) == []
    assert read_certificate(certificate_bytes(certificate)) == certificate
    assert certificate.levels[0].chance == 0, "one applicant can have no chance"


def test_a_cut_that_excludes_a_lot_is_found_without_a_solver() -> None:
    certificate, rows, lottery = made(*four(), 2)
    (cut,) = certificate.cuts
    low = (replace(cut, bound=cut.bound - 1),)
    assert list(broken_cuts(certificate, lottery, replace(rows, cuts=low)))


def test_a_cut_that_was_invented_is_found_by_the_solver() -> None:
    certificate, rows, _lottery = made(*four(), 2)
    assert len(list(exceeded(replace(rows, cuts=(CertifiedCut(((0, 1), (1, 1)), 1),))))) == 1
    assert list(exceeded(replace(rows, cuts=certificate.cuts))) == []


def test_types_of_another_pool_are_none() -> None:
    pool, table = seven()
    assert exact_rows([("man0",)], pool, table, 5, ()) is None
    together = [("elinor", "frank"), ("grace",), ("man0", "man1", "man2", "man3")]
    assert exact_rows(together, pool, table, 5, ()) is None
    apart = [("elinor",), ("frank",), ("grace",), ("man0",), ("man1", "man2", "man3")]
    assert exact_rows(apart, pool, table, 5, ()) is not None


@pytest.mark.parametrize(
    "change",
    [
        (b'"format": 1', b'"format": 2'),
        (b'"chance": "7/8"', b'"chance": "14/16"'),
        (b'"chance": "7/8"', b'"chance": "7/0"'),
        (b'"chance": "7/8"', b'"chance": "0.875"'),
        (b'"seats": 5', b'"seats": 5.0'),
        (b'"mixture": {', b'"mixture": ['),
        (b'"weights": "', b'"weights": "x'),
        (b'"weights": "', b'"weights": "0:0 '),
    ],
)
def test_anything_but_the_one_form_is_refused(change: tuple[bytes, bytes]) -> None:
    raw = certificate_bytes(made(*seven(), 5)[0])
    forged = raw.replace(*change, 1)
    assert forged != raw
    with pytest.raises(InputError, match="no certificate of a lottery"):
        read_certificate(forged)


def test_a_lot_is_found_in_its_block() -> None:
    blocks = tuple(LotBlock(first, last, (str(first),)) for first, last in ((0, 0), (1, 4), (5, 9)))
    found = [block_of(Lottery(10, blocks), lot).first for lot in range(10)]
    assert found == [0, 1, 1, 1, 1, 5, 5, 5, 5, 5]

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.chance import Seed, digest, lot_number, numbers, whole_number_below

SPACE = 2**256


@pytest.mark.parametrize(
    ("n", "seed", "expected"),
    [(1000, "0", 255), (1000, "187", 199), (10**9, "Dortmund 2024-04-09: 4 7 2 9", 779066557), (7, "x", 6)],
)
def test_the_vectors_of_the_specification(n: int, seed: str, expected: int) -> None:
    assert lot_number(n, Seed(seed)) == whole_number_below(n, "lot", Seed(seed)) == expected


@pytest.mark.parametrize("n", [0, -1, -SPACE, SPACE + 1])
def test_there_must_be_numbers_to_choose_from(n: int) -> None:
    with pytest.raises(ValueError, match=str(n)):
        whole_number_below(n, "lot", Seed("0"))


@given(st.integers(1, SPACE), st.text(min_size=1))
def test_a_number_is_below_n_and_only_the_seed_decides(n: int, seed: str) -> None:
    number = whole_number_below(n, "lot", Seed(seed))
    assert 0 <= number < n
    assert number == whole_number_below(n, "lot", Seed(seed))


def test_of_one_number_it_is_that_one() -> None:
    assert {whole_number_below(1, "lot", Seed(str(seed))) for seed in range(20)} == {0}


def test_of_the_whole_space_it_is_the_digest_itself() -> None:
    whole = int.from_bytes(digest("lot", "0", "0"), "big")
    assert whole_number_below(SPACE, "lot", Seed("0")) == whole


def test_numbers_for_different_purposes_have_nothing_to_do_with_each_other() -> None:
    both = {
        (whole_number_below(3, "lot", Seed(str(s))), whole_number_below(3, "allocation", Seed(str(s))))
        for s in range(99)
    }
    assert both == set(product(range(3), repeat=2))


def test_what_lies_beyond_the_last_full_round_is_thrown_away() -> None:
    n = SPACE // 2 + 1
    attempts: Counter[int] = Counter()
    for seed in range(200):
        rolls = (int.from_bytes(digest("lot", str(seed), str(c)), "big") for c in range(99))
        attempt, first = next((c, roll) for c, roll in enumerate(rolls) if roll < n)
        assert whole_number_below(n, "lot", Seed(str(seed))) == first
        attempts[attempt] += 1
    assert attempts[0] < 150
    assert len(attempts) > 3


@pytest.mark.parametrize("n", range(1, 17))
def test_in_a_space_of_sixteen_every_number_comes_up_equally_often(monkeypatch: pytest.MonkeyPatch, n: int) -> None:
    """Enumerate all first and second rolls: whichever attempt decides, each number has as many rolls as any other."""
    rolls: tuple[int, ...] = ()

    def rolled(purpose: str, seed: str, attempt: str) -> bytes:
        assert (purpose, seed) == ("lot", "s")
        return bytes([rolls[int(attempt)]])

    monkeypatch.setattr(numbers, "_SPACE", 16)
    monkeypatch.setattr(numbers, "digest", rolled)
    first, second, undecided = Counter[int](), Counter[int](), 0
    for rolls in product(range(16), repeat=2):
        try:
            number = whole_number_below(n, "lot", Seed("s"))
        except IndexError:
            undecided += 1
            continue
        (first if rolls[0] < 16 // n * n else second)[number] += 1
    assert first == dict.fromkeys(range(n), 16 * (16 // n))
    assert not second or len(set(second.values())) == 1
    assert set(second) in (set(), set(range(n)))
    assert undecided == (16 % n) ** 2

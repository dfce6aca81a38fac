import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.draw.allocation import systematic
from buergerforum.core.publishing.lines import published_line
from buergerforum.core.publishing.salted import Salting, opened, salt_commitment
from buergerforum.core.publishing.strata import Row, merged
from buergerforum.core.record.journal import Entry, entry_line

SALT = "ab" * 32


def lp(text: str) -> bytes:
    return len(text.encode()).to_bytes(8, "big") + text.encode()


def test_a_salted_id_follows_from_salt_and_id_as_specified() -> None:
    raw = hashlib.sha256(lp("buergerforum 1") + lp("person") + lp(SALT) + lp("A1")).digest()
    value, letters = int.from_bytes(raw[:8], "big"), ""
    for alphabet in ("BCDFGHJKLMNPQRSTVWXZ", *["23456789BCDFGHJKLMNPQRSTVWXZ"] * 9):
        value, place = divmod(value, len(alphabet))
        letters += alphabet[place]
    assert Salting(SALT).people(["A1", "A2", "A1"])[::2] == [letters, letters]
    assert Salting("cd" * 32).people(["A1"]) != [letters]


def test_test_vectors_of_the_specification() -> None:
    salting = Salting(SALT)
    assert salting.people(["A1"]) == ["VGK5K48MPH"]
    assert salt_commitment(SALT) == "b298d7ab7d99a9cd3d435ecbf6130178808bc045022518b66b8915c8d84cca58"
    values = [("sex", "w"), ("age", "60+")]
    assert opened("cd" * 32, "VGK5K48MPH", values) == "1e6ec579c033fdd811af1c1e6bbb43eeec46c6b0ea3209e2fe5079ccd4178463"


def test_a_commitment_depends_on_everything() -> None:
    values = [("sex", "w"), ("age", "60+")]
    made = {
        opened("n", "P", values),
        opened("m", "P", values),
        opened("n", "Q", values),
        opened("n", "P", values[:1]),
        opened("n", "P", [("sex", "w"), ("age", "60")]),
        opened("n", "P", values[::-1]),
    }
    assert len(made) == 6


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30), st.integers(0, 10**6))
def test_merged_strata_are_large_and_their_places_still_follow(sizes: list[int], start: int) -> None:
    total = sum(sizes)
    if not total:
        return
    size = max(1, total // 3)
    places = systematic(size, sizes, start % total)
    rows = [Row((f"{n:02}",), count, given, given) for n, (count, given) in enumerate(zip(sizes, places, strict=True))]
    made = merged(rows)
    assert all(row.residents >= 10 for row in made) or len(made) == 1
    assert [row.places for row in made] == systematic(size, [row.residents for row in made], start % total)


@pytest.mark.parametrize("kind", ["run", "withdrawal"])
def test_lines_with_ids_are_published_without_them_and_others_as_they_are(kind: str) -> None:
    entry = Entry(2, "0" * 64, "2026-09-01T09:00:00+00:00", kind, {"stage": "letters", "ids": ["R07"], "note": "R07"})
    line = published_line(entry)
    assert b"R07" not in line
    assert hashlib.sha256(entry_line(entry)[:-1]).hexdigest().encode() in line
    whole = Entry(1, "0" * 64, "2026-09-01T09:00:00+00:00", "run", {"stage": "draw", "folder": "draw/wave-1"})
    assert published_line(whole) == entry_line(whole)

import json
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.record.canonical import Json, canonical_json, sha256_hex
from buergerforum.core.record.journal import Entry, entry_line, next_entry, read_journal
from buergerforum.errors import InputError

TIMES = ["2024-04-09T10:00:00+02:00", "2024-04-09T10:05:30+02:00", "2024-04-10T08:00:00+02:00"]


def three_entries() -> tuple[Entry, ...]:
    said: list[tuple[str, dict[str, Json]]] = [
        ("seal", {"what": "draw"}),
        ("run", {"stage": "draw", "again": None, "run": 1}),
        ("run", {"stage": "draw", "again": "Prüfung", "run": 2}),
    ]
    journal: list[Entry] = []
    for time, (event, details) in zip(TIMES, said, strict=True):
        journal.append(next_entry(journal, time, event, details))
    return tuple(journal)


ENTRIES = three_entries()
LINES = [entry_line(entry) for entry in ENTRIES]
RAW = b"".join(LINES)


def test_a_journal_is_read_as_it_was_written() -> None:
    assert read_journal(RAW) == ENTRIES
    assert read_journal(b"") == ()
    assert [entry.number for entry in ENTRIES] == [1, 2, 3]


def test_every_line_names_the_digest_of_the_line_before() -> None:
    assert ENTRIES[0].previous == sha256_hex(b"")
    for before, entry in pairwise(ENTRIES):
        assert entry.previous == sha256_hex(entry_line(before)[:-1])


def test_a_line_by_hand() -> None:
    assert LINES[0] == (
        b'{"details":{"what":"draw"},"event":"seal","format":1,"number":1,'
        b'"previous":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",'
        b'"time":"2024-04-09T10:00:00+02:00"}\n'
    )


def test_one_flipped_byte_before_the_last_line_is_found() -> None:
    for place, mask in product(range(len(LINES[0]) + len(LINES[1])), (1, 4, 32, 128, 255)):
        damaged = bytearray(RAW)
        damaged[place] ^= mask
        with pytest.raises(InputError):
            read_journal(bytes(damaged))


def test_one_flipped_byte_in_the_last_line_changes_the_digest_that_a_seal_or_the_next_line_knows() -> None:
    """Nothing inside the journal stands for its last line; every change that keeps its form changes its digest."""
    start = len(RAW) - len(LINES[-1])
    known = sha256_hex(LINES[-1][:-1])
    for place in range(start, len(RAW)):
        damaged = bytearray(RAW)
        damaged[place] ^= 1
        try:
            last = read_journal(bytes(damaged))[-1]
        except InputError:
            continue
        assert sha256_hex(entry_line(last)[:-1]) != known


def test_a_cut_inside_a_line_is_found() -> None:
    for end in range(1, len(RAW)):
        if RAW[end - 1 : end] != b"\n":
            with pytest.raises(InputError, match="The last line is not complete"):
                read_journal(RAW[:end])


@pytest.mark.parametrize(
    ("order", "row"),
    [
        ([1, 2], 1),
        ([0, 2], 2),
        ([0, 0, 1, 2], 2),
        ([0, 1, 1, 2], 3),
        ([0, 1, 2, 2], 4),
        ([1, 0, 2], 1),
        ([0, 2, 1], 2),
        ([2, 1, 0], 1),
    ],
    ids=str,
)
def test_a_line_left_out_doubled_or_moved_is_found_where_it_is(order: list[int], row: int) -> None:
    with pytest.raises(InputError) as found:
        read_journal(b"".join(LINES[place] for place in order))
    assert found.value.exit_code == 3
    assert found.value.message == (
        f"journal.jsonl, row {row}: The line does not follow from the one before it. "
        "The journal was changed or damaged after it was written. Restore it from a copy."
    )


def other_line(**changes: object) -> bytes:
    return json.dumps(
        json.loads(LINES[0]) | changes, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b" ",
        b"{}",
        b"[]",
        b"null",
        b"1",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        LINES[0][:-1] + b" ",
        LINES[0][:-1] + b"\r",
        b"\xef\xbb\xbf" + LINES[0][:-1],
        LINES[0][:-1].replace(b'"draw"', b'"dr\\u0061w"'),
        LINES[0][:-1].replace(b'"number":1', b'"number":1,"number":1'),
        other_line(format=2),
        other_line(format=True),
        other_line(number=True),
        other_line(number=1.0),
        other_line(number="1"),
        other_line(time=None),
        other_line(time=1),
        other_line(event=7),
        other_line(event=None),
        other_line(details=[]),
        other_line(details={"share": 0.5}),
        other_line(details={"share": float("nan")}),
        other_line(more=1),
        b'{"details":{},"event":"\\ud800","format":1,"number":1,"previous":"","time":""}',
        b'{"number":' + b"1" * 5000 + b"}",
    ],
    ids=lambda line: repr(line[:40]),
)
def test_a_line_in_any_other_form_is_refused(line: bytes) -> None:
    with pytest.raises(InputError) as found:
        read_journal(line + b"\n", "published.jsonl")
    assert found.value.message == (
        "published.jsonl, row 1: The line is not in the form this toolkit writes. "
        "The journal was changed or damaged after it was written. Restore it from a copy."
    )


@given(
    st.lists(
        st.tuples(st.text(), st.text(), st.dictionaries(st.text(), st.text() | st.integers() | st.none())), max_size=6
    )
)
def test_any_journal_survives_being_written(said: list[tuple[str, str, dict[str, str | int | None]]]) -> None:
    journal: list[Entry] = []
    for time, event, details in said:
        journal.append(next_entry(journal, time, event, details))
    raw = b"".join(map(entry_line, journal))
    assert read_journal(raw) == tuple(journal)
    assert raw.count(b"\n") == len(said)


def test_a_forged_line_is_found_even_if_it_is_canonical() -> None:
    forged = json.loads(LINES[1])
    forged["details"]["again"] = "it suited better"
    with pytest.raises(InputError, match="row 3: The line does not follow"):
        read_journal(LINES[0] + canonical_json(forged) + b"\n" + LINES[2])

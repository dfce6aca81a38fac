import json

import pytest

from buergerforum.core.audit.chain import read_chain
from buergerforum.core.audit.evidence import Evidence
from buergerforum.core.record.journal import Entry, entry_line, next_entry
from buergerforum.model.audit import Verdict


def journal(number: int = 4) -> bytes:
    entries: list[Entry] = []
    for minute in range(number):
        entries.append(next_entry(entries, f"2026-09-01T09:{minute:02}:00+02:00", "run", {"folder": f"draw/{minute}"}))
    return b"".join(map(entry_line, entries))


def chain(raw: bytes | None) -> tuple[list[str], int]:
    read = read_chain(Evidence(raw, {}, {}), single=False)
    return [f"{one.number} {one.verdict.value}" for one in read.findings], len(read.entries)


def test_every_single_changed_byte_of_a_journal_is_found() -> None:
    raw = journal()
    for place in range(raw.rindex(b"\n", 0, -1) + 1):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        assert "1.1 contradiction" in chain(changed)[0], place


def test_a_change_in_the_last_line_changes_the_fingerprint() -> None:
    raw = journal()
    changed = raw.replace(b"draw/3", b"draw/4")
    assert chain(changed)[0] == ["1.1 ok", "1.2 ok"]
    prints = {read_chain(Evidence(one, {}, {}), single=False).fingerprint for one in (raw, changed)}
    assert len(prints) == 2


def test_the_other_lines_are_read_where_one_is_broken() -> None:
    lines = journal().splitlines(keepends=True)
    found, entries = chain(b"".join([lines[0], b"{}\n", *lines[2:]]))
    assert found == ["1.1 contradiction", "1.1 contradiction", "1.2 ok"]
    assert entries == 3


@pytest.mark.parametrize(
    "line",
    [b"", b"null", b"[]", b"{", b'"\\ud800"', b"[" * 100_000, b"9" * 5000, b"\xff", json.dumps({"number": 1}).encode()],
)
def test_any_nonsense_is_a_finding(line: bytes) -> None:
    assert chain(line + b"\n") == (["1.1 contradiction", "1.2 ok"], 0)


def test_a_time_that_is_none_is_a_contradiction() -> None:
    raw = entry_line(next_entry([], "yesterday", "run", {})) + b""
    assert chain(raw)[0] == ["1.1 ok", "1.2 contradiction"]


def test_no_journal_is_a_contradiction_where_there_are_files_without_settings_alone() -> None:
    read = read_chain(Evidence(None, {}, {}, ("journal.jsonl",)), single=False)
    assert read.findings[0].verdict is Verdict.CONTRADICTION
    assert read.findings[0].found == "The journal cannot be read."

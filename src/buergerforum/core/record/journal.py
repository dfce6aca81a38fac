"""The journal: one canonical line per run and per manual decision, each chained to the one before.

``previous`` of a line is the SHA-256 of the bytes of the line before it without its line feed, and of nothing for
the first; ``number`` counts from 1. Whoever knows the digest of the last line can tell whether anything before it
was changed, left out or added. The journal holds ids and digests, never names, addresses or contacts.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.record.canonical import Json, canonical_json, sha256_hex
from buergerforum.errors import InputError, Problem
from buergerforum.model.record import FORMAT
from buergerforum.texts import _

_KEYS = {"format": int, "number": int, "previous": str, "time": str, "event": str, "details": dict}
"""What a line holds: keys, and the kind of each value."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal."""

    number: int
    """From 1."""
    previous: str
    """SHA-256 of the line before, 64 hexadecimal digits."""
    time: str
    """When it was written, ISO 8601 with offset; as the machine's clock said."""
    event: str
    """What happened, such as ``run``, ``seal``, ``seed``."""
    details: Mapping[str, Json]
    """Depends on the event; ids and digests only."""


def entry_line(entry: Entry) -> bytes:
    """Return the canonical line of an entry, with its line feed."""
    return (
        canonical_json(
            {
                "format": FORMAT,
                "number": entry.number,
                "previous": entry.previous,
                "time": entry.time,
                "event": entry.event,
                "details": entry.details,
            }
        )
        + b"\n"
    )


def next_entry(journal: Sequence[Entry], time: str, event: str, details: Mapping[str, Json]) -> Entry:
    """Return the entry that follows a journal."""
    last = entry_line(journal[-1]).removesuffix(b"\n") if journal else b""
    return Entry(len(journal) + 1, sha256_hex(last), time, event, details)


def read_journal(raw: bytes, name: str = "journal.jsonl") -> tuple[Entry, ...]:
    """Return the entries of a journal after checking its chain.

    Parameters
    ----------
    raw
        All its bytes; every line ends with a line feed.
    name
        Its name, for messages.

    Raises
    ------
    InputError
        At the first line that is not canonical, or does not fit the one before.
    """
    entries: list[Entry] = []
    previous = sha256_hex(b"")
    lines = raw.split(b"\n")
    if lines.pop():
        raise _broken(name, len(lines) + 1, _("The last line is not complete."))
    for number, line in enumerate(lines, 1):
        entry = _parse(line, name, number)
        if entry.number != number or entry.previous != previous:
            raise _broken(name, number, _("The line does not follow from the one before it."))
        entries.append(entry)
        previous = sha256_hex(line)
    return tuple(entries)


def _parse(line: bytes, name: str, number: int) -> Entry:
    defect: Exception | None = None
    try:
        found = json.loads(line)
        if isinstance(found, dict) and {key: type(value) for key, value in found.items()} == _KEYS:
            entry = Entry(found["number"], found["previous"], found["time"], found["event"], found["details"])
            if found["format"] == FORMAT and entry_line(entry) == line + b"\n":
                return entry
    except (ValueError, TypeError, RecursionError) as caught:
        defect = caught
    raise _broken(name, number, _("The line is not in the form this toolkit writes.")) from defect


def _broken(name: str, number: int, what: str) -> InputError:
    return InputError(
        [
            Problem(
                what,
                file=name,
                row=number,
                remedy=_("The journal was changed or damaged after it was written. Restore it from a copy."),
            )
        ]
    )

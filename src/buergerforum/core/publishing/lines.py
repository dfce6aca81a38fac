"""The journal without ids: a line that holds some is published without them, under the digest of the whole line.

The chain stays checkable: the next line names the digest of the whole line, and so does what is published of it.
"""

from collections.abc import Mapping

from buergerforum.core.record.canonical import Json, canonical_json, sha256_hex
from buergerforum.core.record.journal import Entry, entry_line
from buergerforum.model.record import FORMAT

OPEN_EVENTS = frozenset({"new", "seal", "seed", "publish"})
"""Events without ids; their lines are always published as they are."""
_RUN = ("again", "folder", "key_file", "receipt", "run", "stage", "kind")
"""What is published of a run."""


def published_line(entry: Entry) -> bytes:
    """Return a line of the journal as it is published, with its line feed.

    Parameters
    ----------
    entry
        As it stands in the journal.
    """
    whole = entry_line(entry)
    if entry.event in OPEN_EVENTS or (entry.event == "run" and set(entry.details) <= set(_RUN)):
        return whole
    details: dict[str, Json] = {name: entry.details[name] for name in _RUN if name in entry.details}
    if number := _people(entry.details.get("ids")) + _people(entry.details.get("people")):
        details["count"] = number
    withheld: dict[str, Json] = {
        "format": FORMAT,
        "number": entry.number,
        "previous": entry.previous,
        "time": entry.time,
        "event": entry.event,
        "details": details,
        "withheld": sha256_hex(whole.removesuffix(b"\n")),
    }
    return canonical_json(withheld) + b"\n"


def _people(told: object) -> int:
    """Return how many ids a line holds: a list, or lists by what became of the people."""
    if isinstance(told, Mapping):
        return sum(map(_people, told.values()))
    return len(told) if isinstance(told, list | tuple) else 0

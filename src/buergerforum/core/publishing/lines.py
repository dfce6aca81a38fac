"""The journal without ids: a line that holds some is published without them, under the digest of the whole line.

The chain stays checkable: the next line names the digest of the whole line, and so does what is published of it.
"""

from buergerforum.core.record.canonical import Json, canonical_json, sha256_hex
from buergerforum.core.record.journal import Entry, entry_line
from buergerforum.model.record import FORMAT

OPEN_EVENTS = frozenset({"new", "seal", "seed", "publish"})
"""Events without ids; their lines are always published as they are."""
_RUN = ("again", "folder", "key_file", "receipt", "run", "stage", "kind")
"""What is published of a run."""
OPEN_STAGES = frozenset({"frame", "draw", "merge", "lottery", "select"})
"""Runs that decide who is seated; their lines hold no ids and are always published as they are."""


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
    if isinstance(ids := entry.details.get("ids"), list):
        details["people"] = len(ids)
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

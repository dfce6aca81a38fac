"""Room 1: the journal."""

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from buergerforum.core.audit.evidence import Evidence
from buergerforum.core.audit.recipe import check, not_checked, room
from buergerforum.core.publishing.lines import OPEN_EVENTS
from buergerforum.core.record.canonical import Json, canonical_json, sha256_hex
from buergerforum.core.record.journal import Entry, entry_line
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class Chain:
    """The journal as far as it can be understood."""

    entries: tuple[Entry, ...]
    """Every line that is one, even where the chain is broken: the other checks go on."""
    lines: int
    """Complete lines."""
    fingerprint: str
    """SHA-256 of the last line; blank: there is none."""
    findings: tuple[Finding, ...]
    """Of room 1."""


def read_chain(evidence: Evidence, *, single: bool, published: bool = False) -> Chain:
    """Check the journal and return its lines.

    Parameters
    ----------
    evidence
        What lies in the folder.
    single
        Whether this is one result outside a procedure, which has no journal.
    published
        Whether lines may be withheld: published without their ids, under the digest of the whole line.
    """
    if evidence.journal is None:
        return Chain((), 0, "", tuple(_absent(evidence, single=single)))
    lines = evidence.journal.split(b"\n")
    rest = lines.pop()
    numbered = [(number, line, _entry(line, published=published)) for number, line in enumerate(lines, 1)]
    findings = unbroken(numbered, rest=bool(rest))
    entries = tuple(entry for _number, _line, entry in numbered if entry)
    return Chain(
        entries=entries,
        lines=len(lines),
        fingerprint=_digest(lines[-1], numbered[-1][2]) if lines else "",
        findings=(*findings, *forwards(entries)),
    )


def unbroken(lines: Sequence[tuple[int, bytes, Entry | None]], *, rest: bool) -> list[Finding]:
    """Check 1.1: line after line.

    Proves that no line was changed, left out, moved or added, if the digest of the last line is the published one.
    Does not prove that what a line says was true when it was written, nor, without a published digest, that the
    journal was not written anew as a whole: compare the fingerprint.

    Parameters
    ----------
    lines
        Number, bytes without the line feed, and what they say.
    rest
        Whether something follows after the last line feed.
    """
    made = check("1.1")
    found = []
    previous = sha256_hex(b"")
    for number, line, entry in lines:
        where = f"{places.JOURNAL}:{number}"
        if entry is None:
            found.append(made.contradiction(_("The line is not in the form the toolkit writes."), file=where))
        else:
            if entry.number != number:
                told = _("The line says that it is number {number}.").format(number=entry.number)
                found.append(made.contradiction(told, file=where, expected=str(number)))
            if entry.previous != previous:
                told = _("The line does not follow from the line before it: that one was changed, or one is missing.")
                found.append(made.contradiction(told, file=where, expected=previous))
        previous = _digest(line, entry)
    if rest:
        told = _("The last line is not complete. If a command was just stopped, the next command clears it away.")
        found.append(made.contradiction(told, file=f"{places.JOURNAL}:{len(lines) + 1}"))
    told = _("lines: {number}").format(number=len(lines))
    if withheld := sum(_digest(line, entry) != sha256_hex(line) for _number, line, entry in lines):
        told = _("lines: {number}, of which {withheld} stand here without ids, vouched for by digest")
        told = told.format(number=len(lines), withheld=withheld)
    return made.concluded(found, told, places.JOURNAL)


def same_fingerprint(chain: Chain, evidence: Evidence, published: str) -> Finding:
    """Check 13.1: the last line of the journal, or the receipt of a single result, is the published one.

    Proves that nothing was written anew, not even as a whole with all digests, since the fingerprint was published.

    Parameters
    ----------
    chain
        The journal.
    evidence
        What lies in the folder.
    published
        SHA-256 in hexadecimal digits, as it was published.
    """
    made = check("13.1")
    receipt = evidence.files.get(places.RECEIPT)
    own = chain.fingerprint or (receipt.sha256 if receipt and evidence.journal is None else "")
    if own != published.strip().lower():
        return made.contradiction(own or "–", expected=published)
    return made.ok(own)


def forwards(entries: Sequence[Entry]) -> list[Finding]:
    """Check 1.2: the clock.

    Proves nothing about when things really happened: the time is that of the machine. A clock that went backwards
    is worth a question.
    """
    made = check("1.2")
    times = [(entry.number, _moment(entry.time)) for entry in entries]
    found = [
        made.contradiction(_("This is no time."), file=f"{places.JOURNAL}:{number}")
        for number, time in times
        if time is None
    ]
    for (_first, before), (number, after) in pairwise(times):
        if before is not None and after is not None and after < before:
            told = _("The time is earlier than that of the line before.")
            found.append(made.note(told, f"{places.JOURNAL}:{number}"))
    return made.concluded(found, file=places.JOURNAL)


def _absent(evidence: Evidence, *, single: bool) -> list[Finding]:
    if single:
        return not_checked(room("1"), _("This is a single result; it has no journal."))
    if places.JOURNAL in evidence.unreadable:
        told = _("The journal cannot be read.")
    elif any(place.endswith(places.RECEIPT) for place in evidence.files):
        told = _("There is no journal.")
    else:
        return not_checked(room("1"), _("Nothing has been done yet."))
    later = [check(number).not_checked(told, places.JOURNAL) for number in ("1.2", "1.3")]
    return [check("1.1").contradiction(told, file=places.JOURNAL, expected=_("the journal of the procedure")), *later]


def _digest(line: bytes, entry: Entry | None) -> str:
    """Return the digest of a line, or of the whole line where it is published without ids."""
    if entry is not None and b'"withheld":' in line:
        withheld = json.loads(line).get("withheld")
        return withheld if isinstance(withheld, str) else sha256_hex(line)
    return sha256_hex(line)


def _entry(line: bytes, *, published: bool) -> Entry | None:
    """Return what a line says if it is in its one form."""
    try:
        found = json.loads(line)
        if published and "withheld" in found:
            return _withheld(found, line)
        entry = Entry(*(found[key] for key in ("number", "previous", "time", "event", "details")))
        texts = all(isinstance(text, str) for text in (entry.previous, entry.time, entry.event))
        whole = type(entry.number) is int and isinstance(entry.details, dict)
        if texts and whole and entry_line(entry) == line + b"\n":
            return entry
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return None


def _withheld(found: dict[str, object], line: bytes) -> Entry | None:
    """Return what is published of a line that holds ids; seals, seeds and publications hold none."""
    digest = str(found.pop("withheld"))
    if not re.fullmatch("[0-9a-f]{64}", digest) or canonical_json(json.loads(line)) != line:
        return None
    entry = _entry(canonical_json(cast("Json", found)), published=False)
    return None if entry is not None and entry.event in OPEN_EVENTS else entry


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None

"""What a forger does who knows the toolkit well: change a result, then compute every digest anew."""

import dataclasses
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from buergerforum.core.certificate.form import certificate_bytes, read_certificate
from buergerforum.core.publishing.manifest import Manifest, manifest_bytes, read_manifest
from buergerforum.core.record.canonical import Json, canonical_json, sha256_hex
from buergerforum.core.record.journal import Entry, entry_line, next_entry, read_journal
from buergerforum.core.record.receipt import read_receipt, receipt_bytes
from buergerforum.core.record.seal import listed_files, seal_digest
from buergerforum.io.files import digest_file
from buergerforum.io.tables import read_table, write_csv
from buergerforum.model import places
from buergerforum.model.record import FileDigest, Receipt

Rows = list[dict[str, str]]
NOWHERE = "0" * 64
"""Digest of a receipt that nobody has."""


def edit(path: Path, change: Callable[[Rows], Rows | None]) -> None:
    """Change a table and write it in its one form."""
    table = read_table(path)
    rows = list(table.records())
    rows = change(rows) or rows
    write_csv(path, table.header, [[row[heading] for heading in table.header] for row in rows])


def edit_receipt(path: Path, *, published: bool = False, **changes: Any) -> None:
    """Change fields of a receipt."""
    receipt = read_receipt(path.read_bytes(), path.name, published=published)
    path.write_bytes(receipt_bytes(dataclasses.replace(receipt, **changes)))


def edit_certificate(folder: Path, **changes: Any) -> None:
    """Change fields of a certificate; the files that it names are always those that lie there now."""
    path = folder / places.CERTIFICATE
    one = read_certificate(path.read_bytes())
    files = tuple(digest_file(folder / file.name) for file in one.files)
    path.write_bytes(certificate_bytes(dataclasses.replace(one, files=files, **changes)))


def entries_of(root: Path) -> list[Entry]:
    """Return the journal."""
    return list(read_journal((root / "journal.jsonl").read_bytes()))


def rewrite_journal(root: Path, told: list[tuple[str, str, Mapping[str, Json]]]) -> None:
    """Write the journal anew from times, events and details."""
    entries: list[Entry] = []
    for time, event, details in told:
        entries.append(next_entry(entries, time, event, details))
    (root / "journal.jsonl").write_bytes(b"".join(map(entry_line, entries)))


def recompute(root: Path, *, seals: bool = True) -> None:
    """Make all digests fit what lies there now.

    Parameters
    ----------
    root
        The procedure.
    seals
        Whether the seals, too; they were published, so that a careful forger leaves them.
    """
    told: list[tuple[str, str, Mapping[str, Json]]] = []
    for entry in entries_of(root):
        details = dict(entry.details)
        if entry.event == "run":
            receipt = root / str(details["folder"]) / "receipt.json"
            _refresh(root, receipt)
            details["receipt"] = digest_file(receipt).sha256
        elif entry.event == "seal" and seals:
            sealed = cast("list[dict[str, str]]", details["files"])
            files = [_now(root, one["name"]) for one in sealed]
            options = cast("dict[str, Json]", details["options"])
            details |= {"files": listed_files(files), "digest": seal_digest(files, options)}
        told.append((entry.time, entry.event, details))
    rewrite_journal(root, told)


def _refresh(root: Path, path: Path) -> None:
    receipt: Receipt = read_receipt(path.read_bytes(), path.name)
    inputs, outputs = (tuple(_now(root, one.name) for one in files) for files in (receipt.inputs, receipt.outputs))
    edit_receipt(path, inputs=inputs, outputs=outputs)


def _now(root: Path, name: str) -> FileDigest:
    return digest_file(root / name, name)


def recompute_published(root: Path, more: Callable[[list[dict[str, Any]]], None] = lambda _lines: None) -> None:
    """Make manifest and journal of a published folder fit what lies there now; seals were in the newspaper and stay.

    Parameters
    ----------
    root
        What was published, at one level.
    more
        What is changed in the lines of the journal besides.
    """
    lines: list[dict[str, Any]] = [json.loads(line) for line in (root / places.JOURNAL).read_bytes().splitlines()]
    more(lines)
    for line in lines:
        receipt = root / str(line["details"].get("folder")) / places.RECEIPT
        if line["event"] == "run" and receipt.exists() and line["details"]["receipt"] != NOWHERE:
            line["details"]["receipt"] = digest_file(receipt).sha256
    manifest = read_manifest((root / places.MANIFEST).read_bytes())
    assert manifest
    lots = digest_file(root / places.LOTTERY_FOLDER / places.LOTS).sha256
    told = [line for line in lines if line["event"] == "publish"]
    for line in told:
        line["details"]["lots"] = lots
    told[-1]["details"]["contents"][manifest.level] = _listing(root, manifest).contents()
    before, written = sha256_hex(b""), b""
    for number, line in enumerate(lines, 1):
        raw = canonical_json(line | {"number": number, "previous": before})
        before = line.get("withheld") or sha256_hex(raw)
        written += raw + b"\n"
    (root / places.JOURNAL).write_bytes(written)
    (root / places.MANIFEST).write_bytes(manifest_bytes(_listing(root, manifest)))


def _listing(root: Path, manifest: Manifest) -> Manifest:
    found = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    files = tuple(_now(root, name) for name in found if name != places.MANIFEST)
    return dataclasses.replace(manifest, files=files)

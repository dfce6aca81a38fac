"""Receipts: as they are where they hold digests and totals only, with salted ids where they name people."""

from pathlib import Path

from buergerforum.core.publishing.manifest import Level
from buergerforum.core.publishing.receipts import published_receipt
from buergerforum.core.publishing.salted import Salting
from buergerforum.core.record.canonical import sha256_hex
from buergerforum.core.record.receipt import read_receipt, receipt_bytes
from buergerforum.io.audit_files import survey
from buergerforum.io.files import read_bytes, write_bytes
from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import make_folder
from buergerforum.model import places


def copy_receipts(procedure: Procedure, folder: Path, level: Level, salting: Salting) -> None:
    """Publish every receipt of a procedure at the same place in a published folder.

    Raises
    ------
    InputError
        If one of them is damaged.
    """
    for place in survey(procedure.root).files:
        if places.bare(place) == places.RECEIPT and not places.is_private(place):
            raw = read_bytes(procedure.path(place))
            made = published_receipt(read_receipt(raw, place), sha256_hex(raw), level, salting)
            write_into(folder, place, receipt_bytes(made) if made.withheld else raw)


def write_into(folder: Path, place: str, raw: bytes) -> None:
    """Write a file at a place of a published folder."""
    path = folder.joinpath(*place.split("/"))
    make_folder(path.parent)
    write_bytes(path, raw)

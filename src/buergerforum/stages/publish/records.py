"""Receipts as they are: they hold digests and totals, no ids."""

from pathlib import Path

from buergerforum.io.audit_files import survey
from buergerforum.io.files import read_bytes, write_bytes
from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import make_folder
from buergerforum.model import places


def copy_receipts(procedure: Procedure, folder: Path) -> None:
    """Copy every receipt of a procedure to the same place in a published folder."""
    for place in survey(procedure.root).files:
        if places.bare(place) == places.RECEIPT and not places.is_private(place):
            write_into(folder, place, read_bytes(procedure.path(place)))


def write_into(folder: Path, place: str, raw: bytes) -> None:
    """Write a file at a place of a published folder."""
    path = folder.joinpath(*place.split("/"))
    make_folder(path.parent)
    write_bytes(path, raw)

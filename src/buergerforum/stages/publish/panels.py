"""Panels as they are published: the one that was selected, and every one that a replacement made of it."""

from pathlib import Path

from buergerforum.core.publishing.manifest import Level
from buergerforum.core.publishing.salted import Salting
from buergerforum.core.publishing.tallies import REACHED_HEADER, reached_rows
from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import make_folder
from buergerforum.io.tables import read_table, write_csv
from buergerforum.model import places
from buergerforum.stages.publish.lots import Source, source_of, write_lots


def write_selection(procedure: Procedure, folder: Path, salting: Salting) -> None:
    """Write the ids of panel and waiting list, and the quota table of the panel; the same at both levels."""
    source, target = source_of(procedure, places.SELECTION), folder / places.SELECTION
    make_folder(target)
    _write_people(source, target, salting)
    _write_reached(source, target)


def write_replacement(procedure: Procedure, name: str, folder: Path, level: Level, salting: Salting) -> None:
    """Write the lots of a replacement, the panel as it was then, who joined, and the waiting list that was left.

    Everybody sees no counts of quotas: one member leaves and another one joins, so what the counts of the panel before
    and after differ by would be their attributes.
    """
    source = source_of(procedure, name)
    write_lots(source, folder, level, salting, counts=False)
    _write_people(source, folder / name, salting)
    if level is Level.AUDITORS:
        _write_reached(source, folder / name)


def _write_people(source: Source, target: Path, salting: Salting) -> None:
    for name in (places.PANEL, places.JOINED, places.WAITING):
        if (source.folder / name).is_file():
            people = salting.people(read_table(source.folder / name).columns["id"])
            listed = people if name == places.WAITING else sorted(people)
            write_csv(target / name, ("id",), [(one,) for one in listed])


def _write_reached(source: Source, target: Path) -> None:
    panel = read_table(source.folder / places.PANEL).columns["id"]
    write_csv(target / places.REACHED, REACHED_HEADER, reached_rows(panel, source.pool, source.table))

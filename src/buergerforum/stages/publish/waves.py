"""Every wave of the draw as it is published at both levels."""

from pathlib import Path

from buergerforum.core.publishing.manifest import Level
from buergerforum.core.publishing.salted import Salting
from buergerforum.core.publishing.strata import Row, published_rows
from buergerforum.core.record.journal import Entry
from buergerforum.core.record.receipt import read_receipt
from buergerforum.io.files import read_bytes
from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import make_folder
from buergerforum.io.tables import read_table, write_columns, write_csv
from buergerforum.model import places
from buergerforum.stages.draw_files import strata_header
from buergerforum.stages.publish.records import write_into
from buergerforum.stages.running import runs_of


def write_waves(procedure: Procedure, journal: tuple[Entry, ...], folder: Path, level: Level, salting: Salting) -> None:
    """Write all waves that were drawn.

    For auditors that is everybody's row under salted ids; for everybody the strata, none of them small, and the tickets
    of the invitees.
    """
    number = 1
    while runs_of(journal, places.wave_folder(number)):
        write = _for_auditors if level is Level.AUDITORS else _for_everybody
        write(procedure, folder, number, salting)
        number += 1


def _for_auditors(procedure: Procedure, folder: Path, number: int, salting: Salting) -> None:
    wave = places.wave_folder(number)
    source, target = procedure.path(wave), folder.joinpath(*wave.split("/"))
    for name in (places.STRATA, places.RESPONSE, places.COMPARISON):
        if (source / name).is_file():
            write_into(folder, f"{wave}/{name}", read_bytes(source / name))
    receipt = read_receipt(read_bytes(source / places.RECEIPT), places.RECEIPT)
    household = str(receipt.options.get("household") or "")
    for name in (places.INVITEES, places.RESERVE):
        table = read_table(source / name)
        columns = dict(table.columns)
        columns["id"] = salting.people(columns["id"])
        for heading in {household, "household"} & set(columns):
            keys = {key: salting.household(key) for key in dict.fromkeys(columns[heading])}
            columns[heading] = [keys[key] for key in columns[heading]]
        write_columns(target / name, table.header, list(columns.values()))
    if (source / places.REPLACED).is_file():
        people = sorted(salting.people(read_table(source / places.REPLACED).columns["id"]))
        write_csv(target / places.REPLACED, ("id",), [(one,) for one in people])


def _for_everybody(procedure: Procedure, folder: Path, number: int, _salting: Salting) -> None:
    wave = places.wave_folder(number)
    source, target = procedure.path(wave), folder.joinpath(*wave.split("/"))
    table = read_table(source / places.STRATA)
    counts = [heading for heading in strata_header(number) if heading != "chance"]
    names = [heading for heading in table.header if heading not in (*counts, "chance")]
    rows = [
        Row(tuple(record[name] for name in names), **{heading: int(record[heading]) for heading in counts})
        for record in table.records()
    ]
    written = [(*row.names, *(str(getattr(row, heading)) for heading in counts)) for row in published_rows(rows)]
    make_folder(target)
    write_csv(target / places.STRATA, (*names, *counts), written)
    tickets = read_table(source / places.INVITEES).columns["ticket"]
    write_csv(target / places.TICKETS, ("ticket",), [(ticket,) for ticket in tickets])

"""Draw, lottery and panel as they are published at both levels."""

from pathlib import Path

from buergerforum.core.certificate.form import read_certificate
from buergerforum.core.publishing.manifest import Level
from buergerforum.core.publishing.salted import Salting, opened
from buergerforum.core.publishing.strata import Row, merged
from buergerforum.core.publishing.tallies import (
    BOUNDS_HEADER,
    COUNTS_HEADER,
    REACHED_HEADER,
    bound_rows,
    count_rows,
    reached_rows,
)
from buergerforum.core.record.receipt import read_receipt
from buergerforum.errors import InputError, Problem
from buergerforum.io.files import read_bytes
from buergerforum.io.lottery_files import lot_name, read_lottery
from buergerforum.io.pools import read_pool
from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import make_folder
from buergerforum.io.tables import read_table, write_columns, write_csv
from buergerforum.model import places
from buergerforum.model.lottery import Lottery
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from buergerforum.model.record import Receipt
from buergerforum.stages.publish.records import write_into
from buergerforum.stages.quotas import read_quotas
from buergerforum.texts import _

_COUNTS = ("residents", "places", "invited")


def write_draw(procedure: Procedure, folder: Path, level: Level, salting: Salting) -> None:
    """Write the strata; for auditors all residents, for the public the tickets of the invitees."""
    wave = places.wave_folder(1)
    source, target = procedure.path(wave), folder.joinpath(*wave.split("/"))
    receipt = _receipt(source)
    if level is Level.AUDITORS:
        write_into(folder, f"{wave}/{places.STRATA}", read_bytes(source / places.STRATA))
        household = str(receipt.options.get("household") or "")
        for name in (places.INVITEES, places.RESERVE):
            table = read_table(source / name)
            columns = dict(table.columns)
            columns["id"] = salting.people(columns["id"])
            for heading in {household, "household"} & set(columns):
                keys = {key: salting.household(key) for key in dict.fromkeys(columns[heading])}
                columns[heading] = [keys[key] for key in columns[heading]]
            write_columns(target / name, table.header, list(columns.values()))
        return
    table = read_table(source / places.STRATA)
    names = [heading for heading in table.header if heading not in (*_COUNTS, "chance")]
    rows = [
        Row(tuple(record[name] for name in names), *(int(record[heading]) for heading in _COUNTS))
        for record in table.records()
    ]
    written = [(*row.names, str(row.residents), str(row.places), str(row.invited)) for row in merged(rows)]
    write_csv(target / places.STRATA, (*names, *_COUNTS), written)
    tickets = read_table(source / places.INVITEES).columns["ticket"]
    write_csv(target / places.TICKETS, ("ticket",), [(ticket,) for ticket in tickets])


def write_lots(procedure: Procedure, folder: Path, level: Level, salting: Salting) -> None:
    """Write lots, chances, quotas and commitments; for auditors also the pool and what opens the commitments."""
    name = _lottery_folder(procedure)
    source, target = procedure.path(name), folder / name
    make_folder(target)
    receipt = _receipt(source)
    lottery = read_lottery(source / places.LOTS)
    table, pool = _conditions(source, receipt, folder, name)
    person = dict(zip(ids := [one.id for one in pool.applicants], salting.people(ids), strict=True))
    rows = [_lot(block.first, block.last, lottery, [person[one] for one in block.members]) for block in lottery.blocks]
    write_csv(target / places.LOTS, ("first", "last", "members"), rows)
    chances = read_table(source / places.PROBABILITIES)
    written = sorted((person[row["id"]], row["optimal"], row["lots"], row["chance"]) for row in chances.records())
    write_csv(target / places.PROBABILITIES, ("id", "optimal", "lots", "chance"), written)
    write_csv(target / places.COUNTS, COUNTS_HEADER, count_rows(lottery, pool, table))
    if (source / places.CERTIFICATE).is_file():
        certificate = read_certificate(read_bytes(source / places.CERTIFICATE))
        write_csv(target / places.BOUNDS, BOUNDS_HEADER, bound_rows(certificate))
    _write_people(target, level, salting, pool, person)


def _lot(first: int, last: int, lottery: Lottery, members: list[str]) -> tuple[str, str, str]:
    return lot_name(first, lottery.lots), lot_name(last, lottery.lots), " ".join(sorted(members))


def _write_people(target: Path, level: Level, salting: Salting, pool: Pool, person: dict[str, str]) -> None:
    homes = any(one.household for one in pool.applicants)
    header = (*pool.features, *(["household"] if homes else []))
    people = []
    for one in pool.applicants:
        values = (*one.values, *([salting.household(one.household)] if homes else []))
        nonce = salting.nonce(one.id)
        said = list(zip(header, values, strict=True))
        people.append((person[one.id], values, nonce, opened(nonce, person[one.id], said)))
    people.sort()
    write_csv(target / places.COMMITMENTS, ("id", "commitment"), [(who, made) for who, _v, _n, made in people])
    if level is Level.AUDITORS:
        write_csv(target / places.POOL_FILE, ("id", *header), [(who, *values) for who, values, _n, _m in people])
        write_csv(target / places.OPENINGS, ("id", "nonce"), [(who, nonce) for who, _v, nonce, _m in people])


def write_panel(procedure: Procedure, folder: Path, salting: Salting) -> None:
    """Write the ids of panel and waiting list, and the quota table of the panel; the same at both levels."""
    source, target = procedure.path(places.SELECTION), folder / places.SELECTION
    make_folder(target)
    table, pool = _conditions(source, _receipt(source), folder, None)
    for name in (places.PANEL, places.WAITING):
        ids = read_table(source / name).columns["id"]
        members = salting.people(ids)
        members = sorted(members) if name == places.PANEL else members
        write_csv(target / name, ("id",), [(one,) for one in members])
    panel = read_table(source / places.PANEL).columns["id"]
    write_csv(target / places.REACHED, REACHED_HEADER, reached_rows(panel, pool, table))


def _lottery_folder(procedure: Procedure) -> str:
    made = procedure.path(places.LOTTERY_FOLDER) / places.LOTS
    return places.LOTTERY_FOLDER if made.is_file() else places.SELECTION


def _receipt(source: Path) -> Receipt:
    return read_receipt(read_bytes(source / places.RECEIPT), places.RECEIPT)


def _conditions(source: Path, receipt: Receipt, folder: Path, name: str | None) -> tuple[QuotaTable, Pool]:
    """Return quotas and pool of a result; its quota file goes into the published folder as it is."""
    files = [one for one in receipt.outputs if places.bare(one.name).startswith(f"{places.QUOTAS}.")]
    if len(files) != 1:
        raise InputError([Problem(_("The receipt names no quota file."), file=places.RECEIPT)])
    bare = places.bare(files[0].name)
    if name is not None:
        write_into(folder, f"{name}/{bare}", read_bytes(source / bare))
    seats, household = receipt.options.get("seats"), receipt.options.get("household")
    table = read_quotas(source / bare, seats if isinstance(seats, int) else None).table
    column = household if isinstance(household, str) and household else None
    return table, read_pool(source / places.POOL_FILE, table, id_column="id", household_column=column).pool

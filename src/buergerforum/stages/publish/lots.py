"""The lots of a lottery, a selection or a replacement as they are published at both levels."""

from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.certificate.form import certificate_bytes, read_certificate
from buergerforum.core.certificate.renamed import renamed, renumbered
from buergerforum.core.certificate.rows import shared_households
from buergerforum.core.publishing.manifest import Level
from buergerforum.core.publishing.salted import Salting, opened
from buergerforum.core.publishing.tallies import BOUNDS_HEADER, COUNTS_HEADER, bound_rows, count_rows
from buergerforum.core.record.receipt import read_receipt
from buergerforum.core.selection.fixing import settle
from buergerforum.errors import InputError, Problem
from buergerforum.io.files import digest_file, read_bytes, write_bytes
from buergerforum.io.lottery_files import lot_name, read_lottery
from buergerforum.io.pools import read_pool
from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import make_folder
from buergerforum.io.tables import read_table, write_csv
from buergerforum.model import places
from buergerforum.model.certificate import Certificate
from buergerforum.model.lottery import Lottery
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from buergerforum.model.record import Receipt
from buergerforum.stages.fixing import of_options, with_fixed
from buergerforum.stages.quotas import read_quotas
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class Source:
    """A result with lots, as it lies in the procedure."""

    folder: Path
    """Where it lies."""
    name: str
    """Of the folder in the procedure, and in what is published."""
    receipt: Receipt
    """Of the stage."""
    table: QuotaTable
    """The quotas."""
    quotas: str
    """Name of the quota file."""
    pool: Pool
    """Everybody, and who was fixed."""


def source_of(procedure: Procedure, name: str) -> Source:
    """Read what lots were made from.

    Raises
    ------
    InputError
        If a file is damaged.
    """
    folder = procedure.path(name)
    receipt = read_receipt(read_bytes(folder / places.RECEIPT), places.RECEIPT)
    files = [file for one in receipt.outputs if (file := places.bare(one.name)).startswith(f"{places.QUOTAS}.")]
    if len(files) != 1:
        raise InputError([Problem(_("The receipt names no quota file."), file=places.RECEIPT)])
    seats, household = receipt.options.get("seats"), receipt.options.get("household")
    table = read_quotas(folder / files[0], seats if isinstance(seats, int) else None).table
    column = household if isinstance(household, str) and household else None
    pool = read_pool(folder / places.POOL_FILE, table, id_column="id", household_column=column).pool
    fixed = with_fixed(pool, of_options(receipt.options), places.POOL_FILE)
    return Source(folder, name, receipt, table, files[0], fixed)


def write_lots(source: Source, folder: Path, level: Level, salting: Salting, *, counts: bool) -> None:
    """Write lots, chances, quotas and commitments; for auditors also pool, certificate and figures.

    Parameters
    ----------
    source
        In the procedure.
    folder
        Published.
    level
        Who it is for.
    salting
        Of the procedure.
    counts
        Whether everybody may see in how many lots every count occurs.
    """
    target = folder / source.name
    make_folder(target)
    pool, table = source.pool, source.table
    write_bytes(target / source.quotas, read_bytes(source.folder / source.quotas))
    person = dict(zip(ids := [one.id for one in pool.applicants], salting.people(ids), strict=True))
    lottery = read_lottery(source.folder / places.LOTS)
    rows = [_lot(block.first, block.last, lottery, [person[one] for one in block.members]) for block in lottery.blocks]
    write_csv(target / places.LOTS, ("first", "last", "members"), rows)
    chances = read_table(source.folder / places.PROBABILITIES)
    written = sorted((person[row["id"]], row["optimal"], row["lots"], row["chance"]) for row in chances.records())
    write_csv(target / places.PROBABILITIES, ("id", "optimal", "lots", "chance"), written)
    if counts or level is Level.AUDITORS:
        write_csv(target / places.COUNTS, COUNTS_HEADER, count_rows(lottery, pool, table))
    _write_people(source, target, level, salting, person)
    if (source.folder / places.CERTIFICATE).is_file():
        certificate = read_certificate(read_bytes(source.folder / places.CERTIFICATE))
        write_csv(target / places.BOUNDS, BOUNDS_HEADER, bound_rows(certificate))
        if level is Level.AUDITORS:
            _write_certificate(certificate, source, target, salting, person)
    if level is Level.AUDITORS and (source.folder / places.FAIRNESS).is_file():
        write_bytes(target / places.FAIRNESS, read_bytes(source.folder / places.FAIRNESS))


def _lot(first: int, last: int, lottery: Lottery, members: list[str]) -> tuple[str, str, str]:
    return lot_name(first, lottery.lots), lot_name(last, lottery.lots), " ".join(sorted(members))


def _write_people(source: Source, target: Path, level: Level, salting: Salting, person: dict[str, str]) -> None:
    homes = bool(source.receipt.options.get("household"))
    header = (*source.pool.features, *(["household"] if homes else []))
    people = []
    for one in source.pool.applicants:
        values = (*one.values, *([salting.household(one.household)] if homes else []))
        nonce = salting.nonce(one.id)
        said = list(zip(header, values, strict=True))
        people.append((person[one.id], values, nonce, opened(nonce, person[one.id], said)))
    people.sort()
    write_csv(target / places.COMMITMENTS, ("id", "commitment"), [(who, made) for who, _v, _n, made in people])
    if level is Level.AUDITORS:
        write_csv(target / places.POOL_FILE, ("id", *header), [(who, *values) for who, values, _n, _m in people])
        write_csv(target / places.OPENINGS, ("id", "nonce"), [(who, nonce) for who, _v, nonce, _m in people])


def _write_certificate(
    certificate: Certificate, source: Source, target: Path, salting: Salting, person: dict[str, str]
) -> None:
    """Write the certificate about the published pool; what it proves stays the same."""
    keys = shared_households(settle(source.pool, source.table, certificate.seats).pool)
    homes = renumbered(keys, {key: salting.household(key) for key in keys})
    names = (places.LOTS, places.PROBABILITIES, places.POOL_FILE, source.quotas)
    files = tuple(digest_file(target / name) for name in names)
    write_bytes(target / places.CERTIFICATE, certificate_bytes(renamed(certificate, person, homes, files)))

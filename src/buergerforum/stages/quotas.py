"""Reading a quota file as every stage does that needs one."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from buergerforum.core.quotas.table import make_table
from buergerforum.io.quota_files import read_quota_file
from buergerforum.model.quotas import QuotaTable
from buergerforum.model.record import FileDigest

if TYPE_CHECKING:
    from buergerforum.io.settings import Settings


@dataclass(frozen=True, slots=True)
class LoadedQuotas:
    """A quota table, ready for use."""

    table: QuotaTable
    """For the number of seats asked for."""
    digest: FileDigest
    """Of the file."""
    notes: tuple[str, ...]
    """What was interpreted, derived, estimated, or rests on different bases."""


def quotas_beside(settings_file: Path, settings: "Settings") -> QuotaTable | None:
    """Return the quota table that settings name, or None where there is none yet.

    Parameters
    ----------
    settings_file
        ``forum.yaml``; the quota file is named relative to it.
    settings
        What it says.

    Raises
    ------
    InputError, UsageError, QuotaError
        If the quotas cannot be used.
    """
    path = settings_file.parent / settings.selection.quotas
    return read_quotas(path, settings.selection.seats).table if path.exists() else None


def read_quotas(path: Path, seats: int | None = None, *, sums: bool = True) -> LoadedQuotas:
    """Read a quota file and make its table.

    Parameters
    ----------
    path
        YAML, CSV or XLSX.
    seats
        As asked for; None: as the file says.
    sums
        Whether sums that cannot be met are an error here; else they are explained where the pool is looked at.

    Raises
    ------
    InputError
        If the file cannot be read or contradicts itself.
    UsageError
        If the number of seats is needed and not known.
    QuotaError
        If no choice of people whatsoever can meet the sums.
    """
    file = read_quota_file(path)
    made = make_table(file.plan, seats, file.problems, sums=sums)
    return LoadedQuotas(made.table, file.digest, (*file.notes, *made.notes))

"""What a report is made from, read once: journal, receipts and results."""

from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.record.journal import Entry
from buergerforum.core.record.receipt import read_receipt
from buergerforum.io.files import read_bytes
from buergerforum.io.lottery_files import read_chances
from buergerforum.io.pools import read_pool
from buergerforum.io.procedure import Procedure
from buergerforum.io.quota_files import read_quota_file
from buergerforum.io.tables import Table, read_table
from buergerforum.model import places
from buergerforum.model.lottery import Chance
from buergerforum.model.pool import Pool
from buergerforum.model.quota_plan import QuotaPlan
from buergerforum.model.quotas import QuotaTable
from buergerforum.model.record import Receipt
from buergerforum.stages.quotas import read_quotas
from buergerforum.stages.running import journal_of


@dataclass(frozen=True, slots=True)
class LotterySource:
    """A lottery and what it was made from."""

    place: str
    """Its folder."""
    receipt: Receipt
    """Of it."""
    plan: QuotaPlan
    """The quota file as it was read."""
    table: QuotaTable
    """For the seats."""
    pool: Pool
    """Everybody who may be seated."""
    chances: tuple[Chance, ...]
    """Of everybody, by id."""

    def whole(self, option: str) -> int:
        """Return an option that is a whole number."""
        return int(str(self.receipt.options[option]))


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that was read."""

    journal: tuple[Entry, ...]
    """Checked."""
    frame: Table | None
    """``frame.csv``."""
    frame_receipt: Receipt | None
    """Of the frame, where it was made here."""
    invitees: Table | None
    """Of the first wave."""
    draw: Receipt | None
    """Of the first wave."""
    lottery: LotterySource | None
    """Where there is one."""
    panel: tuple[str, ...]
    """Ids; none: not drawn yet."""
    selection: Receipt | None
    """Of the selection."""

    def runs(self, stage: str) -> list[Entry]:
        """Return the runs of a stage, the earliest first."""
        return [one for one in self.journal if one.event == "run" and one.details.get("stage") == stage]

    def events(self, event: str) -> list[Entry]:
        """Return all lines of an event."""
        return [one for one in self.journal if one.event == event]


def read_sources(procedure: Procedure) -> Sources:
    """Read what there is.

    Raises
    ------
    InputError
        If something is damaged.
    """
    wave = procedure.path(places.wave_folder(1))
    selection = procedure.path(places.SELECTION)
    drawn = _receipt(selection)
    return Sources(
        journal=journal_of(procedure),
        frame=_table(procedure.path(places.FRAME)),
        frame_receipt=_receipt(procedure.path(places.FRAME_FOLDER)),
        invitees=_table(wave / places.INVITEES),
        draw=_receipt(wave),
        lottery=_lottery(procedure),
        panel=tuple(read_table(selection / places.PANEL).columns["id"]) if drawn else (),
        selection=drawn,
    )


def _table(path: Path) -> Table | None:
    return read_table(path) if path.is_file() else None


def _receipt(folder: Path) -> Receipt | None:
    path = folder / places.RECEIPT
    return read_receipt(read_bytes(path), places.RECEIPT) if path.is_file() else None


def _lottery(procedure: Procedure) -> LotterySource | None:
    for name in (places.LOTTERY_FOLDER, places.SELECTION):
        folder = procedure.path(name)
        receipt = _receipt(folder)
        if receipt is None:
            continue
        bare = next(
            places.bare(one.name) for one in receipt.outputs if places.bare(one.name).startswith(f"{places.QUOTAS}.")
        )
        seats, household = receipt.options.get("seats"), receipt.options.get("household")
        table = read_quotas(folder / bare, seats if isinstance(seats, int) else None).table
        column = household if isinstance(household, str) and household else None
        pool = read_pool(folder / places.POOL_FILE, table, id_column="id", household_column=column).pool
        chances = read_chances(folder / places.PROBABILITIES)
        return LotterySource(name, receipt, read_quota_file(folder / bare).plan, table, pool, chances)
    return None

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
from buergerforum.stages.current_panel import current_panel, dropouts
from buergerforum.stages.fixing import of_options
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
class Wave:
    """A wave of the draw."""

    folder: str
    """As the journal names it."""
    receipt: Receipt
    """Of the draw."""
    invitees: Table
    """``invitees.csv``."""

    @property
    def file(self) -> str:
        """Place of the list of invitees."""
        return f"{self.folder}/{places.INVITEES}"


@dataclass(frozen=True, slots=True)
class Replacement:
    """A replacement of members of the panel."""

    folder: str
    """As the journal names it."""
    receipt: Receipt
    """Of it."""
    out: int
    """How many dropped out."""
    joined: int
    """How many joined."""
    chances: tuple[float, ...]
    """Share of the lots of everybody who could take a free seat, ascending."""
    relaxed: bool
    """Whether other quotas counted than before."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that was read."""

    journal: tuple[Entry, ...]
    """Checked."""
    frame: Table | None
    """``frame.csv``."""
    frame_receipt: Receipt | None
    """Of the frame, where it was made here."""
    waves: tuple[Wave, ...]
    """In their order."""
    lottery: LotterySource | None
    """Where there is one."""
    panel: tuple[str, ...]
    """Ids of those who were selected; none: not drawn yet."""
    selection: Receipt | None
    """Of the selection."""
    replacements: tuple[Replacement, ...]
    """Of that panel, in their order."""
    now: tuple[str, ...]
    """Ids of the members as they are now; as the panel, where nobody was replaced."""

    @property
    def draw(self) -> Receipt | None:
        """Receipt of the first wave."""
        return self.waves[0].receipt if self.waves else None

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
    selection = procedure.path(places.SELECTION)
    drawn, journal = _receipt(selection), journal_of(procedure)
    now = current_panel(procedure)
    return Sources(
        journal=journal,
        frame=_table(procedure.path(places.FRAME)),
        frame_receipt=_receipt(procedure.path(places.FRAME_FOLDER)),
        waves=_waves(procedure),
        lottery=_lottery(procedure),
        panel=tuple(read_table(selection / places.PANEL).columns["id"]) if drawn else (),
        selection=drawn,
        replacements=_replacements(procedure, now.folders) if now else (),
        now=now.members if now else (),
    )


def _waves(procedure: Procedure) -> tuple[Wave, ...]:
    found: list[Wave] = []
    while receipt := _receipt(procedure.path(folder := places.wave_folder(len(found) + 1))):
        found.append(Wave(folder, receipt, read_table(procedure.path(folder) / places.INVITEES)))
    return tuple(found)


def _replacements(procedure: Procedure, folders: tuple[str, ...]) -> tuple[Replacement, ...]:
    """Return the replacements; the first folder is that of the selection."""
    found = []
    quotas = _quotas(_receipt(procedure.path(folders[0])))
    for name in folders[1:]:
        folder, receipt = procedure.path(name), _receipt(procedure.path(name))
        if receipt is None:
            continue
        lots = int(str(receipt.options["lots"]))
        stay = {one.id for one in of_options(receipt.options) if one.seated}
        free = [one.lots / lots for one in read_chances(folder / places.PROBABILITIES) if one.id not in stay]
        found.append(
            Replacement(
                folder=name,
                receipt=receipt,
                out=len(dropouts(receipt)),
                joined=len(read_table(folder / places.JOINED)),
                chances=tuple(sorted(filter(None, free))),
                relaxed=_quotas(receipt) != quotas,
            )
        )
        quotas = _quotas(receipt)
    return tuple(found)


def _quotas(receipt: Receipt | None) -> list[str]:
    outputs = receipt.outputs if receipt else ()
    return [one.sha256 for one in outputs if places.bare(one.name).startswith(f"{places.QUOTAS}.")]


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

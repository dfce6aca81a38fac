"""Who sits on the panel now: the one place that knows, after however many replacements.

The journal decides. The last run of ``forum select`` seated a panel; every ``forum replace`` after it changed the panel
that there was then. Replacements of a panel that was selected anew later no longer count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from buergerforum.core.record.journal import Entry
from buergerforum.core.record.receipt import read_receipt
from buergerforum.errors import InputError, Problem
from buergerforum.io.files import digest_of, read_bytes
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table
from buergerforum.model import places
from buergerforum.model.record import Receipt
from buergerforum.stages.running import journal_of
from buergerforum.texts import _

OUT = "out"
"""Option of a receipt: ids of the members who dropped out."""


@dataclass(frozen=True, slots=True)
class CurrentPanel:
    """The panel as it is now."""

    members: tuple[str, ...]
    """Ids, sorted by code points."""
    waiting: tuple[str, ...]
    """Ids of the waiting list as it is now, in its order."""
    left: tuple[str, ...]
    """Ids of all who were members and dropped out, in the order of the journal."""
    folders: tuple[str, ...]
    """Results that made it, as the journal names them: ``selection``, then ``replacement-1`` and so on."""

    @property
    def folder(self) -> str:
        """The result that holds the panel, the waiting list and the pool as they are now."""
        return self.folders[-1]

    @property
    def panel(self) -> str:
        """Place of the list of members in the procedure."""
        return f"{self.folder}/{places.PANEL}"

    @property
    def waiting_list(self) -> str:
        """Place of the waiting list in the procedure."""
        return f"{self.folder}/{places.WAITING}"


def current_panel(procedure: Procedure, *, before_last: bool = False) -> CurrentPanel | None:
    """Return who sits on the panel now; None: nobody has been selected yet.

    Parameters
    ----------
    procedure
        Its journal decides.
    before_last
        Who sat there before the last replacement instead, which is to be made once more.

    Raises
    ------
    InputError
        If a result is missing or not the one that the journal knows.
    """
    runs = panel_runs(journal_of(procedure))
    if before_last:
        runs = runs[:-1]
    if not runs:
        return None
    receipts = [_receipt(procedure, run) for run in runs]
    left = [person for receipt in receipts for person in dropouts(receipt)]
    folders = tuple(str(run.details["folder"]) for run in runs)
    members, waiting = (
        tuple(read_table(procedure.path(f"{folders[-1]}/{name}"), required=("id",)).columns["id"])
        for name in (places.PANEL, places.WAITING)
    )
    return CurrentPanel(tuple(sorted(members)), waiting, tuple(left), folders)


def panel_runs(journal: Sequence[Entry]) -> list[Entry]:
    """Return the runs that made the panel as it is now: the last selection, then its replacements in their order."""
    latest: dict[str, Entry] = {}
    for entry in journal:
        folder = entry.details.get("folder")
        if entry.event == "run" and isinstance(folder, str):
            stage = entry.details.get("stage")
            if stage == "select":
                latest = {folder: entry}
            elif stage == "replace" and latest:
                latest[folder] = entry
    return list(latest.values())


def replacement_to_be(journal: Sequence[Entry], *, again: bool) -> str | None:
    """Return the folder of the next replacement, or of the last one if that is made once more; None: there is none.

    Numbers are never used twice, not even after a selection that was made anew.
    """
    made = panel_runs(journal)[1:]
    if again:
        return str(made[-1].details["folder"]) if made else None
    folders = {entry.details.get("folder") for entry in journal if entry.details.get("stage") == "replace"}
    return places.replacement_folder(len(folders) + 1)


def dropouts(receipt: Receipt) -> tuple[str, ...]:
    """Return the ids of those who dropped out before a replacement; of a selection nobody."""
    out = receipt.options.get(OUT)
    return out if isinstance(out, tuple) else ()


def _receipt(procedure: Procedure, run: Entry) -> Receipt:
    """Return the receipt of a run, which must be the one that the journal knows."""
    place = f"{run.details['folder']}/{places.RECEIPT}"
    raw = read_bytes(procedure.path(place))
    if digest_of(raw, place).sha256 != run.details.get("receipt"):
        problem = Problem(_("The journal knows another receipt of this result."), file=place)
        raise InputError([problem], hint=_("“forum audit” says more."))
    return read_receipt(raw, place)

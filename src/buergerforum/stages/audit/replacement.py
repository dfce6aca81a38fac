"""Room 14: reading what every replacement started from."""

from collections.abc import Sequence
from pathlib import Path

from buergerforum.core.audit.evidence import Run, latest_of
from buergerforum.core.audit.recipe import check, not_checked, room
from buergerforum.core.audit.replacement import Replaced, as_replacement, kept
from buergerforum.core.audit.selection import drawn, lot_drawn, seated
from buergerforum.core.record.receipt import read_receipt
from buergerforum.core.selection.replacement import Before, Leaving
from buergerforum.io.files import read_bytes
from buergerforum.io.identities import identities
from buergerforum.io.tables import read_table
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.record import FileDigest, Option
from buergerforum.stages.audit.case import Case, Unfit, attempt
from buergerforum.stages.audit.selection import Result, lots_again, result_of
from buergerforum.stages.current_panel import dropouts
from buergerforum.stages.fixing import of_options
from buergerforum.texts import _

STAGE = "replace"


def replacement_findings(case: Case, *, solver: bool = False) -> list[Finding]:
    """Return the findings of room 14; with the solver, cuts are proven anew."""
    chain = replacements(case.runs)
    if not chain:
        return not_checked(room("14"), _("Nobody has been replaced yet."))
    found: list[Finding] = []
    for place, run in enumerate(chain):
        before = chain[place - 1] if place else latest_of(case.runs, "select")
        found += _checked(case, run, before, solver=solver)
    return found


def _checked(case: Case, run: Run, before: Run | None, *, solver: bool) -> list[Finding]:
    return [
        *attempt([check("14.1")], lambda: kept(_replaced(result_of(case, run), before))),
        *attempt([check("14.2")], lambda: _drawn_rightly(result_of(case, run), solver=solver)),
    ]


def replacements(runs: Sequence[Run]) -> list[Run]:
    """Return the replacements of the panel that stands, in their order.

    Parameters
    ----------
    runs
        What the journal tells of.
    """
    selection = latest_of(runs, "select")
    after = selection.line if selection else 0
    return [run for run in runs if run.stage == STAGE and run.latest and run.line >= after]


def _replaced(one: Result, before: Run | None) -> Replaced:
    case, options = one.case, one.receipt.options
    panel = _panel_read(one, before)
    # With the panel of a result its waiting list and its receipt were read; of anybody's files there are none.
    beside = {places.bare(read.name): read for read in one.receipt.inputs if _folder(read) == _folder(panel)}
    waiting: tuple[str, ...] = ()
    if places.WAITING in beside:
        waiting = tuple(read_table(case.input(beside[places.WAITING]), required=("id",)).columns["id"])
    earlier = _options_of(case.input(beside[places.RECEIPT])) if places.RECEIPT in beside else {}
    table = one.table()
    return Replaced(
        file=one.place(places.RECEIPT),
        before=Before(
            tuple(identities(read_table(case.input(panel)), None).ids),
            waiting,
            tuple(fixed for fixed in of_options(earlier) if not fixed.seated),
        ),
        leaving=Leaving(dropouts(one.receipt), _ids(options, "unavailable"), options.get("waiting_only") is True),
        fixed=of_options(options),
        pool=one.pool(table),
        people=case.listing(one.place(places.POOL_FILE)),
        panel=case.listing(one.place(places.PANEL)),
        joined=case.listing(one.place(places.JOINED)),
        waiting=case.listing(one.place(places.WAITING)),
    )


def _panel_read(one: Result, before: Run | None) -> FileDigest:
    """Return the list of members that a replacement read: in a procedure that of the result before it."""
    wanted = f"{before.folder}/{places.PANEL}" if before else places.PANEL
    read = next((file for file in one.receipt.inputs if file.name == wanted), None)
    if read is None:
        raise Unfit(one.place(places.RECEIPT), _("It did not start from {file}.").format(file=wanted))
    return read


def _options_of(path: Path) -> dict[str, Option]:
    return dict(read_receipt(read_bytes(path), places.RECEIPT).options)


def _ids(options: object, name: str) -> tuple[str, ...]:
    value = options.get(name) if isinstance(options, dict) else None
    return value if isinstance(value, tuple) else ()


def _folder(read: FileDigest) -> str:
    return read.name.rpartition("/")[0]


def _drawn_rightly(one: Result, *, solver: bool) -> list[Finding]:
    file = one.place(places.RECEIPT)
    lottery = one.lottery()
    found = [*_same_pool(one), *lots_again(one, solver=solver)]
    found += drawn(one.receipt, lottery.lots, file)
    if (lot := lot_drawn(one.receipt, lottery.lots)) is not None:
        pool = one.case.listing(one.place(places.POOL_FILE))
        found += seated(one.case.listing(one.place(places.PANEL)), lottery.members_of(lot), pool)
    return as_replacement(found, file)


def _same_pool(one: Result) -> list[Finding]:
    """Find a pool that differs from that of the result before."""
    folder = next((_folder(file) for file in one.receipt.inputs if places.bare(file.name) == places.RECEIPT), None)
    read = next((file for file in one.receipt.inputs if file.name == f"{folder}/{places.POOL_FILE}"), None)
    here = one.case.evidence.files.get(one.place(places.POOL_FILE))
    if read is None or here is None or here.sha256 == read.sha256:
        return []
    told = _("The copy differs from what was read.")
    return [check("3.3").contradiction(told, file=one.place(places.POOL_FILE), expected=read.sha256)]

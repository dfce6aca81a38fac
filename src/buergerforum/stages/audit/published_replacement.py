"""Room 14 on what is published: every replacement, with what it started from."""

from buergerforum.core.audit.evidence import Run, latest_of
from buergerforum.core.audit.published_replacement import Publicly, kept_publicly, lots_keep, same_commitments
from buergerforum.core.audit.recipe import check, not_checked, room
from buergerforum.core.audit.replacement import Replaced, as_replacement, kept
from buergerforum.core.selection.replacement import Before, Leaving
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.record import Option
from buergerforum.stages.audit.case import Unfit, attempt
from buergerforum.stages.audit.published_folder import Folder, Salted
from buergerforum.stages.audit.published_lots import published_lots, published_panel
from buergerforum.stages.audit.replacement import replacements
from buergerforum.stages.current_panel import dropouts
from buergerforum.stages.fixing import of_options
from buergerforum.texts import _


def published_replacements(folder: Folder, *, solver: bool) -> list[Finding]:
    """Return the findings of room 14; with the solver, cuts are proven anew."""
    chain, runs = replacements(folder.case.runs), folder.case.runs
    first = latest_of(runs, "select")
    if not chain or first is None:
        return not_checked(room("14"), _("Nobody has been replaced yet."))
    found: list[Finding] = []
    before = first
    for run in chain:
        found += _checked(folder, run, before, solver=solver)
        before = run
    return found


def _checked(folder: Folder, run: Run, before: Run, *, solver: bool) -> list[Finding]:
    def kept_() -> list[Finding]:
        one = folder.salted(run)
        _require_continued(one, before)
        return kept(_replaced(folder, one, before)) if folder.confidential else kept_publicly(_seen(one, before))

    def drawn() -> list[Finding]:
        one = folder.salted(run)
        found = [*published_lots(folder, run, solver=solver), *published_panel(folder, run, run)]
        found += lots_keep(one.lottery(), of_options(one.receipt.options), dropouts(one.receipt), run.at(places.LOTS))
        return as_replacement([*found, *_committed(folder, one)], run.at(places.RECEIPT))

    return [*attempt([check("14.1")], kept_), *attempt([check("14.2")], drawn)]


def _require_continued(one: Salted, before: Run) -> None:
    wanted = f"{before.folder}/{places.PANEL}"
    if not any(read.name == wanted for read in one.receipt.inputs):
        raise Unfit(one.place(places.RECEIPT), _("It did not start from {file}.").format(file=wanted))


def _ids(one: Salted, place: str) -> tuple[str, ...]:
    listing = one.case.listing(place)
    if listing.header != ("id",):
        raise Unfit(place, _("The file is damaged."))
    return tuple(listing.columns["id"])


def _replaced(folder: Folder, one: Salted, before: Run) -> Replaced:
    """Return what auditors see: all that the audit of a procedure looks at."""
    options, earlier = one.receipt.options, folder.receipt(before).options
    pool = one.pool(one.table())
    people = one.case.listing(one.place(places.POOL_FILE))
    only = type(people)(people.file, ("id",), {"id": people.columns["id"]}, people.rows)
    return Replaced(
        file=one.place(places.RECEIPT),
        before=Before(
            _ids(one, before.at(places.PANEL)),
            _ids(one, before.at(places.WAITING)),
            tuple(fixed for fixed in of_options(earlier) if not fixed.seated),
        ),
        leaving=Leaving(dropouts(one.receipt), _named(options.get("unavailable")), options.get("waiting_only") is True),
        fixed=of_options(options),
        pool=pool,
        people=only,
        panel=one.case.listing(one.place(places.PANEL)),
        joined=one.case.listing(one.place(places.JOINED)),
        waiting=one.case.listing(one.place(places.WAITING)),
    )


def _named(option: Option) -> tuple[str, ...]:
    return option if isinstance(option, tuple) else ()


def _seen(one: Salted, before: Run) -> Publicly:
    now = (_ids(one, one.place(name)) for name in (places.PANEL, places.JOINED, places.WAITING))
    return Publicly(
        one.place(places.RECEIPT),
        Before(_ids(one, before.at(places.PANEL)), _ids(one, before.at(places.WAITING))),
        dropouts(one.receipt),
        of_options(one.receipt.options),
        *now,
    )


def _committed(folder: Folder, one: Salted) -> list[Finding]:
    """Compare the commitments with those of the lottery before, where the quotas ask for the same features."""
    runs = folder.case.runs
    made = latest_of(runs, "lottery") or latest_of(runs, "select")
    if made is None:
        return []
    first = folder.salted(made)
    asked = [[(feature.name, feature.readings()) for feature in each.table().features] for each in (first, one)]
    if asked[0] != asked[1] or first.household() != one.household():
        return []
    stated, now = (folder.case.listing(result.place(places.COMMITMENTS)) for result in (first, one))
    return same_commitments(stated, now)

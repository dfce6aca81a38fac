"""Rooms 6 and 7 on what is published of a lottery and the panel that was drawn from it."""

from buergerforum.core.audit.evidence import Run, latest_of
from buergerforum.core.audit.listing import compare
from buergerforum.core.audit.lottery import numbered
from buergerforum.core.audit.publication import explained, rest_of, stated_levels
from buergerforum.core.audit.recipe import check, not_checked, room
from buergerforum.core.audit.selection import drawn, lot_drawn
from buergerforum.core.certificate.form import read_certificate
from buergerforum.core.publishing.tallies import BOUNDS_HEADER, bound_rows
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.stages.audit.case import Unfit, attempt
from buergerforum.stages.audit.published_folder import Folder, Salted
from buergerforum.stages.audit.published_panel import public_quotas, seated_quotas
from buergerforum.stages.audit.selection import chances_again, lots_again
from buergerforum.texts import _

_FOR_EVERYBODY = ("6.1", "6.2", "6.3", "6.4", "6.5")


def published_lottery(folder: Folder, *, solver: bool) -> list[Finding]:
    """Return the findings of check 3.3 and of rooms 6 and 7; with the solver, cuts are proven anew."""
    runs = folder.case.runs
    selection = latest_of(runs, "select")
    made = latest_of(runs, "lottery") or selection
    open_ = not_checked([check("3.3")], _("Copies are not published."))
    if made is None:
        return [*open_, *not_checked([*room("6"), *room("7")], _("There is no lottery yet."))]
    lots = attempt(room("6"), lambda: published_lots(folder, made, solver=solver))
    if selection is None:
        return [*open_, *lots, *not_checked(room("7"), _("There is no panel yet."))]
    return [*open_, *lots, *attempt(room("7"), lambda: published_panel(folder, made, selection))]


def published_lots(folder: Folder, run: Run, *, solver: bool) -> list[Finding]:
    """Return the findings of room 6 on the lots of a result.

    Auditors check them as in a procedure, with pool and certificate; everybody from the lots and the stated counts.
    """
    one = folder.salted(run)
    if folder.confidential:
        found = lots_again(one, solver=solver)
        return [*found, *attempt([check("6.6")], lambda: _bounds(one))]
    lottery = one.lottery()
    people = folder.case.listing(one.place(places.COMMITMENTS)).columns.get("id", [])
    return [
        *numbered(lottery, one.whole("lots"), one.place(places.LOTS)),
        *attempt([check("6.2")], lambda: _counts(one)),
        check("6.3").not_checked(explained()),
        *attempt([check("6.4"), check("6.5")], lambda: chances_again(one, lottery, people)),
        *attempt([check("6.6")], lambda: _levels(one)),
        *rest_of("6", (*_FOR_EVERYBODY, "6.6"), _not_here()),
    ]


def _not_here() -> str:
    return _("Data of single people are not published at this level.")


def _counts(one: Salted) -> list[Finding]:
    """Check 6.2 for everybody; the counts of a replacement would tell who is what, and are not published."""
    stated = one.counts() if one.run.stage != "replace" else None
    return public_quotas(one.lottery(), one.table(), one.seats(), stated, file=one.place(places.LOTS))


def _levels(one: Salted) -> list[Finding]:
    """Compare the levels that everybody sees with the optimal chances; the rest of check 6.6 is for auditors."""
    if one.run.receipt is None or one.place(places.BOUNDS) not in one.case.evidence.files:
        return [check("6.6").not_checked(_not_here())]
    listing = one.case.listing(one.place(places.BOUNDS))
    stated = stated_levels(listing, one.chances(), leximin=one.receipt.options.get("objective") == "leximin")
    return stated or [check("6.6").not_checked(_not_here(), listing.file)]


def _bounds(one: Salted) -> list[Finding]:
    """Compare the levels that everybody sees with those of the certificate."""
    certificate = read_certificate(one.case.path(one.place(places.CERTIFICATE)).read_bytes())
    columns = list(zip(*bound_rows(certificate), strict=True)) or [()] * len(BOUNDS_HEADER)
    stated = one.case.listing(one.place(places.BOUNDS))
    return compare(check("6.6"), stated, dict(zip(BOUNDS_HEADER, columns, strict=True)))


def published_panel(folder: Folder, made: Run, run: Run) -> list[Finding]:
    """Return the findings of room 7 on a panel.

    Parameters
    ----------
    folder
        Under audit.
    made
        The result that holds the lots.
    run
        The one that holds the panel; may be the same.
    """
    receipt, lottery = folder.receipt(run), folder.salted(made).lottery()
    first = drawn(receipt, lottery.lots, run.at(places.RECEIPT))
    lot = lot_drawn(receipt, lottery.lots)
    if lot is None:
        return [*first, *not_checked(room("7")[1:], _("It is not known which lot was drawn."))]
    members, seated = lottery.members_of(lot), folder.case.listing(run.at(places.PANEL))
    second, third = check("7.2"), check("7.3").not_checked(explained())
    if list(seated.columns.get("id", [])) != sorted(members):
        told = _("The panel is not the lot {lot}.").format(lot=lot)
        return [*first, second.contradiction(told, file=seated.file), third]
    return [*first, *attempt([second], lambda: _seated(folder, made, run, members)), third]


def _seated(folder: Folder, made: Run, run: Run, members: tuple[str, ...]) -> list[Finding]:
    one, said = folder.salted(made), _("people: {number}").format(number=len(members))
    if run.stage == "replace" and not folder.confidential:
        return [check("7.2").ok(said, run.at(places.PANEL))]
    table = one.table()
    pool = one.pool(table) if folder.confidential else None
    if pool is not None and not {person.id for person in pool.applicants}.issuperset(members):
        raise Unfit(made.at(places.POOL_FILE), _("The lot seats people who are not in the pool."))
    stated = folder.case.listing(run.at(places.REACHED))
    return check("7.2").concluded(seated_quotas(stated, table, members, pool), said, run.at(places.PANEL))

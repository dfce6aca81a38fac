"""Room 5: reading frame, invitees, reserve and strata."""

from buergerforum.core.audit.draw import Drawn, Register, Rules, check_draw, read_rules
from buergerforum.core.audit.evidence import Run, latest_of
from buergerforum.core.audit.recipe import not_checked, room
from buergerforum.io.identities import identities
from buergerforum.io.tables import read_table
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.draw import DrawOptions, Frame
from buergerforum.model.record import Receipt
from buergerforum.stages.audit.case import Case, Unfit, attempt
from buergerforum.stages.register import columns_of, households_of, strata_of
from buergerforum.texts import _


def draw_findings(case: Case) -> list[Finding]:
    """Return the findings of room 5."""
    run = latest_of(case.runs, "draw")
    if run is None:
        return not_checked(room("5"), _("There is no draw yet."))
    return attempt(room("5"), lambda: _again(case, run))


def _again(case: Case, run: Run) -> list[Finding]:
    place = run.at(places.RECEIPT)
    if run.receipt is None:
        raise Unfit(place, _("The receipt is missing or damaged."))
    rules = read_rules(run.receipt)
    if rules is None:
        raise Unfit(place, _("The receipt does not say by which rules and which seed was drawn."))
    register = _register(case, run.receipt, rules)
    drawn = Drawn(
        invitees=case.listing(run.at(places.INVITEES)),
        reserve=case.listing(run.at(places.RESERVE)),
        strata=case.listing(run.at(places.STRATA)),
        receipt=place,
    )
    return check_draw(rules, register, drawn, run.receipt)


def _register(case: Case, receipt: Receipt, rules: Rules) -> Register:
    """Return the frame as the draw read it."""
    read = [one for one in receipt.inputs if one.name != places.SETTINGS]
    if len(read) != 1:
        raise Unfit(places.RECEIPT, _("The receipt does not say which frame was read."))
    table = read_table(case.input(read[0]))
    named = receipt.options.get("id")
    who = identities(table, named if isinstance(named, str) and named else None)
    options = DrawOptions(rules.size, rules.strata, rules.allocation, rules.household, rules.special)
    columns = columns_of(table, options, rules.allocation, who.column)
    frame = Frame(who.ids, strata_of(table, columns.strata), households_of(table, columns))
    carried = {heading: column for heading, column in table.columns.items() if heading != who.column}
    return Register(frame, carried)

"""Room 5: reading frame, invitees, reserve and strata of every wave."""

from collections.abc import Sequence

from buergerforum.core.audit.draw import (
    CHECKS,
    Drawn,
    Given,
    check_wave,
    hold_again,
    hold_further,
    standing_after,
)
from buergerforum.core.audit.evidence import Run, waves_of
from buergerforum.core.audit.listing import compare
from buergerforum.core.audit.recipe import check, not_checked
from buergerforum.core.draw.comparison import Comparison
from buergerforum.core.draw.rules import Rules, read_rules
from buergerforum.io.identities import identities
from buergerforum.io.tables import read_table
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.draw import Allocation, Draw, DrawOptions, Register, Standing, StratumCount
from buergerforum.model.households import text_of
from buergerforum.model.record import FileDigest, Receipt
from buergerforum.stages.audit.case import Absent, Case, Unfit, attempt
from buergerforum.stages.compared import compared
from buergerforum.stages.draw_files import COMPARED, comparison_rows
from buergerforum.stages.lists import read_ids
from buergerforum.stages.register import columns_of, register_of, with_households
from buergerforum.stages.responses import read_weights
from buergerforum.texts import _


def draw_findings(case: Case) -> list[Finding]:
    """Return the findings of room 5, wave by wave."""
    waves = waves_of(case.runs)
    made = [check(number) for number in (*CHECKS, "5.7")]
    if not waves:
        return not_checked(made, _("There is no draw yet."))
    again = _Again(case)
    found = attempt(made, lambda: again.first(waves[0]))
    for number, run in enumerate(waves[1:], 2):
        if again.standing is None:
            told = _("Wave {number} cannot be held again, since wave {before} could not.")
            found += not_checked(made, told.format(number=number, before=number - 1), run.folder)
        else:
            found += attempt(made, lambda run=run, number=number: again.further(run, number))  # type: ignore[misc]
    return found


class _Again:
    """The draw held again, as far as it has come.

    Parameters
    ----------
    case
        The folder under audit.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.standing: Standing | None = None
        self._register: Register | None = None
        self._first: Rules | None = None
        self._given = Given({})
        self._counts: tuple[StratumCount, ...] = ()

    def first(self, run: Run) -> list[Finding]:
        """Hold the first wave again and compare."""
        receipt, rules = _told(run)
        if rules.wave != 1:
            # The copy of a further wave alone: everything before it is elsewhere.
            raise Absent(_("This is a further wave; it can be checked in the folder of the whole procedure only."))
        drawn = _drawn(self.case, run)
        whole = _frame(self.case, receipt, rules)
        register = _without_stopped(self.case, receipt, rules, whole, drawn)
        given = Given(_weights(self.case, receipt, rules, register))
        again = hold_again(rules, register.frame, given)
        if again is not None:
            residents = {count.stratum: count.residents for count in again.counts}
            self.standing = Standing(register.frame, again.tickets, again.invited, again.reserve, residents)
        self._register, self._first, self._given = register, rules, given
        self._counts = again.counts if again else ()
        return [*check_wave(rules, register, again, drawn, receipt), *self._comparison(run, rules, again)]

    def further(self, run: Run, number: int) -> list[Finding]:
        """Hold a further wave again and compare; what comes after it waits for it."""
        standing, register, first = self.standing, self._register, self._first
        self.standing = None
        receipt, rules = _told(run)
        if standing is None or register is None or first is None or not continues(first, rules, number):
            raise Unfit(run.at(places.RECEIPT), _("The receipt does not continue the draw of the first wave."))
        drawn = _drawn(self.case, run)
        replaced = run.at(places.REPLACED)
        ids = self.case.listing(replaced).columns.get("id", []) if replaced in self.case.evidence.files else []
        again = hold_further(rules, standing, Given(self._given.weights, ids), drawn)
        if again is not None:
            self.standing = standing_after(standing, again)
        return [*check_wave(rules, register, again, drawn, receipt), *self._comparison(run, rules, again)]

    def _comparison(self, run: Run, rules: Rules, again: Draw | None) -> list[Finding]:
        if again is None or self.standing is None or self._register is None or self._first is None:
            told = _("The wave cannot be held again; see {number}.").format(number="5.1")
            return [check("5.7").not_checked(told, run.folder)]
        whole = rules.wave == 1 or rules.reserve is None
        comparisons = compared(self._register, self._first.strata, self._counts, self.standing.invited, whole=whole)
        return compared_again(self.case, run, comparisons)


def compared_again(case: Case, run: Run, comparisons: Sequence[Comparison]) -> list[Finding]:
    """Check 5.7: the figures beside a wave, for everybody invited up to it; results of old have none.

    Parameters
    ----------
    case
        The folder under audit.
    run
        The wave.
    comparisons
        As they were computed again.
    """
    made, place = check("5.7"), run.at(places.COMPARISON)
    if place not in case.evidence.files:
        return [made.not_checked(_("There is no comparison beside this wave."), run.folder)]
    rows = comparison_rows(comparisons)
    columns = list(zip(*rows, strict=True)) or [()] * len(COMPARED)
    found = compare(made, case.listing(place), dict(zip(COMPARED, columns, strict=True)))
    return made.concluded(found, _("rows: {number}").format(number=len(rows)), place)


def continues(first: Rules, rules: Rules, number: int) -> bool:
    """Whether a further wave is drawn by the rules and the seed of the first one.

    Parameters
    ----------
    first
        Rules of the first wave.
    rules
        Of the further one.
    number
        Of the wave.
    """
    kept = ("allocation", "strata", "household", "special", "seed", "response", "stop_list")
    return rules.wave == number and all(getattr(first, name) == getattr(rules, name) for name in kept)


def _told(run: Run) -> tuple[Receipt, Rules]:
    place = run.at(places.RECEIPT)
    if run.receipt is None:
        raise Unfit(place, _("The receipt is missing or damaged."))
    rules = read_rules(run.receipt)
    if rules is None:
        raise Unfit(place, _("The receipt does not say by which rules and which seed was drawn."))
    return run.receipt, rules


def _drawn(case: Case, run: Run) -> Drawn:
    return Drawn(
        invitees=case.listing(run.at(places.INVITEES)),
        reserve=case.listing(run.at(places.RESERVE)),
        strata=case.listing(run.at(places.STRATA)),
        receipt=run.at(places.RECEIPT),
    )


def frame_read(receipt: Receipt, rules: Rules) -> FileDigest:
    """Return the frame that a first wave was drawn from.

    Raises
    ------
    Unfit
        If the receipt does not say it.
    """
    others = (places.SETTINGS, rules.response, rules.stop_list)
    read = [one for one in receipt.inputs if one.name not in others]
    if len(read) != 1:
        raise Unfit(places.RECEIPT, _("The receipt does not say which frame was read."))
    return read[0]


def _frame(case: Case, receipt: Receipt, rules: Rules) -> Register:
    """Return the frame as the draw read it."""
    table = read_table(case.input(frame_read(receipt, rules)))
    column = receipt.options.get("id")
    who = identities(table, column if isinstance(column, str) and column else None)
    columns = columns_of(table, options_of(rules), rules.allocation, who.column)
    return register_of(with_households(table, who, columns)[0], who, columns)


def options_of(rules: Rules) -> DrawOptions:
    """Return the options that a receipt tells of."""
    text, address = text_of(rules.households), rules.households.address
    return DrawOptions(rules.size, rules.strata, rules.allocation, text, rules.special, address=address)


def _without_stopped(case: Case, receipt: Receipt, rules: Rules, whole: Register, drawn: Drawn) -> Register:
    """Return the frame without those on the stop list; where it is not here, without those whom the draw left out."""
    if not rules.stop_list:
        return whole
    try:
        stopped = read_ids(case.input(named(receipt, rules.stop_list))).ids
    except (Absent, Unfit):  # it may be deleted when its time has come
        if rules.reserve is not None:
            raise
        listed = {*drawn.invitees.columns.get("id", []), *drawn.reserve.columns.get("id", [])}
        stopped = frozenset(person for person in whole.frame.ids if person not in listed)
        if receipt.figures.get("stopped") != len(stopped):
            told = _("{number} people of the frame are on neither list; the receipt says that {stopped} were left out.")
            said = told.format(number=len(stopped), stopped=receipt.figures.get("stopped"))
            raise Unfit(drawn.receipt, said) from None
    return whole.without(stopped)


def _weights(case: Case, receipt: Receipt, rules: Rules, register: Register) -> dict[tuple[str, ...], int]:
    if rules.allocation is not Allocation.WEIGHTED:
        return {}
    table = read_weights(case.input(named(receipt, rules.response)), rules.strata)
    return table.for_strata(set(register.frame.strata), rules.strata)


def named(receipt: Receipt, name: str) -> FileDigest:
    """Return an input of a draw by its name.

    Raises
    ------
    Unfit
        If the receipt does not list it.
    """
    found = next((one for one in receipt.inputs if one.name == name), None)
    if found is None:
        raise Unfit(places.RECEIPT, _("The receipt does not list “{file}”, which it says was used.").format(file=name))
    return found

"""Rooms 6 and 7, and the copies of room 3: reading lottery, chances, pool, quotas, panel and waiting list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from buergerforum.core.audit.certificate import CHECKS, Certified, check_certificate
from buergerforum.core.audit.evidence import Run, latest_of
from buergerforum.core.audit.links import check_copies, same_bytes, same_pool
from buergerforum.core.audit.listing import Listing, misstated
from buergerforum.core.audit.lottery import (
    MOST_LOTS,
    Conditions,
    counted,
    figures,
    near,
    numbered,
    numbering,
    valid,
    various,
)
from buergerforum.core.audit.recipe import check, not_checked, room
from buergerforum.core.audit.selection import drawn, lot_drawn, right_waiting_list, seated, waiting
from buergerforum.core.certificate.form import read_certificate
from buergerforum.io.lottery_files import read_lottery
from buergerforum.io.pools import read_pool
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.headings import is_missing
from buergerforum.model.households import rule_in
from buergerforum.model.lottery import Lottery
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from buergerforum.model.record import FileDigest, Receipt
from buergerforum.stages.audit.case import Case, Unfit, attempt
from buergerforum.stages.fixing import of_options, with_fixed
from buergerforum.stages.households import load_pool
from buergerforum.stages.quotas import read_quotas
from buergerforum.texts import _

_CHANCES = ("id", "optimal", "lots", "chance")


def selection_findings(case: Case, *, solver: bool = False) -> list[Finding]:
    """Return the findings of check 3.3 and of rooms 6 and 7; with the solver, cuts are proven anew.

    Every result holds its own lottery, pool and quotas, so the selection is counted where there is one, else the
    lottery; that both are the same is check 3.3.
    """
    lottery, selection = latest_of(case.runs, "lottery"), latest_of(case.runs, "select")
    last = selection or lottery
    if last is None:
        yet = not_checked([check("3.3"), *room("6")], _("There is no lottery yet."))
        return [*yet, *not_checked(room("7"), _("There is no panel yet."))]
    copied = [finding for run in (lottery, selection) if run for finding in _copies(case, run)]
    panel = (
        attempt(room("7"), lambda: _panel(case, selection))
        if selection
        else not_checked(room("7"), _("There is no panel yet."))
    )
    lots = attempt(room("6"), lambda: lots_again(result_of(case, last), solver=solver))
    return [*check_copies(copied), *lots, *panel]


@dataclass(frozen=True, slots=True)
class Result:
    """What a lottery, a selection or a replacement states in its receipt, and where it lies."""

    case: Case
    """The folder under audit."""
    run: Run
    """As the journal tells of it."""
    receipt: Receipt
    """Of the run."""

    def place(self, name: str) -> str:
        """Return where a file of the result lies."""
        return self.run.at(name)

    def whole(self, option: str) -> int | None:
        """Return an option that is a whole number; None: it is none."""
        value = self.receipt.options.get(option)
        return value if isinstance(value, int) else None

    def lottery(self) -> Lottery:
        """Read the lots."""
        lottery = self.case.parse(self.place(places.LOTS), read_lottery)
        if lottery.lots > MOST_LOTS:
            raise Unfit(self.place(places.LOTS), _("There are more lots than anybody could draw from."))
        return lottery

    def table(self) -> QuotaTable:
        """Read the copy of the quotas."""
        copied = next((places.bare(one.name) for one in self.quotas()), "quotas.yaml")
        return self.case.parse(self.place(copied), lambda path: read_quotas(path, self.whole("seats")).table)

    def valid(self, lottery: Lottery) -> list[Finding]:
        """Check 6.2: count every lot."""
        return valid(lottery, self.conditions(), self.place(places.LOTS))

    def numbering(self, lottery: Lottery) -> list[Finding]:
        """Check 6.3: compute the digest of every lot."""
        return numbering(lottery, self.place(places.LOTS))

    def quotas(self) -> list[FileDigest]:
        """Return the copies of quota files."""
        return [one for one in self.receipt.outputs if places.bare(one.name).startswith(f"{places.QUOTAS}.")]

    def pool(self, table: QuotaTable) -> Pool:
        """Read the copy of the pool."""
        path = self.case.path(self.place(places.POOL_FILE))
        return read_pool(path, table, id_column="id", household_column=self.household()).pool

    def household(self) -> str | None:
        """Return the column of the households; None: there is no such rule."""
        value = self.receipt.options.get("household")
        return value if isinstance(value, str) and value else None

    def chances(self) -> Listing:
        """Read everybody's chance."""
        listing = self.case.listing(self.place(places.PROBABILITIES))
        if missing := [heading for heading in _CHANCES if heading not in listing.columns]:
            raise Unfit(listing.file, is_missing(missing[0]))
        return listing

    def beside(self) -> dict[str, FileDigest]:
        """Return the files of the result that are here, by bare name."""
        names = [places.bare(written.name) for written in self.receipt.outputs]
        return {
            name: self.case.evidence.files[self.place(name)]
            for name in names
            if self.place(name) in self.case.evidence.files
        }

    def conditions(self) -> Conditions:
        """Return what every panel must meet."""
        table = self.table()
        seats = self.whole("seats")
        if seats is None:
            raise Unfit(self.place(places.RECEIPT), _("The receipt does not say how many seats there are."))
        pool = with_fixed(self.pool(table), of_options(self.receipt.options), places.POOL_FILE)
        return Conditions(pool, table, seats)


def result_of(case: Case, run: Run) -> Result:
    """Return a result with its receipt.

    Raises
    ------
    Unfit
        If the receipt is missing or damaged.
    """
    if run.receipt is None:
        raise Unfit(run.at(places.RECEIPT), _("The receipt is missing or damaged."))
    return Result(case, run, run.receipt)


def chances_again(one: Result, lottery: Lottery, people: Sequence[str]) -> list[Finding]:
    """Return the findings of checks 6.4 and 6.5 on a lottery of these people."""
    listing = one.chances()
    return [
        *counted(lottery, listing, sorted(people)),
        *misstated(check("6.4"), one.receipt, various(lottery), one.place(places.RECEIPT)),
        *near(lottery, listing, one.whole("seats")),
    ]


def lots_again(one: Result, *, solver: bool) -> list[Finding]:
    """Return the findings of room 6 on the lots of a result; with the solver, cuts are proven anew."""
    lottery, file = one.lottery(), one.place(places.LOTS)

    def chances() -> list[Finding]:
        people = one.case.listing(one.place(places.POOL_FILE)).columns.get("id", [])
        return chances_again(one, lottery, people)

    def figured() -> list[Finding]:
        path = one.case.path(one.place(places.FAIRNESS))
        return figures(lottery, one.conditions(), path.read_bytes(), one.place(places.FAIRNESS))

    return [
        *numbered(lottery, one.whole("lots"), file),
        *attempt([check("6.2")], lambda: one.valid(lottery)),
        *one.numbering(lottery),
        *attempt([check("6.4"), check("6.5")], chances),
        *attempt([check("6.10")], figured),
        *attempt([check(number) for number in CHECKS], lambda: _certified(one, lottery, solver=solver)),
    ]


def _certified(one: Result, lottery: Lottery, *, solver: bool) -> list[Finding]:
    file = one.place(places.CERTIFICATE)
    certified = Certified(
        certificate=read_certificate(one.case.path(file).read_bytes()),
        file=file,
        conditions=one.conditions(),
        lottery=lottery,
        chances=one.chances(),
        receipt=one.receipt,
        beside=one.beside(),
    )
    return check_certificate(certified, solver=solver)


def _panel(case: Case, run: Run) -> list[Finding]:
    one = result_of(case, run)
    lottery = one.lottery()
    lot = lot_drawn(one.receipt, lottery.lots)
    first = drawn(one.receipt, lottery.lots, one.place(places.RECEIPT))
    if lot is None:
        return [*first, *not_checked(room("7")[1:], _("It is not known which lot was drawn."))]
    members = lottery.members_of(lot)
    pool = case.listing(one.place(places.POOL_FILE))

    def panel() -> list[Finding]:
        return seated(case.listing(one.place(places.PANEL)), members, pool)

    def substitutes() -> list[Finding]:
        right = right_waiting_list(one.conditions(), members, one.whole("waiting") or 0, lot)
        if right is None:
            return [check("7.3").not_checked(_("Members of the panel are not in the pool."), pool.file)]
        return waiting(case.listing(one.place(places.WAITING)), right, pool)

    return [*first, *attempt([check("7.2")], panel), *attempt([check("7.3")], substitutes)]


def _copies(case: Case, run: Run) -> Iterator[Finding]:
    made = check("3.3")
    if run.receipt is None:
        yield made.not_checked(_("The receipt is missing or damaged."), run.folder)
        return
    one = Result(case, run, run.receipt)
    yield from same_bytes(run)
    if places.LOTS in (places.bare(read.name) for read in run.receipt.inputs):
        return
    yield from attempt([made], lambda: _same_pool(one))


def _same_pool(one: Result) -> list[Finding]:
    table = one.table()
    quotas = {copied.sha256 for copied in one.quotas()}
    read = [file for file in one.receipt.inputs if file.name != places.SETTINGS and file.sha256 not in quotas]
    if len(read) != 1:
        raise Unfit(one.place(places.RECEIPT), _("The receipt does not say which pool was read."))
    path = one.case.input(read[0])
    named = one.receipt.options.get("id")
    id_column = named if isinstance(named, str) and named else None
    original = load_pool(path, table, rule_in(one.receipt.options), id_column).pool
    return list(same_pool(original, one.pool(table), one.place(places.POOL_FILE)))

"""What the rooms of the audit share about a published folder."""

from dataclasses import dataclass

from buergerforum.core.audit.chain import Chain
from buergerforum.core.audit.evidence import Run
from buergerforum.core.audit.listing import Listing
from buergerforum.core.audit.publication import explained
from buergerforum.core.audit.recipe import check
from buergerforum.core.publishing.manifest import Level, Manifest
from buergerforum.io.tables import Table, read_table
from buergerforum.model import places
from buergerforum.model.audit import Finding, Verdict
from buergerforum.model.lottery import Lottery
from buergerforum.model.quotas import QuotaTable
from buergerforum.model.record import Receipt
from buergerforum.stages.audit.case import Case, Unfit
from buergerforum.stages.audit.published_panel import public_quotas
from buergerforum.stages.audit.selection import Result
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class Folder:
    """A published folder under audit."""

    case: Case
    """The folder."""
    manifest: Manifest | None
    """None: it is none, or damaged."""
    chain: Chain
    """Its journal, in which lines may be withheld."""

    @property
    def confidential(self) -> bool:
        """Whether it is the one for auditors."""
        return self.manifest is not None and self.manifest.level == Level.AUDITORS

    def receipt(self, run: Run) -> Receipt:
        """Return the receipt of a run.

        Raises
        ------
        Unfit
            If it is missing or damaged.
        """
        if run.receipt is None:
            raise Unfit(run.at(places.RECEIPT), _("The receipt is missing or damaged."))
        return run.receipt

    def salted(self, run: Run) -> "Salted":
        """Return a result with lots.

        Raises
        ------
        Unfit
            If its receipt is missing or damaged.
        """
        return Salted(self.case, run, self.receipt(run))

    def table(self, place: str) -> Table:
        """Read a table.

        Raises
        ------
        Unfit, InputError
            If it is missing or damaged.
        """
        return read_table(self.case.path(place))


class Salted(Result):
    """A result under salted ids: checked like any other but for what follows from the original ids."""

    __slots__ = ()

    def household(self) -> str | None:
        """Return the column of the households, which has one name in every published pool."""
        return "household" if Result.household(self) else None

    def table(self) -> QuotaTable:
        """Read the quotas; their file is published as it is, so that the receipt vouches for it."""
        for one in self.quotas():
            place = self.place(places.bare(one.name))
            here = self.case.evidence.files.get(place)
            if here is None or here.sha256 != one.sha256:
                raise Unfit(place, _("The quota file is not the one that the receipt names."))
            return Result.table(self)
        raise Unfit(self.place(places.RECEIPT), _("The receipt names no quota file."))

    def counts(self) -> Listing:
        """Read in how many lots every count occurs."""
        return self.case.listing(self.place(places.COUNTS))

    def seats(self) -> int:
        """Return how many members every lot has."""
        seats = self.whole("seats")
        if seats is None:
            raise Unfit(self.place(places.RECEIPT), _("The receipt does not say how many seats there are."))
        return seats

    def valid(self, lottery: Lottery) -> list[Finding]:
        """Check 6.2 for auditors: every lot is counted, and the counts that everybody sees are the right ones."""
        found = Result.valid(self, lottery)
        if any(one.verdict is Verdict.CONTRADICTION for one in found):
            return found
        table = self.table()
        return public_quotas(lottery, table, self.seats(), self.counts(), self.pool(table)) or found

    def numbering(self, lottery: Lottery) -> list[Finding]:  # noqa: ARG002 - the digests are over the original ids
        """Check 6.3 cannot be made."""
        return [check("6.3").not_checked(explained())]

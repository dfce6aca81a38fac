"""Check 3.4: reading the pool, and what the journal tells about applicants up to then."""

from collections.abc import Sequence

from buergerforum.core.audit.evidence import latest_of
from buergerforum.core.audit.people import all_applicants
from buergerforum.core.audit.recipe import check, not_checked
from buergerforum.core.record.journal import Entry
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.stages.audit.case import Case, Unfit, attempt
from buergerforum.texts import _


def applicant_findings(case: Case, entries: Sequence[Entry]) -> list[Finding]:
    """Return the finding of check 3.4.

    Parameters
    ----------
    case
        The procedure.
    entries
        Of its journal.
    """
    made = check("3.4")
    run = latest_of(case.runs, "merge")
    if run is None or run.single:
        return not_checked([made], _("There are no applications yet."))

    def work() -> list[Finding]:
        pool = case.listing(run.at(places.POOL_FILE))
        if "id" not in pool.columns:
            raise Unfit(pool.file, _("There is no column “{column}”.").format(column="id"))
        return all_applicants(pool, [one for one in entries if one.number <= run.line])

    return attempt([made], work)

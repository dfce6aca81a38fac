"""Room 8: reading whom the letters were meant for."""

from buergerforum.core.audit.evidence import Run
from buergerforum.core.audit.letters import Mailing, check_letters, told
from buergerforum.core.letters.kinds import LETTERS
from buergerforum.errors import ForumError
from buergerforum.io.tables import read_table
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.letters import Kind
from buergerforum.stages.audit.case import Absent, Case, Unfit


def letter_findings(case: Case) -> list[Finding]:
    """Return the findings of room 8."""
    sent = []
    for run in case.runs:
        if (letters := told(run)) is not None:
            kind, ids = letters
            sent.append(Mailing(run.folder, kind, ids, _entitled(case, run, kind)))
    return check_letters(sent)


def _entitled(case: Case, run: Run, kind: str) -> frozenset[str] | None:
    """Return whom a mailing is meant for by the lists it was made from; None: they are not here."""
    if kind not in set(Kind):
        return None
    row = LETTERS[Kind(kind)]
    try:
        meant = _ids(case, run, places.bare(row.meant))
        return meant.difference(*(_ids(case, run, places.bare(place)) for place in row.instead))
    except (Absent, Unfit, ForumError):
        return None


def _ids(case: Case, run: Run, name: str) -> frozenset[str]:
    """Return the ids of a list as the mailing read it."""
    read = next((one for one in run.receipt.inputs if one.name.endswith(f"/{name}")), None) if run.receipt else None
    if read is None:
        raise Absent(name)
    return frozenset(read_table(case.input(read)).columns.get("id", ()))

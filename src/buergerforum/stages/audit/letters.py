"""Room 8: reading whom the letters were meant for."""

from buergerforum.core.audit.evidence import Run
from buergerforum.core.audit.letters import Mailing, check_letters, told
from buergerforum.errors import ForumError
from buergerforum.io.tables import read_table
from buergerforum.model.audit import Finding
from buergerforum.model.letters import Kind
from buergerforum.stages.audit.case import Absent, Case, Unfit

_INVITEES = "draw/wave-1/invitees.csv"
_PANEL = "selection/panel.csv"
_WAITING = "selection/waiting.csv"
_POOL = "applications/pool.csv"


def letter_findings(case: Case) -> list[Finding]:
    """Return the findings of room 8."""
    sent = []
    for run in case.runs:
        if (letters := told(run)) is not None:
            kind, ids = letters
            sent.append(Mailing(run.folder, kind, ids, _entitled(case, run, kind)))
    return check_letters(sent)


def _entitled(case: Case, run: Run, kind: str) -> frozenset[str] | None:
    """Return whom a mailing is meant for by the files it was made from; None: they cannot be read."""
    try:
        if kind == Kind.INVITATION.value:
            return _ids(case, run, _INVITEES)
        if kind == Kind.ACCEPTANCE.value:
            return _ids(case, run, _PANEL)
        if kind == Kind.REJECTION.value:
            return _ids(case, run, _POOL) - _ids(case, run, _PANEL) - _ids(case, run, _WAITING)
    except (Absent, Unfit, ForumError):
        return None
    return None


def _ids(case: Case, run: Run, name: str) -> frozenset[str]:
    """Return the ids of a list as the mailing read it, else as it is now."""
    read = next((one for one in run.receipt.inputs if one.name == name), None) if run.receipt else None
    path = case.input(read) if read else case.path(name)
    return frozenset(read_table(path).columns.get("id", ()))

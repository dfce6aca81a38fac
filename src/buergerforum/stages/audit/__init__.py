"""``forum audit``: the numbered recipe on a folder, without writing anything into it."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.audit.chain import Chain, read_chain, same_fingerprint
from buergerforum.core.audit.evidence import Evidence, runs_told, single_result
from buergerforum.core.audit.files import check_files
from buergerforum.core.audit.links import check_links
from buergerforum.core.audit.people import possible
from buergerforum.core.audit.publication import explained, unpublished
from buergerforum.core.audit.recipe import in_order, not_checked, room
from buergerforum.core.audit.reruns import check_reruns
from buergerforum.core.audit.resampling import resampled_plot
from buergerforum.core.audit.seals import check_seals
from buergerforum.core.audit.seeds import check_seeds
from buergerforum.core.record.canonical import Json, readable_json
from buergerforum.core.record.receipt import read_receipt
from buergerforum.errors import InputError, UsageError
from buergerforum.io.audit_files import survey
from buergerforum.io.files import write_bytes
from buergerforum.model import places
from buergerforum.model.audit import Audit, Finding
from buergerforum.model.progress import Progress, silent
from buergerforum.model.record import Receipt
from buergerforum.stages.audit.again import rerun_findings, resampled
from buergerforum.stages.audit.applicants import applicant_findings
from buergerforum.stages.audit.case import Case
from buergerforum.stages.audit.draw import draw_findings
from buergerforum.stages.audit.letters import letter_findings
from buergerforum.stages.audit.published import published_findings
from buergerforum.stages.audit.replacement import replacement_findings
from buergerforum.stages.audit.selection import selection_findings
from buergerforum.stages.audit.towns import town_findings
from buergerforum.texts import _

FORMAT = 1
"""Number of the written form of the findings."""


@dataclass(frozen=True, slots=True)
class Further:
    """What is checked besides, because it was asked for."""

    rerun: bool = False
    """Whether draw, lottery and selection are done once more."""
    draws: int = 0
    """How many lots are drawn with other seeds; 0: none."""
    solver: bool = False
    """Whether the cuts of the certificate are proven anew, by one integer program each."""
    fingerprint: str = ""
    """As it was published, to compare; blank: it is not compared."""


def run_audit(folder: Path | None = None, progress: Progress = silent, further: Further = Further()) -> Audit:
    """Check everything that can be checked in a folder.

    A negative verdict is a result, not an exception.

    Parameters
    ----------
    folder
        A procedure, or a single result with its receipt; None: the working folder.
    progress
        Told how far it is.
    further
        What takes longer and is asked for.

    Raises
    ------
    UsageError
        If there is nothing in the folder that could be audited.
    """
    root = folder or Path.cwd()
    single = _is_single(root)
    progress(_("Digesting every file"), 0, 4)
    evidence = _evidence(root)
    published = not single and _is_published(evidence.files)
    chain = read_chain(evidence, single=single, published=published)
    case = Case(root, evidence, single_result(evidence) if single else runs_told(chain.entries, evidence))
    if published:
        findings = [*chain.findings, *published_findings(case, chain, progress, solver=further.solver)]
    else:
        findings = [*chain.findings, *_procedure(case, chain, progress, solver=further.solver)]
    progress(_("Doing it once more"), 3, 4)
    if further.fingerprint:
        findings.append(same_fingerprint(chain, evidence, further.fingerprint))
    if further.rerun:
        findings += not_checked(room("11"), explained()) if published else rerun_findings(case)
    drawn, made = resampled(case, further.draws) if further.draws else ([], None)
    progress(_("Done"), 4, 4)
    plot = resampled_plot(made) if made else ""
    return Audit(in_order([*findings, *drawn]), chain.lines, chain.fingerprint, plot)


def _procedure(case: Case, chain: Chain, progress: Progress, *, solver: bool) -> list[Finding]:
    """Return the findings on a procedure or a single result, without room 1."""
    findings = _records(case, chain)
    progress(_("Drawing the invitees again"), 1, 4)
    findings += draw_findings(case)
    findings += town_findings(case)
    progress(_("Counting the lots again"), 2, 4)
    findings += selection_findings(case, solver=solver)
    findings += replacement_findings(case, solver=solver)
    return [*findings, *letter_findings(case)]


def write_findings(path: Path, audit: Audit) -> None:
    """Write all findings as canonical JSON: the same folder gives the same bytes.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    listed: list[Json] = [
        {
            "number": one.number,
            "title": one.title,
            "verdict": one.verdict.value,
            "file": one.file,
            "expected": one.expected,
            "found": one.found,
        }
        for one in audit.findings
    ]
    document: dict[str, Json] = {
        "format": FORMAT,
        "verdict": audit.overall.value,
        "lines": audit.lines,
        "fingerprint": audit.fingerprint,
        "findings": listed,
    }
    write_bytes(path, readable_json(document))


def _is_single(root: Path) -> bool:
    """Whether the folder is one result outside a procedure.

    Raises
    ------
    UsageError
        If it is neither that nor a procedure.
    """
    if any(os.path.lexists(root / name) for name in (places.SETTINGS, places.JOURNAL, places.MANIFEST)):
        return False
    if os.path.lexists(root / places.RECEIPT):
        return True
    raise UsageError(
        _("There is nothing to audit in “{folder}”.").format(folder=root.resolve().name),
        hint=_("Name a procedure folder, or a folder with a result and its {file}.").format(file=places.RECEIPT),
    )


def _evidence(root: Path) -> Evidence:
    found = survey(root)
    receipts = {}
    published = _is_published(found.files)
    for place in found.files:
        if places.bare(place) == places.RECEIPT and (receipt := _receipt(root / place, published=published)):
            receipts[place] = receipt
    return Evidence(
        journal=_journal(root / places.JOURNAL),
        files={place: one for place, one in found.files.items() if place != places.JOURNAL},
        receipts=receipts,
        unreadable=found.unreadable,
        staged=found.staged,
    )


def _is_published(files: Collection[str]) -> bool:
    """Whether a folder is what was published of a procedure."""
    return places.MANIFEST in files and places.SETTINGS not in files


def _receipt(path: Path, *, published: bool) -> Receipt | None:
    try:
        return read_receipt(path.read_bytes(), path.name, published=published)
    except (InputError, OSError):
        return None


def _journal(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _records(case: Case, chain: Chain) -> list[Finding]:
    """Return the findings that need journal, receipts and digests only."""
    return [
        *possible(chain.entries),
        *check_files(case.runs, case.evidence),
        *check_links(case.runs, case.evidence),
        *applicant_findings(case, chain.entries),
        *check_seals(chain.entries, case.runs),
        *check_seeds(chain.entries, case.runs),
        *check_reruns(chain.entries, case.runs),
        *unpublished(chain.entries, case.runs),
    ]

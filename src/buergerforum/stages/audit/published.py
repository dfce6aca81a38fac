"""The recipe on what ``forum publish`` wrote, at both levels; what needs original ids or more data is left open."""

from collections.abc import Callable

from buergerforum.core.audit.chain import Chain
from buergerforum.core.audit.evidence import Run, latest_of
from buergerforum.core.audit.files import receipts
from buergerforum.core.audit.links import chained
from buergerforum.core.audit.publication import Opened, committed, explained, journaled, listed, lots_published
from buergerforum.core.audit.recipe import check, not_checked, room
from buergerforum.core.audit.reruns import check_reruns
from buergerforum.core.audit.seals import check_seals
from buergerforum.core.audit.seeds import check_seeds
from buergerforum.core.publishing.manifest import read_manifest
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.progress import Progress, silent
from buergerforum.stages.audit.case import Case, attempt
from buergerforum.stages.audit.published_folder import Folder
from buergerforum.stages.audit.published_lots import published_lottery
from buergerforum.stages.audit.published_replacement import published_replacements
from buergerforum.stages.audit.published_waves import published_waves
from buergerforum.stages.audit.replacement import replacements
from buergerforum.texts import _


def published_findings(case: Case, chain: Chain, progress: Progress = silent, *, solver: bool = False) -> list[Finding]:
    """Return all findings but those of room 1.

    Parameters
    ----------
    case
        The folder.
    chain
        Its journal, in which lines may be withheld.
    progress
        Told how far it is.
    solver
        Whether auditors prove the cuts of certificates anew.
    """
    raw = case.root.joinpath(places.MANIFEST).read_bytes() if places.MANIFEST in case.evidence.files else b""
    folder = Folder(case, read_manifest(raw), chain)
    told = _("This is a published folder; see room 10.")
    found = [
        *receipts(case.runs, case.evidence),
        *not_checked([check(number) for number in ("2.2", "2.3", "2.4")], told),
        *chained(case.runs),
        *not_checked([check("3.2"), check("3.4")], told),
        *check_seals(chain.entries, case.runs),
        *check_seeds(chain.entries, case.runs),
        *check_reruns(chain.entries, case.runs),
    ]
    progress(_("Drawing the invitees again"), 1, 4)
    found += published_waves(folder)
    progress(_("Counting the lots again"), 2, 4)
    found += published_lottery(folder, solver=solver)
    found += published_replacements(folder, solver=solver)
    return [*found, *not_checked(room("8"), explained()), *_publication(folder)]


def _publication(folder: Folder) -> list[Finding]:
    case, manifest, entries = folder.case, folder.manifest, folder.chain.entries
    made = latest_of(case.runs, "lottery") or latest_of(case.runs, "select")
    lots = case.evidence.files.get(made.at(places.LOTS)) if made else None
    found = listed(manifest, case.evidence)
    second = check("10.2").not_checked(_("There is no manifest."))
    found += [second] if manifest is None else journaled(manifest, entries)
    found += lots_published(entries, case.runs, lots.sha256 if lots else None)
    if made is None or not folder.confidential:
        return [*found, *committed(None)]
    for run in (made, *replacements(case.runs)):
        found += attempt([check("10.4")], _committed(folder, run))
    return found


def _committed(folder: Folder, made: Run) -> Callable[[], list[Finding]]:
    names = (places.POOL_FILE, places.OPENINGS, places.COMMITMENTS)
    return lambda: committed(Opened(*(folder.case.listing(made.at(name)) for name in names)))

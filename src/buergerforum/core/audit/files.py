"""Room 2: receipts, results, and what else lies there."""

from collections.abc import Iterator, Sequence

from buergerforum.core.audit.evidence import Evidence, Run, inside, last_writer
from buergerforum.core.audit.recipe import Check, check, not_checked
from buergerforum.core.publishing.receipts import may_be_withheld
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.record import FileDigest
from buergerforum.texts import _, ngettext

_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What operating systems leave behind by themselves."""
_OPEN = ("~$", ".~lock.")
"""Beginnings of the names of files that office programs make while a file is open."""


def check_files(runs: Sequence[Run], evidence: Evidence) -> list[Finding]:
    """Return the findings of the room."""
    if runs:
        found = [*receipts(runs, evidence), *results(runs, evidence)]
    else:
        found = not_checked([check("2.1"), check("2.2")], _("Nothing has been done yet."))
    return [*found, *strays(runs, evidence), *done(evidence)]


def receipts(runs: Sequence[Run], evidence: Evidence) -> list[Finding]:
    """Check 2.1: the receipt of every run has the digest that the journal says.

    Proves that no receipt was changed or exchanged after its run was recorded. Of an earlier result that is gone as a
    whole it only says so.
    """
    made = check("2.1")
    told = _("receipts: {number}").format(number=len(runs))
    if withheld := sum(bool(run.receipt and run.receipt.withheld) for run in runs):
        said = _("receipts: {number}, of which {withheld} stand here without ids, vouched for by digest")
        told = said.format(number=len(runs), withheld=withheld)
    return made.concluded((finding for run in runs for finding in _receipt(made, run, evidence)), told)


def _receipt(made: Check, run: Run, evidence: Evidence) -> Iterator[Finding]:
    if run.place is None:
        told = _("The earlier result of line {line} of the journal is no longer kept.").format(line=run.line)
        yield made.note(told, run.folder)
        return
    place = inside(run.place, places.RECEIPT)
    file = evidence.files.get(place)
    if file is None:
        yield made.contradiction(_missing(place, evidence), file=place, expected=run.digest)
    elif (run.receipt.withheld if run.receipt and run.receipt.withheld else file.sha256) != run.digest:
        yield made.contradiction(_("SHA-256 {digest}").format(digest=file.sha256), file=place, expected=run.digest)
    elif run.receipt is not None and run.receipt.withheld and not may_be_withheld(run.receipt):
        yield made.contradiction(_("This receipt names nobody; it must stand here as it is."), file=place)
    elif run.receipt is None:
        yield made.contradiction(_("This is no receipt that this version of the toolkit understands."), file=place)
    elif run.receipt.stage != run.stage:
        told = _("The receipt is one of “{stage}”.").format(stage=run.receipt.stage)
        yield made.contradiction(told, file=place, expected=run.stage)


def results(runs: Sequence[Run], evidence: Evidence) -> list[Finding]:
    """Check 2.2: every file that a receipt lists is there, with its digest and size.

    Proves that no result was changed, exchanged or lost after its stage. What is private (names, addresses, codes) may
    be deleted when its time has come; then it only says so.
    """
    made = check("2.2")
    number = sum(len(run.receipt.outputs) for run in runs if run.receipt)
    return made.concluded(
        (finding for run in runs for finding in _outputs(made, run, runs, evidence)),
        _("files: {number}").format(number=number),
    )


def _outputs(made: Check, run: Run, runs: Sequence[Run], evidence: Evidence) -> Iterator[Finding]:
    gone = 0
    for one in run.receipt.outputs if run.receipt else ():
        place = _place(run, one, runs)
        here = evidence.files.get(place) if place else None
        if here is None:
            if place is not None and not places.is_private(one.name):
                yield made.contradiction(_missing(place, evidence), file=place, expected=_described(one))
            elif place is not None or evidence.place_of(one) is None:
                gone += 1
        elif (here.sha256, here.size) != (one.sha256, one.size):
            yield made.contradiction(_described(here), file=place or "", expected=_described(one))
    if gone:
        told = ngettext(
            "{number} file of this result is no longer kept.", "{number} files of this result are no longer kept.", gone
        )
        yield made.note(told.format(number=gone), run.folder)


def _place(run: Run, one: FileDigest, runs: Sequence[Run]) -> str | None:
    """Return where an output ought to lie; None: nowhere in particular, because a later run wrote it anew."""
    if (place := run.where(one.name)) is not None:
        return place
    writer = last_writer(runs, one.name)
    return one.name if writer and writer[0].line == run.line else None


def strays(runs: Sequence[Run], evidence: Evidence) -> list[Finding]:
    """Check 2.3: every file in a result folder is listed, every receipt belongs to a run of the journal.

    Proves that no second set of results lies beside the recorded one. Files elsewhere in the folder are nobody's
    result and are not looked at.
    """
    made = check("2.3")
    read = [run for run in runs if run.receipt and run.place is not None]
    known = {inside(run.place, places.RECEIPT) for run in runs if run.place is not None}
    known |= {place for run in read for one in run.wrote() if (place := run.where(one.name)) is not None}
    rooms = tuple(inside(run.place, "") for run in read if run.place is not None)
    single = all(run.single for run in runs)
    found = []
    for place in (*evidence.files, *evidence.unreadable):
        name = places.bare(place)
        if place in known or places.is_private(place):
            continue
        if place == inside(places.FRAME_FOLDER, places.RECEIPT):
            found.append(made.note(_("The frame was made elsewhere and handed over."), place))
        elif name == places.RECEIPT:
            found.append(made.contradiction(_("The journal does not know this result."), file=place))
        elif place.startswith(rooms):
            harmless = name in _LITTER or name.startswith(_OPEN) or single
            told = _("No receipt lists this file.")
            found.append(made.note(told, place) if harmless else made.contradiction(told, file=place))
    return made.concluded(found)


def done(evidence: Evidence) -> list[Finding]:
    """Check 2.4: no command was stopped half-way.

    A result that was recorded but not yet moved into its place shows as missing in the other checks.
    """
    made = check("2.4")
    if not evidence.staged:
        return [made.ok()]
    told = _("A command is at work or was stopped. Wait for it, or run the next command, then audit again.")
    return [made.note(told)]


def _missing(place: str, evidence: Evidence) -> str:
    return _("The file cannot be read.") if place in evidence.unreadable else _("The file is missing.")


def _described(one: FileDigest) -> str:
    return _("SHA-256 {digest}, {size} bytes").format(digest=one.sha256, size=one.size)

"""Room 4: what was sealed before chance decided."""

from collections.abc import Iterator, Mapping, Sequence

from buergerforum.core.audit.evidence import Run, last_writer, latest_of, waves_of
from buergerforum.core.audit.recipe import Check, check
from buergerforum.core.publishing.receipts import PEOPLE
from buergerforum.core.record.canonical import Json
from buergerforum.core.record.journal import Entry
from buergerforum.core.record.receipt import plain_options
from buergerforum.core.record.seal import seal_digest
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.record import FileDigest, Receipt
from buergerforum.model.seal import Sealed
from buergerforum.texts import _


def check_seals(entries: Sequence[Entry], runs: Sequence[Run]) -> list[Finding]:
    """Return the findings of the room.

    Proves, by the order of the journal, that the inputs were fixed before the run that knew the seed or lot number,
    and that this run used them. That the seed itself is younger than the seal is seen from the publication of both.

    Parameters
    ----------
    entries
        Of the journal.
    runs
        What the journal tells of.
    """
    first = next(iter(waves_of(runs)), None)
    return [
        *sealed(check("4.1"), Sealed.DRAW, first, entries, runs),
        *_towns(entries, runs),
        *sealed(check("4.2"), Sealed.SELECTION, latest_of(runs, "select"), entries, runs),
    ]


def _towns(entries: Sequence[Entry], runs: Sequence[Run]) -> list[Finding]:
    """Return the findings of check 4.4, where towns were drawn."""
    run = latest_of(runs, "draw-towns")
    return sealed(check("4.4"), Sealed.TOWNS, run, entries, runs) if run else []


def sealed(made: Check, what: Sealed, run: Run | None, entries: Sequence[Entry], runs: Sequence[Run]) -> list[Finding]:
    """Check 4.1 or 4.2: the last seal before the run, against what the run used."""
    seals = [entry for entry in entries if entry.event == "seal" and entry.details.get("what") == what.value]
    if run is None:
        return [made.not_checked(_("Nothing has been drawn yet."))]
    if run.single:
        return [made.not_checked(_("This is a single result; it has no journal."))]
    if run.receipt is None:
        return [made.not_checked(_("The receipt cannot be read."), run.folder)]
    before = [entry for entry in seals if entry.number < run.line]
    if seals and not before:
        told = _("Sealed in line {seal} of the journal, after the draw in line {line}.")
        return [made.contradiction(told.format(seal=seals[0].number, line=run.line), expected=_("a seal before it"))]
    if not before:
        return [made.note(_("Nothing was sealed. That the inputs were fixed before the draw cannot be shown."))]
    seal = before[-1]
    files = _files(seal.details.get("files"))
    options = seal.details.get("options")
    if files is None or not isinstance(options, dict) or seal.details.get("digest") != seal_digest(files, options):
        told = _("The digest in line {line} is not that of the files listed there.").format(line=seal.number)
        return [made.contradiction(told, file=f"journal.jsonl:{seal.number}")]
    told = _("files: {number}; line {seal} of the journal, before line {line}")
    used = _used(run, runs)
    if used is None:
        return [made.not_checked(_("The receipt of the lottery that was drawn from is no longer kept."), run.folder)]
    found = [
        *_against(made, files, used),
        *_otherwise(made, options, run.receipt),
        *_unsealed(made, files, run, runs),
    ]
    return made.concluded(found, told.format(number=len(files), seal=seal.number, line=run.line))


def _against(made: Check, files: Sequence[FileDigest], used: Mapping[str, str]) -> Iterator[Finding]:
    for one in files:
        digest = used.get(one.name)
        if digest is None and one.name != places.SETTINGS:
            told = _("The file was sealed, but something else was used.")
            yield made.contradiction(told, file=one.name, expected=one.sha256)
        elif digest is not None and digest != one.sha256:
            told = _("SHA-256 {digest}").format(digest=digest)
            yield made.contradiction(told, file=one.name, expected=one.sha256)


def _otherwise(made: Check, sealed: Mapping[str, Json], receipt: Receipt) -> Iterator[Finding]:
    """Tell of every choice that is not the sealed one: it could have been made when the seed was known."""
    used = plain_options(receipt.options)
    for name, value in sorted(sealed.items()):
        if receipt.withheld and name in PEOPLE:
            same = name not in used or _number(used[name]) == _number(value)  # under salted ids: as many people
        else:
            same = used.get(name) == value
        if not same:
            told = _("The choice “{name}” is not the sealed one.").format(name=name)
            yield made.contradiction(told, file=f"{receipt.stage}: {name}", expected=str(value))


def _number(people: Json) -> int:
    return len(people) if isinstance(people, list) else -1


def _unsealed(made: Check, files: Sequence[FileDigest], run: Run, runs: Sequence[Run]) -> Iterator[Finding]:
    """Note what the run used although it was neither sealed nor follows from what was."""
    names = {one.name for one in files}
    for one in run.receipt.inputs if run.receipt else ():
        writer = last_writer(runs, one.name, before=run.line)
        derived = writer is not None and writer[0].stage == "lottery"
        if one.name not in names and not derived:
            yield made.note(_("The file was used, but not sealed."), one.name)


def _used(run: Run, runs: Sequence[Run]) -> dict[str, str] | None:
    """Return name and digest of everything that the run follows from; None: a receipt on the way is gone.

    That is its inputs, and those of the lottery it drew from. The settings that the lottery read may have been changed
    since, for letters; only those that the run itself read count.
    """
    own = {one.name: one.sha256 for one in run.receipt.inputs} if run.receipt else {}
    used: dict[str, str] = {}
    for name in own:
        writer = last_writer(runs, name, before=run.line)
        if writer and writer[0].stage == "lottery":
            if writer[0].receipt is None:
                return None
            used |= {one.name: one.sha256 for one in writer[0].receipt.inputs if one.name != places.SETTINGS}
    return used | own


def _files(listed: object) -> tuple[FileDigest, ...] | None:
    """Return the files of a seal; None: the line is not in the form of a seal."""
    try:
        files = [(one["name"], one["sha256"], one["size"]) for one in listed]  # type: ignore[attr-defined]
    except (TypeError, KeyError):
        return None
    whole = all(isinstance(n, str) and isinstance(d, str) and isinstance(s, int) for n, d, s in files)
    return tuple(FileDigest(*one) for one in files) if whole else None

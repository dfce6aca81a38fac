"""Room 3: every stage builds on the stage before it."""

from collections.abc import Iterator, Sequence

from buergerforum.core.audit.evidence import Evidence, Run, last_writer
from buergerforum.core.audit.recipe import Check, check
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.pool import Pool
from buergerforum.texts import _

_BEFORE = {
    "draw": places.FRAME,
    "lottery": places.POOL,
    "select": f"{places.LOTTERY_FOLDER}/{places.LOTS}",
}
"""What a stage reads of the stage before it, where that is always the same file."""


def check_links(runs: Sequence[Run], evidence: Evidence) -> list[Finding]:
    """Return the findings of checks 3.1 and 3.2."""
    return [*chained(runs), *outside(runs, evidence)]


def chained(runs: Sequence[Run]) -> list[Finding]:
    """Check 3.1: what a stage read is what the stage before it wrote, by digest.

    Proves that no stage worked on anything but the recorded result of the stage before: frame → draw → merge → lottery
    → selection. Does not prove that a stage did its work right; rooms 5 to 7 do.
    """
    made = check("3.1")
    read = [
        (run, one.name, one.sha256, writer)
        for run in runs
        for one in (run.receipt.inputs if run.receipt else ())
        if (writer := last_writer(runs, one.name, before=run.line))
    ]
    if not read:
        return [made.not_checked(_("No stage has built on another one yet."))]
    found = []
    for run, name, digest, (by, wrote) in read:
        if wrote.sha256 != digest:
            told = _("forum {stage} (line {line} of the journal) read SHA-256 {digest}")
            wanted = _("SHA-256 {digest}, as forum {stage} (line {line}) wrote it")
            found.append(
                made.contradiction(
                    told.format(stage=run.stage, line=run.line, digest=digest),
                    file=name,
                    expected=wanted.format(stage=by.stage, line=by.line, digest=wrote.sha256),
                )
            )
    found += [*_made_anew(made, runs), *_from_elsewhere(made, runs)]
    return made.concluded(found, _("inputs: {number}").format(number=len(read)))


def _made_anew(made: Check, runs: Sequence[Run]) -> Iterator[Finding]:
    for run in runs:
        for one in run.receipt.inputs if run.receipt and run.latest else ():
            writer = last_writer(runs, one.name)
            if writer and writer[0].line > run.line and writer[1].sha256 != one.sha256:
                told = _(
                    "The file was made anew after forum {stage} had read it; that result rests on the earlier one."
                )
                yield made.note(told.format(stage=run.stage), one.name)


def _from_elsewhere(made: Check, runs: Sequence[Run]) -> Iterator[Finding]:
    for run in runs:
        names = [one.name for one in run.receipt.inputs] if run.receipt else []
        for usual in _before(run, runs) if run.receipt and run.latest else ():
            if usual not in names and last_writer(runs, usual, before=run.line):
                told = _("forum {stage} did not read this file but: {names}")
                yield made.note(told.format(stage=run.stage, names=", ".join(names)), usual)


def _before(run: Run, runs: Sequence[Run]) -> list[str]:
    """Return what a run reads of the stages before it.

    A further wave reads the reserve of the wave before it, the answers are held against the invitees of every wave so
    far, and a replacement starts from the panel as it was.
    """
    wave = run.receipt.options.get("wave") if run.receipt else None
    if run.stage == "draw" and isinstance(wave, int) and wave > 1:
        return [f"{places.wave_folder(wave - 1)}/{places.RESERVE}"]
    if run.stage == "merge":
        waves = {one.folder: None for one in runs if one.stage == "draw" and one.line < run.line}
        return [f"{folder}/{places.INVITEES}" for folder in waves]
    if run.stage == "replace":
        panel = _panel_before(run, runs)
        return [f"{panel}/{places.PANEL}"] if panel else []
    return [_BEFORE[run.stage]] if run.stage in _BEFORE else []


def _panel_before(run: Run, runs: Sequence[Run]) -> str:
    """Return the result that held the panel when a replacement was made; blank: none did."""
    now = ""
    for one in runs:
        if one.line >= run.line:
            break
        if one.stage == "select" or (one.stage == "replace" and one.folder != run.folder):
            now = one.folder
    return now


def outside(runs: Sequence[Run], evidence: Evidence) -> list[Finding]:
    """Check 3.2: settings, quotas and whatever else no stage wrote are as they were when they were read.

    Settings and templates may be changed for a later stage, so a change is a note. What is needed to do a draw again is
    looked at by its digest in rooms 5 to 7, where it counts. Files that came from elsewhere and were never in this
    folder are counted.
    """
    made = check("3.2")
    single = all(run.single for run in runs)
    used: dict[str, dict[str, str]] = {}
    for run in runs:
        for one in run.receipt.inputs if run.receipt and run.latest else ():
            if not last_writer(runs, one.name, before=run.line or None):
                used.setdefault(one.name, {}).setdefault(one.sha256, run.stage)
    if not used:
        return [made.not_checked(_("Nothing was read from outside yet."))]
    found = []
    elsewhere = 0
    for name, digests in used.items():
        here = evidence.files.get(name)
        stages = [f"forum {stage}" for digest, stage in digests.items() if here is None or digest != here.sha256]
        if here is not None and stages:
            told = _("The file was changed after it had been read by: {stages}")
            found.append(made.note(told.format(stages=", ".join(stages)), name))
        elif here is None and not single and (name == places.SETTINGS or "/" in name):
            told = _("The file is missing. It had been read by: {stages}")
            found.append(made.note(told.format(stages=", ".join(stages)), name))
        elsewhere += here is None
    told = _("in this folder: {same}, elsewhere: {elsewhere}")
    return made.concluded(found, told.format(same=len(used) - elsewhere, elsewhere=elsewhere))


def check_copies(copied: Sequence[Finding]) -> list[Finding]:
    """Check 3.3: what lies beside a lottery or a panel for easy checking is what the stage read.

    Proves that nobody is shown another pool, other quotas or another lottery than those that counted.

    Parameters
    ----------
    copied
        Findings of :func:`same_bytes` and :func:`same_pool` for every result that holds copies.
    """
    return check("3.3").concluded(copied)


def same_bytes(run: Run) -> Iterator[Finding]:
    """Find copies that differ from what a lottery or a selection read."""
    read = {places.bare(one.name): one.sha256 for one in run.receipt.inputs} if run.receipt else {}
    drawn_from_a_lottery = places.LOTS in read
    for one in run.receipt.outputs if run.receipt else ():
        name = places.bare(one.name)
        if name.startswith(f"{places.QUOTAS}."):
            faithful = one.sha256 in read.values()
        else:
            faithful = not drawn_from_a_lottery or read.get(name, one.sha256) == one.sha256
        if not faithful:
            yield check("3.3").contradiction(_("The copy differs from what was read."), file=one.name)


def same_pool(original: Pool, copied: Pool, file: str) -> Iterator[Finding]:
    """Find differences between the pool that was read and its copy, person by person, since its rows are sorted."""
    if differing := len(set(original.applicants) ^ set(copied.applicants)):
        told = _("The copy of the pool is not the pool that was read; entries that differ: {number}.")
        yield check("3.3").contradiction(told.format(number=differing), file=file)

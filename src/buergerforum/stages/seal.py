"""``forum seal``: freeze the inputs of a draw before its seed is known."""

from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.record.canonical import Json, canonical_json, sha256_hex
from buergerforum.core.record.journal import Entry
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.files import digest_file
from buergerforum.io.lottery_files import LOTTERY
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.model.record import FileDigest
from buergerforum.model.seal import Sealed
from buergerforum.stages import published
from buergerforum.stages.running import journal_of, record, runs_of
from buergerforum.texts import _

_RESULT = {Sealed.DRAW: "draw/wave-1", Sealed.SELECTION: "selection"}
"""Where what chance decides is kept."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What is published."""

    what: Sealed
    """Which draw is prepared."""
    files: tuple[FileDigest, ...]
    """Everything that the draw follows from, but for the seed."""
    digest: str
    """SHA-256 over the canonical list of files: the one line to publish, 64 hexadecimal digits."""
    time: str
    """As the journal says."""


def run_seal(procedure: Procedure, what: Sealed, again: str = "") -> Seal:
    """Write the digests of the inputs into the journal.

    Parameters
    ----------
    procedure
        Where the inputs lie.
    what
        Which draw is prepared.
    again
        Why a second seal is made, or one for a second draw.

    Raises
    ------
    InputError
        If an input is not there yet, or the lottery was made from another pool or other quotas.
    UsageError
        If it was sealed or drawn before and no reason is given.
    """
    journal = journal_of(procedure)
    if not again:
        _refuse_late(journal, what)
    paths = _inputs(procedure, what, journal)
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise InputError([_absent(procedure, path) for path in missing])
    if what is Sealed.SELECTION and runs_of(journal, published.FOLDER):
        published.require_unchanged(procedure.path(published.FOLDER), paths[0], paths[1])
    files = tuple(digest_file(path, procedure.name_of(path)) for path in paths)
    listed: list[Json] = [{"name": one.name, "sha256": one.sha256, "size": one.size} for one in files]
    digest = sha256_hex(canonical_json(listed))
    details: dict[str, Json] = {"what": what.value, "files": listed, "digest": digest, "again": again or None}
    entry = record(procedure, "seal", details)
    return Seal(what, files, digest, entry.time)


def _refuse_late(journal: tuple[Entry, ...], what: Sealed) -> None:
    """Refuse a second seal, and one after the draw: it would prove nothing."""
    seals = [entry for entry in journal if entry.event == "seal" and entry.details.get("what") == what.value]
    if seals:
        raise UsageError(
            _("This was sealed before, on {time}.").format(time=seals[-1].time),
            hint=_("A second seal is possible, but it is recorded and reported by the audit: --again “reason”."),
        )
    if runs := runs_of(journal, _RESULT[what]):
        raise UsageError(
            _("The draw was made already, on {time}: a seal now would prove nothing.").format(time=runs[-1].time),
            hint=_("If the draw is to be made once more, seal for that one: --again “reason”. The audit reports it."),
        )


def _inputs(procedure: Procedure, what: Sealed, journal: tuple[Entry, ...]) -> list[Path]:
    """Return what the draw follows from; pool and quotas come first."""
    if what is Sealed.DRAW:
        return [procedure.path("frame/frame.csv"), procedure.settings_path]
    settings = read_settings(procedure.settings_path)[0]
    found = [procedure.path("applications/pool.csv"), procedure.path(settings.selection.quotas)]
    lottery = procedure.path(f"{published.FOLDER}/{LOTTERY}")
    made = lottery.is_file() or bool(runs_of(journal, published.FOLDER))
    return [*found, procedure.settings_path, *([lottery] if made else [])]


def _absent(procedure: Procedure, path: Path) -> Problem:
    return Problem(
        _("This cannot be sealed yet: the file is not there."),
        file=procedure.name_of(path),
        remedy=_("Do the step that makes it first; “forum status” shows how far the procedure is."),
    )

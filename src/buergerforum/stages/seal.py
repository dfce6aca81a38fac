"""``forum seal``: freeze the inputs of a draw before its seed is known."""

from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.record.canonical import Json, canonical_json, sha256_hex
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.files import digest_file
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.model.record import FileDigest
from buergerforum.model.seal import Sealed
from buergerforum.stages.running import journal_of, record
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class Seal:
    """What is published."""

    what: Sealed
    files: tuple[FileDigest, ...]
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
        Why a second seal is made.

    Raises
    ------
    InputError
        If an input is not there yet.
    UsageError
        If it was sealed before and no reason is given.
    """
    missing = [path for path in _required(procedure, what) if not path.is_file()]
    if missing:
        raise InputError([_absent(procedure, path) for path in missing])
    files = tuple(digest_file(path, procedure.name_of(path)) for path in _inputs(procedure, what))
    earlier = [
        entry for entry in journal_of(procedure) if entry.event == "seal" and entry.details.get("what") == what.value
    ]
    if earlier and not again:
        raise UsageError(
            _("This was sealed before, on {time}.").format(time=earlier[-1].time),
            hint=_("A second seal is possible, but it is recorded and reported by the audit: --again “reason”."),
        )
    listed: list[Json] = [{"name": one.name, "sha256": one.sha256, "size": one.size} for one in files]
    digest = sha256_hex(canonical_json(listed))
    details: dict[str, Json] = {"what": what.value, "files": listed, "digest": digest, "again": again or None}
    entry = record(procedure, "seal", details)
    return Seal(what, files, digest, entry.time)


def _required(procedure: Procedure, what: Sealed) -> list[Path]:
    if what is Sealed.DRAW:
        return [procedure.path("frame/frame.csv"), procedure.settings_path]
    settings = read_settings(procedure.settings_path)[0]
    return [procedure.path("applications/pool.csv"), procedure.path(settings.selection.quotas), procedure.settings_path]


def _inputs(procedure: Procedure, what: Sealed) -> list[Path]:
    found = _required(procedure, what)
    lottery = procedure.path("lottery/lottery.csv")
    if what is Sealed.SELECTION and lottery.is_file():
        found.append(lottery)
    return found


def _absent(procedure: Procedure, path: Path) -> Problem:
    return Problem(
        _("This cannot be sealed yet: the file is not there."),
        file=procedure.name_of(path),
        remedy=_("Do the step that makes it first; “forum status” shows how far the procedure is."),
    )

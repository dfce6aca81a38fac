"""``forum seal``: freeze the inputs of a draw before its seed is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from buergerforum.core.record.canonical import Json, sha256_hex
from buergerforum.core.record.journal import Entry, entry_line
from buergerforum.core.record.receipt import plain_options, read_receipt
from buergerforum.core.record.seal import listed_files, seal_digest
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.files import digest_file, read_bytes
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.model import places
from buergerforum.model.draw import DrawOptions
from buergerforum.model.record import FileDigest, Option
from buergerforum.model.seal import Sealed
from buergerforum.stages import published
from buergerforum.stages.draw import plan_draw, sealed_choices
from buergerforum.stages.lottery import SelectionOptions, plan_selection
from buergerforum.stages.quotas import read_quotas
from buergerforum.stages.running import append, journal_of, runs_of
from buergerforum.stages.sealing import RESULT, seals_of
from buergerforum.stages.steps import remedy
from buergerforum.stages.towns import TownWishes, plan_towns
from buergerforum.texts import _, moment


@dataclass(frozen=True, slots=True)
class Seal:
    """What is published."""

    what: Sealed
    """Which draw is prepared."""
    files: tuple[FileDigest, ...]
    """Everything that the draw follows from, but for the seed."""
    options: Mapping[str, Json]
    """Every choice that the draw follows from."""
    digest: str
    """SHA-256 over files and options: the one line to publish, 64 hexadecimal digits."""
    time: str
    """As the journal says."""
    rule: str = ""
    """How the seed or number will come about; blank: it was not said."""
    line: int = 0
    """Of the journal."""
    fingerprint: str = ""
    """SHA-256 of that line: it vouches for the rule, too."""


def run_seal(procedure: Procedure, what: Sealed, again: str = "", rule: str = "") -> Seal:
    """Write the digests of the inputs into the journal.

    Parameters
    ----------
    procedure
        Where the inputs lie.
    what
        Which draw is prepared.
    again
        Why a second seal is made, or one for a second draw.
    rule
        How the seed or number will come about; blank: as ``forum.yaml`` says.

    Raises
    ------
    InputError
        If an input is not there yet, or the lottery was made from another pool or other quotas.
    UsageError
        If it was sealed or drawn before and no reason is given.
    """
    with procedure.locked():
        journal = journal_of(procedure)
        if not again:
            _refuse_late(journal, what)
        paths = _inputs(procedure, what, journal)
        missing = [path for path in paths if not path.is_file()]
        if missing:
            raise InputError([_absent(procedure, path) for path in missing])
        if what is Sealed.SELECTION and runs_of(journal, places.LOTTERY_FOLDER):
            published.require_unchanged(procedure.path(places.LOTTERY_FOLDER), paths[0], paths[1])
        options = plain_options(_choices(procedure, what, journal))
        files = tuple(digest_file(path, procedure.name_of(path)) for path in paths)
        digest = seal_digest(files, options)
        details: dict[str, Json] = {"what": what.value, "files": listed_files(files), "options": options}
        rule = rule.strip() or _rule(procedure, what)
        details |= {"digest": digest, "again": again or None} | ({"rule": rule} if rule else {})
        entry = append(procedure, "seal", details)
    return as_seal(entry)


def as_seal(entry: Entry) -> Seal:
    """Return what a line of the journal that this toolkit wrote says about a seal."""
    details = entry.details
    files = cast("list[dict[str, Any]]", details["files"])
    return Seal(
        what=Sealed(str(details["what"])),
        files=tuple(FileDigest(one["name"], one["sha256"], one["size"]) for one in files),
        options=cast("Mapping[str, Json]", details["options"]),
        digest=str(details["digest"]),
        time=entry.time,
        rule=str(details.get("rule") or ""),
        line=entry.number,
        fingerprint=sha256_hex(entry_line(entry).removesuffix(b"\n")),
    )


def _rule(procedure: Procedure, what: Sealed) -> str:
    settings = read_settings(procedure.settings_path)[0]
    return settings.draw.seed_rule if what is Sealed.DRAW else settings.selection.seed_rule


def _choices(procedure: Procedure, what: Sealed, journal: tuple[Entry, ...]) -> Mapping[str, Option]:
    """Return everything that is chosen before chance decides, as the receipt of the draw will have it."""
    if what is Sealed.DRAW:
        return sealed_choices(plan_draw(procedure, None, DrawOptions(), None, ""))
    if what is Sealed.TOWNS:
        return plan_towns(procedure, TownWishes(), None, "").choices()
    plan = plan_selection(procedure, SelectionOptions(), "selection", None, "")
    if not runs_of(journal, places.LOTTERY_FOLDER):
        return plan.options(read_quotas(plan.quotas, plan.seats).table.seats or 0)
    made = read_receipt(read_bytes(procedure.path(places.LOTTERY_FOLDER) / places.RECEIPT), places.RECEIPT)
    return dict(made.options) | {"waiting": plan.waiting}


def _refuse_late(journal: tuple[Entry, ...], what: Sealed) -> None:
    """Refuse a second seal, and one after the draw: it would prove nothing."""
    if seals := seals_of(journal, what):
        raise UsageError(
            _("This was sealed before, on {time}.").format(time=moment(seals[-1].time)),
            hint=_('A second seal is possible, but it is recorded and reported by the audit: --again "reason".'),
        )
    if runs := runs_of(journal, RESULT[what]):
        raise UsageError(
            _("The draw was made already, on {time}: a seal now would prove nothing.").format(
                time=moment(runs[-1].time)
            ),
            hint=_('If the draw is to be made once more, seal for that one: --again "reason". The audit reports it.'),
        )


def _inputs(procedure: Procedure, what: Sealed, journal: tuple[Entry, ...]) -> list[Path]:
    """Return what the draw follows from; pool and quotas come first."""
    if what is Sealed.DRAW:
        plan = plan_draw(procedure, None, DrawOptions(), None, "")
        return [plan.register, procedure.settings_path, *plan.inputs()[1:]]
    if what is Sealed.TOWNS:
        return [plan_towns(procedure, TownWishes(), None, "").table, procedure.settings_path]
    settings = read_settings(procedure.settings_path)[0]
    found = [procedure.path(places.POOL), procedure.path(settings.selection.quotas)]
    lottery = procedure.path(f"{places.LOTTERY_FOLDER}/{places.LOTS}")
    made = lottery.is_file() or bool(runs_of(journal, places.LOTTERY_FOLDER))
    return [*found, procedure.settings_path, *([lottery] if made else [])]


def _absent(procedure: Procedure, path: Path) -> Problem:
    place = procedure.name_of(path)
    return Problem(_("This cannot be sealed yet: the file is not there."), file=place, remedy=remedy(place))

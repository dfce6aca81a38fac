"""``forum publish``: two folders, one for auditors and one for everybody, and their digests in the journal."""

import dataclasses
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.publishing.lines import published_line
from buergerforum.core.publishing.manifest import README, Level, Manifest, manifest_bytes
from buergerforum.core.publishing.salted import Salting, salt_commitment
from buergerforum.core.record.canonical import Json
from buergerforum.core.record.journal import Entry
from buergerforum.errors import UsageError
from buergerforum.io.audit_files import survey
from buergerforum.io.files import read_bytes, write_bytes
from buergerforum.io.materials import material
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.io.staging import free_name, fresh_folder, make_folder, move_into_place, remove
from buergerforum.model import places
from buergerforum.model.progress import Progress, silent
from buergerforum.stages.current_panel import panel_runs
from buergerforum.stages.publish.lots import source_of, write_lots
from buergerforum.stages.publish.panels import write_replacement, write_selection
from buergerforum.stages.publish.records import copy_receipts
from buergerforum.stages.publish.waves import write_waves
from buergerforum.stages.running import append, journal_of, runs_of
from buergerforum.texts import _

_SALT = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published."""

    folder: Path
    """Holds a folder for each level."""
    contents: dict[Level, str]
    """Digest of the contents of each level, as the journal keeps it."""
    fingerprint: str
    """Commitment to the salt."""
    stages: tuple[str, ...]
    """What there was to publish: ``draw``, ``lottery``, ``select``, ``replace``."""


def run_publish(
    procedure: Procedure,
    folder: Path,
    random_bytes: Callable[[int], bytes],
    progress: Progress = silent,
    *,
    levels: Sequence[Level] = tuple(Level),
) -> Publication:
    """Write both levels into a folder outside the procedure, and their digests into the journal.

    Parameters
    ----------
    procedure
        As far as it is.
    folder
        Is made; an earlier publication there is kept beside it.
    random_bytes
        Where the salt comes from, once for the procedure.
    progress
        Told how far it is.
    levels
        Which are written; that for everybody is one of them.

    Raises
    ------
    UsageError
        If there is nothing to publish yet, the folder holds something else, or the salt was lost.
    InputError
        If a result is damaged.
    """
    _refuse(procedure, folder)
    staged = folder.with_name(f".{folder.name}.part")
    with procedure.locked():
        journal = journal_of(procedure)
        stages = _done(journal)
        salting = Salting(_salt(procedure, journal, random_bytes))
        try:
            fresh_folder(staged)
            for step, level in enumerate(levels):
                progress(_("Writing what is published"), step, len(levels))
                _write_level(procedure, journal, staged / level.value, level, salting)
            made = _finish(procedure, staged, salting, levels)
            earlier = free_name(folder.with_name(f"{folder.name}-earlier"))
            move_into_place(staged, folder, earlier)
        finally:
            remove(staged)
    return Publication(folder, made, salt_commitment(salting.salt), stages)


def _refuse(procedure: Procedure, folder: Path) -> None:
    if folder.resolve().is_relative_to(procedure.root.resolve()):
        raise UsageError(
            _("What is published must not lie in the procedure folder."),
            hint=_("Name a folder beside it: forum publish ../published."),
        )
    if folder.exists() and not (folder / Level.PUBLIC.value / places.MANIFEST).is_file() and any(folder.iterdir()):
        raise UsageError(
            _("“{folder}” is there already, and it is no earlier publication.").format(folder=folder.name),
            hint=_("Name a new folder. Nothing was changed."),
        )


def _done(journal: tuple[Entry, ...]) -> tuple[str, ...]:
    stages = [str(one.details.get("stage")) for one in journal if one.event == "run"]
    done = tuple(stage for stage in ("draw", "lottery", "select", "replace") if stage in stages)
    if not done:
        raise UsageError(
            _("There is nothing to publish yet."), hint=_("Draw or make the lottery first; “forum status” says more.")
        )
    return done


def salt_of(procedure: Procedure) -> str | None:
    """Return the salt of a procedure that has published something; None: it has not."""
    path = procedure.path(places.SALT)
    told = any(one.event == "publish" for one in journal_of(procedure))
    return read_bytes(path).decode("ascii", "replace").strip() if told and path.exists() else None


def _salt(procedure: Procedure, journal: tuple[Entry, ...], random_bytes: Callable[[int], bytes]) -> str:
    """Return the salt of the procedure, made once."""
    told = [str(one.details.get("salt")) for one in journal if one.event == "publish"]
    path = procedure.path(places.SALT)
    if path.exists():
        salt = read_bytes(path).decode("ascii", "replace").strip()
    elif told:
        salt = ""
    else:
        salt = random_bytes(32).hex()
        make_folder(path.parent)
        write_bytes(path, f"{salt}\n".encode())
    if not _SALT.fullmatch(salt) or (told and told[-1] != salt_commitment(salt)):
        raise UsageError(
            _("The salt of what was published before is lost or was changed ({file}).").format(file=places.SALT),
            hint=_("Restore it from a copy: with another salt all ids would change, and nobody could compare."),
        )
    return salt


def _write_level(
    procedure: Procedure, journal: tuple[Entry, ...], folder: Path, level: Level, salting: Salting
) -> None:
    make_folder(folder)
    copy_receipts(procedure, folder, level, salting)
    write_bytes(folder / places.VERIFIER, read_bytes(material(places.VERIFIER)))
    write_waves(procedure, journal, folder, level, salting)
    lots, panels = _lots_folder(journal), [str(one.details["folder"]) for one in panel_runs(journal)]
    if lots:
        write_lots(source_of(procedure, lots), folder, level, salting, counts=True)
    if panels:
        write_selection(procedure, folder, salting)
    for name in panels[1:]:
        write_replacement(procedure, name, folder, level, salting)


def _lots_folder(journal: tuple[Entry, ...]) -> str:
    """Return the folder of the lots that one was or will be drawn from; blank: there are none yet."""
    made = [name for name in (places.LOTTERY_FOLDER, places.SELECTION) if runs_of(journal, name)]
    return made[0] if made else ""


def _finish(procedure: Procedure, staged: Path, salting: Salting, levels: Sequence[Level]) -> dict[Level, str]:
    """Write the digests into the journal, then the journal and the manifest into both folders."""
    settings = read_settings(procedure.settings_path)[0]
    name, salt = f"{settings.name}, {settings.city}", salt_commitment(salting.salt)
    made = {
        level: Manifest(level.value, name, salt, tuple(survey(staged / level.value).files.values())) for level in levels
    }
    shared = {one.name: one.sha256 for one in made[Level.PUBLIC].files}
    lots = _lots_folder(journal_of(procedure))
    details: dict[str, Json] = {
        "name": name,
        "salt": salt,
        "contents": {level.value: one.contents() for level, one in made.items()},
        "lots": shared.get(f"{lots}/{places.LOTS}"),
        "commitments": shared.get(f"{lots}/{places.COMMITMENTS}"),
    }
    append(procedure, "publish", details)
    lines = b"".join(map(published_line, journal_of(procedure)))
    for level, manifest in made.items():
        folder = staged / level.value
        write_bytes(folder / places.JOURNAL, lines)
        write_bytes(folder / README, read_bytes(material(f"published/{level.value}.txt")))
        files = tuple(sorted(survey(folder).files.values()))
        write_bytes(folder / places.MANIFEST, manifest_bytes(dataclasses.replace(manifest, files=files)))
    return {level: one.contents() for level, one in made.items()}

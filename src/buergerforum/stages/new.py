"""``forum new``: a procedure folder with its own copies of everything an office may edit."""

import shutil
from pathlib import Path

from buergerforum.errors import UsageError
from buergerforum.io.clock import Clock, now
from buergerforum.io.files import cannot_write, digest_file
from buergerforum.io.materials import material
from buergerforum.io.procedure import JOURNAL, PRIVATE, SETTINGS, Procedure
from buergerforum.io.staging import files_below, make_folder, move_into_place, remove
from buergerforum.io.versions import versions
from buergerforum.stages.running import record
from buergerforum.texts import _

_COPIED = ("quotas", "letters")


def run_new(folder: Path, clock: Clock = now) -> Procedure:
    """Make a procedure folder.

    Parameters
    ----------
    folder
        Where to; must not exist yet, or be empty.
    clock
        Dates the first line of the journal.

    Raises
    ------
    UsageError
        If there is something in it.
    StorageError
        If it cannot be made.
    """
    if folder.exists() and (folder.is_file() or any(folder.iterdir())):
        raise UsageError(
            _("“{folder}” is there already and not empty.").format(folder=folder.name),
            hint=_("Choose another name for the procedure folder. Nothing was changed."),
        )
    staged = folder.with_name(f".{folder.name}.part")
    remove(staged)
    try:
        make_folder(staged / PRIVATE)
        try:
            for name in _COPIED:
                shutil.copytree(material(name), staged / name)
            shutil.copyfile(material(SETTINGS), staged / SETTINGS)
            if folder.exists():
                folder.rmdir()
        except OSError as defect:
            raise cannot_write(folder.name, defect) from defect
        _begin(Procedure(staged, clock))
        move_into_place(staged, folder, folder)
    finally:
        remove(staged)
    return Procedure(folder, clock)


def _begin(procedure: Procedure) -> None:
    """Write the first line of the journal: what the office started from."""
    names = [path for path in files_below(procedure.root) if not path.name.startswith(".") and path.name != JOURNAL]
    files = [digest_file(path, procedure.name_of(path)) for path in names]
    record(procedure, "new", {"versions": versions(), "files": {one.name: one.sha256 for one in files}})

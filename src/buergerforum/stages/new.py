"""``forum new``: a procedure folder with its own copies of everything an office may edit."""

import shutil
from pathlib import Path

from buergerforum.errors import UsageError
from buergerforum.io.clock import Clock, now
from buergerforum.io.files import cannot_write, digest_file
from buergerforum.io.materials import material
from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import files_below, make_folder, move_into_place, remove
from buergerforum.io.versions import versions
from buergerforum.model import places
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
        If there is something in it, or it is the working folder.
    StorageError
        If it cannot be made.
    """
    final = folder.resolve()
    _refuse(final)
    staged = final.with_name(f".{final.name}.part")
    remove(staged)
    try:
        make_folder(staged / places.PRIVATE)
        (staged / places.PRIVATE).chmod(0o700)
        try:
            for name in _COPIED:
                shutil.copytree(material(name), staged / name, copy_function=shutil.copyfile)
            shutil.copyfile(material(places.SETTINGS), staged / places.SETTINGS)
            _begin(Procedure(staged, clock))
            if final.exists():
                final.rmdir()
        except OSError as defect:
            raise cannot_write(final.name, defect) from defect
        move_into_place(staged, final, final)
    finally:
        remove(staged)
    return Procedure(folder, clock)


def _refuse(final: Path) -> None:
    """Refuse a folder that is in use."""
    nothing = _("Choose another name for the procedure folder. Nothing was changed.")
    if final == Path.cwd():
        raise UsageError(_("The folder you are in cannot become a procedure folder."), hint=nothing)
    if final.is_file():
        raise UsageError(_("“{file}” is a file.").format(file=final.name), hint=nothing)
    if final.exists() and any(final.iterdir()):
        raise UsageError(_("“{folder}” is there already and not empty.").format(folder=final.name), hint=nothing)


def _begin(procedure: Procedure) -> None:
    """Write the first line of the journal: what the office started from."""
    names = [
        path for path in files_below(procedure.root) if not path.name.startswith(".") and path.name != places.JOURNAL
    ]
    files = [digest_file(path, procedure.name_of(path)) for path in names]
    record(procedure, "new", {"versions": versions(), "files": {one.name: one.sha256 for one in files}})

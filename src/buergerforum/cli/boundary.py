"""The one place where errors become messages and exit codes.

0 ok · 1 a bug · 2 wrong usage · 3 unusable input · 4 quotas cannot be met · 5 the audit found a contradiction;
130 stopped from the keyboard.
"""

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import NoReturn

import typer

from buergerforum.cli.printing import err, say_error
from buergerforum.errors import ForumError, StorageError
from buergerforum.io.files import reason_of
from buergerforum.texts import _

_STOPPED = 130


def run(command: Callable[..., object]) -> NoReturn:
    """Run the command line and leave with its exit code."""
    sys.excepthook = _bug
    code: object = 0
    try:
        code = command(standalone_mode=False, prog_name="forum")
    except ForumError as error:
        code = _told(error)
    except typer.Abort:
        code = _STOPPED
    except BrokenPipeError:
        # Whoever reads our output has heard enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as defect:
        code = _told(_storage(defect))
    except MemoryError:
        hint = _("Export only the columns that are needed, or use a machine with more memory.")
        code = _told(StorageError(_("The memory of this machine is not enough for so large a file."), hint=hint))
    if code == _STOPPED:
        err().print(_("Stopped. Nothing half-finished was left behind."), markup=False)
    sys.exit(code if isinstance(code, int) else 0)


def _told(error: ForumError) -> int:
    say_error(error)
    return error.exit_code


def _storage(defect: OSError) -> StorageError:
    name = os.path.basename(os.fsdecode(defect.filename)) if defect.filename else ""  # noqa: PTH119 - any kind of path
    return StorageError(
        _("The file system refused: {reason}. {file}").format(reason=reason_of(defect), file=name).strip(),
        hint=_("Nothing was changed. Make room or check the rights of the folder, then run the command again."),
    )


def _bug(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    """Say where in our code it happened; the words of the error stay out, since they may quote somebody's data."""
    err().print(
        _("This is a bug in buergerforum, not your mistake. Please report it with the lines below."), markup=False
    )
    lines = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    err().print("\n".join([*lines, f"  {kind.__name__}"]), markup=False)

"""One writer at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from buergerforum.errors import UsageError
from buergerforum.io.files import cannot_write
from buergerforum.texts import _


@contextmanager
def only_writer(lock: Path) -> Iterator[None]:
    """Be the only command that writes into a folder, as long as the ``with`` block lasts.

    Parameters
    ----------
    lock
        A file that is locked, not one that is only there: a stopped command leaves nothing locked.

    Raises
    ------
    UsageError
        If another command is at work there.
    StorageError
        If the lock cannot be made.
    """
    try:
        held = FileLock(lock, timeout=0).acquire()
    except Timeout as busy:
        raise UsageError(
            _("Another forum command is at work in this folder."),
            hint=_("Wait until it has finished, then run the command again. Nothing was changed."),
        ) from busy
    except OSError as defect:
        raise cannot_write(lock.name, defect) from defect
    with held:
        yield

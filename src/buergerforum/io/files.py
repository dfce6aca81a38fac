"""Bytes of the world: read whole, written whole, with messages instead of tracebacks."""

import errno
import hashlib
import os
from pathlib import Path

from buergerforum.errors import InputError, Problem, StorageError
from buergerforum.model.record import FileDigest
from buergerforum.texts import _


def read_bytes(path: Path) -> bytes:
    """Return all bytes of a file.

    Raises
    ------
    InputError
        If it is not there, is a folder, cannot be read or is empty.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError as defect:
        raise _unreadable(path, _("The file is not there."), _("Check the name and the folder.")) from defect
    except IsADirectoryError as defect:
        raise _unreadable(path, _("This is a folder, not a file."), _("Give the file inside it.")) from defect
    except PermissionError as defect:
        remedy = _("Close the program that has it open, or ask for the right to read it.")
        raise _unreadable(path, _("The file may not be read."), remedy) from defect
    except OSError as defect:
        what = _("The file cannot be read: {reason}.").format(reason=reason_of(defect))
        raise _unreadable(path, what, "") from defect
    if not raw or raw.isspace():
        raise _unreadable(path, _("The file is empty."), _("Export or copy it again."))
    return raw


def _unreadable(path: Path, what: str, remedy: str) -> InputError:
    return InputError([Problem(what, file=path.name, remedy=remedy)])


def digest_of(raw: bytes, name: str) -> FileDigest:
    """Return what a receipt keeps of a file."""
    return FileDigest(name, hashlib.sha256(raw).hexdigest(), len(raw))


def digest_file(path: Path, name: str = "") -> FileDigest:
    """Return what a receipt keeps of a file on disk, without holding it in memory.

    Parameters
    ----------
    path
        The file.
    name
        As the receipt shall call it; by default its bare name.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except OSError as defect:
        what = _("The file cannot be read: {reason}.").format(reason=reason_of(defect))
        raise _unreadable(path, what, "") from defect
    return FileDigest(name or path.name, found, size)


def write_bytes(path: Path, raw: bytes) -> None:
    """Write a file whole and make sure that it has reached the disk.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    try:
        with path.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
    except OSError as defect:
        raise cannot_write(path.name, defect) from defect


def settle(folder: Path) -> None:
    """Make sure that the names in a folder have reached the disk, where the system can tell it to.

    Raises
    ------
    OSError
        If the disk refuses.
    """
    if hasattr(os, "O_DIRECTORY"):  # Windows writes names through by itself
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def reason_of(defect: OSError) -> str:
    """Return why the system refused, in the reader's language where it is one of the usual reasons."""
    reasons = {
        errno.ENOSPC: _("the disk is full"),
        errno.EDQUOT: _("the disk is full"),
        errno.EACCES: _("the right to do so is missing"),
        errno.EPERM: _("the right to do so is missing"),
        errno.EROFS: _("nothing may be written there"),
        errno.ENOENT: _("it is not there"),
        errno.ENOTDIR: _("something on the way is no folder"),
        errno.EISDIR: _("it is a folder"),
        errno.EBUSY: _("another program has it open"),
        errno.ENAMETOOLONG: _("the name is too long"),
        errno.EIO: _("the disk or the network failed"),
        errno.EMFILE: _("too many files are open"),
    }
    return reasons.get(defect.errno or 0) or defect.strerror or str(defect)


def cannot_write(name: str, defect: OSError) -> StorageError:
    """Return what is said when the world does not take a file."""
    return StorageError(
        _("“{file}” could not be written: {reason}.").format(file=name, reason=reason_of(defect)),
        hint=_("Nothing was changed. Make room or choose another folder, then run the command again."),
    )

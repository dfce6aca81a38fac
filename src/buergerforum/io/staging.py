"""All or nothing: results are built beside, flushed, then renamed into place."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from buergerforum.errors import StorageError
from buergerforum.io.files import cannot_write, digest_file, settle
from buergerforum.model.record import FileDigest
from buergerforum.texts import _


def files_below(path: Path) -> list[Path]:
    """Return a file itself, or all files below a folder, sorted by their paths."""
    if path.is_file():
        return [path]
    return sorted((found for found in path.rglob("*") if found.is_file()), key=lambda found: found.as_posix())


def flushed(root: Path, paths: Sequence[Path]) -> tuple[FileDigest, ...]:
    """Make sure that files have reached the disk and return their digests, named relative to `root`.

    Raises
    ------
    StorageError
        If the disk does not take them.
    """
    found = []
    for path in paths:
        try:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        except OSError as defect:
            raise cannot_write(path.name, defect) from defect
        found.append(digest_file(path, path.relative_to(root).as_posix()))
    for folder in sorted({folder for path in paths for folder in path.parents if folder.is_relative_to(root)}):
        settle(folder)
    return tuple(found)


def move_into_place(staged: Path, final: Path, keep_as: Path) -> None:
    """Put a staged file or folder where it belongs; what was there is kept under `keep_as`.

    Can be repeated after a stop at any point. Where the file system refuses, the old state is restored.

    Raises
    ------
    StorageError
        If the file system refuses.
    """
    if not staged.exists():
        return
    there = final.exists()
    try:
        if there:
            keep_as.parent.mkdir(parents=True, exist_ok=True)
            final.rename(keep_as)
        final.parent.mkdir(parents=True, exist_ok=True)
        staged.rename(final)
    except OSError as defect:
        if there and not final.exists():
            keep_as.rename(final)
        raise cannot_write(final.name, defect) from defect
    with suppress(OSError):  # it is in its place; should the machine stop before the disk knows, it is moved again
        settle(final.parent)


@contextmanager
def completing() -> Iterator[None]:
    """Say, if the file system refuses inside the ``with`` block, that the result is complete all the same.

    Raises
    ------
    StorageError
        Instead of whatever the file system says.
    """
    try:
        yield
    except (StorageError, OSError) as refused:
        said = (
            refused if isinstance(refused, StorageError) else cannot_write(Path(refused.filename or "").name, refused)
        )
        hint = _(
            "The result is complete, but not in its place yet. Close programs that have it open, or make room, and "
            "run the command again: that puts it there."
        )
        raise StorageError(said.message, hint=hint) from refused


def free_name(path: Path) -> Path:
    """Return the first of ``path-1``, ``path-2`` … that does not exist."""
    number = 1
    while (found := path.with_name(f"{path.name}-{number}")).exists():
        number += 1
    return found


def make_folder(path: Path) -> None:
    """Make a folder and those above it.

    Raises
    ------
    StorageError
        If it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as defect:
        raise cannot_write(path.name, defect) from defect


def fresh_folder(path: Path) -> None:
    """Make a folder anew, so that nothing of a stopped run gets into the next.

    Raises
    ------
    StorageError
        If what is there cannot be removed, or the folder cannot be made.
    """
    remove(path)
    try:
        path.mkdir(parents=True)
    except OSError as defect:
        raise cannot_write(path.name, defect) from defect


def remove(path: Path) -> None:
    """Remove what was staged and is not wanted."""
    shutil.rmtree(path, ignore_errors=True)

"""What lies in a folder, digested, without changing, locking or believing anything."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from buergerforum.errors import InputError
from buergerforum.io.files import digest_file
from buergerforum.model.record import FileDigest

_UNSEEN = frozenset({".lock", ".staging"})
"""What a command at work leaves at the top of a procedure folder."""


@dataclass(frozen=True, slots=True)
class Survey:
    """All files of a folder, by their places with ``/``, sorted."""

    files: dict[str, FileDigest]
    """Those that can be read."""
    unreadable: tuple[str, ...]
    """Those that cannot."""
    staged: bool
    """Whether a command is at work in the folder, or was stopped."""


def survey(root: Path) -> Survey:
    """Digest every file of a folder; links to folders are not followed.

    Parameters
    ----------
    root
        The folder.
    """
    files: dict[str, FileDigest] = {}
    unreadable = []
    for path in sorted(_below(root), key=lambda found: found.as_posix()):
        name = path.relative_to(root).as_posix()
        one = _digest(path, name)
        if one is None:
            unreadable.append(name)
        else:
            files[name] = one
    return Survey(files, tuple(unreadable), staged=(root / ".staging").exists())


def _digest(path: Path, name: str) -> FileDigest | None:
    # A pipe or a device might never end; Path.is_file raises where a folder may not be entered.
    if not os.path.isfile(path):  # noqa: PTH113
        return None
    try:
        return digest_file(path, name)
    except InputError:
        return None


def _below(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        if here == root:
            folders[:] = [name for name in folders if name not in _UNSEEN]
            names = [name for name in names if name not in _UNSEEN]  # noqa: PLW2901 - the same list without two
        yield from (here / name for name in names)

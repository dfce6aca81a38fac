"""The procedure folder: settings, journal, results, one writer at a time.

A run stages everything it writes under ``.staging/NUMBER/``, where NUMBER is that of its journal line to be. The
journal line is the commit: before it, a stopped run leaves nothing but a staging folder, which the next command
removes; after it, the next command finishes moving the staged results into place.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from buergerforum.errors import StorageError, UsageError
from buergerforum.io.clock import Clock, now
from buergerforum.io.files import cannot_write, write_bytes
from buergerforum.io.locking import only_writer
from buergerforum.io.staging import completing, free_name, move_into_place, remove
from buergerforum.model import places
from buergerforum.texts import _

_STAGING = ".staging"
_LOCK = ".lock"


class Procedure:
    """A procedure folder on disk.

    Parameters
    ----------
    root
        The folder that holds ``forum.yaml``.
    clock
        Dates the journal.
    """

    def __init__(self, root: Path, clock: Clock = now) -> None:
        self.root = root
        self.clock = clock

    @classmethod
    def find(cls, given: Path | None = None) -> "Procedure | None":
        """Return the procedure given, or that of the working folder, or None.

        Raises
        ------
        UsageError
            If a folder was given that is none.
        """
        root = given or Path.cwd()
        if (root / places.SETTINGS).is_file():
            procedure = cls(root)
            procedure.mend()
            return procedure
        if given is None:
            return None
        name = root.resolve().name
        raise UsageError(
            _("“{folder}” is no procedure folder: it holds no {file}.").format(folder=name, file=places.SETTINGS),
            hint=_("Make one with: forum new {folder}").format(folder=name),
        )

    def mend(self) -> None:
        """Finish or clear away what a stopped command left, before anybody looks at the folder.

        Where another command is at work, or nothing may be written, there is nothing to mend here.
        """
        if (self.root / _STAGING).exists():
            with suppress(UsageError, StorageError), self.locked():
                pass

    @property
    def settings_path(self) -> Path:
        """``forum.yaml``."""
        return self.root / places.SETTINGS

    @property
    def journal_path(self) -> Path:
        """``journal.jsonl``."""
        return self.root / places.JOURNAL

    def path(self, name: str) -> Path:
        """Return a place inside the folder by its written name, with ``/``."""
        return self.root.joinpath(*name.split("/"))

    def name_of(self, path: Path) -> str:
        """Return how receipts call a file: by its place inside the folder, else by its bare name."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return path.name

    def journal_bytes(self) -> bytes:
        """Return the complete lines of the journal; an incomplete last line was never committed."""
        try:
            raw = self.journal_path.read_bytes()
        except FileNotFoundError:
            return b""
        return raw[: raw.rfind(b"\n") + 1]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only writer; finish or clear away what a stopped command left.

        Raises
        ------
        UsageError
            If another command is at work in the folder.
        """
        with only_writer(self.root / _LOCK):
            self._recover()
            yield

    def staging(self, number: int) -> Path:
        """Return where the run with this journal line stages its results."""
        return self.root / _STAGING / str(number)

    def append(self, line: bytes) -> None:
        """Add a line to the journal: the commit of a run.

        Raises
        ------
        StorageError
            If the disk does not take it; the journal is as before.
        """
        before = len(self.journal_bytes())
        try:
            with self.journal_path.open("ab", buffering=0) as file:  # a buffer would try again what has failed
                file.truncate(before)
                try:
                    _write_whole(file, line)
                    os.fsync(file.fileno())
                except OSError:
                    file.truncate(before)
                    raise
        except OSError as defect:
            raise cannot_write(places.JOURNAL, defect) from defect

    def committed(self, number: int) -> bool:
        """Whether the journal has the line with this number."""
        return self.journal_bytes().count(b"\n") >= number

    def promote(self, number: int) -> None:
        """Move what the committed run with this number staged into its places.

        Raises
        ------
        StorageError
            If the file system refuses; then the next command in the folder does it.
        """
        staged = self.staging(number)
        with completing():
            for target in _targets(staged):
                move_into_place(staged / target, self.root / target, free_name(self._earlier(target)))
        remove(self.root / _STAGING)

    def _earlier(self, target: Path) -> Path:
        """Return where an earlier result is kept; what is private stays in the private folder."""
        if target.parts[0] == places.PRIVATE:
            return self.root.joinpath(places.PRIVATE, places.EARLIER, *target.parts[1:])
        return self.root / places.EARLIER / target

    def _recover(self) -> None:
        if not (self.root / _STAGING).exists():
            return
        committed = self.journal_bytes().count(b"\n")
        if committed and self.staging(committed).exists():
            self.promote(committed)
        remove(self.root / _STAGING)


def _write_whole(file: FileIO, line: bytes) -> None:
    """Write a line into an unbuffered file; a disk that takes only a part of it is full."""
    if file.write(line) < len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


_TARGET_LIST = "targets.txt"


def write_targets(staged: Path, targets: list[str]) -> None:
    """Write beside staged results which files and folders are to be moved as wholes."""
    write_bytes(staged / _TARGET_LIST, "".join(f"{target}\n" for target in targets).encode())


def _targets(staged: Path) -> list[Path]:
    listed = staged / _TARGET_LIST
    return [Path(line) for line in listed.read_text("utf-8").splitlines()] if listed.exists() else []

"""How every stage writes: all or nothing, with a receipt, and inside a procedure with a line in the journal."""

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.record.canonical import Json
from buergerforum.core.record.journal import Entry, entry_line, next_entry, read_journal
from buergerforum.core.record.receipt import receipt_bytes
from buergerforum.errors import UsageError
from buergerforum.io.files import digest_file, write_bytes
from buergerforum.io.locking import only_writer
from buergerforum.io.procedure import Procedure, write_targets
from buergerforum.io.staging import (
    completing,
    files_below,
    flushed,
    free_name,
    fresh_folder,
    make_folder,
    move_into_place,
    remove,
)
from buergerforum.model import places
from buergerforum.model.record import FileDigest, Receipt
from buergerforum.stages.states import states_after
from buergerforum.texts import _

_LOCK = ".lock"
_READY = "ready"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a stage puts its result: into a procedure, or into any folder."""

    procedure: Procedure | None
    """The procedure that keeps the journal, or None."""
    folder: str
    """Name of the result inside the procedure, such as ``draw/wave-1``."""
    out: Path | None = None
    """The folder for the result where there is no procedure."""
    again: str = ""
    """Why a result that is there already is made once more."""
    renewable: bool = False
    """Whether the stage is meant to be repeated, as merging is; then no reason is asked for."""

    def final(self) -> Path:
        """Return the folder of the result."""
        if self.procedure:
            return self.procedure.path(self.folder)
        if self.out is None:
            raise UsageError(
                _("It is not clear where the result shall go."),
                hint=_("Run the command inside a procedure folder, or add --out FOLDER."),
            )
        if not self.out.name.strip("."):
            raise UsageError(
                _("“{folder}” cannot be the folder of a result.").format(folder=self.out),
                hint=_("Name a new folder with --out."),
            )
        return self.out

    def shown(self) -> str:
        """Return how messages call the result."""
        return self.folder if self.procedure else self.final().name

    def name_of(self, path: Path) -> str:
        """Return how receipts call an input.

        Bytes in a name that are no text, as other systems leave them, become question marks: a receipt is text.
        """
        name = self.procedure.name_of(path) if self.procedure else path.name
        return name.encode(errors="replace").decode()

    def digest(self, path: Path) -> FileDigest:
        """Return the digest of an input, named as receipts name it."""
        return digest_file(path, self.name_of(path))

    def as_read(self, digest: FileDigest, path: Path) -> FileDigest:
        """Return the digest of an input as it was when it was read, named as receipts name it."""
        return dataclasses.replace(digest, name=self.name_of(path))


class Run:
    """A stage at work: files are written below these folders and appear only when it is finished.

    Parameters
    ----------
    destination
        Where the result goes in the end.
    root
        Folder under which everything is staged.
    folder
        The staged folder of the result, below `root`.
    number
        Of the journal line to be; 0 outside a procedure.
    """

    def __init__(self, destination: Destination, root: Path, folder: Path, number: int = 0) -> None:
        self.destination = destination
        self.root = root
        self.folder = folder
        self.number = number
        self.targets = [folder.relative_to(root).as_posix()]
        """What is moved into place as a whole."""
        self.papers: list[str] = []
        """Working papers among them, which people will change: no receipt lists them."""

    def also(self, target: str, *, paper: bool = False) -> Path:
        """Return where to stage a further file or folder of the procedure, such as ``private/codes.csv``.

        Parameters
        ----------
        target
            Its place.
        paper
            Whether it is a working paper that people will change, so that its digest says nothing.
        """
        self.targets.append(target)
        if paper:
            self.papers.append(target)
        staged = self.root.joinpath(*target.split("/"))
        make_folder(staged.parent)
        return staged

    def finish(self, receipt: Receipt, details: Mapping[str, Json] | None = None) -> Receipt:
        """Seal the result and put it into place.

        Parameters
        ----------
        receipt
            Without outputs; they are digested here.
        details
            What the journal shall know besides: ids and digests only.

        Returns
        -------
        Receipt
            With its outputs.
        """
        results = [target for target in self.targets if target not in self.papers]
        staged = [path for target in results for path in files_below(self.root / target)]
        base = self.root if self.destination.procedure else self.folder
        receipt = dataclasses.replace(receipt, outputs=flushed(base, staged))
        flushed(self.root, [self.root / target for target in self.papers])
        raw = receipt_bytes(receipt)
        write_bytes(self.folder / places.RECEIPT, raw)
        if self.destination.procedure:
            self._commit(self.destination.procedure, receipt, details or {})
        else:
            ready = self.root / _READY
            move_into_place(self.folder, ready, ready)
            _land(ready, self.destination.final())
        return receipt

    def _commit(self, procedure: Procedure, receipt: Receipt, details: Mapping[str, Json]) -> None:
        write_targets(self.root, self.targets)
        journal = journal_of(procedure)
        folder = self.destination.folder
        entry: dict[str, Json] = {
            "stage": receipt.stage,
            "folder": folder,
            "receipt": digest_file(self.folder / places.RECEIPT).sha256,
            "run": len(runs_of(journal, folder)) + 1,
            "again": self.destination.again or None,
        }
        line = _next(procedure, journal, "run", entry | dict(details))
        states_after(procedure, (*journal, line))  # what is impossible for anybody is never recorded
        procedure.append(entry_line(line))
        procedure.promote(self.number)


@contextmanager
def running(destination: Destination) -> Iterator[Run]:
    """Stage a result; whatever goes wrong before it is finished leaves nothing behind.

    Raises
    ------
    UsageError
        If the result is there already and no reason for another one was given, or the folder is in use.
    """
    if destination.procedure:
        yield from _inside(destination, destination.procedure)
    else:
        yield from _outside(destination, destination.final())


def _inside(destination: Destination, procedure: Procedure) -> Iterator[Run]:
    with procedure.locked():
        journal = journal_of(procedure)
        _refuse_second(destination, exists=bool(runs_of(journal, destination.folder)))
        number = len(journal) + 1
        root = procedure.staging(number)
        run = Run(destination, root, root.joinpath(*destination.folder.split("/")), number)
        try:
            fresh_folder(root)
            make_folder(run.folder)
            yield run
        finally:
            with suppress(OSError):  # then the next command finds out
                if not procedure.committed(number):
                    remove(root.parent)


def _outside(destination: Destination, final: Path) -> Iterator[Run]:
    """Stage beside the folder; a finished result that a stopped command left there is put into its place first."""
    root = final.with_name(f".{final.name}.part")
    lock, ready = root / _LOCK, root / _READY
    make_folder(root)
    try:
        with only_writer(lock):
            run = Run(destination, root, root / "result")
            try:
                if ready.exists():
                    _land(ready, final)
                _refuse_foreign(final)
                _refuse_second(destination, exists=_holds_something(final))
                fresh_folder(run.folder)
                yield run
            finally:
                remove(run.folder)
                with suppress(OSError):  # Windows removes it when it is released
                    lock.unlink()
    finally:
        with suppress(OSError):  # another command is at work there, or a finished result waits for its place
            root.rmdir()


def _holds_something(folder: Path) -> bool:
    return folder.is_file() or (folder.exists() and any(folder.iterdir()))


def _land(ready: Path, final: Path) -> None:
    """Put a finished result into its folder; the rename to ``ready`` was the commit."""
    with completing():
        if final.is_dir() and not _holds_something(final):
            final.rmdir()
        move_into_place(ready, final, free_name(final.with_name(f"{final.name}-earlier")))


def _refuse_foreign(final: Path) -> None:
    if _holds_something(final) and not (final / places.RECEIPT).is_file():
        raise UsageError(
            _("“{folder}” is there already, and it is not the result of an earlier run.").format(folder=final.name),
            hint=_("Name a new folder with --out. Nothing was changed."),
        )


def _refuse_second(destination: Destination, *, exists: bool) -> None:
    if exists and not destination.again and not destination.renewable:
        raise UsageError(
            _("“{folder}” holds a result already.").format(folder=destination.shown()),
            hint=_(
                'A second run is possible, but it is recorded and reported by the audit: --again "reason". '
                "The earlier result is kept."
            ),
        )


def journal_of(procedure: Procedure) -> tuple[Entry, ...]:
    """Return the journal of a procedure after checking its chain."""
    return read_journal(procedure.journal_bytes())


def runs_of(journal: tuple[Entry, ...], folder: str) -> list[Entry]:
    """Return the runs that wrote a folder, the earliest first."""
    return [entry for entry in journal if entry.event == "run" and entry.details.get("folder") == folder]


def record(procedure: Procedure, event: str, details: Mapping[str, Json]) -> Entry:
    """Write an event without a result into the journal."""
    with procedure.locked():
        return append(procedure, event, details)


def append(procedure: Procedure, event: str, details: Mapping[str, Json]) -> Entry:
    """Write an event without a result into the journal of a procedure that is locked."""
    journal = journal_of(procedure)
    entry = _next(procedure, journal, event, details)
    states_after(procedure, (*journal, entry))
    procedure.append(entry_line(entry))
    return entry


def _next(procedure: Procedure, journal: tuple[Entry, ...], event: str, details: Mapping[str, Json]) -> Entry:
    return next_entry(journal, procedure.clock().isoformat(), event, details)

"""What lies in the folder, and which runs the journal tells of, before anything is believed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.record.journal import Entry
from buergerforum.model import places
from buergerforum.model.record import FileDigest, Receipt


@dataclass(frozen=True, slots=True)
class Evidence:
    """Every file of the folder, by its place with ``/``."""

    journal: bytes | None
    """``journal.jsonl``; None: there is none."""
    files: Mapping[str, FileDigest]
    """Everything that could be read, sorted by place; without the journal."""
    receipts: Mapping[str, Receipt]
    """Those files named ``receipt.json`` that are receipts."""
    unreadable: tuple[str, ...] = ()
    """Places of files that could not be read."""
    staged: bool = False
    """Whether a command was stopped half-way, or is at work."""

    def place_of(self, one: FileDigest) -> str | None:
        """Return where the bytes of a file are: at its own place, else anywhere; None: nowhere."""
        here = self.files.get(one.name)
        if here is not None and here.sha256 == one.sha256:
            return one.name
        return next((place for place, other in self.files.items() if other.sha256 == one.sha256), None)


@dataclass(frozen=True, slots=True)
class Run:
    """A run that the journal tells of."""

    line: int
    """Of the journal; 0: a single result without one."""
    stage: str
    """Name of the command."""
    folder: str
    """Name of its result inside the procedure; blank where it was made outside one."""
    number: object
    """Which run of this folder it says it is; from 1."""
    again: str
    """Why it was made again; blank: no reason."""
    digest: str
    """SHA-256 of its receipt."""
    latest: bool
    """Whether its result stands, instead of being kept as an earlier one."""
    place: str | None
    """Where its result lies now; None: nowhere."""
    receipt: Receipt | None
    """None: missing or damaged."""
    details: Mapping[str, object]
    """As the journal says."""

    @property
    def single(self) -> bool:
        """Whether it is a result outside a procedure."""
        return self.line == 0

    def at(self, name: str) -> str:
        """Return the place where a file of the result ought to lie now."""
        return inside(self.place or "", name)

    def where(self, output: str) -> str | None:
        """Return where an output inside the result folder lies now; None: it is none, or the folder is gone."""
        start = f"{self.folder}/" if self.folder else ""
        inner = output.startswith(start) and not places.is_private(output)
        return self.at(output.removeprefix(start)) if inner and self.place is not None else None

    def wrote(self) -> Iterator[FileDigest]:
        """Yield every file it wrote, its receipt included, under the names of that time."""
        if self.receipt:
            yield from self.receipt.outputs
        yield FileDigest(inside(self.folder, places.RECEIPT), self.digest, 0)


def inside(folder: str, name: str) -> str:
    """Return the place of a file in a folder; a blank folder is the whole."""
    return f"{folder}/{name}" if folder else name


def runs_told(entries: Sequence[Entry], evidence: Evidence) -> tuple[Run, ...]:
    """Return all runs of the journal with what is left of their results.

    Parameters
    ----------
    entries
        Of the journal.
    evidence
        What lies in the folder.
    """
    told = [entry for entry in entries if entry.event == "run"]
    latest = {_text(entry, "folder"): entry.number for entry in told}
    taken: set[str] = set()
    runs = []
    for entry in told:
        folder, digest = _text(entry, "folder"), _text(entry, "receipt")
        stands = latest[folder] == entry.number
        place = folder if stands else _kept(evidence, folder, digest, taken)
        receipt = None if place is None else evidence.receipts.get(inside(place, places.RECEIPT))
        runs.append(
            Run(
                line=entry.number,
                stage=_text(entry, "stage"),
                folder=folder,
                number=entry.details.get("run"),
                again=_text(entry, "again"),
                digest=digest,
                latest=stands,
                place=place,
                receipt=receipt,
                details=entry.details,
            )
        )
    return tuple(runs)


def single_result(evidence: Evidence) -> tuple[Run, ...]:
    """Return the one run whose result lies in a folder that is no procedure.

    It may have been made outside one, or be the copy of a result folder; then outputs have its name before theirs.
    """
    receipt, file = evidence.receipts.get(places.RECEIPT), evidence.files.get(places.RECEIPT)
    folders = {one.name.rpartition("/")[0] for one in receipt.outputs} if receipt else set()
    return (
        Run(
            line=0,
            stage=receipt.stage if receipt else "",
            folder=min(folders, default=""),
            number=1,
            again="",
            digest=file.sha256 if file else "",
            latest=True,
            place="",
            receipt=receipt,
            details={},
        ),
    )


def latest_of(runs: Sequence[Run], stage: str) -> Run | None:
    """Return the last run of a stage whose result stands."""
    return next((run for run in reversed(runs) if run.stage == stage and run.latest), None)


def waves_of(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the draws whose results stand, in the order of their waves; a single result is one wave."""
    drawn = [run for run in runs if run.stage == "draw" and run.latest]
    numbers = {places.wave_folder(number): number for number in range(1, len(drawn) + 1)}
    return tuple(sorted(drawn, key=lambda run: numbers.get(run.folder, len(numbers) + run.line)))


def last_writer(runs: Sequence[Run], name: str, before: int | None = None) -> tuple[Run, FileDigest] | None:
    """Return the last run that wrote a file under this name, and what it wrote.

    Parameters
    ----------
    runs
        In the order of the journal.
    name
        As receipts name it.
    before
        Line of the journal: only runs before it count.
    """
    for run in reversed(runs):
        if before is None or run.line < before:
            for one in run.wrote():
                if one.name == name:
                    return run, one
    return None


def _kept(evidence: Evidence, folder: str, digest: str, taken: set[str]) -> str | None:
    """Return where an earlier result is kept; results with equal receipts are told apart by order."""
    for place, file in evidence.files.items():
        kept = place.removesuffix(f"/{places.RECEIPT}")
        likely = place.startswith(f"{places.EARLIER}/{folder}-") and place.endswith(f"/{places.RECEIPT}")
        if likely and digest in (file.sha256, _withheld(evidence, place)) and kept not in taken:
            taken.add(kept)
            return kept
    return None


def _withheld(evidence: Evidence, place: str) -> str:
    receipt = evidence.receipts.get(place)
    return receipt.withheld if receipt else ""


def _text(entry: Entry, key: str) -> str:
    value = entry.details.get(key)
    return value if isinstance(value, str) else ""

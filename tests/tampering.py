"""Whatever is changed in what was published, the audit and verify.py find it, and neither ever breaks down.

``make tampering`` runs this file: it makes a tiny honest procedure, publishes it at both levels, and tries every
single byte of every file there, every line that is lost, doubled or exchanged, every file that is lost, emptied,
added or exchanged; then some thousand bytes of what the quick demo publishes. Each time both programs have to call it
a contradiction. It prints a table, and ends with 1 if anything was missed. Some minutes on a few processors.

The procedure folder itself and its single results follow with every tenth change (``--inner 1``: every one).
``ARGS="--stride 40"`` tries every fortieth change of what was published, ``ARGS="--only public"`` the folders whose
name contains the word, ``ARGS="--demo FOLDER"`` takes a demo that is there already. The tests walk through the same
changes, with long strides.
"""

import argparse
import contextlib
import hashlib
import importlib.util
import io
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from buergerforum.model import places
from buergerforum.model.audit import Verdict
from buergerforum.stages.audit import Further, run_audit, write_findings

if __name__ == "__main__":  # with its own folder on the path
    sys.path[0] = str(Path(__file__).parents[1])

from tests.stages import honest, publishing

VERIFY = Path(__file__).parents[1] / "src" / "buergerforum" / "data" / "verify.py"
UNREAD = ("quotas/dortmund", "quotas/stakeholder", "letters/de/", "letters/en/", ".lock", "private/salt.txt")
"""What lies in a procedure folder and no check follows from: templates, and the salt, which only publishing reads."""
NEVER_PARSED = ("verify.py", "README.txt")
"""Long files that are digested, never read; where both levels hold the same, each tries every other byte."""
LEVELS = ("public", "auditors")
"""The folders that are published."""
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a folder of their own is made in it
"""Where copies lie: in memory where there is such a place, since writing findings waits for the disk."""
CHUNK = 400
"""Changes that a process tries in one go."""


def load() -> ModuleType:
    """Return verify.py, which belongs to no package."""
    specification = importlib.util.spec_from_file_location("verify", VERIFY)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


verify = load()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that somebody did to a folder."""

    kind: str
    """In the words of the table."""
    place: str
    """The file."""
    number: int = 0
    """Byte or line, from 0."""
    other: str = ""
    """The file that it was exchanged with."""

    def __str__(self) -> str:
        return f"{self.kind}: {self.place} {self.number} {self.other}".rstrip()


@dataclass(frozen=True, slots=True)
class Folder:
    """An honest folder and what is known of it."""

    name: str
    """In the words of the table."""
    root: Path
    """Where it lies; it is never touched, only copies are."""
    fingerprint: str = ""
    """As it was published; blank: both programs have to do without."""
    notes: frozenset[str] = frozenset()
    """What no stage wrote. It may be changed for a later stage, so that a note of the audit is enough."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What lies there and something follows from."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A change that a program did not see, or that broke it down."""

    change: Change
    """What was done."""
    program: str
    """Who did not see it."""
    how: str
    """What it said instead."""


def folder_of(root: Path, name: str, fingerprint: str = "", notes: Iterable[str] = ()) -> Folder:
    """Look at a folder."""
    found = [(path.relative_to(root).as_posix(), path) for path in sorted(root.rglob("*")) if path.is_file()]
    files = {place: path.read_bytes() for place, path in found if not place.startswith(UNREAD)}
    return Folder(name, root, fingerprint, frozenset(notes), files)


def tiny(folder: Path) -> dict[str, Folder]:
    """Make the smallest honest procedure: what is published of it at both levels, itself, its single results.

    What is published has a manifest, so that it needs no fingerprint. The last line of a journal alone, or the receipt
    of a single result, is bound by nothing but the fingerprint.
    """
    made = publishing.make(folder, honest.TINY)
    root = made.home.root
    found = [folder_of(made.folder / level, level) for level in LEVELS]
    found.append(folder_of(root, "procedure", run_audit(root).fingerprint, ("forum.yaml", honest.QUOTAS)))
    for place in ("draw/wave-1", "lottery", "selection"):
        alone = Path(shutil.copytree(root / place, folder / "alone" / place))
        receipt = hashlib.sha256((alone / "receipt.json").read_bytes()).hexdigest()
        found.append(folder_of(alone, place, receipt))
    return {one.name: one for one in found}


def bytes_of(folder: Folder) -> Iterator[Change]:
    """Every single byte of every file."""
    for place, raw in folder.files.items():
        yield from (Change("byte changed", place, number) for number in range(len(raw)))


def lines_of(folder: Folder) -> Iterator[Change]:
    """Every file cut before each of its lines and one byte before its end; every line lost, doubled, or exchanged."""
    for place, raw in folder.files.items():
        lines = raw.splitlines(keepends=True)
        yield from (Change("file cut", place, number) for number in range(len(lines) + 1) if raw)
        yield from (Change("line lost", place, number) for number in range(len(lines)) if len(lines) > 1)
        yield from (Change("line doubled", place, number) for number in range(len(lines)))
        different = [number for number, (one, other) in enumerate(itertools.pairwise(lines)) if one != other]
        yield from (Change("lines exchanged", place, number) for number in different)


def files_of(folder: Folder) -> Iterator[Change]:
    """Every file lost, made a folder, or exchanged with each other one; a file more in every folder with results."""
    for place in folder.files:
        if not place.startswith("private/"):  # may be deleted when its time has come
            yield Change("file lost", place)
            yield Change("file made a folder", place)
    for place, other in itertools.combinations(folder.files, 2):
        if folder.files[place] != folder.files[other]:
            yield Change("files exchanged", place, other=other)
    rooms = {place.rpartition("/")[0] for place in folder.files if place.endswith("/receipt.json")}
    if folder.name in LEVELS:
        rooms.add("")
    for one in sorted(rooms):
        yield from (Change("file added", f"{one}/{name}".lstrip("/")) for name in ("panel-2.csv", "new/panel.csv"))


def changes(folder: Folder) -> Iterator[Change]:
    """Everything that is tried."""
    return itertools.chain(bytes_of(folder), lines_of(folder), files_of(folder))


def mask(place: str, number: int) -> int:
    """Return what a byte is changed by: never 0, and the same every time."""
    return 1 + hashlib.sha256(f"{place}:{number}".encode()).digest()[0] % 255


def contents(change: Change, files: Mapping[str, bytes]) -> dict[str, bytes | None]:
    """Return what the files hold afterwards; None: the file is gone."""
    place, n, raw = change.place, change.number, files.get(change.place, b"")
    if change.kind == "byte changed":
        return {place: raw[:n] + bytes([raw[n] ^ mask(place, n)]) + raw[n + 1 :]}
    if change.kind == "files exchanged":
        return {place: files[change.other], change.other: raw}
    if change.kind == "file added":
        return {place: b"id\nR01\n"}
    lines = raw.splitlines(keepends=True)
    made = {
        "file lost": None,
        "file made a folder": None,
        "file cut": b"".join(lines[:n]) if n < len(lines) else raw[:-1],
        "line lost": b"".join(lines[:n] + lines[n + 1 :]),
        "line doubled": b"".join(lines[: n + 1] + lines[n:]),
        "lines exchanged": b"".join(lines[:n] + lines[n : n + 2][::-1] + lines[n + 2 :]),
    }
    return {place: made[change.kind]}


@contextlib.contextmanager
def changed(change: Change, root: Path, files: Mapping[str, bytes]) -> Iterator[None]:
    """Do it, and make it good again."""
    after = contents(change, files)
    for place, raw in after.items():
        path = root / place
        if raw is None:
            path.unlink()
            if change.kind == "file made a folder":
                path.mkdir()
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(raw)
    yield
    for place in after:
        path = root / place
        if path.is_dir():
            path.rmdir()
        if place in files:
            path.write_bytes(files[place])
        else:
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()


def audit_sees(root: Path, fingerprint: str = "", *, note: bool = False) -> str:
    """Return how the audit judges a folder, blank if it finds what is wrong; its findings can be written, too."""
    audit = run_audit(root, further=Further(fingerprint=fingerprint))
    write_findings(root.with_name("findings.json"), audit)
    found = {one.verdict for one in audit.findings}
    return "" if Verdict.CONTRADICTION in found or (note and Verdict.NOTE in found) else audit.overall.value


def verify_sees(root: Path, fingerprint: str = "", *, note: bool = False) -> str:
    """Return how verify.py judges a folder, blank if it finds what is wrong."""
    said = io.TextIOWrapper(io.BytesIO(), "utf-8")  # as strict as a terminal can be
    with contextlib.redirect_stdout(said):
        code = verify.main([str(root), *(["--fingerprint", fingerprint] if fingerprint else [])])
    return "" if code == 5 or note else f"exit code {code}"


def programs(folder: Folder, change: Change | None = None) -> dict[str, Callable[..., str]]:
    """Return who judges a change: single results, what is private, and what lies beside results are for the audit."""
    every = {"forum audit": audit_sees, "verify.py": verify_sees}
    private = change and all(place.startswith("private/") for place in (change.place, change.other) if place)
    beside = change and change.kind == "file added" and places.MANIFEST not in folder.files
    return every if places.JOURNAL in folder.files and not private and not beside else {"forum audit": audit_sees}


def tried(folder: Folder, these: Sequence[Change]) -> list[Missed]:
    """Try changes on a copy of a folder, one after the other; return what was missed."""
    missed = []
    with tempfile.TemporaryDirectory(dir=MEMORY) as here:
        root = Path(shutil.copytree(folder.root, Path(here) / "copy"))
        for change in these:
            note = change.place in folder.notes and change.other in {"", *folder.notes}
            with changed(change, root, folder.files):
                for program, sees in programs(folder, change).items():
                    try:
                        how = sees(root, folder.fingerprint, note=note)
                    except Exception as broken:  # noqa: BLE001 - that no change breaks a program down is what is tried
                        how = f"{type(broken).__name__}: {broken}"
                    if how:
                        missed.append(Missed(change, program, how))
        damaged = [place for place, raw in folder.files.items() if (root / place).read_bytes() != raw]
        assert damaged == [], "every change was made good again"
    return missed


def honest_ones(folder: Folder) -> list[Missed]:
    """Return which program sees something wrong where nothing is."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as here:
        root = Path(shutil.copytree(folder.root, Path(here) / "copy"))
        wrong = [program for program, sees in programs(folder).items() if not sees(root, folder.fingerprint)]
    return [Missed(Change("nothing changed", ""), program, "a contradiction") for program in wrong]


def every_other(folders: Mapping[str, Folder], name: str, these: Iterable[Change]) -> Iterator[Change]:
    """Leave out half of the bytes of a long file that no program reads, where the other level tries them."""
    level = LEVELS.index(name) if name in LEVELS else None
    public, auditors = (folders[one].files for one in LEVELS)
    shared = [place for place in NEVER_PARSED if public.get(place) == auditors.get(place)]
    for one in these:
        if level is None or one.kind != "byte changed" or one.place not in shared or one.number % 2 == level:
            yield one


def demo(folder: Path, residents: int) -> None:
    """Make the quick demo."""
    command = [sys.executable, "-m", "buergerforum", "demo", str(folder), "--residents", str(residents)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def large(folder: Path, number: int) -> list[tuple[Folder, list[Change]]]:
    """Choose bytes of what a demo published, each byte of both levels with equal chance; alike every time."""
    folders = [folder_of(path, f"demo, {path.name}") for path in sorted((folder / "veroeffentlichung").iterdir())]
    every = [(one, place, len(raw)) for one in folders for place, raw in one.files.items()]
    ends = list(itertools.accumulate(size for _one, _place, size in every))
    chosen: dict[str, list[Change]] = {one.name: [] for one in folders}
    for at in sorted(random.Random(number).sample(range(ends[-1]), number)):
        n = next(n for n, end in enumerate(ends) if at < end)
        one, place, size = every[n]
        chosen[one.name].append(Change("byte changed", place, at - ends[n] + size))
    return [(one, chosen[one.name]) for one in folders]


def main(words: Sequence[str] | None = None) -> int:
    """Try everything, print the table, return the exit code."""
    asked = argparse.ArgumentParser(description="Change everything that was published; who finds it?")
    asked.add_argument("--only", default="", help="folders whose name contains this word")
    asked.add_argument("--stride", type=int, default=1, help="try every so-many-th change of what was published")
    asked.add_argument("--inner", type=int, default=10, help="and of the procedure and its single results")
    asked.add_argument("--bytes", type=int, default=2_000, help="bytes to try in what the demo published")
    asked.add_argument("--residents", type=int, default=20_000, help="of the demo")
    asked.add_argument("--demo", type=Path, help="a demo that is there already")
    options = asked.parse_args(words)
    with tempfile.TemporaryDirectory() as here:
        folders = tiny(Path(here) / "tiny")
        work = []
        for name, one in folders.items():
            stride = options.stride if name in LEVELS else options.inner
            work.append((one, [*every_other(folders, name, changes(one))][::stride]))
        if options.only in "demo, public, auditors":
            home = options.demo or Path(here) / "demo"
            if not options.demo:
                demo(home, options.residents)
            work += large(home, options.bytes)
        missed = report([(one, these) for one, these in work if options.only in one.name])
    return 1 if missed else 0


def report(work: Sequence[tuple[Folder, list[Change]]]) -> int:
    """Try changes on all processors, print a line for every folder and kind, and what was missed; return how much."""
    print(f"{'folder':<18} {'change':<18} {'tried':>7} {'files':>6}   not found by audit  by verify.py", flush=True)
    total = 0
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        running = []
        for folder, these in work:
            chunks = [these[at : at + CHUNK] for at in range(0, len(these), CHUNK)]
            first = processes.submit(honest_ones, folder)
            running.append([first, *(processes.submit(tried, folder, one) for one in chunks)])
        for (folder, these), futures in zip(work, running, strict=True):
            missed = [one for future in futures for one in future.result()]
            by = Counter((one.change.kind, one.program) for one in missed)
            for kind in ["nothing changed", *dict.fromkeys(one.kind for one in these)]:
                mine = [one for one in these if one.kind == kind]
                counts = f"{len(mine) or 1:>7,} {len({one.place for one in mine}):>6}"
                print(
                    f"{folder.name:<18} {kind:<18} {counts} {by[kind, 'forum audit']:>20} {by[kind, 'verify.py']:>13}"
                )
            for one in missed[:40]:
                print(f"  MISSED by {one.program}: {one.change}: {one.how[:200]}")
            print(end="", flush=True)
            total += len(missed)
    print(f"\n{sum(len(these) for _folder, these in work):,} changes, {total:,} missed.")
    return total


if __name__ == "__main__":
    sys.exit(main())

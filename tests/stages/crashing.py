"""What a stop, a refusal or a full disk leaves behind, tried at every step that a run makes on the file system.

Run as a program with the name of a trial, a scenario and an empty folder; prints one JSON object per step. Every step
is tried in a process of its own, forked from this one, which is therefore never the process of the tests.
"""

import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from errno import ENOSPC
from itertools import count
from pathlib import Path
from typing import IO, Any

from buergerforum.core.record.receipt import read_receipt
from buergerforum.errors import ForumError
from buergerforum.io.files import digest_file
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import write_csv
from buergerforum.model.record import Receipt
from buergerforum.stages.running import Destination, journal_of, record, running

KILLED = 9
FOLDER = "draw/wave-1"
CODES = "private/codes.csv"
EVENTS = {"open", "os.mkdir", "os.rename", "os.rmdir", "os.remove", "os.scandir", "os.listdir"}
_open = io.open


def run(destination: Destination, content: str) -> None:
    """Be a stage that writes two files of a result and a private one."""
    with running(destination) as staged:
        write_csv(staged.folder / "invitees.csv", ("id", "note"), [("p1", content)])
        (staged.folder / "more").mkdir()
        write_csv(staged.folder / "more" / "strata.csv", ("note",), [(content,)])
        if destination.procedure:
            write_csv(staged.also(CODES), ("id", "note"), [("p1", content)])
        staged.finish(Receipt("draw", {"content": content}, ()), {"content": content})


@dataclass(frozen=True, slots=True)
class State:
    """What is there, as far as others see it."""

    lines: int
    """Of the journal; 0 outside a procedure."""
    content: str
    """Of the result in its place: what all of its files say; "" where there is none, "?" where they contradict."""
    files: list[str]
    """Everything but locks, and what is staged."""
    staged: bool
    """Whether anything is staged."""


@dataclass(frozen=True, slots=True)
class Step:
    """What happened when a run met its trial at one step."""

    exit: int
    """0 done, 3 refused with a message, 9 killed, 1 a traceback."""
    hint: str
    """Of the message."""
    after: State
    """Right afterwards."""
    then: State
    """After the next command."""


def content_of(root: Path, folder: Path, *, inside: bool) -> str:
    """Return what a result says, if its receipt and all of its files agree."""
    if not folder.exists():
        return ""
    receipt = read_receipt((folder / "receipt.json").read_bytes(), "receipt.json")
    base = root if inside else folder
    there = [one for one in receipt.outputs if (base / one.name).exists()]
    found = tuple(digest_file(base / one.name, one.name) for one in there)
    return str(receipt.options["content"]) if found == receipt.outputs else "?"


class Place:
    """A folder to run in: a procedure, or any folder with a result beside it."""

    def __init__(self, root: Path, *, inside: bool) -> None:
        self.root = root
        self.inside = inside
        self.result = root / FOLDER if inside else root / "out"

    def destination(self, again: str = "") -> Destination:
        if self.inside:
            return Destination(Procedure(self.root), FOLDER, again=again)
        return Destination(None, FOLDER, self.result, again)

    def prepare(self, *, repeated: bool) -> None:
        self.root.mkdir(parents=True)
        if self.inside:
            (self.root / "forum.yaml").touch()
            record(Procedure(self.root), "new", {})
        if repeated:
            run(self.destination(), "old")

    def next_command(self) -> None:
        """Do what is done next; a result that is there must not be overwritten by it."""
        if self.inside:
            record(Procedure(self.root), "seal", {})
            return
        try:
            run(self.destination(), "next")
        except ForumError as error:
            if "holds a result already" not in error.message:
                raise

    def state(self) -> State:
        names = sorted(path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file())
        hidden = [name for name in names if name.startswith(".")]
        lines = len(journal_of(Procedure(self.root))) if self.inside else 0
        content = content_of(self.root, self.result, inside=self.inside)
        shown = [name for name in names if name not in hidden]
        return State(lines, content, shown, staged=any(not name.endswith(".lock") for name in hidden))


def tried(root: Path, work: Callable[[], None]) -> tuple[int, str, bool]:
    """Do the work in a process of its own: how it ended, the hint of its message, whether its trial came."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        code, hint = 1, ""
        try:
            work()
            code = 0
        except ForumError as error:
            code, hint = error.exit_code, error.hint
        except OSError:
            code = 3  # as the boundary of the command line says it
        finally:
            os.write(writing, hint.encode())
            os._exit(code)
    os.close(writing)
    with _open(reading, "rb") as pipe:
        hint = pipe.read().decode()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status, hint, (root.parent / "met").exists()


def at_step(root: Path, number: int, act: Callable[[], None], *, lasting: bool) -> None:
    """Act at the step with this number, or from there on: whenever a file or folder is touched or flushed."""
    steps_made = count(1)

    def step() -> None:
        made = next(steps_made)
        if made == number or (lasting and made > number):
            _met(root)
            act()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in EVENTS and str(arguments[0]).startswith(str(root)):
            step()

    def fsync(_file: int) -> None:
        step()

    os.fsync = fsync  # type: ignore[assignment]
    sys.addaudithook(hook)


def _met(root: Path) -> None:
    os.close(os.open(root.parent / "met", os.O_CREAT))


def at_byte(root: Path, number: int, act: Callable[[], None]) -> None:
    """Act when so many bytes have been written; what fits is written."""
    left = number

    class Metered(io.FileIO):
        def write(self, raw: Any) -> int:
            nonlocal left
            view = memoryview(raw).cast("B")
            if len(view) <= left:
                left -= len(view)
                return super().write(view) or 0
            fits, left = left, 0
            _met(root)
            if fits:
                super().write(view[:fits])
            if act is kill or not fits:
                act()
            return fits  # a full disk takes what fits, and refuses the next write

    def opened(file: Any, mode: str = "r", buffering: int = -1, *rest: Any, **named: Any) -> IO[Any]:
        if not set(mode) & set("wax+") or "opener" in named:  # the latter are temporary files elsewhere
            return _open(file, mode, buffering, *rest, **named)
        raw = Metered(file, mode.replace("b", "").replace("t", ""))
        if buffering == 0:
            return raw
        buffered = io.BufferedWriter(raw) if "+" not in mode else io.BufferedRandom(raw)
        if "b" in mode:
            return buffered
        encoding, errors, newline = (*rest, None, None, None)[:3]
        return io.TextIOWrapper(
            buffered, named.get("encoding", encoding), named.get("errors", errors), named.get("newline", newline)
        )

    io.open = opened  # type: ignore[assignment]


def kill() -> None:
    os._exit(KILLED)


def refuse() -> None:
    raise OSError(ENOSPC, os.strerror(ENOSPC))


TRIALS: dict[str, Callable[[Path, int], None]] = {
    "killed": lambda root, number: at_step(root, number, kill, lasting=False),
    "refused": lambda root, number: at_step(root, number, refuse, lasting=False),
    "refused for good": lambda root, number: at_step(root, number, refuse, lasting=True),
    "killed in writing": lambda root, number: at_byte(root, 47 * number, kill),
    "disk full": lambda root, number: at_byte(root, 47 * number, refuse),
}


def steps(trial: str, parent: Path, *, inside: bool, repeated: bool) -> Iterator[Step]:
    """Try one step after the other until the run ends before its trial comes."""
    base = parent / "base" / "root"
    Place(base, inside=inside).prepare(repeated=repeated)
    for number in count(1):
        place = Place(parent / str(number) / "root", inside=inside)
        shutil.copytree(base, place.root)

        def work(place: Place = place, number: int = number) -> None:
            TRIALS[trial](place.root, number)
            run(place.destination("reason" if repeated else ""), "new")

        code, hint, met = tried(place.root, work)
        after = place.state()
        place.next_command()
        yield Step(code, hint, after, place.state())
        shutil.rmtree(place.root.parent)
        if not met:
            return


if __name__ == "__main__":
    name, where, often, folder = sys.argv[1:]
    os.fsync = lambda fd: None  # noqa: ARG005 - nobody pulls the plug here
    for one in steps(name, Path(folder).resolve(), inside=where == "inside", repeated=often == "again"):
        print(json.dumps(asdict(one)))

"""The command line, called as a user calls it: in this process where that is enough, since another takes a second."""

import contextlib
import functools
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from buergerforum.cli import boundary
from buergerforum.cli.main import program


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    def figures(self) -> dict[str, str]:
        """Return names and figures of the tables without lines."""
        pairs = (line.split("   ", 1) for line in self.out.splitlines() if "   " in line and "│" not in line)
        return {name.strip(): figure.strip() for name, figure in pairs}


def forum(*words: object, cwd: Path | None = None) -> Answer:
    """Call ``forum`` in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _stream in range(2))
    line = [str(word) for word in words]
    command = functools.partial(program(line), line)
    hook = sys.excepthook
    code = 0
    try:
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            contextlib.chdir(cwd or Path.cwd()),
        ):
            boundary.run(command)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    finally:
        sys.excepthook = hook
    return Answer(code, *(_written(stream) for stream in (out, err)))


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


def command_line(*words: object) -> list[str]:
    """Return how a process of its own is started."""
    return [sys.executable, "-m", "buergerforum", *map(str, words)]


def process(*words: object, cwd: Path, **variables: str) -> Answer:
    """Call ``forum`` in a process of its own."""
    run = subprocess.run(
        command_line(*words),
        cwd=cwd,
        env={**os.environ, **variables},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    return Answer(run.returncode, run.stdout.decode(errors="replace"), run.stderr.decode(errors="replace"))


def bytes_below(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }

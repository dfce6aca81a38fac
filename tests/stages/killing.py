"""A merge that is killed at random moments: at a step on the file system, or in the middle of writing.

Run as a program with the number of trials and an empty folder; prints one JSON object per trial. Every trial runs in
a process of its own, forked from this one, on its own copy of the procedure.
"""

import json
import os
import random
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import files_below
from buergerforum.stages.judging import MergeOptions, plan_merge
from buergerforum.stages.merge import run_merge
from buergerforum.stages.running import journal_of
from buergerforum.stages.states import states_of
from tests.stages import crashing
from tests.stages.answering import make_procedure, web_row, write_paper, write_web
from tests.stages.reviewing import counts, fill_in

_STEPS, _BYTES = 140, 400
"""More than a merge makes, so that some trials end before their trial comes."""


def merge(root: Path, folder: Path) -> None:
    """Merge a second file, and take in a decision at the same time."""
    files = (folder / "second.csv", folder / "paper.xlsx")
    home = Procedure(root)
    run_merge(plan_merge(home, MergeOptions(files, review=folder / "review.xlsx"), None, ""))


def prepare(folder: Path) -> Path:
    """Make a procedure with one merge behind it, and what the next one takes in."""
    home = make_procedure(folder / "base")
    rows = [web_row("A1", birth_year="1958"), web_row("A3", 3, school="?")]
    first = write_web(folder / "first.csv", rows)
    run_merge(plan_merge(home, MergeOptions((first,)), None, ""))
    fill_in(home, folder / "review.xlsx", counts())
    write_web(folder / "second.csv", [*rows, web_row("A4", 4)])
    write_paper(folder / "paper.xlsx", ["A2", "A1"])
    return home.root


def state(root: Path) -> Mapping[str, object]:
    """Return everything that a merge is to change at once, or not at all."""
    home = Procedure(root)
    hidden = [path for path in root.rglob("*") if path.name.startswith(".") and not path.name.endswith(".lock")]
    files = {path.relative_to(root).as_posix(): path for path in files_below(root) if ".staging" not in path.parts}
    shown = {
        name: path.read_bytes().hex() if path.suffix == ".csv" else ""
        for name, path in files.items()
        if not name.endswith(".lock")
    }
    return {
        "lines": len(journal_of(home)),
        "files": shown,
        "states": {person: one.state for person, one in states_of(home).items()},
        "staged": bool(hidden),
    }


def trial(base: Path, folder: Path, number: int) -> dict[str, object]:
    """Kill one merge, let the next command mend what it left, and compare."""
    chance = random.Random(number)
    root = folder / str(number) / "root"
    shutil.copytree(base, root)

    def work() -> None:
        if chance.random() < 0.5:
            crashing.at_step(root, chance.randint(1, _STEPS), crashing.kill, lasting=False)
        else:
            crashing.at_byte(root, 61 * chance.randint(1, _BYTES), crashing.kill)
        merge(root, folder)

    code, _hint, met = crashing.tried(root, work)
    Procedure.find(root)
    found = dict(state(root))
    shutil.rmtree(root.parent)
    return {"code": code, "met": met, "state": found}


def main() -> None:
    """Print the state before and after an undisturbed merge, then every trial."""
    trials, where = int(sys.argv[1]), Path(sys.argv[2]).resolve()
    os.fsync = lambda fd: None  # noqa: ARG005 - nobody pulls the plug here
    base = prepare(where)
    whole = where / "whole"
    shutil.copytree(base, whole)
    merge(whole, where)
    print(json.dumps([state(base), state(whole)]))
    for number in range(trials):
        print(json.dumps(trial(base, where, number)))


if __name__ == "__main__":
    main()

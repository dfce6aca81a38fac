"""What the columns of an extract were taken for, before anything is done: for somebody to confirm."""

from collections.abc import Sequence
from dataclasses import dataclass

from buergerforum.core.frame.extract import MEANINGS
from buergerforum.core.frame.headings import find_headings
from buergerforum.errors import InputError, Problem
from buergerforum.io.tables import read_header
from buergerforum.stages.frame import FramePlan


@dataclass(frozen=True, slots=True)
class Guess:
    """A column whose meaning nobody has said."""

    file: str
    """Name of the file."""
    heading: str
    """Of the column."""
    meaning: str
    """What it is taken for."""


def guessed_columns(plan: FramePlan) -> tuple[Guess, ...]:
    """Return what was guessed, file by file; only the headings are read.

    Parameters
    ----------
    plan
        Of the frame.

    Raises
    ------
    InputError
        If a file cannot be read, or a column cannot be found.
    """
    named = plan.settings.extract.columns.model_dump()
    guesses: list[Guess] = []
    problems: list[Problem] = []
    for path in plan.raw:
        try:
            headings = find_headings(read_header(path), named, path.name)
        except InputError as error:
            problems += error.problems
            continue
        guesses += [Guess(path.name, headings.found[meaning], meaning) for meaning in headings.guessed]
    if problems:
        raise InputError(problems)
    return tuple(guesses)


def ready_block(guesses: Sequence[Guess]) -> str:
    """Return the lines that say in ``forum.yaml`` what was guessed; meanings differ in no two files of one extract.

    Examples
    --------
    >>> print(ready_block([Guess("a.csv", "Geb. Datum", "birth_date")]))
    extract:
      columns:
        birth_date: "Geb. Datum"
    """
    heading = {guess.meaning: guess.heading for guess in reversed(guesses)}
    lines = [f"    {meaning}: {_quoted(heading[meaning])}" for meaning in MEANINGS if meaning in heading]
    return "\n".join(["extract:", "  columns:", *lines])


def _quoted(heading: str) -> str:
    """Return a heading as YAML takes it, whatever it holds."""
    escaped = heading.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'

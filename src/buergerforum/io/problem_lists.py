"""Lists of problems as workbooks: one line for every row concerned, for whoever has to mend them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from buergerforum.errors import Problem, Repeated
from buergerforum.io.workbooks import Sheet, write_workbook
from buergerforum.texts import _, number

_SCREENFUL = 20
MOST_LINES = 20_000
"""More are not mended one by one; a workbook with more opens slowly."""


def write_problems(path: Path, title: str, problems: Sequence[Problem]) -> None:
    """Write a workbook with all rows of all problems; at most :data:`MOST_LINES`, and then it says so.

    Parameters
    ----------
    path
        The file; an earlier one is replaced.
    title
        What is listed.
    problems
        In their order.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    header = (_("File"), _("Row"), _("Column"), _("What"), _("Found"), _("Expected"), _("What to do"))
    lines = [line for problem in problems for line in _lines(problem)]
    notes = [title]
    if len(lines) > MOST_LINES:
        said = _("Only the first {shown} of {all} lines.")
        notes.append(said.format(shown=number(MOST_LINES), all=number(len(lines))))
    write_workbook(path, [Sheet(_("To be looked at"), header, lines[:MOST_LINES], tuple(notes))])


def _lines(problem: Problem) -> Iterator[list[str | int | None]]:
    several = isinstance(problem, Repeated) and len(problem.rows) > 1
    rows: Sequence[int | None] = problem.rows if isinstance(problem, Repeated) and problem.rows else (problem.row,)
    found = "" if several else problem.found
    for row in rows:
        yield [problem.file, row, problem.column, problem.what, found, problem.expected, problem.remedy]


def needs_a_list(problems: Sequence[Problem]) -> bool:
    """Whether a message alone does not name every row."""
    return len(problems) > _SCREENFUL or any(isinstance(one, Repeated) and len(one.rows) > 1 for one in problems)

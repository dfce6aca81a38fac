"""What a command says on the terminal: results to standard output, everything else to standard error."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from buergerforum.errors import ForumError
from buergerforum.model.progress import Progress
from buergerforum.texts import _

_SHOWN = 20


def out() -> Console:
    """Return the console for results."""
    return Console(file=sys.stdout, highlight=False, soft_wrap=not sys.stdout.isatty())


def err() -> Console:
    """Return the console for messages."""
    return Console(file=sys.stderr, highlight=False, soft_wrap=not sys.stderr.isatty())


def say(text: str) -> None:
    """Say something that belongs to the result."""
    out().print(text, markup=False)


def say_notes(notes: Sequence[str]) -> None:
    """Say what was interpreted or deserves attention."""
    for note in notes:
        err().print(f"[yellow]![/yellow] {escape(note)}")


def say_figures(title: str, figures: Sequence[tuple[str, str]]) -> None:
    """Print a small table of names and figures."""
    table = Table(title=title, title_justify="left", show_header=False, box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column()
    table.add_column()
    for name, figure in figures:
        table.add_row(escape(name), escape(figure))
    out().print(table)


def say_table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; the first column is text, the others are aligned to the right where they are figures."""
    table = Table(title=title, title_justify="left")
    for place, heading in enumerate(header):
        figures = bool(rows) and all(
            row[place].replace(".", "").replace(",", "").strip("%- ").isdigit() for row in rows
        )
        table.add_column(escape(heading), justify="right" if figures else "left")
    for row in rows:
        table.add_row(*map(escape, row))
    out().print(table)


def say_error(error: ForumError) -> None:
    """Say what went wrong: at most a screenful, then how much more there is."""
    lines = error.message.split("\n")
    console = err()
    for line in lines[:_SHOWN]:
        console.print(f"[red]✗[/red] {escape(line)}")
    if len(lines) > _SHOWN:
        console.print(_("… and {number} more.").format(number=len(lines) - _SHOWN), markup=False)
    if error.hint:
        console.print(f"[cyan]→[/cyan] {escape(error.hint)}")


@contextmanager
def progress() -> Iterator[Progress]:
    """Show a progress line on a terminal while something takes longer; say nothing elsewhere."""
    console = err()
    if not console.is_terminal:
        from buergerforum.model.progress import silent

        yield silent
        return
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(what: str, done: int, total: int) -> None:
            bar.update(task, description=escape(what), completed=done, total=total or None)

        yield show

"""What a command says on the terminal: results to standard output, everything else to standard error.

Nothing is ever cut off: what does not fit into a line goes on in the next. Texts come from files and people, so they
are printed as they are, without markup, and without characters that steer a terminal.
"""

import codecs
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from textwrap import fill
from typing import TextIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from buergerforum.errors import ForumError
from buergerforum.model.progress import Progress
from buergerforum.texts import _

_SHOWN = 20
_GAP = "   "
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_PLAIN = str.maketrans({**dict(zip("“”„–−×✗✓●→", '"""--xx+*>', strict=True)), "…": "..."})
"""How a terminal or file that does not know these characters gets them."""


def _plainly(defect: UnicodeError) -> tuple[str, int]:
    """Replace what the encoding of the terminal does not know, instead of stopping in the middle of a message."""
    if not isinstance(defect, UnicodeEncodeError):
        raise defect
    unknown = defect.object[defect.start : defect.end].translate(_PLAIN)
    return "".join(character if character.isascii() else "?" for character in unknown), defect.end


codecs.register_error("plainly", _plainly)


class _Console(Console):
    """A console that leaves it to the boundary what becomes of a command to which nobody listens any more."""

    def on_broken_pipe(self) -> None:
        """Pass on that the reader is gone; Rich itself would end the command as if it had failed."""
        raise BrokenPipeError


def _console(stream: TextIO) -> Console:
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="plainly")
    return _Console(file=stream, highlight=False, emoji=False, soft_wrap=not stream.isatty())


def out() -> Console:
    """Return the console for results."""
    return _console(sys.stdout)


def err() -> Console:
    """Return the console for messages."""
    return _console(sys.stderr)


def _text(text: str) -> Text:
    return Text(_STEERING.sub("\N{REPLACEMENT CHARACTER}", text.replace("\t", " ")))


def _broken(text: str, console: Console, indent: int = 0) -> Text:
    """Return a text with its lines broken between words, on a terminal; elsewhere it is left as it is."""
    if console.soft_wrap:
        return _text(text)
    lines = text.split("\n")
    for place, line in enumerate(lines):
        begins = indent + len(line) - len(line.lstrip())
        lines[place] = fill(
            " " * indent + line,
            console.width,
            subsequent_indent=" " * begins,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return _text("\n".join(lines)[indent:])


def say(text: str) -> None:
    """Say something that belongs to the result; on a terminal, lines are broken between words only."""
    console = out()
    console.print(_broken(text, console), soft_wrap=True)


def say_verbatim(text: str) -> None:
    """Say something that will be copied word for word: no line is broken."""
    out().print(_text(text), soft_wrap=True)


def say_notes(notes: Sequence[str]) -> None:
    """Say what was interpreted or deserves attention."""
    for note in notes:
        _say_marked("!", "yellow", note)


def _say_marked(mark: str, style: str, text: str) -> None:
    console = err()
    console.print(Text.assemble((mark, style), " ", _broken(text, console, indent=2)), soft_wrap=True)


def say_figures(title: str, figures: Sequence[tuple[str, str]]) -> None:
    """Print names and figures, one pair a line; long paths stay in one piece, so that they can be copied."""
    width = max((cell_len(name) for name, _figure in figures), default=0)
    console = out()
    console.print(Text.assemble((title, "italic")))
    for name, figure in figures:
        console.print(_text(f"{set_cell_size(name, width)}{_GAP}{figure}"), soft_wrap=True)


def say_table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; columns of figures are aligned to the right and stay whole, texts are broken where they must."""
    table = Table(title=title, title_justify="left")
    for place, heading in enumerate(header):
        figures = bool(rows) and all(_is_figure(row[place]) for row in rows)
        table.add_column(_text(heading), justify="right" if figures else "left", overflow="fold", no_wrap=figures)
    for row in rows:
        table.add_row(*map(_text, row))
    out().print(table)


def _is_figure(cell: str) -> bool:
    return cell.replace(".", "").replace(",", "").strip("%- ").isdigit()


def say_error(error: ForumError) -> None:
    """Say what went wrong: at most a screenful, then how much more there is."""
    lines = error.message.split("\n")
    for line in lines[:_SHOWN]:
        _say_marked("✗", "red", line)
    if len(lines) > _SHOWN:
        err().print(_text(_("… and {number} more.").format(number=len(lines) - _SHOWN)))
    if error.hint:
        _say_marked("→", "cyan", error.hint)


@contextmanager
def progress() -> Iterator[Progress]:
    """Show a progress line on a terminal while something takes longer; say nothing elsewhere."""
    if not sys.stderr.isatty():
        from buergerforum.model.progress import silent

        yield silent
        return
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=err(), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(what: str, done: int, total: int) -> None:
            bar.update(task, description=_text(what).plain, completed=done, total=total or None)

        yield show

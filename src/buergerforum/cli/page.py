"""The help page of a command: how to call it, what it does, what it can be told.

Typer's own pages speak English and change with its versions. These need no more of Typer than what was declared.
"""

from collections.abc import Iterator
from enum import Enum
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from buergerforum.cli.printing import out
from buergerforum.texts import _

if TYPE_CHECKING:
    from typer._click.core import Command, Context, Parameter

_WIDEST = 100
"""Columns; longer lines are hard to read."""
_LEFT = 30
"""Columns for the names of options; longer ones are broken."""


def help_page(command: "Command", ctx: "Context") -> str:
    """Return the help page of a command.

    Parameters
    ----------
    command
        The program, or one of its commands.
    ctx
        What the parser knows so far.
    """
    console = out()
    console.width = min(console.width, _WIDEST)
    with console.capture() as page:
        for block in _blocks(command, ctx):
            console.print(Text(), block, sep="\n", soft_wrap=False)
    return "\n".join(line.rstrip() for line in page.get().splitlines())


def usage(ctx: "Context") -> str:
    """Return how the command is called, with everything that it cannot do without."""
    if hasattr(ctx.command, "commands"):
        return f"{ctx.command_path} {_('COMMAND')} {_('[OPTIONS]')}"
    needed, further = [], []
    for param in ctx.command.params:
        if param.param_type_name == "argument":
            further.append(label(ctx, param) if param.required else f"[{label(ctx, param)}]")
        elif param.required:
            needed.append(f"{param.opts[0]} {label(ctx, param)}")
    return " ".join([ctx.command_path, *needed, *further, _("[OPTIONS]")])


def label(ctx: "Context", param: "Parameter") -> str:
    """Return what stands for the value of an argument or option; blank where it takes none."""
    kind, _info = declared(ctx, param)
    if param.metavar or kind is bool:
        return param.metavar or ""
    return "|".join(choices(kind)) or (_("NUMBER") if kind is int else _("TEXT"))


def choices(kind: type) -> list[str]:
    """Return the values that may be chosen from; none where it is no choice."""
    return [str(one.value) for one in kind] if issubclass(kind, Enum) else []


def declared(ctx: "Context", param: "Parameter") -> tuple[type, Any]:
    """Return the type of a value, and what else its ``typer.Option`` says of it, such as a minimum."""
    hints = get_type_hints(ctx.command.callback, include_extras=True) if ctx.command.callback else {}
    if param.name not in hints:  # --help
        return bool, None
    plain, info = get_args(hints[param.name])[:2]
    kinds = [kind for kind in get_args(plain) if kind is not NoneType]
    return (kinds[0] if kinds else plain), info


def _blocks(command: "Command", ctx: "Context") -> Iterator[RenderableType]:
    """Make the parts of the page that have a blank line between them."""
    yield Text.assemble(_("Usage:"), " ", (usage(ctx), "bold"))
    yield from map(Text, (command.help or "").split("\n\n"))
    sections = _sections(command, ctx)
    left = min(_LEFT, max(len(name) for rows in sections.values() for name, _explanation in rows))
    for title, rows in sections.items():
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(width=left, style="cyan")
        grid.add_column(ratio=1)
        for row in rows:
            grid.add_row(*map(Text, row))
        yield Group(Text(title, "bold"), Padding(grid, (0, 0, 0, 2)))
    if command.epilog:
        yield Text(command.epilog)


def _sections(command: "Command", ctx: "Context") -> dict[str, list[tuple[str, str]]]:
    """Return by heading: the commands with the first paragraph of their help, then arguments and options."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for name, one in getattr(command, "commands", {}).items():
        sections.setdefault(one.rich_help_panel, []).append((name, one.help.split("\n\n")[0]))
    for param in command.get_params(ctx):
        title = _("Arguments") if param.param_type_name == "argument" else _("Options")
        sections.setdefault(title, []).append(_row(ctx, param))
    return sections


def _row(ctx: "Context", param: "Parameter") -> tuple[str, str]:
    """Return the name of an argument or option, with what stands for its value, and its explanation."""
    explanation = [getattr(param, "help", None) or ""]
    if param.required:
        explanation.append(_("(required)"))
    elif param.default and not isinstance(param.default, bool):
        explanation.append(_("(by default {value})").format(value=param.default))
    names = "" if param.param_type_name == "argument" else ", ".join(sorted(param.opts, key=len, reverse=True))
    return f"{names} {label(ctx, param)}".strip(), " ".join(explanation)

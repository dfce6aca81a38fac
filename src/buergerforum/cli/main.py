"""``forum``: all commands in the order of the procedure, grouped by who uses them."""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer
from typer.core import TyperGroup

import buergerforum
from buergerforum.cli import boundary
from buergerforum.cli.parser import Command, Group
from buergerforum.texts import _

REGISTER_OFFICE = _("Meldebehörde (keeps names and addresses)")
DRAWING_OFFICE = _("Losstelle (sees only ids)")
AUDITORS = _("Prüfung (anybody)")

COMMANDS: dict[str, str] = {
    "frame": REGISTER_OFFICE,
    "letters": REGISTER_OFFICE,
    "new": DRAWING_OFFICE,
    "seal": DRAWING_OFFICE,
    "seed": DRAWING_OFFICE,
    "draw": DRAWING_OFFICE,
    "draw-towns": DRAWING_OFFICE,
    "merge": DRAWING_OFFICE,
    "record": DRAWING_OFFICE,
    "status": DRAWING_OFFICE,
    "quotas": DRAWING_OFFICE,
    "lottery": DRAWING_OFFICE,
    "ceremony": DRAWING_OFFICE,
    "select": DRAWING_OFFICE,
    "replace": DRAWING_OFFICE,
    "publish": DRAWING_OFFICE,
    "report": DRAWING_OFFICE,
    "purge": DRAWING_OFFICE,
    "check": AUDITORS,
    "audit": AUDITORS,
    "demo": AUDITORS,
}
"""In the order of the procedure: the name, which is that of its module, and who uses it."""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"buergerforum {buergerforum.__version__}")
        raise typer.Exit


def _forum(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_("Print the version and stop."))
    ] = False,
) -> None:
    """Hold the options of the program itself."""


def program(words: Sequence[str] = ()) -> TyperGroup:
    """Return ``forum`` with its commands in the order of the procedure, groups of commands among them.

    Parameters
    ----------
    words
        The command line. If it begins with a command, no other one is loaded: that takes longer than many of them need.
    """
    app = typer.Typer(
        name="forum",
        cls=Group,
        help=_("Draw, invite, select and audit a representative citizens' forum by lot."),
        epilog=_("A procedure begins with “forum new FOLDER”. “forum demo” shows all of it with an invented city."),
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback()(_forum)
    names = [name for name in words[:1] if name in COMMANDS] or list(COMMANDS)
    for name in names:
        module = import_module(f"buergerforum.cli.{name.replace('-', '_')}")
        if isinstance(group := getattr(module, "app", None), typer.Typer):
            app.add_typer(group, name=name, rich_help_panel=COMMANDS[name], help=module.HELP)
        else:
            app.command(name, cls=Command, rich_help_panel=COMMANDS[name], help=module.HELP)(module.command)
    made = typer.main.get_command(app)
    if not isinstance(made, TyperGroup):
        raise TypeError(made)
    made.commands = {name: made.commands[name] for name in names}
    return made


def main() -> None:
    """Run ``forum``."""
    # A register is millions of small lists and no cycles: looking for them every 700 lists costs a third of the time.
    gc.set_threshold(200_000, 20, 100)
    # The products of matrices here are small: where the processors are busy, sharing one out takes ten times as long.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    boundary.run(program(sys.argv[1:]))


if __name__ == "__main__":
    main()

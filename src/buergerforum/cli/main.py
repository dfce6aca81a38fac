"""``forum``: all commands in the order of the procedure, grouped by who uses them."""

import gc
import os
from types import ModuleType
from typing import Annotated

import typer
from typer.core import TyperGroup

import buergerforum
from buergerforum.cli import (
    audit,
    boundary,
    ceremony,
    check,
    demo,
    draw,
    draw_towns,
    frame,
    letters,
    lottery,
    merge,
    new,
    publish,
    purge,
    quotas,
    record,
    replace,
    report,
    seal,
    seed,
    select,
    status,
)
from buergerforum.cli.parser import Command, Group
from buergerforum.texts import _

app = typer.Typer(
    name="forum",
    cls=Group,
    help=_("Draw, invite, select and audit a representative citizens' forum by lot."),
    epilog=_("A procedure begins with “forum new FOLDER”. “forum demo” shows all of it with an invented city."),
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

REGISTER_OFFICE = _("Meldebehörde (keeps names and addresses)")
DRAWING_OFFICE = _("Losstelle (sees only ids)")
AUDITORS = _("Prüfung (anybody)")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"buergerforum {buergerforum.__version__}")
        raise typer.Exit


@app.callback()
def forum(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_("Print the version and stop."))
    ] = False,
) -> None:
    """Hold the options of the program itself."""


COMMANDS: tuple[tuple[str, str, ModuleType], ...] = (
    ("frame", REGISTER_OFFICE, frame),
    ("letters", REGISTER_OFFICE, letters),
    ("new", DRAWING_OFFICE, new),
    ("seal", DRAWING_OFFICE, seal),
    ("seed", DRAWING_OFFICE, seed),
    ("draw", DRAWING_OFFICE, draw),
    ("draw-towns", DRAWING_OFFICE, draw_towns),
    ("merge", DRAWING_OFFICE, merge),
    ("record", DRAWING_OFFICE, record),
    ("status", DRAWING_OFFICE, status),
    ("quotas", DRAWING_OFFICE, quotas),
    ("lottery", DRAWING_OFFICE, lottery),
    ("ceremony", DRAWING_OFFICE, ceremony),
    ("select", DRAWING_OFFICE, select),
    ("replace", DRAWING_OFFICE, replace),
    ("publish", DRAWING_OFFICE, publish),
    ("report", DRAWING_OFFICE, report),
    ("purge", DRAWING_OFFICE, purge),
    ("check", AUDITORS, check),
    ("audit", AUDITORS, audit),
    ("demo", AUDITORS, demo),
)
"""In the order of the procedure: name, who uses it, and its module."""

for name, panel, module in COMMANDS:
    if isinstance(group := getattr(module, "app", None), typer.Typer):
        app.add_typer(group, name=name, rich_help_panel=panel, help=module.HELP)
    else:
        app.command(name, cls=Command, rich_help_panel=panel, help=module.HELP)(module.command)


def program() -> TyperGroup:
    """Return ``forum`` with its commands in the order of the procedure, groups of commands among them."""
    made = typer.main.get_command(app)
    if not isinstance(made, TyperGroup):
        raise TypeError(made)
    made.commands = {name: made.commands[name] for name, _panel, _module in COMMANDS}
    return made


def main() -> None:
    """Run ``forum``."""
    # A register is millions of small lists and no cycles: looking for them every 700 lists costs a third of the time.
    gc.set_threshold(200_000, 20, 100)
    # The products of matrices here are small: where the processors are busy, sharing one out takes ten times as long.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    boundary.run(program())


if __name__ == "__main__":
    main()

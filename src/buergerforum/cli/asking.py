"""Asking for a seed or a number: only on a terminal, in plain words; elsewhere its lack is an error."""

import sys

import typer

from buergerforum.core.chance.seed import Seed, read_seed
from buergerforum.errors import UsageError
from buergerforum.texts import _


def on_terminal() -> bool:
    """Whether somebody can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def agreed(question: str) -> bool:
    """Ask a question that is answered with yes or no; anything else is asked again."""
    while True:
        answer = str(typer.prompt(f"{question} ({_('yes')}/{_('no')})", err=True)).strip().casefold()
        if answer in {"y", "yes", "j", "ja"}:
            return True
        if answer in {"n", "no", "nein"}:
            return False


def seed_for(what: str, given: str | None) -> Seed:
    """Return the seed given, or ask for it.

    Parameters
    ----------
    what
        What it decides, for the question.
    given
        From the command line; None where it was not given.

    Raises
    ------
    UsageError
        If it is empty, or was not given and nobody can be asked.
    """
    if given is not None:
        return read_seed(given)
    if not on_terminal():
        raise UsageError(
            _("The seed is missing."),
            hint=_('Add --seed "TEXT" with the text that was drawn in public. There is no default.'),
        )
    typer.echo(
        _(
            "{what} is decided by a seed: a text that was drawn in public, for example lottery numbers or dice.\n"
            "Everybody who knows it can repeat the draw. Type it exactly as it was published."
        ).format(what=what),
        err=True,
    )
    return read_seed(typer.prompt(_("Seed"), err=True))


def lot_or_seed(seed: str | None, number: str | None) -> tuple[Seed | None, str | None]:
    """Return the seed or the number given, or ask for one of them.

    Raises
    ------
    UsageError
        If both were given, or neither and nobody can be asked.
    """
    if seed is not None and number is not None:
        raise UsageError(_("Give either --seed or --number, not both."))
    if number is not None:
        return None, number
    if seed is not None:
        return read_seed(seed), None
    if not on_terminal():
        raise UsageError(
            _("It is not decided which lot wins."),
            hint=_('Add --number N with the number that was drawn in public, or --seed "TEXT". There is no default.'),
        )
    typer.echo(
        _(
            "Which panel is seated is decided by the number of a lot that was drawn in public.\n"
            "Type the number; or leave it empty and type a seed instead."
        ),
        err=True,
    )
    drawn = typer.prompt(_("Number"), default="", show_default=False, err=True).strip()
    if drawn:
        return None, drawn
    return seed_for(_("The panel"), None), None

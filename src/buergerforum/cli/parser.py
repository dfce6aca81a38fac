"""The parser of the command line, in the reader's language.

Typer takes the command line apart. What it has to say about it is English, and differs from version to version;
so help pages are set in ``page.py``, and every mistake is found or said anew here.
"""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

import typer
from typer.core import TyperCommand, TyperGroup

from buergerforum.cli.page import choices, declared, help_page, label
from buergerforum.errors import Problem, UsageError
from buergerforum.texts import _

if TYPE_CHECKING:
    from typer._click.core import Context, Parameter
    from typer._click.formatting import HelpFormatter
    from typer.core import TyperOption

_NOTHING_TYPED = 2
"""Exit code."""
_ONLY_ONCE = {"seed", "number", "out", "procedure"}
"""Options that decide about chance, or about where a result goes."""
_ParserError: type[Exception] = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


class Command(TyperCommand):
    """A command whose help and mistakes are said in the reader's language."""

    allow_extra_args = True  # so that we see them, and say what is too much

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Take the command line apart.

        Raises
        ------
        UsageError
            If it cannot be understood.
        """
        words = list(args)
        try:
            rest = super().parse_args(ctx, args)
        except _ParserError as error:
            raise _mistake(ctx, error, words) from None
        if rest:
            raise _too_much(ctx, rest)
        if mistake := _twice(ctx, words) or _misfit(ctx, words):
            raise mistake
        return rest

    def get_help_option(self, ctx: "Context") -> "TyperOption | None":
        """Return the option that shows the help page."""
        return _explained(super().get_help_option(ctx))

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the help page."""
        formatter.write(help_page(self, ctx))


class Group(TyperGroup):
    """The program, whose help and mistakes are said in the reader's language."""

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Take the beginning of the command line apart, up to the name of the command.

        Raises
        ------
        UsageError
            If it cannot be understood.
        """
        if not args:
            typer.echo(ctx.get_help())
            raise typer.Exit(_NOTHING_TYPED)
        words = list(args)
        try:
            rest = super().parse_args(ctx, args)
        except _ParserError as error:
            raise _mistake(ctx, error, words) from None
        name = words[-len(rest) - 1]
        if name not in self.commands:
            raise UsageError(
                _("There is no command “{name}”.").format(name=name),
                hint=_similar(name, self.commands)
                or _("“{command} --help” lists all commands.").format(command=ctx.command_path),
            )
        return rest

    def get_help_option(self, ctx: "Context") -> "TyperOption | None":
        """Return the option that shows the help page."""
        return _explained(super().get_help_option(ctx))

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the help page."""
        formatter.write(help_page(self, ctx))


def _explained(option: "TyperOption | None") -> "TyperOption | None":
    if option is not None:
        option.help = _("Show this help and stop.")
    return option


def _mistake(ctx: "Context", error: Exception, words: list[str]) -> UsageError:
    """Say what the parser found wrong."""
    options = {name: param for param in ctx.command.params for name in param.opts}
    kind, name = type(error).__name__, getattr(error, "option_name", "")
    if kind == "NoSuchOption":
        return UsageError(
            _("There is no option {option}.").format(option=name), hint=_similar(name, options) or _more(ctx)
        )
    if kind == "BadOptionUsage" and name in options:
        if not label(ctx, options[name]):
            return UsageError(_("{option} takes no value.").format(option=name), hint=_more(ctx))
        return UsageError(
            _("The value after {option} is missing.").format(option=name), hint=_explanation(ctx, options[name])
        )
    if kind == "MissingParameter" and isinstance(error, typer.BadParameter) and error.param:
        return UsageError(
            _("{name} is missing.").format(name=_name(ctx, error.param)), hint=_explanation(ctx, error.param)
        )
    if kind == "BadParameter" and (misfit := _misfit(ctx, words)):
        return misfit
    return UsageError(_("The command was not understood."), hint=_more(ctx))


def _too_much(ctx: "Context", rest: list[str]) -> UsageError:
    advice = _('Texts with blanks need straight quotation marks: "4 7 2 9".')
    return UsageError(
        _("This is too much for the command: “{words}”.").format(words=" ".join(rest)), hint=f"{advice} {_more(ctx)}"
    )


def _twice(ctx: "Context", words: list[str]) -> UsageError | None:
    """Find what must not be given twice: Typer alone would take the last one, and say nothing."""
    given = Counter(param.name for param in ctx.command.make_parser(ctx).parse_args(args=list(words))[2])
    for param in ctx.command.params:
        if param.name in _ONLY_ONCE and given[param.name] > 1:
            return UsageError(_("{option} was given twice.").format(option=_name(ctx, param)), hint=_more(ctx))
    return None


def _misfit(ctx: "Context", words: list[str]) -> UsageError | None:
    """Find the first value that is not of the kind that is expected.

    Typer alone would read “2.000”, a German two thousand, as 2.
    """
    given = ctx.command.make_parser(ctx).parse_args(args=list(words))[0]
    for param in ctx.command.params:
        values = given.get(param.name)
        for found in values if isinstance(values, list) else [values]:
            if isinstance(found, str) and (expected := _unmet(ctx, param, found)):
                what = _("The value of {name} does not fit.").format(name=_name(ctx, param))
                return UsageError(
                    str(Problem(what, found=found, expected=expected)),
                    hint=_similar(found, choices(declared(ctx, param)[0])) or _more(ctx),
                )
    return None


def _unmet(ctx: "Context", param: "Parameter", found: str) -> str:
    """Return what is expected of a value; blank if it is met."""
    kind, info = declared(ctx, param)
    known = choices(kind)
    if known and found not in known:
        return _("one of {values}").format(values=", ".join(known))
    if kind is not int:
        return ""
    least, most = info.min or 0, info.max
    if re.fullmatch("[0-9]{1,15}", found) and least <= int(found) and (most is None or int(found) <= most):
        return ""
    if most is None:
        return _("a whole number, digits only, {minimum} or more").format(minimum=least)
    return _("a whole number, digits only, {minimum} to {maximum}").format(minimum=least, maximum=most)


def _similar(word: str, known: Iterable[str]) -> str:
    """Ask whether something similar was meant; blank where nothing is."""
    close = get_close_matches(word.lower(), tuple(known), n=1)
    return _("Did you mean “{word}”?").format(word=close[0]) if close else ""


def _name(ctx: "Context", param: "Parameter") -> str:
    return param.opts[0] if param.param_type_name == "option" else label(ctx, param)


def _explanation(ctx: "Context", param: "Parameter") -> str:
    return f"{getattr(param, 'help', None) or ''} {_more(ctx)}".strip()


def _more(ctx: "Context") -> str:
    return _("More: {command} --help").format(command=ctx.command_path)

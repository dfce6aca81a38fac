"""``forum check``."""

from pathlib import Path
from typing import Annotated

import typer

from buergerforum.cli.options import DistrictsOption, ProcedureOption, SpecialOption, home
from buergerforum.cli.printing import say, say_figures, say_notes
from buergerforum.errors import InputError, UsageError
from buergerforum.model.checking import FileKind
from buergerforum.texts import _, ngettext, number

HELP = _(
    "Check any file, without doing anything with it.\n\n"
    "Recognises what it is: an extract of the register, frame, key file, invitees, codes, answers, pool, quotas, "
    "settings, list of districts or special addresses, template, lottery, receipt, journal. Says everything that is "
    "wrong with it at once, with rows as the spreadsheet counts them, but never a name or an address. Inside a "
    "procedure folder its settings count. Exit code 3 if the file cannot be used."
)


def command(
    file: Annotated[Path, typer.Argument(metavar=_("FILE"), help=_("The file."))],
    kind: Annotated[
        FileKind | None, typer.Option("--as", metavar=_("KIND"), help=_("What it is, if it is not recognised."))
    ] = None,
    listing: Annotated[
        Path | None,
        typer.Option("--list", metavar=_("FILE"), help=_("Write a workbook (.xlsx) with all rows concerned.")),
    ] = None,
    quotas: Annotated[
        Path | None,
        typer.Option("--quotas", metavar=_("FILE"), help=_("Quotas for a pool; by default as forum.yaml says.")),
    ] = None,
    settings: Annotated[
        Path | None,
        typer.Option(
            "--settings", "--config", metavar=_("FILE"), help=_("The rules; by default forum.yaml of the procedure.")
        ),
    ] = None,
    districts: DistrictsOption = None,
    special_addresses: SpecialOption = None,
    procedure: ProcedureOption = None,
) -> None:
    from buergerforum.io.problem_lists import needs_a_list
    from buergerforum.stages.checking import CheckOptions, run_check

    if listing and listing.suffix.lower() != ".xlsx":
        raise UsageError(_("The list is a workbook."), hint=_("Let its name end in .xlsx: --list problems.xlsx"))
    options = CheckOptions(file, kind, settings, quotas, districts, special_addresses, listing)
    found = run_check(home(procedure, None), options)
    checked = found.checked
    title = _("{file}: {kind}").format(file=file.name, kind=found.kind.said)
    say_figures(title, checked.figures)
    say_notes([*checked.notes, *map(str, checked.attention)])
    if checked.problems:
        more = needs_a_list(checked.problems) and not listing
        hint = _("All rows as a workbook: add --list problems.xlsx") if more else ""
        raise InputError(checked.problems, hint=hint)
    if checked.attention:
        count = sum(len(getattr(one, "rows", ())) or 1 for one in checked.attention)
        told = ngettext(
            "It can be used; {number} row should be looked at.",
            "It can be used; {number} rows should be looked at.",
            count,
        )
        say(told.format(number=number(count)))
    else:
        say(_("It can be used."))

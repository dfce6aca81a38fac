"""``forum merge``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from buergerforum.cli.options import AgainOption, OutOption, ProcedureOption, home, needed, reason
from buergerforum.cli.printing import progress, say, say_figures, say_notes
from buergerforum.core.applications.reasons import reason_label
from buergerforum.model.applications import Reason
from buergerforum.texts import _, number

HELP = _(
    "Merge answers into the pool: match codes, apply the rules, set doubts aside.\n\n"
    "Takes exports of the web form and lists of paper answers, as CSV or XLSX, in any order and as often as you like; "
    "what was merged before stays merged. Writes pool.csv, review.csv (doubts for a person to decide), rejected.csv "
    "and receipt.json. Names and contacts are never taken over."
)


def command(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar=_("FILE…"), help=_("Answers: CSV or XLSX, a row per answer."))
    ] = None,
    invitees: Annotated[
        Path | None,
        typer.Option("--invitees", metavar=_("FILE"), help=_("Who was drawn; by default all waves of the procedure.")),
    ] = None,
    codes: Annotated[
        Path | None,
        typer.Option("--codes", metavar=_("FILE"), help=_("Code of every invitee; by default private/codes.csv.")),
    ] = None,
    settings: Annotated[
        Path | None,
        typer.Option("--settings", metavar=_("FILE"), help=_("The rules; by default forum.yaml of the procedure.")),
    ] = None,
    blank: Annotated[
        Path | None,
        typer.Option(
            "--blank", metavar=_("FILE.xlsx"), help=_("Only write an empty list for answers on paper and by phone.")
        ),
    ] = None,
    review: Annotated[
        Path | None,
        typer.Option("--review", metavar=_("FILE.xlsx"), help=_("Take in what was decided in the list for review.")),
    ] = None,
    addresses: Annotated[
        Path | None,
        typer.Option(
            "--addresses",
            metavar=_("FILE"),
            help=_("Only at the Meldebehörde: the key file, to look for the people of answers without a code."),
        ),
    ] = None,
    mapping: Annotated[
        bool,
        typer.Option("--mapping", help=_("Only show which column is taken for what, and change nothing.")),
    ] = False,
    out: OutOption = None,
    procedure: ProcedureOption = None,
    again: AgainOption = "",
) -> None:
    from buergerforum.stages.judging import MergeOptions, plan_merge
    from buergerforum.stages.merge import run_merge

    if blank is not None:
        _write_blank(blank, settings, procedure)
        return
    if mapping:
        _show_mapping(files or [], settings, procedure)
        return
    wishes = MergeOptions(tuple(files or ()), invitees, codes, settings, review, addresses)
    plan = plan_merge(home(procedure, out), wishes, out, reason(again))
    with progress() as show:
        report = run_merge(plan, show)
    say_notes(report.notes)
    some = (
        (_("Mistyped codes that could mean only one person"), report.mended),
        (_("New decisions from the list for review"), report.decisions),
    )
    figures = [
        (_("Files of answers so far"), number(report.sources)),
        (_("Answers in them"), number(report.answers)),
        (_("Rows that only repeat an answer of another file"), number(report.repeated)),
        *((title, number(count)) for title, count in some if count),
        (_("Pool"), number(report.pool)),
        *counted(_("For review"), report.review),
        *counted(_("Rejected"), report.rejected),
        (_("Result in"), plan.destination.final().as_posix()),
    ]
    say_figures(_("Merged") if report.changed else _("Nothing new: everything is as it was"), figures)


def _show_mapping(files: Sequence[Path], settings: Path | None, procedure: Path | None) -> None:
    from buergerforum.io.settings import read_settings
    from buergerforum.stages.mapping import show_mapping

    told = read_settings(settings or needed(procedure).settings_path)[0]
    for line in show_mapping(files, told):
        say(line)


def _write_blank(blank: Path, settings: Path | None, procedure: Path | None) -> None:
    from buergerforum.io.settings import read_settings
    from buergerforum.stages.blank import run_blank
    from buergerforum.stages.quotas import quotas_beside

    path = settings or needed(procedure).settings_path
    told = read_settings(path)[0]
    run_blank(blank, told, quotas_beside(path, told))
    say(_("Empty list written: {file}").format(file=blank.name))


def counted(title: str, reasons: Sequence[tuple[Reason, int]]) -> list[tuple[str, str]]:
    """Return a sum and, below it, what it is made of."""
    parts = [(f"  {reason_label(one)}", f"  {number(count)}") for one, count in reasons]
    return [(title, number(sum(count for _one, count in reasons))), *parts]

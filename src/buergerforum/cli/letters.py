"""``forum letters``: a command for every kind of letter, and the check of the templates."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from buergerforum.cli.options import AgainOption, OutOption, ProcedureOption, home, reason
from buergerforum.cli.parser import Command, Group
from buergerforum.cli.printing import progress, say, say_figures, say_notes
from buergerforum.core.letters.kinds import ENCLOSURES, LETTERS, MAILINGS
from buergerforum.errors import InputError
from buergerforum.model.letters import Kind
from buergerforum.texts import _

if TYPE_CHECKING:
    from buergerforum.stages.letters import LetterReport

HELP = _(
    "Print letters: invitations, reminders, acceptances, rejections and more.\n\n"
    "Who gets a letter follows from the procedure, so that nobody gets a wrong one. Names and addresses come from the "
    "key file of the Meldebehörde. The PDFs, in batches by postcode, go into the folder “private”; the invitation also "
    "gives out the personal codes. If one letter cannot be printed, none is."
)
MAILED = _("Letters to people")
ENCLOSED = _("Sheets to be enclosed, printed once for all")
CHECKED = _("Before and after posting")

AddressesOption = Annotated[
    Path | None,
    typer.Option("--addresses", metavar=_("FILE"), help=_("The key file with names and addresses.")),
]
SettingsOption = Annotated[
    Path | None,
    typer.Option("--settings", metavar=_("FILE"), help=_("What the letters say; by default forum.yaml.")),
]

PreviewOption = Annotated[
    bool, typer.Option("--preview", help=_("Only write one PDF, to an invented person; nothing is recorded."))
]
PeopleOption = Annotated[
    Path | None,
    typer.Option("--people", metavar=_("FILE"), help=_("Without a procedure: a table with the ids of recipients.")),
]
CodesOption = Annotated[
    Path | None,
    typer.Option("--codes", metavar=_("FILE"), help=_("Without a procedure: the codes given out before.")),
]
BatchOption = Annotated[int, typer.Option("--batch", min=1, max=1000, help=_("Letters in one PDF."))]

app = typer.Typer(name="letters", cls=Group, add_completion=False)


def _mailing(kind: Kind) -> Callable[..., None]:
    """Return the command that makes the letters of a kind."""

    def command(
        addresses: AddressesOption = None,
        preview: PreviewOption = False,
        people: PeopleOption = None,
        codes: CodesOption = None,
        settings: SettingsOption = None,
        batch: BatchOption = 100,
        out: OutOption = None,
        procedure: ProcedureOption = None,
        again: AgainOption = "",
    ) -> None:
        from buergerforum.stages.letters import run_letters
        from buergerforum.stages.mailing import LetterOptions, plan_letters

        place = home(procedure, out)
        if preview:
            _preview(kind, settings, out, procedure)
            return
        options = LetterOptions(addresses, people, codes, settings, batch)
        plan = plan_letters(place, kind, options, out, reason(again))
        with progress() as show:
            report = run_letters(plan, progress=show)
        _say_report(report)

    return command


def _say_report(report: "LetterReport") -> None:
    say_notes(report.notes)
    figures = [
        (_("Letters"), str(report.letters)),
        (_("PDF files"), str(report.files)),
        (_("Pages"), str(report.pages)),
        (_("New personal codes"), str(report.codes)),
        (_("Result in"), report.folder.as_posix()),
    ]
    say_figures(_("Letters written"), figures)


def _enclosure(kind: Kind) -> Callable[..., None]:
    """Return the command that makes a sheet to be enclosed."""

    def command(
        settings: SettingsOption = None,
        out: OutOption = None,
        procedure: ProcedureOption = None,
    ) -> None:
        _preview(kind, settings, out, procedure)

    return command


def _preview(kind: Kind, settings: Path | None, out: Path | None, procedure: Path | None) -> None:
    from buergerforum.stages.letters import preview_letter

    written = preview_letter(home(procedure, out), kind, settings, out)
    say(_("Written: {file}").format(file=written.as_posix()))


CHECK_HELP = _(
    "Check all templates with invented people, before anything is printed.\n\n"
    "Found are values that do not exist, letters that are too long, addresses that do not fit, and what a letter of "
    "its kind must say and does not. Each is named with file and line. Nothing is recorded."
)


def check(
    addresses: Annotated[
        Path | None,
        typer.Option("--addresses", metavar=_("FILE"), help=_("Also check all addresses of this key file.")),
    ] = None,
    settings: SettingsOption = None,
    procedure: ProcedureOption = None,
) -> None:
    from buergerforum.stages.letter_check import run_letter_check

    place = home(procedure, None)
    with progress() as show:
        found = run_letter_check(place, settings, addresses, progress=show)
    if found.problems:
        raise InputError(found.problems, hint=_("Edit the templates in the folder “letters”, then check again."))
    figures = [
        (_("Templates"), str(found.templates)),
        (_("Letters to invented people"), str(found.letters)),
        (_("Addresses"), str(found.addresses)),
    ]
    say_figures(_("Everything can be printed"), figures)


for _kind in MAILINGS:
    _help = _("{title}: {whom}.").format(title=LETTERS[_kind].title(), whom=LETTERS[_kind].whom())
    app.command(_kind.value, cls=Command, rich_help_panel=MAILED, help=_help)(_mailing(_kind))
for _kind in ENCLOSURES:
    _help = _("{title}, {whom}.").format(title=LETTERS[_kind].title(), whom=LETTERS[_kind].whom())
    app.command(_kind.value, cls=Command, rich_help_panel=ENCLOSED, help=_help)(_enclosure(_kind))
app.command("check", cls=Command, rich_help_panel=CHECKED, help=CHECK_HELP)(check)

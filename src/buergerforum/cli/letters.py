"""``forum letters``: a command for every kind of letter, and the check of the templates."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from buergerforum.cli.options import AgainOption, OutOption, ProcedureOption, home, needed, reason
from buergerforum.cli.parser import Command, Group
from buergerforum.cli.printing import progress, say, say_figures, say_notes
from buergerforum.core.letters.kinds import ENCLOSURES, LETTERS, MAILINGS
from buergerforum.errors import InputError
from buergerforum.model.letters import Kind, Output
from buergerforum.texts import _

if TYPE_CHECKING:
    from buergerforum.stages.mailing import LetterPlan

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

SuppressionOption = Annotated[
    Path | None,
    typer.Option(
        "--suppression",
        metavar=_("FILE"),
        help=_("Who has died, moved or objected since: a list of the Meldebehörde (id, reason, as_of)."),
    ),
]
StaleOption = Annotated[
    str,
    typer.Option(
        "--stale",
        metavar=_("REASON"),
        help=_("Write to people although the register was last looked at long ago, and say why. It is recorded."),
    ),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help=_("Only say how many letters there would be; nothing is written."))
]
PreviewOption = Annotated[
    bool,
    typer.Option("--preview", help=_("Only write one letter to an invented person, as PDF and picture.")),
]
OutputOption = Annotated[
    list[Output],
    typer.Option(
        "--output",
        metavar=_("FORM"),
        help=_("batches, single, workbook, word or email; may be given several times. By default batches."),
    ),
]
WordOption = Annotated[
    Path | None,
    typer.Option("--word", metavar=_("FILE"), help=_("Word template (.docx) of your own for --output word.")),
]
BatchOption = Annotated[int, typer.Option("--batch", min=1, max=1000, help=_("Letters in one batch."))]
SkipOption = Annotated[
    bool, typer.Option("--skip-faulty", help=_("Leave out letters that cannot be made, and list them."))
]
PeopleOption = Annotated[
    Path | None,
    typer.Option("--people", metavar=_("FILE"), help=_("Without a procedure: a table with the ids of recipients.")),
]
CodesOption = Annotated[
    Path | None,
    typer.Option("--codes", metavar=_("FILE"), help=_("Without a procedure: the codes given out before.")),
]

app = typer.Typer(name="letters", cls=Group, add_completion=False)


def _mailing(kind: Kind) -> Callable[..., None]:
    """Return the command that makes the letters of a kind."""

    def command(
        addresses: AddressesOption = None,
        suppression: SuppressionOption = None,
        dry_run: DryRunOption = False,
        preview: PreviewOption = False,
        output: OutputOption = [],  # noqa: B006 - typer reads it and never changes it
        word: WordOption = None,
        batch: BatchOption = 500,
        skip_faulty: SkipOption = False,
        stale: StaleOption = "",
        people: PeopleOption = None,
        codes: CodesOption = None,
        settings: SettingsOption = None,
        out: OutOption = None,
        procedure: ProcedureOption = None,
        again: AgainOption = "",
    ) -> None:
        from buergerforum.stages.mailing import LetterOptions, plan_letters

        if preview:
            _preview(kind, settings, out, procedure)
            return
        wanted = tuple(dict.fromkeys(output)) or (Output.BATCHES,)
        options = LetterOptions(
            addresses, suppression, people, codes, settings, wanted, word, batch, skip_faulty, stale
        )
        _make(plan_letters(home(procedure, out), kind, options, out, reason(again)), dry_run=dry_run)

    return command


def _make(plan: "LetterPlan", *, dry_run: bool) -> None:
    """Make the letters, or count them, and say what came of it."""
    from buergerforum.stages.letters import notes_of, run_letters

    if dry_run:
        say_notes(notes_of(plan))
        say_figures(_("Letters that would be made"), [(_("Letters"), str(len(plan.to.ids)))])
        return
    with progress() as show:
        report = run_letters(plan, progress=show)
    say_notes(report.notes)
    figures = [
        (_("Letters"), str(report.letters)),
        (_("Documents"), str(report.files)),
        (_("Pages"), str(report.pages)),
        (_("New personal codes"), str(report.codes)),
        (_("Result in"), report.folder.as_posix()),
    ]
    if report.skipped:
        figures.insert(1, (_("Skipped"), str(len(report.skipped))))
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
    from buergerforum.stages.letter_preview import preview_letter

    written = preview_letter(home(procedure, out), kind, settings, out)
    for file in written:
        say(_("Written: {file}").format(file=file.as_posix()))


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


UNDELIVERABLE_HELP = _(
    "Record whose letter came back, and write the list for the Meldebehörde.\n\n"
    "Name people by the code on the letter, by id, or in a file with a column code or id. They get no reminder any "
    "more. The list in the folder “private” names all whose letters came back, so that the Meldebehörde can look into "
    "it (§ 6 BMG)."
)


def undeliverable(
    people: Annotated[list[str], typer.Argument(metavar=_("CODE…|FILE"), help=_("Codes or ids, or a file of them."))],
    initials: Annotated[
        str, typer.Option("--initials", metavar=_("INITIALS"), help=_("Of the person who records it."))
    ] = "",
    procedure: ProcedureOption = None,
) -> None:
    from buergerforum.stages.undeliverable import run_undeliverable

    report = run_undeliverable(needed(procedure), people, initials)
    figures = [
        (_("Letters that came back"), str(report.people)),
        (_("On the list for the Meldebehörde"), str(report.listed)),
        (_("Result in"), report.file.as_posix()),
    ]
    say_figures(_("Recorded"), figures)
    say_notes(report.notes)


for _kind in MAILINGS:
    _help = _("{title}: {whom}.").format(title=LETTERS[_kind].title(), whom=LETTERS[_kind].whom())
    app.command(_kind.value, cls=Command, rich_help_panel=MAILED, help=_help)(_mailing(_kind))
for _kind in ENCLOSURES:
    _help = _("{title}, {whom}.").format(title=LETTERS[_kind].title(), whom=LETTERS[_kind].whom())
    app.command(_kind.value, cls=Command, rich_help_panel=ENCLOSED, help=_help)(_enclosure(_kind))
app.command("check", cls=Command, rich_help_panel=CHECKED, help=CHECK_HELP)(check)
app.command("undeliverable", cls=Command, rich_help_panel=CHECKED, help=UNDELIVERABLE_HELP)(undeliverable)

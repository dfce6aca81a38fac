"""``forum audit``."""

from pathlib import Path
from typing import Annotated

import typer

from buergerforum.cli.printing import progress, say, say_table
from buergerforum.model.audit import Audit, Verdict
from buergerforum.texts import _, ngettext

HELP = _(
    "Check a whole procedure: nothing changed, nothing exchanged, every draw done again.\n\n"
    "FOLDER is a procedure folder or a single result; by default the folder you are in. Anybody with the files can do "
    "it; nothing is written into the folder. Ends with exit code 0 if nothing is contradicted, else 5."
)
CONTRADICTION = 5
"""Exit code."""


def command(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar=_("FOLDER"), help=_("What to check; by default the folder you are in."), show_default=False
        ),
    ] = None,
    findings: Annotated[
        Path | None,
        typer.Option("--json", metavar=_("FILE"), help=_("Also write all findings into this file, for programs.")),
    ] = None,
    solver: Annotated[
        bool,
        typer.Option("--solver", help=_("Also prove the cuts of the certificate anew, by an integer program each.")),
    ] = False,
    fingerprint: Annotated[
        str,
        typer.Option("--fingerprint", metavar="HEX", help=_("Also compare the fingerprint with this published one.")),
    ] = "",
    pdf: Annotated[
        Path | None,
        typer.Option("--pdf", metavar=_("FILE"), help=_("Also write a protocol of the audit into this file.")),
    ] = None,
    rerun: Annotated[
        bool, typer.Option("--rerun", help=_("Also do draw, lottery and selection once more and compare the bytes."))
    ] = False,
    draws: Annotated[
        int,
        typer.Option("--resample", min=0, metavar="N", help=_("Also draw N lots with other seeds, such as 10000.")),
    ] = 0,
) -> None:
    from buergerforum.stages.audit import Further, run_audit, write_findings

    with progress() as show:
        audit = run_audit(folder, show, Further(rerun, draws, solver, fingerprint))
    say_table(
        _("Audit"),
        (_("No."), _("Check"), _("Verdict"), _("Found")),
        [
            (one.number, one.title, called(one.verdict), detail(one.file, one.found, one.expected))
            for one in audit.findings
        ],
    )
    if audit.fingerprint:
        say(_("Fingerprint of the journal, to compare with the published one:"))
        say(audit.fingerprint)
    say("")
    say(verdict(audit))
    if findings:
        write_findings(findings, audit)
    if pdf:
        from buergerforum.stages.audit.protocol import write_audit_protocol

        rows = [
            (one.number, one.title, called(one.verdict)[2:], detail(one.file, one.found, "")) for one in audit.findings
        ]
        write_audit_protocol(pdf, audit, folder or Path.cwd(), rows, verdict(audit))
    if audit.overall is Verdict.CONTRADICTION:
        raise typer.Exit(CONTRADICTION)


def called(verdict_: Verdict) -> str:
    """Return a verdict as people read it."""
    return {
        Verdict.OK: _("✓ right"),
        Verdict.NOTE: _("! note"),
        Verdict.CONTRADICTION: _("✗ contradiction"),
        Verdict.NOT_CHECKED: _("– not checked"),
    }[verdict_]


def detail(file: str, found: str, expected: str) -> str:
    """Return where something was found, what, and what had to be there."""
    said = f"{file} – {found}" if file and found else file or found
    return _("{found}\nExpected: {expected}").format(found=said, expected=expected) if expected else said


def verdict(audit: Audit) -> str:
    """Return the whole verdict in one or two plain sentences."""
    notes, open_ = audit.count(Verdict.NOTE), audit.count(Verdict.NOT_CHECKED)
    if audit.overall is Verdict.CONTRADICTION:
        where = dict.fromkeys(one.number for one in audit.findings if one.verdict is Verdict.CONTRADICTION)
        return ngettext(
            "{number} contradiction was found ({checks}). Until it is explained, nobody should rely on this procedure.",
            "{number} contradictions were found ({checks}). Until they are explained, nobody should rely on this "
            "procedure.",
            audit.count(Verdict.CONTRADICTION),
        ).format(number=audit.count(Verdict.CONTRADICTION), checks=", ".join(where))
    if audit.overall is Verdict.NOT_CHECKED:
        return _("There is nothing to check yet.")
    said = [_("No contradiction: everything that could be checked is as the rules and the records say.")]
    if notes:
        said.append(
            ngettext("{number} note deserves attention.", "{number} notes deserve attention.", notes).format(
                number=notes
            )
        )
    if open_:
        said.append(
            ngettext(
                "{number} check could not be made (yet).", "{number} checks could not be made (yet).", open_
            ).format(number=open_)
        )
    return " ".join(said)

"""The protocol of an audit, as PDF/UA: every finding, the fingerprint, and what drawing again gave."""

from collections.abc import Sequence
from pathlib import Path

from buergerforum.io.clock import now
from buergerforum.io.documents import document_pdf
from buergerforum.io.files import write_bytes
from buergerforum.io.versions import versions
from buergerforum.model.audit import Audit, Verdict
from buergerforum.model.documents import Document, Figure, Grid, Heading, Part, Signatures, Verbatim, Words
from buergerforum.stages.purge_protocol import day_said
from buergerforum.texts import _, language


def write_audit_protocol(
    path: Path, audit: Audit, folder: Path, rows: Sequence[tuple[str, str, str, str]], verdict: str
) -> None:
    """Write the protocol.

    Parameters
    ----------
    path
        The PDF.
    audit
        All findings.
    folder
        What was audited.
    rows
        Number, check, verdict and what was found, as people read it.
    verdict
        The whole, in one or two sentences.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    today = now().date()
    parts: list[Part] = [Words(verdict, strong=True), Words(_("Audited on {day}.").format(day=day_said(today)))]
    if audit.fingerprint:
        parts.append(Verbatim(audit.fingerprint, _("Fingerprint of the journal, to compare with the published one:")))
    wrong = [one for one in audit.findings if one.verdict is Verdict.CONTRADICTION]
    if wrong:
        said = [(one.number, one.file, one.found, one.expected) for one in wrong]
        parts += [Heading(_("Contradictions")), Grid((_("No."), _("File"), _("Found"), _("Expected")), said)]
    header = (_("No."), _("Check"), _("Verdict"), _("Found"))
    parts += [Heading(_("All findings")), Grid(header, rows)]
    if audit.plot:
        alt = _("Every dot is a person: share of the draws against the chance as stated.")
        parts += [Heading(_("Drawn with other seeds")), Figure(audit.plot, alt, alt)]
    tools = ", ".join(f"{name} {version}" for name, version in versions("highspy").items())
    parts += [Words(_("Made with: {versions}").format(versions=tools)), Signatures([_("Name, signature")])]
    document = Document(_("Protocol of the audit"), folder.resolve().name, language(), today.isoformat(), parts)
    write_bytes(path, document_pdf(document))

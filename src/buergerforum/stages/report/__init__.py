"""``forum report``: the whole procedure for council and press, as a page and as PDF/UA."""

import dataclasses
from pathlib import Path

from buergerforum.errors import UsageError
from buergerforum.io.documents import document_pdf
from buergerforum.io.files import write_bytes
from buergerforum.io.pages import drawing, page
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.io.staging import make_folder
from buergerforum.model.documents import Document, Figure, Grid, Part
from buergerforum.stages.report.annex import annex
from buergerforum.stages.report.chances import chances
from buergerforum.stages.report.composition import composition
from buergerforum.stages.report.course import course, summary
from buergerforum.stages.report.replaced import replaced
from buergerforum.stages.report.sources import Sources, read_sources
from buergerforum.texts import _, speaking

DEFAULT = "report/report"
"""Place of both files in the procedure, without their endings."""


def run_report(procedure: Procedure, base: Path) -> tuple[Path, Path]:
    """Write the report.

    Parameters
    ----------
    procedure
        As far as it is.
    base
        Path without an ending.

    Returns
    -------
    tuple of Path
        The page, the PDF.

    Raises
    ------
    UsageError
        If there is nothing to report yet.
    InputError
        If a result is damaged.
    """
    sources = read_sources(procedure)
    if sources.draw is None and sources.lottery is None:
        raise UsageError(_("There is nothing to report yet."), hint=_("Draw first; “forum status” says more."))
    settings = read_settings(procedure.settings_path)[0]
    with speaking(settings.language):
        document = Document(
            title=_("Report on the draw by lot"),
            subtitle=f"{settings.name}, {settings.city}",
            language=settings.language,
            date=sources.journal[-1].time[:10],
            parts=_parts(sources),
        )
    html, pdf = base.with_name(f"{base.name}.html"), base.with_name(f"{base.name}.pdf")
    make_folder(base.parent)
    write_bytes(html, report_page(document))
    write_bytes(pdf, document_pdf(document))
    return html, pdf


def _parts(sources: Sources) -> list[Part]:
    story = [*summary(sources), *course(sources), *composition(sources), *chances(sources)]
    return [*story, *replaced(sources), *annex(sources)]


def report_page(document: Document) -> bytes:
    """Return a document as a page of its own."""
    parts = [(type(part).__name__, _prepared(part)) for part in document.parts]
    return page("report.html.j2", {"language": document.language, "document": document, "parts": parts})


def _prepared(part: Part) -> object:
    if isinstance(part, Figure):
        return {field.name: getattr(part, field.name) for field in dataclasses.fields(part)} | {
            "svg": drawing(part.svg)
        }
    if isinstance(part, Grid):
        figures = [all(_figure(row[place]) for row in part.rows) for place in range(len(part.header))]
        return {field.name: getattr(part, field.name) for field in dataclasses.fields(part)} | {"figures": figures}
    return part


def _figure(cell: str) -> bool:
    return cell.strip("<>–- %").replace(".", "").replace(",", "").isdigit() or cell in ("", "–")

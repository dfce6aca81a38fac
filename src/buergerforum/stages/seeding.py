"""``forum seed`` inside a procedure: what was drawn in public is written down, once, before it decides."""

from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.chance.making import MadeSeed
from buergerforum.core.record.canonical import Json
from buergerforum.core.record.journal import Entry
from buergerforum.errors import UsageError
from buergerforum.io.documents import document_pdf, document_text
from buergerforum.io.files import write_bytes
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.model.seal import Sealed
from buergerforum.stages.running import append, journal_of, runs_of
from buergerforum.stages.seal_page import SeedProtocol, protocol_document, protocol_of, title_of, write_document
from buergerforum.stages.sealing import RESULT, seals_of
from buergerforum.texts import _, language, speaking


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was drawn in public."""

    seed: MadeSeed | None
    """A seed with its worth; None: a number was drawn."""
    number: str | None
    """The number of a lot, as it was read out."""
    date: str
    """Day of the source, ISO; blank: not said."""


def record_seed(procedure: Procedure, what: Sealed, outcome: Outcome, again: str = "") -> tuple[Path, Path]:
    """Write a seed or number into the journal, and its protocol beside the seal.

    Parameters
    ----------
    procedure
        Where it decides.
    what
        Which draw it decides.
    outcome
        What was drawn.
    again
        Why a second one is written down.

    Returns
    -------
    tuple of Path
        The protocol as text and as PDF.

    Raises
    ------
    UsageError
        If nothing was sealed yet, or a seed was written down or used before and no reason is given.
    """
    with procedure.locked():
        journal = journal_of(procedure)
        if not again:
            _refuse(journal, what)
        details: dict[str, Json] = {
            "what": what.value,
            "seed": outcome.seed.text if outcome.seed else None,
            "bits": outcome.seed.bits if outcome.seed else None,
            "number": outcome.number,
            "date": outcome.date or None,
            "again": again or None,
        }
        entry = append(procedure, "seed", details)
    seals = seals_of(journal, what)
    settings = read_settings(procedure.settings_path)[0]
    with speaking(settings.language):
        said = protocol_of(entry, seals[-1] if seals else None, what)
        document = protocol_document(said, title_of(settings), settings.language, entry.time[:10])
        return write_document(procedure, f"{what.value}-{_told(journal, what) + 1}-seed", document)


def write_protocol(path: Path, made: MadeSeed, title: str, date: str) -> None:
    """Write the protocol of a seed outside a procedure; a name that ends in .txt becomes plain text.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    said = SeedProtocol(None, made.text, made.bits, date, "", "")
    document = protocol_document(said, title, language(), date or "2000-01-01")
    raw = document_text(document).encode() if path.suffix.lower() == ".txt" else document_pdf(document)
    write_bytes(path, raw)


def _told(journal: tuple[Entry, ...], what: Sealed) -> int:
    return sum(one.event == "seed" and one.details.get("what") == what.value for one in journal)


def _refuse(journal: tuple[Entry, ...], what: Sealed) -> None:
    if not seals_of(journal, what):
        raise UsageError(
            _("Nothing was sealed yet: a seed that is known before the seal proves nothing."),
            hint=_("Seal first and publish the seal: forum seal {what}.").format(what=what.value),
        )
    if _told(journal, what) or runs_of(journal, RESULT[what]):
        raise UsageError(
            _("A seed or number for this was written down or used before."),
            hint=_('The first one counts. If there has to be another, say why: --again "reason".'),
        )

"""The page that is published with a seal, and the protocol of a seed: text and PDF in the folder of the seals."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.record.canonical import Json
from buergerforum.core.record.journal import Entry
from buergerforum.io.documents import document_pdf, document_text
from buergerforum.io.files import write_bytes
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import Settings, read_settings
from buergerforum.io.staging import make_folder
from buergerforum.model import places
from buergerforum.model.documents import Document, Grid, Heading, Part, Points, QrCode, Signatures, Verbatim, Words
from buergerforum.model.seal import Sealed
from buergerforum.stages.running import journal_of
from buergerforum.stages.seal import Seal, as_seal
from buergerforum.stages.sealing import seals_of
from buergerforum.texts import _, moment, number, speaking


@dataclass(frozen=True, slots=True)
class SeedProtocol:
    """How a seed or number came about."""

    what: Sealed | None
    """Which draw it decides; None: it was not said."""
    text: str
    """The seed, or the number of the lot."""
    bits: int | None
    """Chance in it; None: a number from balls needs none, every lot is equally likely."""
    date: str
    """Day of its source, ISO; blank: not said."""
    rule: str
    """As published with the seal; blank: not known."""
    sealed: str
    """Digest of the seal before it; blank: not known."""


def write_seal_page(procedure: Procedure, what: Sealed) -> tuple[Path, Path]:
    """Write the page of the last seal of a draw, as text and as PDF.

    Returns
    -------
    tuple of Path
        The text, the PDF.
    """
    seals = seals_of(journal_of(procedure), what)
    seal = as_seal(seals[-1])
    settings = read_settings(procedure.settings_path)[0]
    with speaking(settings.language):
        return write_document(procedure, f"{what.value}-{len(seals)}", seal_document(seal, settings))


def write_document(procedure: Procedure, name: str, document: Document) -> tuple[Path, Path]:
    """Write a document into the folder of the seals, as text and as PDF."""
    folder = procedure.path(places.SEALS)
    make_folder(folder)
    text, pdf = folder / f"{name}.txt", folder / f"{name}.pdf"
    write_bytes(text, document_text(document).encode())
    write_bytes(pdf, document_pdf(document))
    return text, pdf


def title_of(settings: Settings) -> str:
    """Return name and city of a procedure."""
    return f"{settings.name}, {settings.city}"


def seal_document(seal: Seal, settings: Settings) -> Document:
    """Return the page of a seal, in the language spoken."""
    result, title = {
        Sealed.DRAW: (_("The invitees"), _("Seal of the draw of invitees")),
        Sealed.TOWNS: (_("The towns"), _("Seal of the draw of towns")),
        Sealed.SELECTION: (_("The panel"), _("Seal of the selection of the panel")),
    }[seal.what]
    follows = _("{who} will follow from the files and choices listed here, and from chance that nobody knows yet.")
    parts: list[Part] = [
        Words(_("Sealed on {time}.").format(time=moment(seal.time))),
        Verbatim(seal.digest, _("The seal (SHA-256)")),
        QrCode(seal.digest, _("QR code of the seal: the 64 digits above")),
        Heading(_("What it means")),
        Words(follows.format(who=result)),
        Words(_("The seal is the fingerprint of all of it. Whoever keeps these 64 digits will notice any change.")),
        Heading(_("How chance will come about")),
        Words(seal.rule or _("It was not said with the seal how the seed will come about."), strong=bool(seal.rule)),
        Words(_("It is drawn in public after this page was published; until then nobody can know the result.")),
        Heading(_("What is sealed")),
        Grid((_("File"), _("Bytes"), "SHA-256"), [(one.name, number(one.size), one.sha256) for one in seal.files]),
        Grid((_("Choice"), _("Value")), _choices(seal.options)),
        Heading(_("How to check it")),
        Points(
            [
                _("The digest of each file is what the program sha256sum prints for it."),
                _(
                    "The seal is the SHA-256 of the list of these files and choices, written as the specification says "
                    "(docs/specification.md, section 8)."
                ),
                _("Line {line} of the journal records the seal; its SHA-256 is {digest}.").format(
                    line=seal.line, digest=seal.fingerprint
                ),
            ]
        ),
    ]
    return Document(title, title_of(settings), settings.language, seal.time[:10], parts)


def _choices(options: Mapping[str, Json]) -> list[tuple[str, str]]:
    return [(name, json.dumps(value, ensure_ascii=False)) for name, value in sorted(options.items())]


def protocol_of(entry: Entry, seal: Entry | None, what: Sealed) -> SeedProtocol:
    """Return what the journal says about a seed or number and the seal before it."""
    details, bits = entry.details, entry.details.get("bits")
    return SeedProtocol(
        what=what,
        text=str(details.get("seed") or details.get("number")),
        bits=bits if isinstance(bits, int) else None,
        date=str(details.get("date") or ""),
        rule=str(seal.details.get("rule") or "") if seal else "",
        sealed=str(seal.details.get("digest")) if seal else "",
    )


def protocol_document(protocol: SeedProtocol, subtitle: str, language: str, date: str) -> Document:
    """Return the protocol of a seed or number, to be signed by two people, in the language spoken."""
    name = _("The number of the lot, word for word") if protocol.bits is None else _("The seed, word for word")
    parts: list[Part] = [Verbatim(protocol.text, name)]
    if protocol.bits is not None:
        parts.append(
            Words(_("Chance in it: {bits} bits (what people choose is not counted).").format(bits=protocol.bits))
        )
    if protocol.sealed:
        parts += [Heading(_("The seal before it")), Verbatim(protocol.sealed, _("The seal (SHA-256)"))]
        parts.append(Words(protocol.rule or _("It was not said with the seal how the seed will come about.")))
    source = _("The source carries the date {date}.").format(date=protocol.date) if protocol.date else ""
    parts += [
        Heading(_("What we saw")),
        Points(
            [
                *([source] if source else []),
                _("The seal had been published before; a copy of it was at hand."),
                _("The dice, balls or numbers were drawn in public, once, and written down as they came."),
                _("Nothing was repeated. If anything was, it is noted here: ______________________________"),
            ]
        ),
        Words(_("Place and time: ______________________________")),
        Signatures([_("Name, signature"), _("Name, signature")]),
    ]
    titles = {
        Sealed.DRAW: _("Protocol: the seed of the draw of invitees"),
        Sealed.TOWNS: _("Protocol: the seed of the draw of towns"),
        Sealed.SELECTION: _("Protocol: how the panel was drawn"),
        None: _("Protocol of a seed"),
    }
    return Document(titles[protocol.what], subtitle, language, date, parts)

import io
from typing import Any

import pypdf
import pytest

from buergerforum.errors import InputError
from buergerforum.io.documents import document_pdf, document_text
from buergerforum.model.documents import (
    Document,
    Figure,
    Grid,
    Heading,
    Part,
    Points,
    QrCode,
    Signatures,
    Verbatim,
    Words,
)

DIGEST = "75a14816358abfa61268203e079abd9702f908f645519b863e87f4724660c945"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><rect width="4" height="2"/></svg>'
PARTS: list[Part] = [
    Words("Ein Absatz über Straßen."),
    Verbatim(DIGEST, "Siegel"),
    QrCode(DIGEST, "QR-Code des Siegels"),
    Heading("Kapitel"),
    Points(["eins", "zwei"]),
    Grid(("Datei", "Bytes"), [("a.csv", "12"), ("b.csv", "3.400")], "Dateien"),
    Figure(SVG, "Ein schwarzes Rechteck", "Bild", "lottery.csv"),
    Signatures(["Name, Unterschrift", "Name, Unterschrift"]),
]
DOCUMENT = Document("Titel", "Bürger*innen-Forum", "de", "2026-09-01", PARTS)


def test_a_document_is_tagged_has_its_language_and_the_same_bytes_again() -> None:
    made = document_pdf(DOCUMENT)
    assert made == document_pdf(DOCUMENT)
    catalogue: Any = pypdf.PdfReader(io.BytesIO(made)).trailer["/Root"]
    assert (catalogue["/Lang"], bool(catalogue["/MarkInfo"]["/Marked"])) == ("de", True)
    text = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert "Ein Absatz über Straßen." in text
    assert DIGEST in "".join(text.split())


def test_plain_text_says_the_same() -> None:
    text = document_text(DOCUMENT)
    assert f"Siegel:\n    {DIGEST}\n" in text
    assert "Datei  Bytes\n-----  -----\na.csv  12\n" in text
    assert "[Ein schwarzes Rechteck]" in text
    assert text.count("____\nName, Unterschrift") == 2


def test_characters_without_a_shape_are_refused() -> None:
    strange = Document("Titel", "", "de", "2026-09-01", [Words("\U0001f3b2")])
    with pytest.raises(InputError, match="lacks these characters: U\\+1F3B2"):
        document_pdf(strange)


def test_nothing_is_read_as_a_program() -> None:
    text = '#panic("x") *no* $1$ @ref <label> \\ //'
    page = pypdf.PdfReader(io.BytesIO(document_pdf(Document(text, text, "en", "2026-09-01", [Words(text)])))).pages[0]
    assert page.extract_text().count('#panic("x") *no* $1$ @ref <label> \\ //') >= 3

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from buergerforum.errors import InputError
from buergerforum.io.typesetting import first_page, pages_in, typeset
from buergerforum.model.letters import (
    Answer,
    Block,
    Drawn,
    Grid,
    Heading,
    Letter,
    Listing,
    PageBreak,
    Paragraph,
    Part,
    Span,
    Stationery,
)

MILLIMETRE = 72 / 25.4
PAPER = Stationery(
    title="Einladung – Beispielforum",
    language="de",
    date="2026-08-28",
    head=("Stadt Beispiel", "Geschäftsstelle"),
    return_line="Stadt Beispiel · Musterplatz 1 · 44000 Beispiel",
    remarks=("Bei Umzug Anschriftenberichtigungskarte",),
    information=(("Telefon", "0231 555-0100"), ("Datum", "28. August 2026")),
    signature=("Alex Beispiel", "Leitung"),
    footer=("Stadt Beispiel\nGeschäftsstelle", "Musterplatz 1\n44000 Beispiel"),
    page_label="Seite {page} von {pages}",
    answer_title="Ihre Antwort",
    answer_code="Ihr persönlicher Code:",
    answer_alt="QR-Code zur Anmeldung",
)
ANSWER = Answer("forum.example/antwort", "https://forum.example/antwort?code=CDF-HJK-MNPR", "CDF-HJK-MNPR")
WEIRD = [
    "*",
    "**",
    "#include",
    "{{ name }}",
    "$x$",
    "<b>",
    "\\",
    "@Muster",
    "_a_",
    "`c`",
    "//",
    "~",
    "[a](b)",
    "'\"",
    "#",
]


def text(words: str) -> Paragraph:
    return Paragraph((Span(words),))


def letter(*body: Block, name: str = "Kim Muster", person: str = "P1") -> Letter:
    address = (f"Dr. {name}", "c/o Erfunden", "Beispielstraße 12a", "44137 Dortmund")
    return Letter(person, address, "Einladung zum Forum", (text(f"Guten Tag {name},"), *body), ANSWER)


def made(*letters: Letter, paper: Stationery = PAPER, limit: int = 2) -> bytes:
    (document,) = typeset([letters], paper, limit)
    return document


def read(*letters: Letter, **options: Any) -> PdfReader:
    return PdfReader(BytesIO(made(*letters, **options)))


def pieces(reader: PdfReader) -> list[tuple[float, float, str]]:
    """Return texts of the first page with the start of their baseline, in millimetres from the top left corner."""
    found: list[tuple[float, float, str]] = []

    def visit(words: str, outer: list[float], inner: list[float], *_font: object) -> None:
        if words.strip():
            x, y = inner[4] * outer[0] + outer[4], inner[5] * outer[3] + outer[5]
            found.append((x / MILLIMETRE, 297 - y / MILLIMETRE, words.strip()))

    reader.pages[0].extract_text(visitor_text=visit)
    return found


def lines(reader: PdfReader, page: int) -> list[tuple[float, float, float]]:
    """Return the left ends, heights and lengths of the fold and hole marks of a page."""
    moves: list[tuple[bytes, float, float]] = []

    def visit(operator: bytes, operands: Sequence[Any], matrix: list[float], _text: object) -> None:
        if operator in (b"m", b"l"):
            x, y = map(float, operands)
            x, y = x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]
            moves.append((operator, x / MILLIMETRE, 297 - y / MILLIMETRE))

    reader.pages[page].extract_text(visitor_operand_before=visit)
    pairs = pairwise(moves)
    return [(a[1], a[2], b[1] - a[1]) for a, b in pairs if (a[0], b[0]) == (b"m", b"l") and a[1] < 20]


def tags(node: Any) -> Iterator[Any]:
    """Yield the elements of the structure tree."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        one = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(one, dict) and "/S" in one:
            yield one
            yield from tags(one)


def test_the_same_letters_have_the_same_bytes() -> None:
    letters = [letter(Drawn(Part.ANSWER), person=f"P{number}", name=f"Kim {number}") for number in range(3)]
    assert made(*letters) == made(*letters)
    assert made(*letters) != made(*letters[::-1])


def test_what_the_compiler_remembers_of_earlier_letters_changes_nothing() -> None:
    def batch(first: int, *body: Block) -> list[Letter]:
        return [letter(*body, person=f"P{first + n}", name=f"Kim {first + n}") for n in range(3)]

    alike = (Heading((Span("Warum?"),), 2), text("Weil. " * 200), Drawn(Part.ANSWER), Drawn(Part.SIGNATURE))
    batches = [batch(0, *alike), batch(3, text("Vorweg."), *alike), batch(6, *alike), batch(9, *alike[::-1])]
    # Two processes remember every second batch each; this one remembers them in another order.
    one_after_the_other = list(typeset(batches, PAPER, 2))
    assert one_after_the_other == [made(*letters) for letters in batches[::-1]][::-1]
    assert len(set(one_after_the_other)) == len(batches)


def test_the_answer_box_of_a_list_is_that_of_the_person() -> None:
    inside = Listing(((text("Im Internet"), Drawn(Part.ANSWER)), (text("Am Telefon"),)))
    letters = [replace(letter(inside), answer=replace(ANSWER, code=code)) for code in ("CCC-CCC-CCCC", "DDD-DDD-DDDD")]
    pages = [page.extract_text() for page in read(*letters).pages[::2]]
    assert [[code in page for code in ("CCC-CCC-CCCC", "DDD-DDD-DDDD")] for page in pages] == [
        [True, False],
        [False, True],
    ]


def test_form_b_to_the_half_millimetre() -> None:
    reader = read(letter(text("Text. " * 400)), paper=replace(PAPER, head=("Stadt", "Amt")))
    found = pieces(reader)
    place = {words: (x, y) for x, y, words in found}
    width, height = float(reader.pages[0].mediabox.width), float(reader.pages[0].mediabox.height)
    assert [width / MILLIMETRE, height / MILLIMETRE] == pytest.approx([210, 297], abs=0.5)
    # Six lines of 4.23 mm below 62.7 mm; a baseline lies 2.8 mm below the upper edge of its line.
    for number, line in enumerate(letter().address):
        assert list(place[line]) == pytest.approx([25, 62.7 + 4.233 * number + 2.8], abs=0.5)
    assert place[PAPER.return_line][0] == pytest.approx(25, abs=0.5)
    assert 45 < place[PAPER.return_line][1] < place[PAPER.remarks[0]][1] < 62.7
    assert list(place["Telefon"]) == pytest.approx([125, 50 + 2.3], abs=0.5)
    # The subject begins at 98.46 mm; its capitals are 2.9 mm high.
    assert list(place["Einladung zum Forum"]) == pytest.approx([25, 98.46 + 2.9], abs=0.5)
    assert min(x for x, _y, _words in found) == pytest.approx(25, abs=0.5)
    inside = [words for x, y, words in found if 20 <= x <= 105 and 45 <= y <= 90]
    assert inside == [PAPER.return_line, *PAPER.remarks, *letter().address]


def test_fold_and_hole_marks_on_the_first_page_only() -> None:
    reader = read(letter(text("Text. " * 800)))
    assert lines(reader, 0) == [
        pytest.approx((4, 105, 5), abs=0.5),
        pytest.approx((4, 148.5, 7), abs=0.5),
        pytest.approx((4, 210, 5), abs=0.5),
    ]
    assert lines(reader, 1) == []


def test_each_letter_counts_its_own_pages_and_begins_on_a_new_sheet() -> None:
    reader = read(letter(person="P1"), letter(PageBreak(), text("Ende"), person="P2"), letter(person="P3"))
    labels = [re.findall(r"Seite \d von \d", page.extract_text()) for page in reader.pages]
    assert labels == [["Seite 1 von 1"], [], ["Seite 1 von 2"], ["Seite 2 von 2"], ["Seite 1 von 1"]]
    assert "Stadt Beispiel\nGeschäftsstelle" in reader.pages[3].extract_text()


def test_a_document_for_everybody_and_for_the_archive() -> None:
    reader = read(letter(Heading((Span("Warum?"),), 2), Drawn(Part.ANSWER), text("Weil.")))
    root: Any = reader.root_object
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata is not None
    assert reader.metadata.title == PAPER.title
    assert reader.metadata.creation_date_raw == "D:20260828000000Z"
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata


def test_headings_lists_tables_and_the_picture_are_tagged() -> None:
    table = Grid(((Span("Tag"),), (Span("Ort"),)), (((Span("Montag"),), (Span("Saal"),)),))
    listing = Listing(((text("eins"),), (text("zwei"),)), numbered=True)
    reader = read(letter(Heading((Span("Warum?"),), 2), listing, table, Drawn(Part.ANSWER)))
    found = list(tags(reader.root_object["/StructTreeRoot"]))
    kinds = [tag["/S"] for tag in found]
    assert kinds.count("/H1") == 1
    assert kinds.index("/H1") < kinds.index("/H2") < kinds.index("/L") < kinds.index("/Table") < kinds.index("/Figure")
    assert (kinds.count("/LI"), kinds.count("/TH"), kinds.count("/TD")) == (2, 2, 2)
    assert [tag["/Alt"] for tag in found if tag["/S"] == "/Figure"] == ["QR-Code zur Anmeldung"]


def test_only_our_fonts_are_used_and_all_are_embedded() -> None:
    reader = read(letter(Paragraph((Span("fett", strong=True),)), Paragraph((Span("العربية"),), "ar")))
    pages: list[Any] = list(reader.pages)
    fonts = [
        font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for page in pages
        for font in page["/Resources"]["/Font"].values()
    ]
    names = {re.sub(r"^/[A-Z]{6}\+", "", font["/FontName"]) for font in fonts}
    assert names == {"NotoSans-Regular", "NotoSans-Bold", "NotoSansArabic-Regular"}
    assert all({"/FontFile2", "/FontFile3"} & set(font) for font in fonts)


def test_names_are_printed_as_they_are() -> None:
    letters = [letter(name=name, person=f"P{number}") for number, name in enumerate(WEIRD)]
    reader = read(*letters)
    for name, page in zip(WEIRD, reader.pages[::2], strict=True):
        shown = page.extract_text().splitlines()
        assert f"Dr. {name}" in shown
        assert f"Guten Tag {name}," in shown


def test_letters_that_only_combining_marks_make_are_printed() -> None:
    clusters = ["A̋", "K̇", "C̆", "K͟h", "L̥̄", "S̛̄", "ạ̈", "Č̕", "Ğ", "İ", "Ș", "Ț", "ə", "ẞ"]
    shown = read(letter(name=" ".join(clusters))).pages[0].extract_text()
    # A reader of PDF may repeat a letter for its mark; none may be lost.
    assert [cluster for cluster in clusters if cluster not in shown] == []


def test_the_answer_box_holds_address_and_code_outside_the_window() -> None:
    found = pieces(read(letter(Drawn(Part.ANSWER))))
    place = {words: y for _x, y, words in found}
    assert place["forum.example/antwort"] > 98
    assert place["CDF-HJK-MNPR"] > 98
    assert [words for words, y in place.items() if "CDF" in words and y < 98] == []


def test_lines_and_telephone_numbers_keep_their_order() -> None:
    arabic = Paragraph((Span("يرجى الاتصال بنا: 0231 555-0100"),), "ar")
    shown = read(letter(text("eins\nzwei"), arabic, Drawn(Part.SIGNATURE))).pages[0].extract_text()
    assert "eins\nzwei" in shown
    assert "0231 555-0100" in shown.partition("zwei")[2].partition("Alex Beispiel")[0]
    assert "Alex Beispiel\nLeitung" in shown


def test_a_letter_that_is_too_long_is_named() -> None:
    with pytest.raises(InputError, match=r"^P2: the letter is too long\. Found: 3 pages\. Expected: at most 2 pages\."):
        made(letter(person="P1"), letter(PageBreak(), text("a"), PageBreak(), text("b"), person="P2"))


def test_all_letters_with_missing_characters_are_named_without_their_names() -> None:
    with pytest.raises(InputError) as caught:
        made(letter(person="P1"), letter(name="中 Muster", person="P2"), letter(name="🙂\x07", person="P3"))
    assert [problem.what for problem in caught.value.problems] == [
        "P2: The typeface lacks these characters: U+4E2D.",
        "P3: The typeface lacks these characters: U+0007, U+1F642.",
    ]


def test_batches_become_documents_in_their_order() -> None:
    batches = [[letter(name=f"Kim {number}{place}", person="P") for place in "ab"] for number in range(3)]
    documents = list(typeset(batches, PAPER, 2))
    assert [pages_in(document) for document in documents] == [3, 3, 3]
    for number, document in enumerate(documents):
        reader = PdfReader(BytesIO(document))
        assert len(reader.pages) == 3
        assert f"Kim {number}a" in reader.pages[0].extract_text()
    assert list(typeset([], PAPER, 2)) == []


def test_form_a_lies_eighteen_millimetres_higher() -> None:
    reader = read(letter(text("Text. " * 400)), paper=replace(PAPER, head=("Stadt", "Amt"), form="A"))
    place = {words: (x, y) for x, y, words in pieces(reader)}
    for number, line in enumerate(letter().address):
        assert list(place[line]) == pytest.approx([25, 44.7 + 4.233 * number + 2.8], abs=0.5)
    assert 27 < place[PAPER.return_line][1] < place[PAPER.remarks[0]][1] < 44.7
    assert list(place["Telefon"]) == pytest.approx([125, 32 + 2.3], abs=0.5)
    assert list(place["Einladung zum Forum"]) == pytest.approx([25, 80.46 + 2.9], abs=0.5)
    assert [mark[1] for mark in lines(reader, 0)] == pytest.approx([87, 130.5 + 18, 192], abs=0.5)
    assert [words for x, y, words in pieces(reader) if 20 <= x <= 105 and 27 <= y <= 72] == [
        PAPER.return_line,
        *PAPER.remarks,
        *letter().address,
    ]


def test_a_sheet_without_address_has_neither_window_nor_marks() -> None:
    reader = read(replace(letter(text("Text.")), address=()))
    shown = reader.pages[0].extract_text()
    assert PAPER.return_line not in shown
    assert "0231 555-0100" not in shown
    assert lines(reader, 0) == []
    place = {words: y for _x, y, words in pieces(reader)}
    assert place["Einladung zum Forum"] == pytest.approx(45 + 2.9, abs=0.5)


def test_printed_on_one_side_letters_follow_each_other_without_blank_pages() -> None:
    letters = [letter(person="P1"), letter(person="P2")]
    assert [len(read(*letters, paper=replace(PAPER, duplex=duplex)).pages) for duplex in (True, False)] == [3, 2]


def test_marks_for_the_inserting_machine_tell_the_last_sheet() -> None:
    long = replace(letter(PageBreak(), text("zwei"), PageBreak(), text("drei"), person="P1"), mark="001-0001")
    reader = read(long, replace(letter(person="P2"), mark="001-0002"), limit=3)

    def bars(page: int) -> list[float]:
        return [round(y) for x, y, length in lines(reader, page) if x == pytest.approx(7, abs=0.5) and length < 7.5]

    assert [bars(page) for page in range(5)] == [[225], [], [225, 231], [], [225, 231]]
    assert "001-0001 · 1/2" in reader.pages[0].extract_text()
    assert "001-0001 · 2/2" in reader.pages[2].extract_text()
    assert "001-0002 · 1/1" in reader.pages[4].extract_text()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" fill="#123456"/></svg>'


def test_a_logo_stands_in_the_letterhead() -> None:
    plain, with_logo = made(letter()), made(letter(), paper=replace(PAPER, logo=SVG))
    assert plain != with_logo
    png = pytest.importorskip("PIL.Image", reason="makes a PNG")
    packed = BytesIO()
    png.new("RGB", (4, 4), "red").save(packed, "PNG")
    resources: Any = read(letter(), paper=replace(PAPER, logo=packed.getvalue())).pages[0]["/Resources"]
    assert "/XObject" in resources


@pytest.mark.parametrize("number", range(26, 33))
def test_the_greeting_stays_with_the_signature(number: int) -> None:
    lines_of_text = [text("Zeile.") for _line in range(number)]
    reader = read(letter(*lines_of_text, text("Mit freundlichen Grüßen"), Drawn(Part.SIGNATURE)))
    told = [page.extract_text() for page in reader.pages]
    assert [page for page in told if ("Mit freundlichen Grüßen" in page) != ("Alex Beispiel" in page)] == []


def test_boxes_to_tick_for_the_code_and_lines_to_sign() -> None:
    paper = replace(PAPER, sign_labels=("Datum", "Unterschrift"))
    body = (Paragraph((Span("Ja"),), tick=True), Drawn(Part.CODE_BOXES), Drawn(Part.SIGN_HERE))
    shown = read(letter(*body), paper=paper).pages[0].extract_text()
    assert shown.index("Ja") < shown.index("Datum Unterschrift")


def test_the_first_page_as_a_picture() -> None:
    assert first_page(letter(), PAPER).startswith(b"\x89PNG")

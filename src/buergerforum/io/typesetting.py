"""Letters to PDF: many letters in one document, by one layout.

The layout (``data/letter.typ``) is a program of ours; letters reach it as data (JSON) and are never read as Typst.
The documents are PDF/UA-1 and PDF/A-2a: tagged, in their language, with embedded fonts.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from buergerforum.errors import InputError, Problem
from buergerforum.io.compiling import Layout, RefusedError, pictured, side_by_side
from buergerforum.io.qr_codes import QrCodes
from buergerforum.io.typeface import said_missing
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
    Spans,
    Stationery,
)
from buergerforum.texts import _

Data = str | int | Sequence["Data"] | Mapping[str, "Data"]
"""What reaches the layout."""

AT_ONCE = 100
"""Letters in one document at most: two pages each take each compiler about 400 MB, as it remembers two documents."""
_TOO_LONG = "too long: "
_ENDLESS = 1000
"""Pages: no limit."""


def typeset(batches: Iterable[Sequence[Letter]], paper: Stationery, limit: int) -> Iterator[bytes]:
    """Set letters, a document per batch, in the order given.

    Parameters
    ----------
    batches
        Letters in the order in which they are to lie in the pile; taken two batches ahead.
    paper
        What stands around their texts.
    limit
        The most pages that a letter may have.

    Yields
    ------
    bytes
        A PDF document.

    Raises
    ------
    InputError
        If a letter has too many pages, or characters that the typeface lacks.
    """
    codes = QrCodes()
    documents = (_document(letters, paper, limit, codes) for letters in batches)
    nothing = json.dumps({"stationery": _paper(paper), "limit": 0, "blocks": (), "letters": ()})
    try:
        yield from side_by_side(Layout("letter.typ", paper.date), documents, nothing)
    except RefusedError as defect:
        if _TOO_LONG not in str(defect):
            raise
        raise InputError([_too_long(str(defect), limit)]) from defect


def first_page(letter: Letter, paper: Stationery) -> bytes:
    """Return the first page of a letter as a picture (PNG), as it looks on a screen.

    Raises
    ------
    InputError
        If the letter has characters that the typeface lacks.
    """
    return pictured(Layout("letter.typ", paper.date), _document([letter], paper, _ENDLESS, QrCodes()))


def pages_in(document: bytes) -> int:
    """Return how many pages a document made here has, blank ones between letters included."""
    return document.count(b"/Type/Page/")


def _too_long(message: str, limit: int) -> Problem:
    person, _blank, pages = message.partition(_TOO_LONG)[2].partition('"')[0].rpartition(" ")
    return Problem(
        _("{id}: the letter is too long.").format(id=person),
        found=_("{number} pages").format(number=pages),
        expected=_("at most {number} pages").format(number=limit),
        remedy=_("Shorten the template, or raise “pages” in its head."),
    )


def _document(letters: Sequence[Letter], paper: Stationery, limit: int, codes: QrCodes) -> str:
    """Return letters as the layout reads them.

    Raises
    ------
    InputError
        If they hold characters that the typeface lacks.
    """
    around = _paper(paper)
    places: dict[Block, int] = {}
    within = [_letter(letter, places, codes) for letter in letters]
    blocks = [_block(block) for block in places]
    lacking = {place for place, block in enumerate(blocks) if _unprintable("", block)}
    problems = [_unprintable("", around)]
    for letter, data in zip(letters, within, strict=True):
        texts = [blocks[places[block]] for block in letter.body if places[block] in lacking]
        problems.append(_unprintable(letter.id, [data, texts]))
    if found := list(dict.fromkeys(problem for problem in problems if problem)):
        raise InputError(found)
    told = {"stationery": around, "limit": limit, "blocks": blocks, "letters": within}
    return json.dumps(told, ensure_ascii=False)


def _unprintable(person: str, data: Data) -> Problem | None:
    if not (lacking := said_missing("".join(_texts(data)))):
        return None
    return Problem(f"{person}: {lacking}" if person else lacking)


def _texts(data: Data) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif not isinstance(data, int):
        for item in data.values() if isinstance(data, Mapping) else data:
            yield from _texts(item)


def _paper(paper: Stationery) -> Data:
    return {
        "title": paper.title,
        "language": paper.language,
        "head": list(paper.head),
        "return-line": paper.return_line,
        "remarks": list(paper.remarks),
        "information": [list(row) for row in paper.information],
        "signature": list(paper.signature),
        "footer": list(paper.footer),
        "page-label": paper.page_label,
        "answer-title": paper.answer_title,
        "answer-code": paper.answer_code,
        "answer-alt": paper.answer_alt,
        "sign-labels": list(paper.sign_labels),
        "form": paper.form,
        "duplex": int(paper.duplex),
        "logo": _logo(paper.logo),
    }


def _letter(letter: Letter, places: dict[Block, int], codes: QrCodes) -> Data:
    """Return a letter; its blocks by their places among all different ones, to which new ones are added."""
    return {
        "id": letter.id,
        "address": list(letter.address),
        "subject": letter.subject,
        "body": [places.setdefault(block, len(places)) for block in letter.body],
        "answer": _answer(letter.answer, codes),
        "mark": letter.mark,
    }


def _logo(raw: bytes) -> Data:
    """Return a picture as the layout reads it: an SVG as text, else its bytes; nothing where there is none."""
    return raw.decode() if raw.lstrip().startswith(b"<") else list(raw)


def _answer(answer: Answer | None, codes: QrCodes) -> Data:
    if answer is None:
        return {"address": "", "code": "", "qr": ""}
    return {"address": answer.address, "code": answer.code, "qr": codes.svg(answer.link)}


def _block(block: Block) -> Data:
    match block:
        case Paragraph():
            return ["tick" if block.tick else "paragraph", _spans(block.spans), block.language]
        case Heading():
            return ["heading", _spans(block.spans), block.level]
        case Listing():
            return ["list", [[_block(inner) for inner in item] for item in block.items], block.numbered]
        case Grid():
            rows = [[_spans(cell) for cell in row] for row in (block.header, *block.rows)]
            return ["table", rows[0], rows[1:]]
        case PageBreak():
            return ["page"]
        case Drawn():
            return [block.part.value]


def _spans(spans: Spans) -> Data:
    return [[span.text] if span.strong else span.text for span in spans]

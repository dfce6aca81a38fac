"""Letters to PDF: many letters in one document, by one layout.

The layout (``data/letter.typ``) is a program of ours; letters reach it as data (JSON) and are never read as Typst.
The documents are PDF/UA-1 and PDF/A-2a: tagged, in their language, with embedded fonts. System fonts are ignored and
the only date is that of the letter, so that the same letters have the same bytes.
"""

import datetime as dt
import json
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import cast

import segno
import typst

from buergerforum.errors import InputError, Problem
from buergerforum.io.typeface import FONTS, missing
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

BATCH = 100
"""Letters in one document, unless said otherwise: two pages each take each compiler about 300 MB."""
_LAYOUT = Path(__file__).parents[1] / "data" / "letter.typ"
_TOO_LONG = "too long: "
_QR_MASK = 3
"""Fixed: choosing the mask anew for each of thousands of letters takes five times as long, and any can be read."""
_OVERLAP = 0.03
"""Rows of the QR code overlap by this part of a module, so that no hairlines show between them."""
_WORKERS = 2
"""Batches compiled at the same time; each needs its own memory."""
_own = threading.local()
_GENERATIONS = 11
"""The compiler forgets what it has not used in its last ten runs."""


def typeset(batches: Iterable[Sequence[Letter]], paper: Stationery, limit: int) -> Iterator[bytes]:
    """Set letters, a document per batch, in the order given.

    Parameters
    ----------
    batches
        Letters in the order in which they are to lie in the pile; taken one batch ahead.
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
    with ThreadPoolExecutor(max_workers=_WORKERS) as workers:
        pending: deque[Future[bytes]] = deque()
        for letters in batches:
            # The compiler lets others work: batches are made into data while the ones before them are compiled.
            document = _document(letters, paper, limit)
            if len(pending) == _WORKERS:
                yield pending.popleft().result()
            pending.append(workers.submit(_compiled, document, paper, limit))
        while pending:
            yield pending.popleft().result()


def pages_in(document: bytes) -> int:
    """Return how many pages a document made here has, blank ones between letters included."""
    return document.count(b"/Type/Page/")


def _compiler() -> typst.Compiler:
    """Return the compiler of this thread; fonts are read once for each."""
    if (found := getattr(_own, "compiler", None)) is None:
        found = _own.compiler = _new_compiler()
    return cast("typst.Compiler", found)


def _new_compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(_LAYOUT, root=_LAYOUT.parent, font_paths=fonts, ignore_system_fonts=True)


def _compiled(document: str, paper: Stationery, limit: int) -> bytes:
    day = dt.datetime.combine(dt.date.fromisoformat(paper.date), dt.time(), tzinfo=dt.UTC)
    try:
        made = _compiler().compile(
            format="pdf",
            sys_inputs={"data": document},
            pdf_standards=["ua-1", "a-2a"],
            timestamp=int(day.timestamp()),
        )
    except typst.TypstError as defect:
        if _TOO_LONG not in str(defect):
            raise
        raise InputError([_too_long(str(defect), limit)]) from defect
    finally:
        _forget(paper)
    return cast("bytes", made)


def _forget(paper: Stationery) -> None:
    """Let the compiler forget a batch, or it would need more memory, and time to search it, with every one."""
    nothing = _document((), paper, 0)
    for _run in range(_GENERATIONS):
        _compiler().compile(format="pdf", sys_inputs={"data": nothing}, timestamp=0)


def _too_long(message: str, limit: int) -> Problem:
    person, _blank, pages = message.partition(_TOO_LONG)[2].partition('"')[0].rpartition(" ")
    return Problem(
        _("{id}: the letter is too long.").format(id=person),
        found=_("{number} pages").format(number=pages),
        expected=_("at most {number} pages").format(number=limit),
        remedy=_("Shorten the template, or raise “pages” in its head."),
    )


def _document(letters: Sequence[Letter], paper: Stationery, limit: int) -> str:
    """Return letters as the layout reads them.

    Raises
    ------
    InputError
        If they hold characters that the typeface lacks.
    """
    around = _paper(paper)
    within = [_letter(letter) for letter in letters]
    problems = [_unprintable("", missing("".join(_texts(around))))]
    problems += [
        _unprintable(letter.id, missing("".join(_texts(data)))) for letter, data in zip(letters, within, strict=True)
    ]
    if found := list(dict.fromkeys(problem for problem in problems if problem)):
        raise InputError(found)
    return json.dumps({"stationery": around, "limit": limit, "letters": within}, ensure_ascii=False)


def _unprintable(person: str, characters: str) -> Problem | None:
    if not characters:
        return None
    points = ", ".join(f"U+{ord(character):04X}" for character in characters)
    what = _("The typeface of the letters lacks these characters: {points}.").format(points=points)
    return Problem(f"{person}: {what}" if person else what)


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
    }


def _letter(letter: Letter) -> Data:
    return {
        "id": letter.id,
        "address": list(letter.address),
        "subject": letter.subject,
        "body": [_block(block) for block in letter.body],
        "answer": _answer(letter.answer),
    }


def _answer(answer: Answer | None) -> Data:
    if answer is None:
        return {"address": "", "code": "", "qr": ""}
    return {"address": answer.address, "code": answer.code, "qr": qr_code(answer.link)}


def _block(block: Block) -> Data:
    match block:
        case Paragraph():
            return ["paragraph", _spans(block.spans), block.language]
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


def qr_code(link: str) -> str:
    """Return the QR code of a link as SVG.

    Parameters
    ----------
    link
        A web address.
    """
    code = segno.make_qr(link, error="m", mask=_QR_MASK)
    rows = []
    for y, row in enumerate(code.matrix):
        x = 0
        for dark, modules in groupby(row):
            run = len(list(modules))
            if dark:
                rows.append(f"M{x} {y}h{run}v{1 + _OVERLAP}h-{run}z")
            x += run
    size = len(code.matrix)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{"".join(rows)}"/></svg>'

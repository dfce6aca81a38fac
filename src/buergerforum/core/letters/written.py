"""Letters as plain text and as a page, for e-mail: the same words, without the layout of paper."""

from collections.abc import Iterator, Sequence
from html import escape

from buergerforum.model.letters import (
    Block,
    Drawn,
    Grid,
    Heading,
    Letter,
    Listing,
    PageBreak,
    Paragraph,
    Part,
    Spans,
    Stationery,
)

_STYLE = "font-family: sans-serif; max-width: 42em; line-height: 1.45"


def plain_letter(letter: Letter, paper: Stationery) -> str:
    """Return a letter as plain text; lines are not broken.

    Parameters
    ----------
    letter
        Its address is left out.
    paper
        What stands around it.
    """
    blocks = [text for block in letter.body if (text := _plain(block, letter, paper))]
    return "\n\n".join([*blocks, "\n".join(line for column in paper.footer for line in column.split("\n"))]) + "\n"


def html_letter(letter: Letter, paper: Stationery) -> str:
    """Return a letter as a page without pictures, scripts or anything that is fetched from elsewhere.

    Parameters
    ----------
    letter
        Its address is left out.
    paper
        What stands around it.
    """
    body = "\n".join(_page(block, letter, paper) for block in letter.body)
    foot = " · ".join(escape(line) for column in paper.footer for line in column.split("\n"))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(paper.language)}">\n<head><meta charset="utf-8">'
        f"<title>{escape(letter.subject)}</title></head>\n"
        f'<body style="{_STYLE}">\n<h1 style="font-size: 1.2em">{escape(letter.subject)}</h1>\n{body}\n'
        f'<p style="color: #444; font-size: 0.85em">{foot}</p>\n</body>\n</html>\n'
    )


def _answer(letter: Letter, paper: Stationery) -> tuple[str, ...]:
    """Return how to answer: the link holds the code, so that one click is enough."""
    if letter.answer is None:
        return ()
    return (paper.answer_title, letter.answer.link, f"{paper.answer_code} {letter.answer.code}")


def _drawn(part: Part, letter: Letter, paper: Stationery) -> tuple[str, ...]:
    if part is Part.ANSWER:
        return _answer(letter, paper)
    return paper.signature if part is Part.SIGNATURE else ()


def _plain(block: Block, letter: Letter, paper: Stationery) -> str:
    match block:
        case Paragraph() | Heading():
            return _words(block.spans)
        case Listing():
            marks = (f"{place}." if block.numbered else "-" for place in range(1, len(block.items) + 1))
            return "\n".join(
                f"{mark} {' '.join(_plain(inner, letter, paper) for inner in item)}"
                for mark, item in zip(marks, block.items, strict=True)
            )
        case Grid():
            return "\n".join(" – ".join(cell for cell in map(_words, row) if cell) for row in block.rows)
        case Drawn():
            return "\n".join(_drawn(block.part, letter, paper))
        case PageBreak():
            return ""


def _page(block: Block, letter: Letter, paper: Stationery) -> str:
    match block:
        case Paragraph():
            return f"<p{_language(block.language)}>{_marked(block.spans)}</p>"
        case Heading():
            return f'<h2 style="font-size: 1em">{_marked(block.spans)}</h2>'
        case Listing():
            tag = "ol" if block.numbered else "ul"
            items = "".join(f"<li>{''.join(_inside(item, letter, paper))}</li>" for item in block.items)
            return f"<{tag}>{items}</{tag}>"
        case Grid():
            head = "".join(f'<th style="text-align: left" scope="col">{_marked(cell)}</th>' for cell in block.header)
            rows = "".join(f"<tr>{''.join(f'<td>{_marked(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
            return f'<table cellpadding="4"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        case Drawn():
            return f"<p>{'<br>'.join(map(_linked, _drawn(block.part, letter, paper)))}</p>"
        case PageBreak():
            return "<hr>"


def _inside(blocks: Sequence[Block], letter: Letter, paper: Stationery) -> Iterator[str]:
    """Yield the blocks of an item; the first paragraph needs no space of its own."""
    for place, block in enumerate(blocks):
        if place == 0 and isinstance(block, Paragraph):
            yield _marked(block.spans)
        else:
            yield _page(block, letter, paper)


def _language(code: str) -> str:
    if not code:
        return ""
    return f' lang="{escape(code)}" dir="auto"'


def _linked(line: str) -> str:
    shown = escape(line)
    return f'<a href="{shown}">{shown}</a>' if line.startswith(("https://", "http://")) else shown


def _words(spans: Spans) -> str:
    return "".join(span.text for span in spans)


def _marked(spans: Spans) -> str:
    shown = ((escape(span.text).replace("\n", "<br>"), span.strong) for span in spans)
    return "".join(f"<strong>{text}</strong>" if strong else text for text, strong in shown)

r"""Markdown as clerks write it, understood as a small tree of blocks.

Known are paragraphs, headings (``##``), lists, tables, bold (``**``), new lines (two blanks or ``\`` at the end of a
line), a new page (``---``), ``[ ]`` at the beginning of a paragraph for a box to be ticked, and ``[tr]`` at the
beginning of a paragraph in another language. Everything else is text: ``<b>`` is printed as it stands. The asterisk
inside a word, as in *Bürger*innen*, is a letter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from buergerforum.core.letters.literal import part_in, places_in, skeleton
from buergerforum.model.letters import Block, Drawn, Grid, Heading, Listing, PageBreak, Paragraph, Span, Spans

_BLOCKS = ["heading", "hr", "list", "table"]
_INSIDE = ["emphasis", "balance_pairs", "newline", "escape", "entity", "fragments_join"]
_PARSER = MarkdownIt("zero").enable([*_BLOCKS, *_INSIDE])
_STAR_IN_WORD = re.compile(r"(?<=[^\W\d_])\*(?=[^\W\d_])")
_TICK = re.compile(r"\[ \]\s+")
_LANGUAGE = re.compile(r"\[([a-z]{2,3})\]\s+")


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a rendered template.

    Parameters
    ----------
    text
        Markdown in which values are veiled (:mod:`buergerforum.core.letters.literal`).
    """
    bare, values = skeleton(text)
    return tuple(
        _filled_once(block, tuple((place, values[place]) for place in places if place in values))
        for block, places in _understood(bare)
    )


def plain_text(text: str) -> str:
    """Return a rendered line without markup, such as a subject."""
    bare, values = skeleton(text)
    return bare.translate(values)


@lru_cache(maxsize=64)
def _understood(text: str) -> tuple[tuple[Block, tuple[int, ...]], ...]:
    """Return the blocks of a skeleton, each with the placeholders in it."""
    tree = SyntaxTreeNode(_PARSER.parse(_STAR_IN_WORD.sub(r"\\*", text)))
    return tuple((block, places_in("".join(_texts(block)))) for block in _blocks(tree.children))


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
    for node in nodes:
        if node.type == "paragraph":
            yield _paragraph(node)
        elif node.type == "heading":
            yield Heading(_spans(node.children[0]), max(2, int(node.tag[1:])))
        elif node.type == "hr":
            yield PageBreak()
        elif node.type == "table":
            yield _grid(node)
        else:
            yield from _list(node)


def _paragraph(node: SyntaxTreeNode) -> Block:
    inline = node.children[0]
    if part := part_in(inline.content):
        return Drawn(part)
    spans = _spans(inline)
    if match := _TICK.match(spans[0].text if spans else ""):
        return Paragraph(_joined((replace(spans[0], text=spans[0].text[match.end() :]), *spans[1:])), tick=True)
    if match := _LANGUAGE.match(spans[0].text if spans else ""):
        return Paragraph((replace(spans[0], text=spans[0].text[match.end() :]), *spans[1:]), match[1])
    return Paragraph(spans)


def _list(node: SyntaxTreeNode) -> Iterator[Block]:
    numbered = node.type == "ordered_list"
    items: list[tuple[Block, ...]] = []
    for item in node.children:
        blocks = tuple(_blocks(item.children))
        if not numbered or item.info in ("1", str(len(items) + 1)):
            items.append(blocks)
            continue
        # “12. September …” at the beginning of a line is a date, not an item of the list above it.
        if items:
            yield Listing(tuple(items), numbered)
            items.clear()
        yield from _numbered_text(f"{item.info}{item.markup} ", blocks)
    if items:
        yield Listing(tuple(items), numbered)


def _numbered_text(number: str, blocks: tuple[Block, ...]) -> Iterator[Block]:
    first = blocks[0] if blocks and isinstance(blocks[0], Paragraph) else None
    yield Paragraph(_joined((Span(number), *(first.spans if first else ()))))
    yield from blocks[1:] if first else blocks


def _grid(node: SyntaxTreeNode) -> Grid:
    rows = [
        tuple(_spans(cell.children[0]) if cell.children else () for cell in row.children)
        for section in node.children
        for row in section.children
    ]
    return Grid(rows[0], tuple(rows[1:]))


def _spans(inline: SyntaxTreeNode) -> Spans:
    return _joined(_pieces(inline.children, strong=False))


def _joined(pieces: Iterable[Span]) -> Spans:
    """Return the fewest spans with the same text in the same weights."""
    spans: list[Span] = []
    for piece in pieces:
        if spans and spans[-1].strong == piece.strong:
            spans[-1] = Span(spans[-1].text + piece.text, piece.strong)
        elif piece.text:
            spans.append(piece)
    return tuple(spans)


def _pieces(nodes: Sequence[SyntaxTreeNode], *, strong: bool) -> Iterator[Span]:
    for node in nodes:
        if node.type in ("strong", "em"):
            yield from _pieces(node.children, strong=True)
        elif node.type == "hardbreak":
            yield Span("\n", strong)
        else:
            yield Span(" " if node.type == "softbreak" else node.content, strong)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph() | Heading():
            yield from (span.text for span in block.spans)
        case Listing():
            yield from (text for item in block.items for inner in item for text in _texts(inner))
        case Grid():
            yield from (span.text for row in (block.header, *block.rows) for cell in row for span in cell)
        case _:
            return


@lru_cache(maxsize=1024)
def _filled_once(block: Block, values: tuple[tuple[int, str], ...]) -> Block:
    """Fill in the values of a block; where they are the same in many letters, it is the same block in all of them."""
    return _filled(block, dict(values)) if values else block


def _filled(block: Block, values: Mapping[int, str]) -> Block:
    def fill(spans: Spans) -> Spans:
        return tuple(Span(span.text.translate(values), span.strong) for span in spans)

    match block:
        case Paragraph():
            return replace(block, spans=fill(block.spans))
        case Heading():
            return Heading(fill(block.spans), block.level)
        case Listing():
            return Listing(
                tuple(tuple(_filled(inner, values) for inner in item) for item in block.items), block.numbered
            )
        case Grid():
            return Grid(tuple(map(fill, block.header)), tuple(tuple(map(fill, row)) for row in block.rows))
        case _:
            return block

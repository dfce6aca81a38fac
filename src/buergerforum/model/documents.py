"""A document for people: title and parts, before it becomes a PDF, a page or a plain text."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the document."""

    text: str
    """One line."""
    level: int = 1
    """1 for a chapter, 2 below it."""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str
    """Plain text."""
    strong: bool = False
    """Whether it stands out."""


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short paragraphs."""

    items: Sequence[str]
    """Plain texts."""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Something to be copied letter by letter, such as a digest or a seed."""

    text: str
    """As it is."""
    label: str = ""
    """What it is; stands above it."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    header: Sequence[str]
    """Headings."""
    rows: Sequence[Sequence[str]]
    """Cells as they are printed."""
    caption: str = ""
    """What it shows; blank: its heading says it."""
    source: str = ""
    """File the figures come from."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that can be read without seeing it."""

    svg: str
    """The drawing; readable in grey."""
    alt: str
    """The same in words."""
    caption: str = ""
    """What it shows."""
    source: str = ""
    """File the figures come from."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A text as a square to be read by telephones."""

    content: str
    """What it holds."""
    alt: str
    """The same in words."""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on."""

    labels: Sequence[str]
    """What stands below each line."""


Part = Heading | Words | Points | Verbatim | Grid | Figure | QrCode | Signatures


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that is printed."""

    title: str
    """Of the document."""
    subtitle: str
    """Such as the name of the forum and its city."""
    language: str
    """``de`` or ``en``."""
    date: str
    """ISO date that the file carries, so that the same document has the same bytes."""
    parts: Sequence[Part]
    """In their order."""

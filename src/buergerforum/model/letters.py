"""Letters: who they go to, what stands in them, what stands around them."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Which letter it is, in the order of the procedure, then the sheets that lie beside a letter."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    ACKNOWLEDGEMENT = "acknowledgement"
    ACCEPTANCE = "acceptance"
    REJECTION = "rejection"
    WAITING = "waiting"
    REPLACEMENT = "replacement"
    WITHDRAWAL = "withdrawal"
    FAREWELL = "farewell"
    DATA_PROTECTION = "data-protection"
    EASY_LANGUAGE = "easy-language"
    LANGUAGES = "languages"
    REPLY_CARD = "reply-card"


class Output(StrEnum):
    """In which form letters are written."""

    BATCHES = "batches"
    """PDF documents of many letters each, for the print shop."""
    SINGLE = "single"
    """A PDF document for each letter."""
    WORKBOOK = "workbook"
    """An Excel workbook with all fields, for mail merge in Word."""
    WORD = "word"
    """A Word document for each letter, from a Word template."""
    EMAIL = "email"
    """Subject, plain text and HTML of an e-mail for each person."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a letter goes to: everything a letter may know from the register."""

    id: str
    """As in the key file."""
    family_name: str
    """May be blank where people have a single name; then `first_names` is not."""
    first_names: str = ""
    """All of them, as registered."""
    called_name: str = ""
    """The first name in use; blank: all first names are used."""
    doctor: str = ""
    """Doctoral degree as the register has it; it stands in the address only."""
    street: str = ""
    """Without the number."""
    house_number: str = ""
    """With its letter."""
    addition: str = ""
    """Such as ``c/o Muster`` or ``Hinterhaus``."""
    postcode: str = ""
    """As registered; five digits in Germany."""
    town: str = ""
    """As registered."""
    country: str = ""
    """Blank for Germany."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one weight."""

    text: str
    """Taken literally; a line feed is a new line."""
    strong: bool = False
    """Whether it is set bold."""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    spans: Spans
    """In their order."""
    language: str = ""
    """Where it is not the language of the letter: its code, such as ``tr``."""
    tick: bool = False
    """Whether an empty box to be ticked stands before it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the letter; the subject is the one above all of them."""

    spans: Spans
    """In their order."""
    level: int
    """From 2."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with bullets or numbers."""

    items: "tuple[tuple[Block, ...], ...]"
    """Each of them blocks."""
    numbered: bool = False
    """Whether the items are numbered from 1."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; its first row says what stands below."""

    header: tuple[Spans, ...]
    """Headings of the columns."""
    rows: tuple[tuple[Spans, ...], ...]
    """Each as long as the header."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


class Part(StrEnum):
    """What the layout draws, standing alone in a line of a template."""

    ANSWER = "answer"
    """The box with QR code, answer link and personal code."""
    SIGNATURE = "signature"
    """Room to sign, then name and office."""
    CODE_BOXES = "code"
    """Empty boxes, one for each character of the personal code."""
    SIGN_HERE = "sign"
    """Lines on which the person who answers writes day and name."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The place of something that the layout draws."""

    part: Part
    """Which part the layout draws there."""


Block = Paragraph | Heading | Listing | Grid | PageBreak | Drawn


@dataclass(frozen=True, slots=True)
class Answer:
    """How the recipient answers."""

    address: str
    """Of the web page, as it is printed."""
    link: str
    """Of the web page, as the QR code holds it."""
    code: str
    """The personal code in groups."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, ready for the layout."""

    id: str
    """Of the recipient; it is not printed."""
    address: tuple[str, ...]
    """Lines of the address field; none: it is a sheet without address and information block."""
    subject: str
    """The subject line."""
    body: tuple[Block, ...]
    """In their order."""
    answer: Answer | None
    """How to answer; None: this letter asks for no answer."""
    mark: str = ""
    """Printed in the margin of each sheet for the inserting machine; blank: nothing."""


@dataclass(frozen=True, slots=True)
class Stationery:
    """What stands around the text, alike in all letters of a mailing."""

    title: str
    """Of the document, for screen readers and archives."""
    language: str
    """``de``, ``en``."""
    date: str
    """``YYYY-MM-DD``; also the time stamp inside the document, so that the same letter has the same bytes."""
    head: tuple[str, ...]
    """Letterhead: the sender, then the office."""
    return_line: str
    """Sender in one line, above the address in the window."""
    remarks: tuple[str, ...]
    """Instructions to the post office, below the return line."""
    information: tuple[tuple[str, str], ...]
    """Labels and texts of the information block."""
    signature: tuple[str, ...]
    """Below the room to sign."""
    footer: tuple[str, ...]
    """Columns at the foot of each page; lines apart by line feeds."""
    page_label: str
    """With the placeholders ``{page}`` and ``{pages}``."""
    answer_title: str
    """Heading of the box with the personal code."""
    answer_code: str
    """Words before the personal code."""
    answer_alt: str
    """What a screen reader says instead of the QR code."""
    sign_labels: tuple[str, ...] = ()
    """Below the lines on which the person who answers writes day and name."""
    form: str = "B"
    """Form of DIN 5008: B, or A with a letterhead that is 18 mm lower."""
    duplex: bool = True
    """Whether sheets are printed on both sides, so that every letter begins on a front."""
    logo: bytes = b""
    """SVG or PNG in the letterhead; empty: none."""

"""What a mailing writes: documents for the print shop, lists of what is where, and other forms of the same letters."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from buergerforum.core.letters.written import html_letter, plain_letter
from buergerforum.io.documents import document_pdf
from buergerforum.io.files import digest_of, write_bytes
from buergerforum.io.staging import make_folder
from buergerforum.io.tables import write_csv
from buergerforum.io.typesetting import AT_ONCE, pages_in, typeset
from buergerforum.model.documents import Document, Grid, Points, Words
from buergerforum.model.letters import Letter, Output, Recipient, Stationery
from buergerforum.model.progress import Progress
from buergerforum.stages.composing import Composer, stationery
from buergerforum.stages.mailing import LetterPlan
from buergerforum.stages.merge_fields import fields_of, write_merge_workbook
from buergerforum.stages.purge_protocol import day_said
from buergerforum.texts import _, number, speaking

COVER = "cover.pdf"
BATCHES = "batches.csv"
LETTERS = "letters.csv"
MERGE_WORKBOOK = "mailmerge.xlsx"


@dataclass(frozen=True, slots=True)
class Addressed:
    """Somebody a letter goes to."""

    person: Recipient
    """With name and address."""
    code: str
    """The personal code; blank: the letter goes without."""
    given: Mapping[str, str]
    """What is stored of them and the letter says, by feature."""


@dataclass(frozen=True, slots=True)
class Pile:
    """All letters of a mailing before they are written."""

    plan: LetterPlan
    """The mailing."""
    composer: Composer
    """Makes its letters."""
    people: Sequence[Addressed]
    """In the order of the pile."""

    def __iter__(self) -> Iterator[Letter]:
        """Make one letter after the other."""
        size = self.plan.options.batch
        marked = self.plan.settings.letters.insert_marks
        for place, one in enumerate(self.people):
            letter = self.composer.letter(one.person, one.code, one.given)
            mark = f"{place // size + 1:03d}-{place % size + 1:04d}"
            yield replace(letter, mark=mark) if marked else letter


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    letters: int = 0
    """Letters."""
    files: int = 0
    """Documents with letters."""
    pages: int = 0
    """Of all PDF documents, blank ones included."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A PDF with the letters of a batch, or a part of them."""

    batch: int
    """From 1."""
    file: str
    ids: tuple[str, ...]
    pages: int
    sha256: str


def write_letters(folder: Path, pile: Pile, progress: Progress) -> Written:
    """Write a mailing in every form that is wanted.

    Parameters
    ----------
    folder
        For everything; it holds names and addresses afterwards.
    pile
        The letters.
    progress
        Told how far it is.

    Raises
    ------
    InputError
        If the template or a letter cannot be used.
    """
    plan = pile.plan
    paper = stationery(plan.kind, plan.settings, plan.settings_file)
    files = pages = 0
    for output in plan.options.outputs:
        match output:
            case Output.BATCHES | Output.SINGLE:
                parts = _write_parts(folder, pile, paper, progress, single=output is Output.SINGLE)
                files, pages = files + len(parts), pages + sum(one.pages for one in parts)
            case Output.WORKBOOK:
                write_merge_workbook(folder / MERGE_WORKBOOK, _fields(pile), plan.settings.language)
            case Output.WORD:
                files += _write_word(folder / output.value, pile, progress)
            case Output.EMAIL:
                files += _write_emails(folder / output.value, pile, paper)
    return Written(len(pile.people), files, pages)


def _write_parts(folder: Path, pile: Pile, paper: Stationery, progress: Progress, *, single: bool) -> list[_Part]:
    """Write the PDFs, and the lists that say what is in which."""
    home = folder / Output.SINGLE.value if single else folder
    make_folder(home)
    groups = list(_single(pile) if single else _grouped(pile))
    letters = iter(pile)
    sets = ([next(letters) for _id in ids] for _batch, _name, ids in groups)
    made: list[_Part] = []
    done = 0
    documents = typeset(sets, paper, pile.composer.template.pages)
    for (batch, name, ids), document in zip(groups, documents, strict=True):
        write_bytes(home / name, document)
        made.append(_Part(batch, name, ids, pages_in(document), digest_of(document, name).sha256))
        done += len(ids)
        progress(_("Setting letters"), done, len(pile.people))
    _write_lists(home, made)
    if not single:
        _write_cover(home / COVER, pile, paper, made)
    return made


def _grouped(pile: Pile) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield batch, file and ids; a batch that the compiler cannot take at once is several files."""
    size, ids = pile.plan.options.batch, [one.person.id for one in pile.people]
    for start in range(0, len(ids), size):
        batch, within = start // size + 1, ids[start : start + size]
        for part in range(0, len(within), AT_ONCE):
            which = f"-{part // AT_ONCE + 1}" if len(within) > AT_ONCE else ""
            yield batch, f"batch-{batch:03d}{which}.pdf", tuple(within[part : part + AT_ONCE])


def _single(pile: Pile) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    size = pile.plan.options.batch
    for place, one in enumerate(pile.people):
        yield place // size + 1, f"{_name(place, one)}.pdf", (one.person.id,)


def _name(place: int, one: Addressed) -> str:
    """Return the name of a file for one person: place in the pile, then the id, as far as a file name may have it."""
    return f"{place + 1:05d}-{''.join(sign for sign in one.person.id if sign.isalnum() or sign in '-_')}"


def _write_lists(folder: Path, made: Sequence[_Part]) -> None:
    rows = [(str(one.batch), one.file, str(len(one.ids)), str(one.pages), one.sha256) for one in made]
    write_csv(folder / BATCHES, ("batch", "file", "letters", "pages", "sha256"), rows)
    position: Counter[int] = Counter()
    places = []
    for one in made:
        for person in one.ids:
            position[one.batch] += 1
            places.append((person, str(one.batch), str(position[one.batch]), one.file))
    write_csv(folder / LETTERS, ("id", "batch", "position", "file"), places)


def _write_cover(path: Path, pile: Pile, paper: Stationery, made: Sequence[_Part]) -> None:
    """Write the sheet that goes to the print shop with the batches: figures and digests, no names."""
    letters = pile.plan.settings.letters
    with speaking(paper.language):
        figures = [
            (_("Letters"), number(len(pile.people))),
            (_("PDF files"), number(len(made))),
            (_("Pages, blank ones included"), number(sum(one.pages for one in made))),
            (_("Printed"), _("on both sides") if letters.duplex else _("on one side")),
            (_("Form of DIN 5008"), letters.form),
            (_("Date of the letters"), day_said(dt.date.fromisoformat(paper.date))),
        ]
        rows = [(str(one.batch), one.file, number(len(one.ids)), number(one.pages), one.sha256) for one in made]
        advice = [
            _("Print every file from its first page to its last; the letters lie in the order of their postcodes."),
            _("Compare number of letters and SHA-256 of every file before printing."),
            _("Delete all files as soon as the letters are posted, and confirm it."),
        ]
        if letters.insert_marks:
            advice.insert(
                1, _("Bars in the left margin: one on each sheet, a second one on the last sheet of a letter.")
            )
        document = Document(
            title=_("For the print shop: {title}").format(title=paper.title),
            subtitle=" · ".join(paper.head),
            language=paper.language,
            date=paper.date,
            parts=(
                Grid((_("what"), _("how many")), figures),
                Points(advice),
                Grid((_("batch"), _("file"), _("letters"), _("pages"), "SHA-256"), rows),
                Words(_("This sheet holds no names and no addresses.")),
            ),
        )
    write_bytes(path, document_pdf(document))


def _fields(pile: Pile) -> Iterator[dict[str, str]]:
    for one, letter in zip(pile.people, pile, strict=True):
        yield fields_of(one.person, letter, pile.composer)


def _write_word(folder: Path, pile: Pile, progress: Progress) -> int:
    from buergerforum.io.word_files import read_word_template

    template = read_word_template(pile.plan.word_template())
    make_folder(folder)
    for place, (one, fields) in enumerate(zip(pile.people, _fields(pile), strict=True)):
        write_bytes(folder / f"{_name(place, one)}.docx", template.filled({**fields, **pile.composer.rows()}))
        progress(_("Writing Word documents"), place + 1, len(pile.people))
    return len(pile.people)


def _write_emails(folder: Path, pile: Pile, paper: Stationery) -> int:
    """Write subject, text and page for each person; nothing is sent."""
    make_folder(folder)
    for place, (one, letter) in enumerate(zip(pile.people, pile, strict=True)):
        name = _name(place, one)
        write_bytes(folder / f"{name}.subject.txt", f"{letter.subject}\n".encode())
        write_bytes(folder / f"{name}.txt", plain_letter(letter, paper).encode())
        write_bytes(folder / f"{name}.html", html_letter(letter, paper).encode())
    return len(pile.people)

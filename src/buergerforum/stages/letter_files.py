"""What a mailing writes: documents for the print shop, lists of what is where, and other forms of the same letters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.io.files import digest_of, write_bytes
from buergerforum.io.tables import write_csv
from buergerforum.io.typesetting import pages_in, typeset
from buergerforum.model.letters import Letter, Recipient
from buergerforum.model.progress import Progress
from buergerforum.stages.composing import Composer, stationery
from buergerforum.stages.mailing import LetterPlan
from buergerforum.texts import _


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

    def letters(self, start: int = 0, number: int | None = None) -> list[Letter]:
        """Return some of the letters, in their order."""
        some = self.people[start : None if number is None else start + number]
        return [self.composer.letter(one.person, one.code, one.given) for one in some]


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
class _Batch:
    """A PDF as the list for the print shop has it."""

    file: str
    letters: int
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
    batches = _write_batches(folder, pile, pile.plan.options.batch, progress)
    return Written(len(pile.people), len(batches), sum(one.pages for one in batches))


def _write_batches(folder: Path, pile: Pile, size: int, progress: Progress) -> list[_Batch]:
    plan = pile.plan
    paper = stationery(plan.kind, plan.settings, plan.settings_file.name)
    made: list[_Batch] = []
    done = 0
    for document in typeset(_composed(pile, size), paper, pile.composer.template.pages):
        name = f"batch-{len(made) + 1:03d}.pdf"
        write_bytes(folder / name, document)
        letters = min(size, len(pile.people) - done)
        made.append(_Batch(name, letters, pages_in(document), digest_of(document, name).sha256))
        done += letters
        progress(_("Setting letters"), done, len(pile.people))
    rows = [(one.file, str(one.letters), str(one.pages), one.sha256) for one in made]
    write_csv(folder / "batches.csv", ("file", "letters", "pages", "sha256"), rows)
    places = [(one.person.id, made[place // size].file, str(place % size + 1)) for place, one in enumerate(pile.people)]
    write_csv(folder / "letters.csv", ("id", "batch", "position"), places)
    return made


def _composed(pile: Pile, size: int) -> Iterator[list[Letter]]:
    for start in range(0, len(pile.people), size):
        yield pile.letters(start, size)

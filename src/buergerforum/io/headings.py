"""Finding a column by its heading when case, blanks and hyphens do not matter; suggestions for what was meant."""

from collections.abc import Iterable, Sequence

from buergerforum.errors import Problem
from buergerforum.model.folding import folded
from buergerforum.model.headings import ambiguous, missing_column
from buergerforum.texts import _

_LIKENESS = 70


class Headings:
    """The headings of a table.

    Parameters
    ----------
    header
        As they stand.
    file
        Name of the file, for messages.
    """

    def __init__(self, header: Sequence[str], file: str) -> None:
        self.header = tuple(heading for heading in header if heading)
        self.file = file

    def find(self, name: str) -> list[str]:
        """Return the heading that is `name` exactly, else all that differ in form only."""
        if name in self.header:
            return [name]
        return [heading for heading in self.header if folded(heading) == folded(name)]

    def missing(self, name: str) -> Problem:
        """Return what is said when there is no such column."""
        return missing_column(name, self.header, self.file, remedy=suggestion(name, self.header))

    def ambiguous(self, name: str) -> Problem:
        """Return what is said when several columns could be meant."""
        return ambiguous(name, self.find(name), self.file)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return the question whether the most similar known word was meant, or nothing if none is similar."""
    from rapidfuzz import fuzz, process

    likely = process.extractOne(word, list(known), scorer=fuzz.ratio, processor=folded, score_cutoff=_LIKENESS)
    return _("Did you mean “{word}”?").format(word=likely[0]) if likely else ""

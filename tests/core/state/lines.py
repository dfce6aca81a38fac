"""Lines of an invented journal."""

from collections.abc import Mapping, Sequence

from buergerforum.core.record.journal import Entry
from buergerforum.core.state.folding import fold
from buergerforum.model.state import Person


def journal(*details: Mapping[str, object]) -> list[Entry]:
    """Return lines with these details; the chain does not matter to the fold."""
    return [
        Entry(number, "", "", "run" if "stage" in one else "record", one)  # type: ignore[arg-type]
        for number, one in enumerate(details, 1)
    ]


def draw(*ids: str, wave: int = 1, undraw: Sequence[str] = ()) -> dict[str, object]:
    """Return what a draw writes."""
    return {"stage": "draw", "folder": f"draw/wave-{wave}", "people": {"draw": list(ids), "undraw": list(undraw)}}


def letters(kind: str, *ids: str) -> dict[str, object]:
    """Return what a mailing writes."""
    return {"stage": "letters", "folder": f"letters/{kind}-1", "kind": kind, "ids": list(ids)}


def single(happening: str, *ids: str) -> dict[str, object]:
    """Return a line about single people; what a merge or a selection writes has the same form."""
    return {"people": {happening: list(ids)}}


def stand(*details: Mapping[str, object]) -> dict[str, Person]:
    """Return how everybody stands after these lines."""
    return fold(journal(*details))


def states(*details: Mapping[str, object]) -> dict[str, str]:
    """Return the states alone."""
    return {person: one.state.value for person, one in stand(*details).items()}

"""Every person's state: one fold over the journal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from buergerforum.core.record.journal import Entry
from buergerforum.core.state.transitions import CONTACTED, LOT, REACHABLE, after, begins_with, first
from buergerforum.core.state.words import happening_label, state_label
from buergerforum.errors import InputError, Problem
from buergerforum.model import places
from buergerforum.model.state import SINGLE, Happening, Person, PersonState
from buergerforum.texts import _

PEOPLE = "people"
"""Key in the details of a line: ids by happening."""
ERASED = "erased"
"""Key in the details of a line: ids of those whose private data were deleted."""
_MAILED = {"invitation": Happening.INVITE, "reminder": Happening.REMIND}
"""What the letters of a kind do to those they go to; other letters change no state."""

People = Mapping[Happening, Sequence[str]]
"""Ids by what happened to them."""


def fold(entries: Iterable[Entry], lists: Mapping[int, People] | None = None) -> dict[str, Person]:
    """Return how everybody stands after all lines of a journal.

    Parameters
    ----------
    entries
        Of the journal, in their order.
    lists
        By number of the line: what happened to whom, for lines of former versions that do not say it themselves. A
        line that says it counts. Nothing in these lists is held against the journal: what is impossible in them is
        passed over.

    Returns
    -------
    dict of str to Person
        By id, in the order in which they came into the procedure.

    Raises
    ------
    InputError
        With every line that tells something impossible.
    """
    folding = _Folding()
    for entry in entries:
        folding.take(entry, (lists or {}).get(entry.number, {}))
    if folding.problems:
        raise InputError(folding.problems)
    return folding.people()


def told(entry: Entry) -> dict[Happening, list[str]] | None:
    """Return what a line itself tells about people, in the order in which it happened; None: nothing.

    Raises
    ------
    ValueError
        If it does not tell it in the form that stages write.
    """
    written = entry.details.get(PEOPLE)
    found: dict[Happening, list[str]] = {}
    if written is not None:
        if not isinstance(written, Mapping):
            raise ValueError(PEOPLE)
        found = {Happening(name): _ids(ids) for name, ids in written.items()}
    kind = entry.details.get("kind")
    if entry.details.get("stage") == "letters" and isinstance(kind, str) and kind in _MAILED and "ids" in entry.details:
        found.setdefault(_MAILED[kind], _ids(entry.details["ids"]))
    if not found and written is None:
        return None
    return {happening: found[happening] for happening in Happening if happening in found}


def _ids(ids: object) -> list[str]:
    if not isinstance(ids, list | tuple) or not all(isinstance(one, str) and one for one in ids):
        raise ValueError(ids)
    return list(ids)


class _Folding:
    """The people so far; plain dictionaries, because a journal may have a hundred thousand lines."""

    def __init__(self) -> None:
        self.state: dict[str, PersonState] = {}
        self.contact: dict[str, PersonState] = {}
        self.line: dict[str, int] = {}
        self.wave: dict[str, int] = {}
        self.letters: dict[str, tuple[str, ...]] = {}
        self.earlier: dict[str, list[PersonState]] = {}
        self.erased: set[str] = set()
        self.drawn = False
        self.silent_merge = False
        self.problems: list[Problem] = []

    def people(self) -> dict[str, Person]:
        """Return everybody."""
        return {
            person: Person(
                state,
                self.contact[person],
                self.line[person],
                self.wave.get(person, 0),
                self.letters.get(person, ()),
                person in self.erased,
            )
            for person, state in self.state.items()
        }

    def take(self, entry: Entry, listed: People) -> None:
        """Take the next line."""
        try:
            found = told(entry)
            erased = _ids(entry.details.get(ERASED, ()))
        except ValueError:
            self._refuse(entry, _("What the line tells about people is not in the form this toolkit writes."))
            return
        self.silent_merge |= found is None and entry.details.get("stage") == "merge"
        for happening, ids in (listed if found is None else found).items():
            self.drawn = self.drawn or happening is Happening.DRAW
            for person in ids:
                if not self._happen(entry, happening, person) and found is not None:
                    self._refuse(entry, impossible(happening, person, self.state.get(person)))
        self.erased.update(erased)
        self._remember(entry)

    def _happen(self, entry: Entry, happening: Happening, person: str) -> bool:
        """Let something happen to somebody; return whether it can."""
        before = self.state.get(person)
        now = self._next(happening, person, before)
        if now is None:
            return False
        if happening is Happening.REVOKE:
            self.earlier[person].pop()
        elif happening in SINGLE and before is not None:
            self.earlier.setdefault(person, []).append(before)
        elif now is not before:
            self.earlier.pop(person, None)
        self.state[person] = now
        if now is not before:
            self.line[person] = entry.number
        self.contact.setdefault(person, PersonState.DRAWN)
        if now in CONTACTED:
            self.contact[person] = now
        return True

    def _next(self, happening: Happening, person: str, before: PersonState | None) -> PersonState | None:
        if before is None:
            known = happening is Happening.DRAW or (not self.drawn and begins_with(happening))
            return first(happening) if known else None
        if happening is Happening.REVOKE:
            earlier = self.earlier.get(person)
            return earlier[-1] if earlier else None
        if self.silent_merge and happening in LOT and before in REACHABLE:
            before = PersonState.APPLIED  # a merge of a former version that was made once more did not say who applied
        return after(happening, before, self.contact[person])

    def _remember(self, entry: Entry) -> None:
        """Note waves and letters."""
        for person, wave in _waves(entry):
            self.wave[person] = wave
        kind, ids = entry.details.get("kind"), entry.details.get("ids")
        if entry.details.get("stage") == "letters" and isinstance(kind, str) and isinstance(ids, list | tuple):
            for one in ids:
                person = str(one)
                self.letters[person] = (*self.letters.get(person, ()), kind)

    def _refuse(self, entry: Entry, what: str) -> None:
        self.problems.append(Problem(what, file=places.JOURNAL, row=entry.number))


def _waves(entry: Entry) -> Iterator[tuple[str, int]]:
    """Yield who was drawn in which wave."""
    folder = entry.details.get("folder")
    number = str(folder).removeprefix("draw/wave-")
    if isinstance(folder, str) and number != folder and number.isdecimal():
        for person in (told(entry) or {}).get(Happening.DRAW, ()):
            yield person, int(number)


def impossible(happening: Happening, person: str, before: PersonState | None) -> str:
    """Return what is said of something impossible."""
    if before is None:
        return _("{id}: “{happening}” is impossible, because the person was never drawn.").format(
            id=person, happening=happening_label(happening)
        )
    return _("{id}: “{happening}” is impossible after “{state}”.").format(
        id=person, happening=happening_label(happening), state=state_label(before)
    )

"""Nobody gets a wrong letter, whatever happens to them in whatever order."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.letters.entitled import entitled
from buergerforum.core.letters.kinds import MAILINGS
from buergerforum.core.record.journal import Entry, next_entry
from buergerforum.core.state import fold
from buergerforum.core.state.changes import line_of
from buergerforum.errors import InputError
from buergerforum.model.letters import Kind
from buergerforum.model.state import Happening, Person, PersonState

PEOPLE = ("a", "b", "c")
ANSWERS = {Happening.APPLY, Happening.DECLINE, Happening.EXCLUDE, Happening.REVIEW}
ENDS = {Happening.DIE, Happening.OBJECT}
TAKEN_BACK = {Happening.REVOKE, Happening.UNANSWER, Happening.UNDRAW}
Event = tuple[Happening, set[str]] | tuple[Kind, bool]

happenings = st.tuples(st.sampled_from(list(Happening)), st.sets(st.sampled_from(PEOPLE), min_size=1))
mailings = st.tuples(st.sampled_from(MAILINGS), st.booleans())
histories = st.lists(st.one_of(happenings, mailings), max_size=30)


class History:
    """A journal in which mailings go to those who are entitled, and impossible events do not happen."""

    def __init__(self) -> None:
        self.lines: list[Entry] = []
        self.sent: list[tuple[Kind, frozenset[str], bool]] = []
        self.since: dict[str, set[Happening]] = {one: set() for one in PEOPLE}
        """What happened to everybody and was not taken back, noted without the table of states."""
        self.happen(Happening.DRAW, set(PEOPLE))

    def people(self) -> dict[str, Person]:
        return fold(self.lines)

    def add(self, details: dict[str, object]) -> bool:
        """Add a line if it is possible."""
        entry = next_entry(self.lines, "2026-09-01T12:00:00+00:00", "run", details)  # type: ignore[arg-type]
        try:
            fold([*self.lines, entry])
        except InputError:
            return False
        self.lines.append(entry)
        return True

    def happen(self, happening: Happening, ids: set[str]) -> None:
        for one in sorted(ids):
            if self.add(dict(line_of({happening: [one]}))):
                self.since[one] = set() if happening in TAKEN_BACK else self.since[one] | {happening}

    def mail(self, kind: Kind, *, again: bool) -> None:
        """Make a letter for everybody who is entitled to it."""
        earlier = [ids for other, ids, _again in self.sent if other is kind]
        found = entitled(kind, self.people(), again=earlier[-1] if again and earlier else ())
        assert self.add({"stage": "letters", "kind": kind.value, "ids": list(found.ids)}), "a letter nobody may get"
        self.sent.append((kind, frozenset(found.ids), again and bool(earlier)))
        for one in found.ids:
            assert not self.since[one] & ENDS, "a letter to somebody who died or objected"
            assert kind is not Kind.REMINDER or not self.since[one] & ANSWERS, "a reminder to somebody who answered"


def lived(events: Sequence[Event]) -> History:
    """Let a history happen."""
    history = History()
    for what, more in events:
        if isinstance(what, Kind):
            history.mail(what, again=bool(more))
        elif isinstance(more, set):
            history.happen(what, more)
    return history


@given(histories)
def test_nobody_dead_objecting_or_already_answered_gets_a_reminder(events: list[Event]) -> None:
    history = lived([*events, (Kind.REMINDER, False), (Kind.REMINDER, True)])
    assert len([kind for kind, *_more in history.sent if kind is Kind.REMINDER]) >= 2


@given(st.sampled_from([*ANSWERS, *ENDS]), st.booleans())
def test_one_answer_or_end_is_enough(happening: Happening, again: bool) -> None:  # noqa: FBT001 - drawn
    history = lived([(Kind.INVITATION, False), (happening, {"b"}), (Kind.REMINDER, again)])
    assert history.sent[-1][1] == {"a", "c"}


@given(histories)
def test_nobody_gets_acceptance_and_rejection(events: list[Event]) -> None:
    sent = lived(events).sent
    promised = {one for kind, ids, *_more in sent if kind in (Kind.ACCEPTANCE, Kind.REPLACEMENT) for one in ids}
    rejected = {one for kind, ids, *_more in sent if kind is Kind.REJECTION for one in ids}
    assert not promised & rejected


@given(histories)
def test_nobody_gets_the_same_letter_twice_unless_it_is_made_again(events: list[Event]) -> None:
    seen: set[tuple[Kind, str]] = set()
    for kind, ids, again in lived(events).sent:
        if not again:
            assert not {(kind, one) for one in ids} & seen
        seen |= {(kind, one) for one in ids}


def test_the_usual_way() -> None:
    history = History()
    history.mail(Kind.INVITATION, again=False)
    history.happen(Happening.APPLY, {"a", "b"})
    history.mail(Kind.REMINDER, again=False)
    history.happen(Happening.SELECT, {"a"})
    history.happen(Happening.REJECT, {"b"})
    history.mail(Kind.ACCEPTANCE, again=False)
    history.mail(Kind.REJECTION, again=False)
    history.mail(Kind.REJECTION, again=True)
    assert [(kind.value, sorted(ids)) for kind, ids, *_more in history.sent] == [
        ("invitation", ["a", "b", "c"]),
        ("reminder", ["c"]),
        ("acceptance", ["a"]),
        ("rejection", ["b"]),
        ("rejection", ["b"]),
    ]


def test_whoever_holds_the_opposite_is_named_and_held_back() -> None:
    people = {"a": Person(PersonState.REJECTED, letters=("acceptance",)), "b": Person(PersonState.REJECTED)}
    found = entitled(Kind.REJECTION, people)
    assert (found.ids, found.held) == (("b",), ("a",))


def test_only_those_it_is_meant_for() -> None:
    people = {one: Person(PersonState.SELECTED) for one in PEOPLE}
    assert entitled(Kind.REPLACEMENT, people, only=["b", "z"]).ids == ("b",)
    erased = {"a": Person(PersonState.SELECTED, erased=True)}
    assert entitled(Kind.ACCEPTANCE, erased).ids == ()

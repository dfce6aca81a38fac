from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.state.changes import line_of
from buergerforum.core.state.folding import fold
from buergerforum.core.state.transitions import ANSWERED, GONE, REACHABLE, SEATED, after, may
from buergerforum.errors import InputError
from buergerforum.model.state import SINGLE, Happening, Person, PersonState
from tests.core.state.lines import draw, journal, letters, single, stand, states


def refusal(*details: dict[str, object]) -> str:
    with pytest.raises(InputError) as caught:
        stand(*details)
    return str(caught.value)


def test_a_procedure_from_the_draw_to_the_confirmation() -> None:
    lines: list[dict[str, object]] = [
        draw("A", "B", "C", "D"),
        letters("invitation", "A", "B", "C", "D"),
        single("apply", "A", "B"),
        letters("reminder", "C", "D"),
        {"people": {"apply": ["C"], "decline": ["D"]}},
        {"people": {"select": ["A"], "wait": ["B"], "reject": ["C"]}},
        letters("acceptance", "A"),
        single("confirm", "A"),
    ]
    assert states(*lines[:2]) == dict.fromkeys("ABCD", "invited")
    assert states(*lines[:4]) == {"A": "applied", "B": "applied", "C": "reminded", "D": "reminded"}
    assert states(*lines) == {"A": "confirmed", "B": "waiting", "C": "rejected", "D": "declined"}
    assert stand(*lines)["A"] == Person(
        PersonState.CONFIRMED, PersonState.INVITED, 8, 1, ("invitation", "acceptance"), erased=False
    )


def test_an_answer_that_was_somebody_elses_leaves_its_person_where_the_letters_had_left_them() -> None:
    begin = (draw("A", "B"), letters("invitation", "A", "B"), letters("reminder", "B"), single("review", "A", "B"))
    assert states(*begin, single("unanswer", "A", "B")) == {"A": "invited", "B": "reminded"}


def test_what_was_recorded_by_mistake_is_revoked_step_by_step() -> None:
    lines = [draw("A"), single("apply", "A"), single("select", "A"), single("confirm", "A"), single("died", "A")]
    assert states(*lines) == {"A": "died"}
    assert states(*lines, single("revoke", "A")) == {"A": "confirmed"}
    assert states(*lines, single("revoke", "A"), single("revoke", "A")) == {"A": "selected"}
    third = [*lines, *[single("revoke", "A")] * 3]
    assert refusal(*third) == "journal.jsonl, row 8: A: “revoked” is impossible after “selected”."


def test_only_what_was_recorded_by_hand_can_be_revoked() -> None:
    undelivered = (draw("A"), letters("invitation", "A"), single("undeliverable", "A"))
    assert states(*undelivered, letters("invitation", "A")) == {"A": "invited"}
    assert "impossible" in refusal(*undelivered, letters("invitation", "A"), single("revoke", "A"))


def test_every_impossible_line_is_named() -> None:
    said = refusal(
        draw("A", "B"),
        single("died", "A"),
        letters("invitation", "A", "B", "C"),
        single("confirm", "B"),
        single("died", "A"),
    )
    assert said == (
        "journal.jsonl, row 3: A: “invited” is impossible after “died”.\n"
        "journal.jsonl, row 3: C: “invited” is impossible, because the person was never drawn.\n"
        "journal.jsonl, row 4: B: “confirmed” is impossible after “invited”.\n"
        "journal.jsonl, row 5: A: “died” is impossible after “died”."
    )


def test_a_lot_changes_nothing_about_those_who_are_gone() -> None:
    begin = (draw(*"ABC"), single("apply", *"ABC"), single("withdraw", "A"), single("died", "B"))
    assert states(*begin, single("select", *"ABC")) == {"A": "withdrawn", "B": "died", "C": "selected"}


def test_a_draw_made_once_more() -> None:
    begin = (draw("A", "B"), letters("invitation", "A", "B"), draw("C", undraw=["A"]))
    assert states(*begin) == {"A": "undrawn", "B": "invited", "C": "drawn"}
    assert states(*begin, draw("A", undraw=["C"])) == {"A": "invited", "B": "invited", "C": "undrawn"}
    assert refusal(*begin, draw("B", wave=2)).endswith("B: “drawn” is impossible after “invited”.")
    assert stand(*begin, draw("D", wave=2))["D"].wave == 2


def test_a_procedure_may_begin_with_letters_or_with_its_pool() -> None:
    assert states(letters("invitation", "A"), single("apply", "A")) == {"A": "applied"}
    assert states({"people": {"select": ["A"], "wait": ["B"], "reject": ["C"]}}) == {
        "A": "selected",
        "B": "waiting",
        "C": "rejected",
    }
    assert "never drawn" in refusal(draw("A"), single("select", "B"))


def test_lines_of_former_versions_are_completed_from_their_results() -> None:
    lines = journal(
        {"stage": "draw", "folder": "draw/wave-1"},
        {"stage": "merge", "folder": "applications"},
        single("withdraw", "B"),
        {"stage": "select", "folder": "selection"},
    )
    lists = {
        1: {Happening.DRAW: ["A", "B", "C"]},
        2: {Happening.APPLY: ["A", "B"]},
        4: {Happening.SELECT: ["A", "B"], Happening.CONFIRM: ["C"]},
    }
    assert {person: one.state.value for person, one in fold(lines, lists).items()} == {
        "A": "selected",
        "B": "withdrawn",
        "C": "drawn",
    }


def test_a_merge_of_a_former_version_that_was_replaced_does_not_stop_the_selection() -> None:
    lines = (draw("A"), {"stage": "merge", "folder": "applications"}, single("select", "A"))
    assert states(*lines) == {"A": "selected"}
    assert "impossible" in refusal(draw("A"), single("select", "A"))


@pytest.mark.parametrize(
    "details",
    [
        {"people": []},
        {"people": {"vanish": ["A"]}},
        {"people": {"draw": "A"}},
        {"people": {"draw": [1]}},
        {"erased": "A"},
        {"stage": "letters", "kind": "invitation", "ids": {"A": 1}},
    ],
)
def test_a_line_in_another_form_is_refused(details: dict[str, object]) -> None:
    assert refusal(details) == (
        "journal.jsonl, row 1: What the line tells about people is not in the form this toolkit writes."
    )


def test_deleted_data_are_remembered() -> None:
    assert [one.erased for one in stand(draw("A", "B"), {"erased": ["A"]}).values()] == [True, False]


PEOPLE = tuple("ABC")
LINES = st.lists(
    st.dictionaries(st.sampled_from(Happening), st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True), max_size=2),
    max_size=25,
)


def possible(details: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return those lines that can be written: as every stage, leave out what would be impossible."""
    kept: list[dict[str, Any]] = []
    for line in details:
        try:
            stand(*kept, line)
        except InputError:
            continue
        kept.append(line)
    return kept


@given(LINES)
def test_random_histories_never_reach_an_impossible_state(drawn: list[dict[Happening, list[str]]]) -> None:
    begin = {"people": {"draw": list(PEOPLE)}}
    kept = possible([begin, *(dict(line_of(one)) for one in drawn)])
    people = stand(*kept)
    for count in range(1, len(kept)):
        before, now = stand(*kept[:count]), stand(*kept[: count + 1])
        happened = kept[count]["people"]
        for person in PEOPLE:
            named = [name for name, ids in happened.items() if person in ids]
            assert named or before[person] == now[person]
            if before[person].state is PersonState.DIED and now[person].state is not PersonState.DIED:
                assert named[-1] == "revoke"
            if now[person].state in SEATED and before[person].state in REACHABLE:
                assert "apply" in named or "revoke" in named
            if now[person].state is PersonState.CONFIRMED and before[person].state is not PersonState.CONFIRMED:
                assert before[person].state is PersonState.SELECTED or {"select", "revoke"} & set(named)
    assert fold(journal(*kept)) == people


@given(st.sampled_from(Happening), st.sampled_from(PersonState))
def test_the_table_leads_only_where_the_happening_says(happening: Happening, state: PersonState) -> None:
    now = after(happening, state, PersonState.REMINDED)
    assert (now is not None) == may(happening, state)
    if state is PersonState.DIED:
        assert now in (None, PersonState.DIED)
    if state in GONE and now is not None and happening not in SINGLE:
        back = state is PersonState.MOVED and (now in ANSWERED or now is PersonState.UNDRAWN)
        assert back or now is state
    if happening in (Happening.INVITE, Happening.REMIND):
        assert now is None or state in REACHABLE


def test_every_state_can_be_reached_and_every_happening_happens() -> None:
    found = {PersonState.DRAWN}
    used = set()
    for _round in PersonState:
        for happening in Happening:
            for state in sorted(found):
                if (now := after(happening, state, PersonState.DRAWN)) is not None:
                    found.add(now)
                    used.add(happening)
    assert found == set(PersonState)
    assert used == set(Happening) - {Happening.REVOKE}

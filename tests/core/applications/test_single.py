from dataclasses import replace
from typing import Any

import pytest

from buergerforum.core.applications.merging import merge
from buergerforum.model.applications import AgeGroups, Invited, Reason, Verdict
from buergerforum.model.review import Decision, Doubt
from buergerforum.model.state import PersonState
from tests.core.applications.invented import ALBA, BENNO, CODE, INVITED, PEOPLE, RULES, answer, file

YES_NO = {"ja": "yes", "nein": "no"}
ASKED = replace(RULES, answers={**RULES.answers, "available": YES_NO, "conflict": YES_NO})


def verdict(decision: Decision | None = None, invited: Invited = INVITED, **changes: Any) -> Verdict:
    """Return the verdict on Alba's answer with changes, in the light of a decision about it."""
    answers = [file(answer(**changes))]
    (plain,) = merge(answers, invited, ASKED).verdicts
    if decision is None:
        return plain
    settled = replace(decision, doubt=replace(decision.doubt, answer=plain.key))
    return merge(answers, invited, ASKED, {settled.doubt: settled}).verdicts[0]


def decide(reason: Reason, feature: str = "", accept: bool = True, **more: str) -> Decision:  # noqa: FBT001, FBT002
    return Decision(Doubt("", reason, feature), accept, **more)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (PersonState.OBJECTED, Reason.OBJECTED),
        (PersonState.WITHDRAWN, Reason.WITHDRAWN),
        (PersonState.DIED, Reason.DIED),
        (PersonState.MOVED, Reason.MOVED),
        (PersonState.REMINDED, None),
    ],
)
def test_what_was_recorded_counts(state: PersonState, reason: Reason | None) -> None:
    assert verdict(invited=replace(INVITED, states={ALBA: state})).reason is reason


@pytest.mark.parametrize(
    ("changes", "reason", "feature"),
    [
        ({"available": "Ja", "conflict": "nein"}, None, ""),
        ({"available": "", "conflict": ""}, None, ""),
        ({"available": "Nein"}, Reason.NOT_AVAILABLE, ""),
        ({"conflict": "ja"}, Reason.CONFLICT, ""),
        ({"available": "erst ab Mai"}, Reason.VALUE_UNKNOWN, "available"),
        ({"conflict": "Beirat"}, Reason.VALUE_UNKNOWN, "conflict"),
    ],
)
def test_offices_and_dates(changes: dict[str, Any], reason: Reason | None, feature: str) -> None:
    found = verdict(**changes)
    assert (found.reason, found.feature) == (reason, feature)


@pytest.mark.parametrize(
    ("decision", "changes", "person", "reason"),
    [
        (decide(Reason.RECEIVED_MISSING), {"received": ""}, ALBA, None),
        (decide(Reason.CONSENT_UNCLEAR), {"consent": "?"}, ALBA, None),
        (decide(Reason.BIRTH_YEAR_DIFFERS, person=ALBA), {"birth_year": 2015}, ALBA, None),
        (decide(Reason.CODE_MISSING, person=BENNO), {"code": ""}, BENNO, None),
        (decide(Reason.CODE_MISSING, accept=False), {"code": ""}, "", Reason.DECIDED),
        (decide(Reason.SEX_DIFFERS, accept=False), {"sex": "m"}, "", Reason.DECIDED),
        (decide(Reason.CONSENT_UNCLEAR, accept=False), {"consent": "?"}, ALBA, Reason.DECIDED),
        (decide(Reason.VALUE_UNKNOWN, "available", value="yes"), {"available": "wohl"}, ALBA, None),
        (decide(Reason.VALUE_UNKNOWN, "available", value="no"), {"available": "kaum"}, ALBA, Reason.NOT_AVAILABLE),
        (decide(Reason.VALUE_UNKNOWN, "conflict", value="yes"), {"conflict": "Beirat"}, ALBA, Reason.CONFLICT),
        (decide(Reason.CONSENT_UNCLEAR), {"consent": "?", "received": "2024-04-01"}, ALBA, Reason.LATE),
        (decide(Reason.CONSENT_UNCLEAR), {"consent": "?", "school": "?"}, ALBA, Reason.VALUE_UNKNOWN),
        (decide(Reason.VALUE_MISSING, "school", accept=False), {"school": ""}, ALBA, Reason.DECIDED),
    ],
)
def test_a_decision_settles_its_doubt_and_no_other(
    decision: Decision, changes: dict[str, Any], person: str, reason: Reason | None
) -> None:
    found = verdict(decision, **changes)
    assert (found.person, found.reason) == (person, reason)


def test_a_decided_value_is_the_one_of_the_pool() -> None:
    found = verdict(decide(Reason.VALUE_UNKNOWN, "school", value="Realschule"), school="Gesellenbrief")
    assert (found.reason, found.values) == (None, ("Realschule",))


def test_of_a_household_whoever_answered_first_stays() -> None:
    flat = {person: replace(one, household="flat") for person, one in PEOPLE.items()}
    bennos = {"code": CODE[BENNO], "birth_year": 1950, "sex": "m"}
    rows = [answer(received="2024-03-12"), answer(row=3, received="2024-03-11", **bennos)]
    found = merge([file(*rows)], Invited(flat, INVITED.codes), RULES).verdicts
    assert [(one.person, one.reason) for one in found] == [(ALBA, Reason.HOUSEHOLD), (BENNO, None)]
    alone = merge([file(rows[0])], Invited(flat, INVITED.codes), RULES).verdicts
    assert alone[0].reason is None


@pytest.mark.parametrize(
    ("born", "group"),
    [
        ("1994-03-22", "30+"),
        ("1994-03-23", "16-29"),
        ("1994", "16-29"),
        ("1993", "30+"),
        ("2007", "16-29"),
        ("2015", None),
        ("?", None),
        ("", None),
    ],
)
def test_the_age_group_follows_from_birth_date_or_year(born: str, group: str | None) -> None:
    ages = AgeGroups(RULES.deadline, (16, 30), 16)
    rules = replace(RULES, form=("age_group",), ages=ages)
    found = merge([file(replace(answer(), values=(("age_group", born),)))], INVITED, rules).verdicts[0]
    assert found.values == ((group,) if group else ())
    assert (found.reason is None) == (group is not None)

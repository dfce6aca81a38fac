from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.applications.deciding import doubt_of
from buergerforum.core.applications.merging import distinct, merge, once, pool_of
from buergerforum.model.applications import Answer, AnswerFile, Channel, Invited, Outcome, Reason, Verdict
from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.record import FileDigest
from buergerforum.model.review import Decision, Doubt
from tests.core.applications.invented import (
    ALBA,
    BENNO,
    CILIA,
    CODE,
    INVITED,
    PEOPLE,
    RULES,
    STRANGE_CODE,
    answer,
    file,
    mistyped,
)


def verdicts(*files: AnswerFile) -> tuple[Verdict, ...]:
    return merge(files, INVITED, RULES).verdicts


def reasons(*answers: Answer) -> list[Reason | None]:
    rows = [replace(one, row=row) for row, one in enumerate(answers, 2)]
    return [one.reason for one in verdicts(file(*rows))]


@pytest.mark.parametrize(
    ("changes", "reason", "outcome"),
    [
        ({}, None, "clear"),
        ({"received": ""}, "received-missing", "review"),
        ({"received": "2024-03-22 23:59:59"}, None, "clear"),
        ({"received": "2024-03-23"}, "late", "rejected"),
        ({"consent": "nein"}, "no-consent", "rejected"),
        ({"consent": ""}, "no-consent", "rejected"),
        ({"consent": "vielleicht"}, "consent-unclear", "review"),
        ({"code": ""}, "code-missing", "review"),
        ({"code": mistyped(CODE[ALBA])}, None, "clear"),
        ({"code": mistyped(CODE[ALBA]), "birth_year": 1958}, "code-mistyped", "review"),
        ({"code": STRANGE_CODE}, "code-unknown", "review"),
        ({"birth_year": None}, "birth-year-missing", "review"),
        ({"birth_year": 1958}, "birth-year-differs", "review"),
        ({"sex": "m"}, "sex-differs", "review"),
        ({"code": CODE[CILIA], "birth_year": 2009}, "under-age", "rejected"),
        ({"school": ""}, "value-missing", "review"),
        ({"school": "Gesellenbrief"}, "value-unknown", "review"),
        ({"school": " keine  ANGABE"}, None, "clear"),
    ],
)
def test_every_rule_has_its_reason_and_outcome(changes: dict[str, object], reason: str | None, outcome: str) -> None:
    (found,) = verdicts(file(answer(**changes)))
    assert (found.reason, found.outcome) == (reason, outcome)


def test_somebody_who_was_not_drawn_is_rejected() -> None:
    merged = merge([file(answer(code=STRANGE_CODE))], Invited(PEOPLE, {STRANGE_CODE: "id-gone"}), RULES)
    assert [(one.reason, one.outcome) for one in merged.verdicts] == [(Reason.NOT_INVITED, Outcome.REJECTED)]


def test_without_a_minimum_age_nobody_is_too_young() -> None:
    young = file(answer(code=CODE[CILIA], birth_year=2009))
    assert merge([young], INVITED, replace(RULES, latest_birth_year=None)).verdicts[0].reason is None


def test_the_first_rule_that_applies_decides() -> None:
    assert reasons(answer(received="2024-04-01", consent="nein", code="", school="?")) == [Reason.LATE]
    assert reasons(answer(consent="", code="", school="?")) == [Reason.NO_CONSENT]
    assert reasons(answer(birth_year=2009, code=CODE[BENNO])) == [Reason.BIRTH_YEAR_DIFFERS]


def test_the_latest_answer_of_a_person_counts() -> None:
    early, late = answer(received="2024-03-01"), answer(received="2024-03-02", school="Realschule")
    assert reasons(late, early) == [None, Reason.DUPLICATE]
    assert reasons(early, late) == [Reason.DUPLICATE, None]
    merged = merge([file(early, replace(late, row=3))], INVITED, RULES)
    assert pool_of(merged, INVITED, RULES).applicants == (Applicant(ALBA, ("Eving", "w", "Realschule")),)


def test_a_day_without_a_time_comes_before_the_times_of_that_day() -> None:
    assert reasons(answer(received="2024-03-10"), answer(received="2024-03-10 00:00:01")) == [Reason.DUPLICATE, None]


def test_at_the_same_time_the_last_by_name_and_row_counts() -> None:
    assert reasons(answer(school="Realschule"), answer()) == [Reason.DUPLICATE, None]
    found = verdicts(file(answer(), name="b.csv"), file(answer(school="Realschule"), name="a.csv"))
    assert [(one.source, one.reason) for one in found] == [("a.csv", Reason.DUPLICATE), ("b.csv", None)]


def test_what_does_not_count_does_not_displace_what_counts() -> None:
    good = answer(received="2024-03-01")
    for changes in (
        {"received": "2024-03-23"},
        {"consent": ""},
        {"birth_year": 1958},
        {"sex": "m"},
        {"code": mistyped(CODE[ALBA]), "birth_year": 1958},
    ):
        assert reasons(good, answer(**changes))[0] is None


def test_a_doubtful_later_answer_keeps_the_earlier_one_back() -> None:
    doubtful = answer(received="2024-03-11", school="Gesellenbrief")
    assert reasons(answer(), doubtful) == [Reason.DUPLICATE, Reason.VALUE_UNKNOWN]


@pytest.mark.parametrize("received", ["2024-03-11", "2024-04-11"])
def test_a_later_no_withdraws_the_consent_even_after_the_deadline(received: str) -> None:
    found = reasons(answer(), answer(received=received, consent="nein"))
    assert found == [Reason.CONSENT_WITHDRAWN, Reason.NO_CONSENT if received < "2024-03-23" else Reason.LATE]


def test_whoever_consents_again_takes_part() -> None:
    no = answer(received="2024-03-11", consent="nein")
    assert reasons(answer(), no, answer(received="2024-03-12")) == [Reason.CONSENT_WITHDRAWN, Reason.NO_CONSENT, None]


def test_nobody_can_withdraw_for_somebody_else() -> None:
    assert reasons(answer(), answer(received="2024-03-11", consent="nein", birth_year=1958))[0] is None


def test_the_next_export_of_a_form_repeats_its_answers() -> None:
    first, second = answer(row=2, reference="1"), answer(row=3, code=CODE[BENNO], birth_year=1950, sex="m")
    merged = merge([file(first, name="week1.csv"), file(first, second, name="week2.csv")], INVITED, RULES)
    assert [(one.source, one.person, one.reason) for one in merged.verdicts] == [
        ("week1.csv", ALBA, None),
        ("week2.csv", BENNO, None),
    ]
    assert merged.repeated == 1


def test_the_same_answer_as_csv_and_as_workbook_is_one() -> None:
    places, repeated = distinct([file(answer()), file(answer(channel=Channel.PAPER, row=9), name="web.xlsx")])
    assert ([one.source.name for one in places], repeated) == (["web.csv"], 1)


def test_equal_answers_without_code_in_one_file_are_different_people() -> None:
    twice = (answer(code="", row=2), answer(code="", row=3))
    places, repeated = distinct([file(*twice, name="a.csv"), file(*twice, name="b.csv")])
    assert ([one.answer.row for one in places], repeated) == ([2, 3], 2)


def test_a_file_under_two_names_is_one_file_under_the_first() -> None:
    files = [file(answer(), name=name, digest="same") for name in ("b.csv", "a.csv", "c.csv")]
    assert [one.source for one in once(files)] == [FileDigest("a.csv", "same", 100)]
    assert once(files) == once(reversed(files))


def test_the_pool_holds_ids_and_features_sorted_by_id() -> None:
    benno = answer(row=2, code=CODE[BENNO], birth_year=1950, sex="", school="keine Angabe")
    pool = pool_of(merge([file(benno, answer(row=3))], INVITED, RULES), INVITED, RULES)
    assert pool == Pool(
        ("district", "sex", "school"),
        (Applicant(ALBA, ("Eving", "w", "Abitur")), Applicant(BENNO, ("Hörde", "m", "keine Angabe"))),
    )


answers = st.builds(
    answer,
    code=st.sampled_from(["", mistyped(CODE[ALBA]), STRANGE_CODE, *CODE.values()]),
    received=st.sampled_from(["", "2024-03-01", "2024-03-01 08:00:00", "2024-03-02", "2024-04-01"]),
    birth_year=st.sampled_from([None, 1950, 1985, 2009]),
    sex=st.sampled_from(["", "m", "w"]),
    consent=st.sampled_from(["", "ja", "ja", "nein", "?"]),
    school=st.sampled_from(["", "Abitur", "Realschule", "?"]),
)


@st.composite
def some_files(draw: st.DrawFn) -> list[AnswerFile]:
    found = draw(st.lists(st.lists(answers, min_size=1, max_size=6), min_size=1, max_size=4))
    names = st.sampled_from(["a.csv", "b.csv", "c.xlsx"])
    return [
        file(*(replace(one, row=row) for row, one in enumerate(rows, 2)), name=draw(names), digest=f"digest {number}")
        for number, rows in enumerate(found)
    ]


@given(files=some_files(), data=st.data())
def test_neither_order_nor_repetition_of_files_changes_anything(files: list[AnswerFile], data: st.DataObject) -> None:
    repeated: Sequence[AnswerFile] = data.draw(st.lists(st.sampled_from(files), max_size=4))
    shuffled = data.draw(st.permutations([*files, *repeated]))
    assert merge(shuffled, INVITED, RULES) == merge(files, INVITED, RULES)


@given(files=some_files())
def test_nobody_is_in_the_pool_twice_and_every_row_has_a_verdict(files: list[AnswerFile]) -> None:
    merged = merge(files, INVITED, RULES)
    assert len(merged.verdicts) + merged.repeated == sum(len(one.answers) for one in files)
    people = [one.id for one in pool_of(merged, INVITED, RULES).applicants]
    assert people == sorted(set(people))
    for one in merged.verdicts:
        assert (one.reason is None) == (one.person in people and one.outcome is Outcome.CLEAR)


@given(files=some_files())
def test_merging_one_file_more_only_adds(files: list[AnswerFile]) -> None:
    """Whoever is in the pool stays there, unless a later answer of their own displaces or withdraws it."""
    before = merge(files[:-1], INVITED, RULES)
    after = {one.person for one in merge(files, INVITED, RULES).verdicts if one.outcome is Outcome.CLEAR}
    own = {INVITED.codes.get(one.code) for one in files[-1].answers}
    for one in before.verdicts:
        assert one.outcome is not Outcome.CLEAR or one.person in after or one.person in own


def variants() -> list[Answer]:
    """Return answers of three people with everything that can be in doubt about them, and more."""
    bennos = {"code": CODE[BENNO], "birth_year": 1950, "sex": "m"}
    changes: list[dict[str, Any]] = [
        {},
        {"received": "2024-03-11", "school": "Gesellenbrief"},
        {"received": "2024-03-12", "consent": "nein"},
        {"received": ""},
        {"birth_year": 1958},
        {"code": mistyped(CODE[ALBA])},
        {"code": ""},
        {"consent": "?"},
        bennos,
        bennos | {"received": "2024-03-09", "school": ""},
        bennos | {"sex": "w"},
        {"code": CODE[CILIA], "birth_year": 2009},
    ]
    return [answer(row=row, **one) for row, one in enumerate(changes, 2)]


FLAT = Invited({person: replace(one, household="flat") for person, one in PEOPLE.items()}, INVITED.codes)


@given(data=st.data())
def test_any_order_and_repetition_of_files_and_decisions_give_the_same(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.lists(st.sampled_from(variants()), max_size=4), min_size=1, max_size=4))
    files = [
        file(*(replace(one, row=row) for row, one in enumerate(rows, 2)), name=f"{n}.csv")
        for n, rows in enumerate(chosen)
    ]
    invited = data.draw(st.sampled_from([INVITED, FLAT]))
    decisions: dict[Doubt, Decision] = {}
    for one in merge(files, invited, RULES).verdicts:
        if (doubt := doubt_of(one)) and data.draw(st.booleans()):
            person = data.draw(st.sampled_from([ALBA, BENNO]))
            decisions[doubt] = Decision(doubt, data.draw(st.booleans()), person, "Abitur", "by phone", "AB")
    order = data.draw(st.permutations([*files, *data.draw(st.lists(st.sampled_from(files), max_size=2))]))
    shuffled = dict(data.draw(st.permutations(sorted(decisions.items()))))
    plain = merge(files, invited, RULES, decisions)
    found = merge(order, invited, RULES, shuffled)
    assert found == plain
    assert pool_of(found, invited, RULES) == pool_of(plain, invited, RULES)
    people = [one.person for one in found.verdicts if one.outcome is Outcome.CLEAR]
    assert len(people) == len(set(people))
    assert invited is INVITED or len(people) <= 1

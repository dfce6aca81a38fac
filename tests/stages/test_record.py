from pathlib import Path

import pytest

from buergerforum.errors import InputError, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.model.state import PersonState, Single
from buergerforum.stages.record import run_record
from buergerforum.stages.running import journal_of, record
from buergerforum.stages.states import states_of
from tests.stages.answering import CODE, make_procedure


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    made = make_procedure(tmp_path / "forum")
    record(made, "record", {"people": {"draw": ["A1", "A2", "A3", "A4"]}})
    return made


def test_people_are_named_by_id_or_by_code(home: Procedure) -> None:
    report = run_record(home, Single.WITHDRAW, ["A2", CODE["A1"].lower(), "A1"], " by  phone ", "a.b.")
    assert journal_of(home)[-1].details == {
        "people": {"withdraw": ["A1", "A2"]},
        "reason": "by phone",
        "initials": "AB",
    }
    assert (report.people, report.before, report.after) == (
        2,
        ((PersonState.DRAWN, 2),),
        ((PersonState.WITHDRAWN, 2),),
    )
    assert report.notes == ()


def test_a_mistake_is_revoked(home: Procedure) -> None:
    run_record(home, Single.DIED, ["A1"])
    run_record(home, Single.REVOKE, ["A1"], "another person of the same name")
    assert states_of(home)["A1"].state is PersonState.DRAWN


@pytest.mark.parametrize(
    ("stand", "said"),
    [
        ("apply", "Bring it up to date with: forum merge"),
        ("select", "A seat of the panel is free now. It is filled by lot with: forum replace"),
    ],
)
def test_it_says_what_follows(home: Procedure, stand: str, said: str) -> None:
    record(home, "record", {"people": {"apply": ["A1"]}})
    record(home, "record", {"people": {stand: ["A1"]}})
    assert said in run_record(home, Single.MOVED, ["A1"]).notes[0]


def test_nothing_is_recorded_if_one_is_impossible_or_unknown(home: Procedure) -> None:
    run_record(home, Single.DIED, ["A3"])
    before = home.journal_bytes()
    with pytest.raises(InputError) as caught:
        run_record(home, Single.CONFIRM, ["A3", "A4"])
    assert str(caught.value) == (
        "A3: “confirmed” is impossible after “died”.\nA4: “confirmed” is impossible after “drawn”."
    )
    with pytest.raises(InputError) as unknown:
        run_record(home, Single.DIED, ["A4", "Elfi Musterlein"])
    assert str(unknown.value) == "Number 2 in the list is neither the id nor the code of anybody in this procedure."
    assert home.journal_bytes() == before


@pytest.mark.parametrize("reason", ["wrote from a@example.org", "called from 0231 / 55 50 10", "x" * 201])
def test_a_reason_holds_no_contact_and_no_story(home: Procedure, reason: str) -> None:
    with pytest.raises(UsageError) as caught:
        run_record(home, Single.DIED, ["A1"], reason)
    assert "The journal is never deleted" in caught.value.hint
    assert "example" not in caught.value.message


def test_initials_are_no_name(home: Procedure) -> None:
    with pytest.raises(UsageError, match="at most five letters"):
        run_record(home, Single.DIED, ["A1"], initials="Musterlein")


def test_somebody_must_be_named(home: Procedure) -> None:
    with pytest.raises(UsageError, match="Nobody was named"):
        run_record(home, Single.DIED, [])

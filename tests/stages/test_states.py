import json
from pathlib import Path
from typing import Any

import pytest

from buergerforum.core.record.journal import entry_line, next_entry
from buergerforum.errors import InputError
from buergerforum.io.procedure import Procedure
from buergerforum.model.record import Receipt
from buergerforum.model.state import PersonState
from buergerforum.stages.judging import MergeOptions, plan_merge
from buergerforum.stages.merge import run_merge
from buergerforum.stages.running import Destination, journal_of, record, running
from buergerforum.stages.states import states_of
from tests.stages import honest
from tests.stages.answering import make_procedure, web_row, write_paper, write_web


def counts(home: Procedure) -> dict[str, int]:
    people = states_of(home).values()
    return {state.value: number for state in PersonState if (number := sum(one.state is state for one in people))}


def test_every_stage_tells_what_it_does_to_people(tmp_path: Path) -> None:
    home = honest.make(tmp_path / "forum")
    assert counts(home) == {"invited": 2, "selected": 4, "waiting": 2, "rejected": 8}
    told: dict[str, Any] = {str(one.details.get("stage")): one.details.get("people") for one in journal_of(home)}
    assert told["draw"] == {"draw": sorted(honest.invited(home))}
    assert {name: len(ids) for name, ids in told["select"].items()} == {"select": 4, "wait": 2, "reject": 8}


def test_a_journal_of_a_former_version_is_completed_from_the_results(tmp_path: Path) -> None:
    home = honest.make(tmp_path / "forum")
    now = counts(home)
    lines = [json.loads(line) for line in home.journal_path.read_bytes().splitlines()]
    home.journal_path.write_bytes(b"")
    for line in lines:
        line["details"].pop("people", None)
        home.append(entry_line(next_entry(journal_of(home), line["time"], line["event"], line["details"])))
    assert counts(home) == now


def test_a_second_draw_tells_only_the_difference(tmp_path: Path) -> None:
    home = honest.new(tmp_path / "forum")
    honest.frame(home)
    honest.draw(home)
    first = set(honest.invited(home))
    honest.draw(home, "another seed", again="the first seed was read wrongly")
    second = set(honest.invited(home))
    people = states_of(home)
    assert {one for one in people if people[one].state is PersonState.DRAWN} == second
    assert {one for one in people if people[one].state is PersonState.UNDRAWN} == first - second
    assert journal_of(home)[-1].details["people"] == {"draw": sorted(second - first), "undraw": sorted(first - second)}


def test_merging_moves_people_once(tmp_path: Path) -> None:
    home = make_procedure(tmp_path / "forum")
    web = write_web(tmp_path / "web.csv", [web_row("A1"), web_row("A3", 2, consent=""), web_row("A4", 3, school="?")])
    run_merge(plan_merge(home, MergeOptions((web,)), None, ""))
    assert journal_of(home)[-1].details["people"] == {"apply": ["A1"], "decline": ["A3"], "review": ["A4"]}
    run_merge(plan_merge(home, MergeOptions((write_paper(tmp_path / "paper.xlsx", ["A2"]),)), None, ""))
    assert journal_of(home)[-1].details["people"] == {"apply": ["A2"]}
    assert counts(home) == {"applied": 2, "in-review": 1, "declined": 1}


def test_what_is_impossible_is_never_recorded(tmp_path: Path) -> None:
    home = make_procedure(tmp_path / "forum")
    record(home, "record", {"people": {"select": ["A1"]}})
    before = home.journal_bytes()
    with pytest.raises(InputError, match="A1: “invited” is impossible after “selected”"):
        record(home, "record", {"people": {"invite": ["A1"]}})
    with (
        pytest.raises(InputError, match="A1: “invited” is impossible"),
        running(Destination(home, "letters/invitation-1")) as run,
    ):
        run.finish(Receipt("letters", {}, ()), {"kind": "invitation", "ids": ["A1"]})
    assert home.journal_bytes() == before
    assert not home.path("letters/invitation-1").exists()

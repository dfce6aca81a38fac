from pathlib import Path

import pytest

from buergerforum.errors import InputError
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table
from buergerforum.stages.current_panel import current_panel
from buergerforum.stages.lottery import SelectionOptions, plan_selection
from buergerforum.stages.select import Decision, run_select
from tests.stages.small_forum import make_procedure


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    return make_procedure(tmp_path / "forum")


def select_in(home: Procedure, number: str = "3", again: str = "") -> tuple[str, ...]:
    return run_select(plan_selection(home, SelectionOptions(), "selection", None, again), Decision(number)).panel


def test_nobody_sits_before_the_selection(home: Procedure) -> None:
    assert current_panel(home) is None


def test_after_the_selection_its_panel_sits(home: Procedure) -> None:
    members = select_in(home)
    now = current_panel(home)
    assert now is not None
    assert (now.members, now.left, now.folders) == (members, (), ("selection",))
    assert (now.panel, now.waiting_list) == ("selection/panel.csv", "selection/waiting.csv")
    assert list(now.waiting) == read_table(home.path("selection/waiting.csv")).columns["id"]


def test_the_last_selection_counts(home: Procedure) -> None:
    select_in(home)
    members = select_in(home, "4", "the number was misread")
    now = current_panel(home)
    assert now is not None
    assert (now.members, now.folders) == (members, ("selection",))


def test_a_result_that_the_journal_does_not_know_is_refused(home: Procedure) -> None:
    select_in(home)
    receipt = home.path("selection/receipt.json")
    receipt.write_bytes(receipt.read_bytes().replace(b'"lots": 20', b'"lots": 21'))
    with pytest.raises(InputError, match="The journal knows another receipt of this result"):
        current_panel(home)

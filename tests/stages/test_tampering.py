"""A walk with long strides through everything that ``make tampering`` tries: both programs see each change.

Every file is changed at its beginning and at its end, and every kind of change is made in every folder. The files that
decide who sits and what was sealed are tried byte by byte, where they are small.
"""

import hashlib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from buergerforum.model.households import HouseholdRule
from buergerforum.stages.lottery import SelectionPlan, run_lottery
from buergerforum.stages.running import Destination
from tests import tampering
from tests.core.selection.published import POOLS
from tests.tampering import Change, Folder, bytes_of, changes, contents, files_of, lines_of, mask, tried

NAMES = ("public", "auditors", "procedure", "draw/wave-1", "lottery", "selection")
STRIDE = 997
"""Between two changed bytes: a prime, so that it falls into step with no table."""
WHOLE = ("selection/panel.csv", "lottery/bounds.csv")
"""Tried byte by byte: who sits, and how far the lots may be from the optimum."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Folder]:
    return tampering.tiny(tmp_path_factory.mktemp("tiny"))


def walk(folder: Folder) -> Iterator[Change]:
    """Return the changes that are usually tried."""
    for number, change in enumerate(bytes_of(folder)):
        if number % STRIDE == 0 or change.number in {0, len(folder.files[change.place]) - 1}:
            yield change
    for _kind, these in groupby(sorted(lines_of(folder), key=lambda one: one.kind), key=lambda one: one.kind):
        yield from list(these)[:: STRIDE // 11]
    for _kind, these in groupby(sorted(files_of(folder), key=lambda one: one.kind), key=lambda one: one.kind):
        yield from list(these)[::41]


@pytest.mark.parametrize("name", NAMES)
def test_every_change_is_found_by_both(made: dict[str, Folder], name: str) -> None:
    folder = made[name]
    assert tampering.honest_ones(folder) == []
    these = list(walk(folder))
    assert {one.place for one in these} >= set(folder.files)
    assert tried(folder, these) == []


@pytest.mark.parametrize("name", ["public", "auditors"])
def test_every_single_byte_of_what_decides_is_found_by_both(made: dict[str, Folder], name: str) -> None:
    these = [change for change in bytes_of(made[name]) if change.place in WHOLE]
    assert len(these) > 80
    assert tried(made[name], these) == []


def test_a_program_that_sees_nothing_or_breaks_down_is_noticed(
    made: dict[str, Folder], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_words: object) -> str:
        raise KeyError("a line")

    monkeypatch.setattr(tampering, "audit_sees", lambda *_, **__: "ok")
    monkeypatch.setattr(tampering, "verify_sees", broken)
    change = Change("file lost", "manifest.json")
    found = [(one.program, one.how) for one in tried(made["public"], [change])]
    assert found == [("forum audit", "ok"), ("verify.py", "KeyError: 'a line'")]


def test_every_change_changes_something_and_is_made_good_again(made: dict[str, Folder]) -> None:
    folder = made["lottery"]
    for change in changes(folder):
        after = contents(change, folder.files)
        assert any(folder.files.get(place) != raw for place, raw in after.items()), str(change)
    assert {mask("a", number) for number in range(5_000)} == set(range(1, 256))
    assert len({str(change) for change in changes(folder)}) == len(list(changes(folder)))


def test_half_of_a_long_file_is_left_to_the_other_level(made: dict[str, Folder]) -> None:
    tested = [
        {
            (one.place, one.number)
            for one in tampering.every_other(made, name, bytes_of(made[name]))
            if one.place == "verify.py"
        }
        for name in ("public", "auditors")
    ]
    assert not tested[0] & tested[1]
    assert len(tested[0] | tested[1]) == len(made["public"].files["verify.py"])


def test_changed_bytes_of_a_large_lottery_are_found_by_both(tmp_path: Path) -> None:
    out = tmp_path / "lottery"
    plan = SelectionPlan(
        pool=POOLS / "israel_60_respondents.csv",
        quotas=POOLS / "israel_60_quotas_wide.csv",
        seats=60,
        lots=100,
        objective="leximin",
        household=HouseholdRule(),
        id_column=None,
        waiting=0,
        destination=Destination(None, "lottery", out),
    )
    run_lottery(plan)
    receipt = hashlib.sha256((out / "receipt.json").read_bytes()).hexdigest()
    folder = tampering.folder_of(out, "lottery", receipt)
    every = list(bytes_of(folder))
    assert tried(folder, every[:: len(every) // 8]) == []

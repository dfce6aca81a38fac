import dataclasses
from typing import Any

import pytest

from buergerforum.core.audit.evidence import Run
from buergerforum.core.audit.seeds import check_seeds
from buergerforum.core.record.journal import Entry
from buergerforum.model.audit import Verdict
from buergerforum.model.record import Receipt

SEAL = ("seal", {"what": "draw"})
SEED = ("seed", {"what": "draw", "seed": "4 7 2 9", "number": None, "date": "2026-09-02"})


def told(*events: tuple[str, dict[str, Any]], seed: str = "4 7 2 9") -> set[Verdict]:
    """Return the verdicts on a journal in which the draw is the last line."""
    entries = [
        Entry(number, "", "2026-09-02T09:00:00+02:00", event, details)
        for number, (event, details) in enumerate(events, 1)
    ]
    receipt = Receipt("draw", {}, (), seed=seed)
    run = Run(
        len(entries) + 1,
        "draw",
        "draw/wave-1",
        1,
        "",
        "",
        latest=True,
        place="draw/wave-1",
        receipt=receipt,
        details={},
    )
    return {one.verdict for one in check_seeds(entries, [run])}


def test_seal_then_seed_then_draw_is_right() -> None:
    assert told(SEAL, SEED) == {Verdict.OK}
    assert told(SEAL) == {Verdict.OK}
    assert told() == {Verdict.NOT_CHECKED}


@pytest.mark.parametrize(
    ("events", "seed"),
    [
        ([SEED, SEAL], "4 7 2 9"),
        ([SEAL, SEED], "6 6 6 6"),
        ([SEAL, ("seed", SEED[1] | {"date": "2026-09-01"})], "4 7 2 9"),
        ([SEAL, SEED, ("seed", SEED[1] | {"seed": "1 1 1 1"})], "1 1 1 1"),
    ],
    ids=["seed before the seal", "another seed", "numbers of the day before", "a second seed"],
)
def test_chance_that_was_known_or_chosen_is_found(events: list[Any], seed: str) -> None:
    assert Verdict.CONTRADICTION in told(*events, seed=seed)


def test_a_single_result_has_no_seal() -> None:
    run = Run(0, "draw", "", 1, "", "", latest=True, place="", receipt=Receipt("draw", {}, ()), details={})
    assert [one.verdict for one in check_seeds([], [dataclasses.replace(run, line=0)])] == [Verdict.NOT_CHECKED]

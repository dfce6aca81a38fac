from collections.abc import Sequence

import pytest

from buergerforum.core.audit.listing import Listing
from buergerforum.core.audit.lottery import Conditions, counted, near, numbered, numbering, valid
from buergerforum.core.chance import digest
from buergerforum.model.audit import Finding, Verdict
from buergerforum.model.lottery import LotBlock, Lottery
from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.quotas import Feature, Quota, QuotaTable, Value

FILE = "lottery.csv"
POOL = Pool(("sex",), tuple(Applicant(f"P{n}", ("mw"[n % 2],), f"H{n // 2}" if n < 4 else "") for n in range(8)))
TABLE = QuotaTable(
    (Feature("sex", (Value("m"), Value("w"))),), (Quota((("sex", "m"),), 1, 1), Quota((("sex", "w"),), 1, 1))
)
CONDITIONS = Conditions(POOL, TABLE, 2)
PANELS = [("P0", "P3"), ("P1", "P2"), ("P4", "P5"), ("P6", "P7")]


def lottery(panels: Sequence[tuple[str, ...]], width: int = 1) -> Lottery:
    """Make a lottery in which every panel has as many lots, in the right order."""
    ordered = sorted(panels, key=lambda panel: (digest("numbering", *panel), panel))
    blocks = tuple(LotBlock(n * width, (n + 1) * width - 1, panel) for n, panel in enumerate(ordered))
    return Lottery(len(panels) * width, blocks)


def chances(rows: Sequence[tuple[str, str, str, str]]) -> Listing:
    header = ("id", "optimal", "lots", "chance")
    columns = dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))
    return Listing("probabilities.csv", header, columns, range(2, len(rows) + 2))


def right_chances(width: int = 1) -> list[tuple[str, str, str, str]]:
    return [(f"P{n}", "0.25", str(width), "0.25") for n in range(8)]


def verdicts(findings: Sequence[Finding]) -> list[str]:
    return [one.verdict.value for one in findings]


def test_an_honest_lottery_passes() -> None:
    made = lottery(PANELS)
    assert verdicts(numbered(made, 4, FILE)) == ["ok"]
    assert verdicts(valid(made, CONDITIONS, FILE)) == ["ok"]
    assert verdicts(numbering(made, FILE)) == ["ok"]
    assert verdicts(counted(made, chances(right_chances()), [f"P{n}" for n in range(8)])) == ["ok"]
    assert verdicts(near(made, chances(right_chances()), 2)) == ["ok"]


def test_a_digital_lottery_counts_whole_blocks_of_lots() -> None:
    width = 250_000_000
    assert verdicts(counted(lottery(PANELS, width), chances(right_chances(width)), None)) == ["ok"]


@pytest.mark.parametrize(
    ("panel", "reason"),
    [
        (("P4",), "1 member"),
        (("P4", "P4", "P5"), "twice"),
        (("P4", "P9"), "Not in the pool"),
        (("P4", "P6"), "sex: m: 2 seated"),
        (("P0", "P1"), "Of one household"),
    ],
)
def test_a_lot_that_is_no_panel_is_named_with_the_reason(panel: tuple[str, ...], reason: str) -> None:
    made = Lottery(1, (LotBlock(0, 0, panel),))
    (finding,) = valid(made, CONDITIONS, FILE)
    assert finding.verdict is Verdict.CONTRADICTION
    assert "lot 0" in finding.found
    assert reason in finding.found


def test_every_other_order_of_the_lots_is_found() -> None:
    made = lottery(PANELS)
    for place in range(3):
        blocks = list(made.blocks)
        blocks[place], blocks[place + 1] = blocks[place + 1], blocks[place]
        assert "contradiction" in verdicts(numbering(Lottery(4, tuple(blocks)), FILE))


def test_members_that_are_not_sorted_are_found() -> None:
    assert verdicts(numbering(Lottery(1, (LotBlock(0, 0, ("P5", "P4")),)), FILE)) == ["contradiction"]


def test_fewer_lots_than_promised_are_found() -> None:
    (finding,) = numbered(lottery(PANELS), 1000, FILE)
    assert (finding.verdict, finding.expected) == (Verdict.CONTRADICTION, "lots: 1000")


def test_everybody_of_the_pool_has_a_chance_in_the_list() -> None:
    made, rows = lottery(PANELS), right_chances()
    assert verdicts(counted(made, chances(rows[1:]), None)) == ["contradiction"]
    assert verdicts(counted(made, chances(rows), [f"P{n}" for n in range(9)])) == ["contradiction"]


def test_a_chance_more_than_a_lot_away_from_the_optimum_is_a_note() -> None:
    rows = right_chances()
    rows[0], rows[1] = ("P0", "0.5001", "1", "0.25"), ("P1", "0", "1", "0.25")
    (finding,) = near(lottery(PANELS), chances(rows), None)
    assert finding.verdict is Verdict.NOTE
    assert "1.00 lots" in finding.found


@pytest.mark.parametrize("optimal", ["", "nan", "1.5", "-0.1", "inf", "1e999", "x", "9" * 6000])
def test_a_chance_that_is_none_is_a_contradiction(optimal: str) -> None:
    rows = [("P0", optimal, "1", "0.25"), *right_chances()[1:]]
    assert verdicts(near(lottery(PANELS), chances(rows), None)) == ["contradiction"]


def test_optimal_chances_add_up_to_the_seats() -> None:
    rows = [("P0", "0.35", "1", "0.25"), *right_chances()[1:]]
    assert verdicts(near(lottery(PANELS), chances(rows), 2)) == ["contradiction"]

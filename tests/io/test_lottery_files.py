from pathlib import Path

import pytest

from buergerforum.errors import InputError
from buergerforum.io.lottery_files import lot_name, read_chances, read_lottery, write_lottery
from buergerforum.model import places
from buergerforum.model.lottery import Chance, LotBlock, Lottery

THOUSAND = Lottery(1000, tuple(LotBlock(n, n, ("A", f"B{n:03}")) for n in range(1000)))
BILLION = Lottery(10**9, (LotBlock(0, 299_999_999, ("A", "=C")), LotBlock(300_000_000, 10**9 - 1, ("A", "B"))))
CHANCES = (Chance("=C", 0.3, 300_000_000), Chance("A", 1.0, 10**9), Chance("B", 2 / 3, 700_000_000))


@pytest.mark.parametrize("lottery", [THOUSAND, BILLION, Lottery(1, (LotBlock(0, 0, ("A",)),))])
def test_a_lottery_survives_writing_and_reading(tmp_path: Path, lottery: Lottery) -> None:
    write_lottery(tmp_path, lottery, CHANCES)
    assert read_lottery(tmp_path / places.LOTS) == lottery


def test_numbers_have_leading_zeros_and_chances_are_decimals(tmp_path: Path) -> None:
    write_lottery(tmp_path, THOUSAND, (Chance("A", 1.0, 1000), Chance("B000", 1 / 3, 1)))
    assert (tmp_path / places.LOTS).read_text("utf-8").splitlines()[:2] == ["first;last;members", "000;000;A B000"]
    assert (tmp_path / places.PROBABILITIES).read_text("utf-8") == (
        "id;optimal;lots;chance\nA;1;1000;1\nB000;0.333333333333;1;0.001\n"
    )


def test_chances_survive_to_twelve_digits(tmp_path: Path) -> None:
    write_lottery(tmp_path, BILLION, CHANCES)
    back = read_chances(tmp_path / places.PROBABILITIES)
    assert [(one.id, one.lots) for one in back] == [(one.id, one.lots) for one in CHANCES]
    assert max(abs(one.optimal - other.optimal) for one, other in zip(back, CHANCES, strict=True)) < 1e-11


@pytest.mark.parametrize(
    "rows",
    [
        "001;001;A B\n",
        "000;000;A B\n002;002;A B\n",
        "000;001;A B\n001;001;A B\n",
        "000;000;\n",
        "000;000;A  B\n",
        "0x0;000;A B\n",
        "000;-1;A B\n",
        "",
    ],
)
def test_gaps_overlaps_and_rows_that_are_no_lots_are_found(tmp_path: Path, rows: str) -> None:
    (tmp_path / places.LOTS).write_text(f"first;last;members\n{rows}", "utf-8")
    with pytest.raises(InputError, match="no lot"):
        read_lottery(tmp_path / places.LOTS)


@pytest.mark.parametrize("row", ["A;1.5;1;0", "A;x;1;0", "A;nan;1;0", "A;0.5;-1;0", "A;0.5;½;0"])
def test_rows_that_hold_no_chance_are_found(tmp_path: Path, row: str) -> None:
    (tmp_path / places.PROBABILITIES).write_text(f"id;optimal;lots;chance\n{row}\n", "utf-8")
    with pytest.raises(InputError, match="row 2: This row holds no chance"):
        read_chances(tmp_path / places.PROBABILITIES)


def test_lot_names() -> None:
    assert [lot_name(7, 1000), lot_name(7, 1), lot_name(7, 10**9)] == ["007", "7", "000000007"]

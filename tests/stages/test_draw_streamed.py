"""A register read in one pass gives the same result as one that is read whole, byte for byte."""

import hashlib
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buergerforum.core.chance import Seed
from buergerforum.core.draw import sieve
from buergerforum.core.draw.sieve import shared_first
from buergerforum.errors import InputError, UsageError
from buergerforum.io import streams
from buergerforum.io.tables import write_csv
from buergerforum.model.draw import Allocation, DrawOptions
from buergerforum.model.progress import silent
from buergerforum.stages import draw_streamed
from buergerforum.stages.draw import _draw_whole, plan_draw, run_draw, sealed_choices
from buergerforum.stages.draw_files import write_comparison, write_people, write_strata
from buergerforum.stages.draw_inputs import Made
from buergerforum.stages.draw_plan import DrawPlan

HEADER = ("id", "district", "age_group", "sex", "nationality", "household", "special_address")


def write_frame(path: Path, number: int, chance: random.Random, homes: int) -> None:
    rows = [
        (
            f"p{place}",
            chance.choices(("Nord", "=Süd", "We;st"), (1, 20, 79))[0],
            chance.choice(("16-29", "30+")),
            chance.choices("mwd", (49, 50, 1))[0],
            chance.choices(("DE", "EU"), (8, 2))[0],
            f"h{chance.randrange(homes)}" if chance.random() < 0.7 else "",
            str(int(chance.random() < 0.1)),
        )
        for place in range(number)
    ]
    if chance.random() < 0.5:
        rows.sort(key=lambda row: row[1])
    write_csv(path, HEADER, rows)


def files(made: Made, folder: Path, plan: DrawPlan) -> dict[str, bytes]:
    folder.mkdir(exist_ok=True)
    write_people(folder, made.register, made.result, 1, plan.options.reserve)
    write_strata(folder, made.columns.strata, made.result.counts, 1, "en")
    write_comparison(folder, made.comparisons, "en")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def same(folder: Path, plan: DrawPlan, seed: str = "0") -> None:
    whole = _draw_whole(plan, Seed(seed), lambda _columns: None, silent)
    passed = draw_streamed.draw_streamed(plan, Seed(seed), lambda _columns: None, silent)
    assert files(passed, folder / "passed", plan) == files(whole, folder / "whole", plan)
    assert (passed.residents, passed.stopped, passed.unknown) == (whole.residents, whole.stopped, whole.unknown)
    assert (passed.digests, passed.notes) == (whole.digests, whole.notes)
    assert passed.result.gave_way == whole.result.gave_way


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.data())
def test_one_pass_gives_the_same_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, data: st.DataObject
) -> None:
    """With a sieve that is shaken very often and keeps very little, so that it is sometimes too narrow at first."""
    monkeypatch.setattr(sieve, "_ROOM", 25)
    monkeypatch.setattr(sieve, "_AT_LEAST", 1)
    monkeypatch.setattr(streams, "_CHUNK", 40)
    monkeypatch.setattr("buergerforum.io.columns._CHUNK", 17)
    chance = random.Random(number)
    residents = chance.randrange(1, 700)
    write_frame(tmp_path / "frame.csv", residents, chance, chance.choice((3, 400)))
    write_csv(tmp_path / "stop.csv", ("id",), [(f"p{place}",) for place in range(3, 900, 97)])
    write_csv(tmp_path / "response.csv", ("district", "response"), [("Nord", "1"), ("=Süd", "5"), ("We;st", "9.5")])
    rule = data.draw(st.sampled_from(Allocation))
    weighted = rule is Allocation.WEIGHTED
    options = DrawOptions(
        size=data.draw(st.integers(1, max(1, residents // 2))),
        strata=data.draw(st.sampled_from([("district",), ("district", "age_group", "sex")])),
        allocation=rule,
        response=str(tmp_path / "response.csv") if weighted else None,
        stop_list=str(tmp_path / "stop.csv") if data.draw(st.booleans()) else None,
        reserve=data.draw(st.sampled_from([0, 1, 20, 1000])),
    )
    same(tmp_path, plan_draw(None, tmp_path / "frame.csv", options, tmp_path / "out", ""))


def test_a_larger_register_with_a_usual_sieve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sieve, "_ROOM", 2000)
    shaken: list[int] = []
    shake = sieve.Sieve._shake  # noqa: SLF001 - counted, not changed

    def counting(self: sieve.Sieve) -> None:
        shaken.append(1)
        shake(self)

    monkeypatch.setattr(sieve.Sieve, "_shake", counting)
    write_frame(tmp_path / "frame.csv", 20_000, random.Random(1), 9_000)
    options = DrawOptions(size=200, reserve=300)
    same(tmp_path, plan_draw(None, tmp_path / "frame.csv", options, tmp_path / "out", ""))
    assert shaken


def test_the_command_reads_in_one_pass_where_not_all_of_the_reserve_is_wanted(tmp_path: Path) -> None:
    write_frame(tmp_path / "frame.csv", 300, random.Random(2), 200)
    plan = plan_draw(None, tmp_path / "frame.csv", DrawOptions(size=20, reserve=30), tmp_path / "out", "")
    assert draw_streamed.streams(plan)
    result = run_draw(plan, Seed("0"))
    assert (result.invited, result.reserve) == (20, 280)
    assert len((tmp_path / "out" / "reserve.csv").read_text("utf-8").splitlines()) == 31
    digest = hashlib.sha256((tmp_path / "frame.csv").read_bytes()).hexdigest()
    assert result.receipt.inputs[0].sha256 == digest
    assert {**sealed_choices(plan), "wave": 1} == result.receipt.options


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id;sex\na;m\nb;w\na;m\n", "frame.csv, row 4, column “id”: The id is there twice, first in row 2."),
        ("id;sex\na;m\n;w\n", "frame.csv, row 3, column “id”: The id is blank."),
        ("id;sex\na;m\nb\n", "frame.csv, row 3: The row does not fit the header."),
        ("sex\nm\n", "frame.csv: There is no column with ids"),
        ("", "frame.csv: The file is empty."),
        ("id;sex\na;m\n", "More people are to be drawn than there are in the frame. Found: 1. Expected: at least 2."),
    ],
)
def test_a_damaged_register_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "frame.csv").write_text(text, "utf-8")
    options = DrawOptions(size=2, strata=("sex",), reserve=1)
    with pytest.raises(InputError) as refused:
        run_draw(plan_draw(None, tmp_path / "frame.csv", options, tmp_path / "out", ""), Seed("0"))
    assert refused.value.message.startswith(message)
    assert not (tmp_path / "out").exists()


def test_another_encoding_is_refused_with_what_helps(tmp_path: Path) -> None:
    (tmp_path / "frame.csv").write_bytes("id;sex\nä;m\n".encode("cp1252"))
    options = DrawOptions(size=1, strata=("sex",), reserve=1)
    with pytest.raises(InputError, match="must be text in UTF-8, and this one is not"):
        run_draw(plan_draw(None, tmp_path / "frame.csv", options, tmp_path / "out", ""), Seed("0"))


def test_a_missing_register_is_said(tmp_path: Path) -> None:
    options = DrawOptions(size=1, reserve=1)
    with pytest.raises(InputError, match="The file is not there"):
        run_draw(plan_draw(None, tmp_path / "none.csv", options, tmp_path / "out", ""), Seed("0"))


def test_beginnings_of_tickets_that_are_shared_are_found() -> None:
    parts = [np.array([5, 2**63, 7], dtype=np.uint64), np.array([2**63, 8, 5], dtype=np.uint64)]
    assert shared_first(parts) == {5, 2**63}
    assert shared_first([]) == set()


def test_parquet_says_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "frame.parquet").write_bytes(b"PAR1 not really")
    whole = plan_draw(None, tmp_path / "frame.parquet", DrawOptions(size=1), tmp_path / "out", "")
    with pytest.raises(UsageError, match="A Parquet file is read in one pass") as refused:
        run_draw(whole, Seed("0"))
    assert "--reserve 20000" in refused.value.hint
    part = plan_draw(None, tmp_path / "frame.parquet", DrawOptions(size=1, reserve=5), tmp_path / "out", "")
    with pytest.raises((UsageError, InputError), match=r"pyarrow, which is not installed|The Parquet file is damaged"):
        run_draw(part, Seed("0"))


def test_parquet_gives_what_csv_gives(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    write_frame(tmp_path / "frame.csv", 500, random.Random(3), 300)
    options = DrawOptions(size=20, reserve=30)
    of_csv = plan_draw(None, tmp_path / "frame.csv", options, tmp_path / "out", "")
    made = _draw_whole(of_csv, Seed("0"), lambda _columns: None, silent)
    columns = {
        "id": list(made.register.frame.ids),
        **{name: list(cells) for name, cells in made.register.carried.items()},
    }
    parquet.write_table(pyarrow.table(columns), tmp_path / "frame.parquet")
    of_parquet = plan_draw(None, tmp_path / "frame.parquet", options, tmp_path / "out", "")
    passed = draw_streamed.draw_streamed(of_parquet, Seed("0"), lambda _columns: None, silent)
    assert files(passed, tmp_path / "passed", of_parquet) == files(made, tmp_path / "whole", of_csv)
    digest = hashlib.sha256((tmp_path / "frame.parquet").read_bytes()).hexdigest()
    assert passed.digests[0].sha256 == digest

"""Everything a panel must meet, from the files and options through the lots to the audit, by the command line."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from buergerforum.core.record.receipt import read_receipt
from buergerforum.io.lottery_files import read_chances, read_lottery
from tests.cli.calling import Answer, forum
from tests.stages.forging import edit, edit_receipt
from tests.stages.small_forum import make_procedure

PEOPLE = [(f"P{number:02}", "mw"[number % 2], ("young", "middle", "old")[number % 3]) for number in range(18)]
"""Three people of every combination of sex and age."""
POOL = "id;sex;age;street\n" + "".join(
    f"{person};{sex};{age};{' MUSTERWEG  1' if person == 'P00' else 'Musterweg 1' if person == 'P01' else ''}\n"
    for person, sex, age in PEOPLE
)
"""P00 and P01 live together; of the others nobody knows an address."""
FLEX = """\
feature;value;min;max;min_flex;max_flex
sex;m;2;4;1;5
sex;w;2;4;1;5
age;young;2;2;2;2
age;middle;1;3;0;6
age;old;1;3;0;6
"""
JOINT = """\
format: 1
seats: 6
features:
  sex: {values: {m: {min: 2, max: 4}, w: {min: 2, max: 4}}}
  age: {values: {young: {min: 1, max: 4}, middle: {min: 0, max: 6}, old: {min: 0, max: 6}}}
joint:
  - {cell: {age: young, sex: w}, min: 2, max: 2}
  - {cell: {sex: m, age: old}, max: 0}
"""


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pool.csv").write_text(POOL, "utf-8")
    Path("flex.csv").write_text(FLEX, "utf-8")
    Path("joint.yaml").write_text(JOINT, "utf-8")


def select(*more: str, quotas: str = "flex.csv", out: str = "out") -> Answer:
    files = ("--pool", "pool.csv", "--quotas", quotas, "--seats", "6", "--lots", "60")
    return forum("select", *files, *more, "--number", "17", "--out", out)


def panels(out: str = "out") -> Iterator[set[str]]:
    yield from (set(block.members) for block in read_lottery(Path(out, "lottery.csv")).blocks)


def counted(panel: set[str], *values: str) -> int:
    return sum(person in panel and {sex, age}.issuperset(values) for person, sex, age in PEOPLE)


def audited(out: str = "out") -> dict[str, str]:
    """Return the verdict on every check."""
    forum("audit", out, "--json", "findings.json")
    return {one["number"]: one["verdict"] for one in json.loads(Path("findings.json").read_bytes())["findings"]}


def receipt(out: str = "out") -> dict[str, list[str]]:
    options: dict[str, list[str]] = json.loads(Path(out, "receipt.json").read_bytes())["options"]
    return options


def test_ranges_bind_and_what_a_repair_may_do_does_not() -> None:
    assert select().code == 0
    for panel in panels():
        assert len(panel) == 6
        assert 2 <= counted(panel, "m") <= 4
        assert counted(panel, "young") == 2
        assert 1 <= counted(panel, "old") <= 3
    assert audited()["6.2"] == "ok"


def test_joint_cells_bind_in_every_lot_and_the_audit_counts_them() -> None:
    answer = select(quotas="joint.yaml")
    assert answer.code == 0
    assert {(counted(panel, "w", "young"), counted(panel, "m", "old")) for panel in panels()} == {(2, 0)}
    assert audited()["6.2"] == "ok"
    table = Path("out/quotas.yaml")
    table.write_text(table.read_text("utf-8").replace("min: 2, max: 2", "min: 3, max: 3"), "utf-8")
    assert audited()["6.2"] == "contradiction"


def test_a_table_may_hold_joint_cells_too() -> None:
    Path("joint.csv").write_text(f"{FLEX}sex × age;w × young;2;2;;\nage×sex;old ×m;0;0;;\n", "utf-8")
    assert select(quotas="joint.csv").code == 0
    assert {(counted(panel, "w", "young"), counted(panel, "m", "old")) for panel in panels()} == {(2, 0)}
    assert audited()["6.2"] == "ok"


def test_a_joint_cell_of_a_table_with_an_unknown_value_is_named_with_its_row() -> None:
    Path("joint.csv").write_text(f"{FLEX}sex × age;w × ancient;0;1;;\n", "utf-8")
    answer = select(quotas="joint.csv")
    assert answer.code == 3
    assert "The feature “age” has no value “ancient”." in answer.err
    assert "row 7" in answer.err


def test_a_joint_cell_that_cannot_be_met_is_named() -> None:
    Path("joint.yaml").write_text(JOINT.replace("min: 2, max: 2", "min: 4, max: 4"), "utf-8")
    answer = select(quotas="joint.yaml")
    assert (answer.code, Path("out").exists()) == (4, False)
    assert "sex: w × age: young: at least 4 are needed, but there are only 3 applicants." in answer.err


def test_one_household_in_different_writing_is_one_and_no_household_is_none() -> None:
    assert select().code == 0
    assert any({"P00", "P01"} <= panel for panel in panels())
    assert audited()["6.2"] == "ok"
    assert select("--household", "street", out="homes").code == 0
    assert not any({"P00", "P01"} <= panel for panel in panels("homes"))
    # All others have a blank household. If that were one, there would be at most two members.
    assert all(len(panel) == 6 for panel in panels("homes"))
    assert audited("homes")["6.2"] == "ok"


def test_people_fixed_in_are_on_every_panel_and_those_fixed_out_on_none() -> None:
    answer = select(
        "--fix-in", "P01=speaks for the children", "--fix-out", "P03=works for the forum", "--fix-out", "P05=ill"
    )
    assert answer.code == 0
    assert "! Fixed in, on every panel: P01 (speaks for the children)." in answer.err
    assert "! Fixed out, on no panel: P03 (works for the forum); P05 (ill)." in answer.err
    assert "no chance" not in answer.err
    for panel in panels():
        assert len(panel) == 6
        assert "P01" in panel
        assert panel.isdisjoint({"P03", "P05"})
        assert 2 <= counted(panel, "w") <= 4
        assert counted(panel, "young") == 2
    chance = {one.id: one for one in read_chances(Path("out/probabilities.csv"))}
    assert (chance["P01"].optimal, chance["P01"].lots) == (1, 60)
    assert {(chance[one].optimal, chance[one].lots) for one in ("P03", "P05")} == {(0, 0)}
    assert sum(one.optimal for one in chance.values()) == pytest.approx(6)
    assert max(abs(one.lots / 60 - one.optimal) for one in chance.values()) <= 1 / 60
    assert receipt()["fixed_in"] == ["P01 speaks for the children"]
    assert receipt()["fixed_out"] == ["P03 works for the forum", "P05 ill"]
    waiting = Path("out/waiting.csv").read_text("utf-8")
    assert "P03" not in waiting
    assert {"6.2": "ok", "6.4": "ok", "7.3": "ok"}.items() <= audited().items()


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ({"fixed_in": ("P03 why not",)}, "Fixed in, but not seated: P03."),
        ({"fixed_out": ("P01 ill",)}, "Fixed out, but"),
    ],
)
def test_the_audit_finds_who_was_fixed_but_not_in_the_lots(stated: dict[str, tuple[str]], told: str) -> None:
    assert select("--fix-in", "P01=chair", "--fix-out", "P03=ill").code == 0
    made = read_receipt(Path("out/receipt.json").read_bytes(), "receipt.json")
    edit_receipt(Path("out/receipt.json"), options=dict(made.options) | {"fixed_in": (), "fixed_out": ()} | stated)
    assert audited()["6.2"] == "contradiction"
    assert told in Path("findings.json").read_text("utf-8")


def test_the_household_of_somebody_fixed_in_gives_way() -> None:
    assert select("--household", "street", "--fix-in", "P00=chair").code == 0
    assert all("P00" in panel and "P01" not in panel for panel in panels())
    assert audited()["6.2"] == "ok"


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--fix-in", "P01"], 2, "Somebody is fixed in or out without an id or without a reason."),
        (["--fix-out", "P01= "], 2, "Somebody is fixed in or out without an id or without a reason."),
        (["--fix-in", "P01=a", "--fix-out", "P01=b"], 2, "Fixed in and out at once: P01."),
        (["--fix-in", "X9=a"], 3, "Fixed in or out, but not in the pool: X9."),
        (
            [word for number in (0, 3, 6) for word in ("--fix-in", f"P{number:02}=a")],
            4,
            "age: young: 3 are fixed in, but at most 2 may be seated.",
        ),
        (
            [word for number in range(6) for word in ("--fix-in", f"P{number:02}=a")],
            4,
            "There are 6 seats, and 6 people are fixed in: nothing is left to chance.",
        ),
        (
            ["--household", "street", "--fix-in", "P00=a", "--fix-in", "P01=a"],
            4,
            "Of one household: P00, P01.",
        ),
    ],
)
def test_what_cannot_be_fixed_is_refused(options: list[str], code: int, said: str) -> None:
    answer = select(*options)
    assert (answer.code, Path("out").exists()) == (code, False)
    assert said in answer.err


def test_fixed_people_of_a_lottery_stay_fixed_when_the_lot_is_drawn() -> None:
    files = ("--pool", "pool.csv", "--quotas", "flex.csv", "--seats", 6, "--lots", 60)
    assert forum("lottery", *files, "--fix-in", "P01=chair", "--out", "made").code == 0
    assert forum("select", "--lottery", "made", "--number", "3", "--out", "out").code == 0
    assert "P01" in Path("out/panel.csv").read_text("utf-8")
    assert receipt()["fixed_in"] == ["P01 chair"]
    other = forum("select", "--lottery", "made", "--fix-in", "P02=chair", "--number", "3", "--out", "other")
    assert other.code == 3
    assert "The lottery was made with fixed_in = P01 chair, not P02 chair." in other.err


def test_the_settings_of_a_procedure_may_fix_people() -> None:
    home = make_procedure(Path.cwd() / "forum")
    said = home.settings_path.read_text("utf-8")
    fixed = said.replace("fixed_in: {}", 'fixed_in: {"0003": chair}').replace(
        "fixed_out: {}", 'fixed_out:\n    "0004": ill'
    )
    home.settings_path.write_text(fixed, "utf-8")
    assert forum("seal", "selection", cwd=home.root).code == 0
    other = forum("lottery", "--fix-out", "0007=away", cwd=home.root)
    assert (other.code, "fixed_out: sealed 0004 ill, now 0004 ill, 0007 away" in other.err) == (2, True)
    assert forum("lottery", cwd=home.root).code == 0
    assert receipt("forum/lottery")["fixed_out"] == ["0004 ill"]
    assert all("0003" in panel and "0004" not in panel for panel in panels("forum/lottery"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("fixed_in: {12: chair}", "the name 12 must stand in quotation marks"),
        ('fixed_in: {"0003": ""}', "selection.fixed_in.0003"),
        ('fixed_in: {"0003": a}\n  fixed_out: {"0003": b}', "fixed in and out at once: 0003"),
    ],
)
def test_wrong_settings_are_named_with_their_place(line: str, said: str) -> None:
    home = make_procedure(Path.cwd() / "forum")
    text = home.settings_path.read_text("utf-8").replace("  fixed_out: {}\n", "")
    home.settings_path.write_text(text.replace("fixed_in: {}", line), "utf-8")
    answer = forum("lottery", cwd=home.root)
    assert answer.code == 3
    assert said in answer.err


def test_figures_of_the_lots_are_stored_and_counted_again_by_the_audit() -> None:
    assert select().code == 0
    made = read_receipt(Path("out/receipt.json").read_bytes(), "receipt.json")
    pairs = Counter(pair for panel in panels() for pair in combinations(sorted(panel), 2))
    assert made.figures["commonest_pair"] == max(pairs.values())
    assert made.figures["panels"] == len({frozenset(panel) for panel in panels()})
    assert float(str(made.figures["largest_deviation"])) <= 1 / 60
    assert audited()["6.4"] == "ok"
    edit_receipt(Path("out/receipt.json"), figures=dict(made.figures) | {"commonest_pair": 1})
    assert audited()["6.4"] == "contradiction"


def test_an_exchanged_member_of_a_joint_cell_is_found() -> None:
    assert select(quotas="joint.yaml").code == 0
    women = {person for person, sex, age in PEOPLE if (sex, age) == ("w", "young")}

    def exchange(rows: list[dict[str, str]]) -> None:
        seated = set(rows[5]["members"].split())
        gone, come = min(seated & women), min({p for p, sex, _age in PEOPLE if sex == "w"} - women - seated)
        rows[5]["members"] = " ".join(sorted(seated - {gone} | {come}))

    edit(Path("out/lottery.csv"), exchange)
    assert audited()["6.2"] == "contradiction"

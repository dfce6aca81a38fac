from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from buergerforum.errors import InputError
from buergerforum.io.quota_files import QuotaFile, read_quota_file
from buergerforum.io.tables import write_csv
from buergerforum.io.workbooks import Sheet, write_workbook
from buergerforum.model.quota_plan import Aim, Origin, Place, Tolerance
from buergerforum.model.quotas import Feature, Value

POOLS = Path(__file__).parents[1] / "data" / "pools"


def read(folder: Path, text: str, name: str = "q.csv") -> QuotaFile:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_quota_file(path)


def rows(file: QuotaFile) -> list[tuple[object, ...]]:
    return [(*aim.cell[0], aim.minimum, aim.maximum, aim.min_flex, aim.max_flex) for aim in file.plan.aims]


# ---- tables


@pytest.mark.parametrize("kind", ["wide", "exact"])
def test_a_real_quota_file_is_read_as_it_is(kind: str) -> None:
    file = read_quota_file(POOLS / f"israel_60_quotas_{kind}.csv")
    assert file.problems == ()
    assert file.notes == ()
    assert [feature.name for feature in file.plan.features] == ["area", "age", "gender", "education", "religiousness"]
    assert [len(feature.values) for feature in file.plan.features] == [6, 7, 2, 3, 3]
    assert file.plan.aims[0].cell == (("area", "center-north"),)
    assert file.plan.seats is None
    assert file.digest.name == f"israel_60_quotas_{kind}.csv"


@pytest.mark.parametrize(
    "header",
    [
        "feature,value,min,max",
        "category,name,min,max",
        "category,feature,min,max",
        "Category , FEATURE, Min ,MAX,,,",
        "feature;value;min;max;;",
        "﻿Feature\tValue\tMIN\tmax",
    ],
)
def test_every_convention_means_the_same(tmp_path: Path, header: str) -> None:
    text = f"{header}\nsex,w,1,2.0\n\n,,,\nsex, m ,0,11.0"
    separator = next((mark for mark in ";\t" if mark in header), ",")
    file = read(tmp_path, text.replace(",", separator))
    assert rows(file) == [("sex", "w", 1, 2, None, None), ("sex", "m", 0, 11, None, None)]
    assert file.plan.features == (Feature("sex", (Value("w"), Value("m"))),)
    assert [aim.place for aim in file.plan.aims] == [Place(2), Place(5)]


def test_flexible_ends_may_be_blank(tmp_path: Path) -> None:
    file = read(tmp_path, "max_flex;Min Flex;value;feature;max;min\n9;0;w;sex;3;2\n;;m;sex;3;2\n")
    assert rows(file) == [("sex", "w", 2, 3, 0, 9), ("sex", "m", 2, 3, None, None)]


def test_columns_that_are_not_used_are_named(tmp_path: Path) -> None:
    file = read(tmp_path, "feature;value;min;max;comment\nsex;w;1;2;hello\n")
    assert file.notes == ("q.csv: not used: comment.",)


def test_a_category_beside_feature_and_value_is_not_used(tmp_path: Path) -> None:
    file = read(tmp_path, "category;feature;value;min;max\nA;sex;w;1;2\n")
    assert rows(file) == [("sex", "w", 1, 2, None, None)]
    assert file.notes == ("q.csv: not used: category.",)


def test_a_category_without_names_lacks_the_names(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="The column “name” is missing"):
        read(tmp_path, "category;min;max\nsex;1;2\n")


def test_missing_and_ambiguous_columns_are_named_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        read(tmp_path, "feature;values;Min;MIN\nsex;w;1;2\n")
    assert told.value.message.splitlines() == [
        "q.csv: The column “value” is missing. Found: feature, values, Min, MIN. Did you mean “values”?",
        "q.csv: The column “max” is missing. Found: feature, values, Min, MIN. Add the column, or correct its heading.",
        "q.csv: Several columns could be “min”. Found: Min, MIN. Leave one of them, or rename the others.",
    ]
    assert told.value.hint == ("A quota table has the headings feature, value, min, max, or category, name, min, max.")


def test_cells_that_cannot_be_read_are_all_named_with_their_rows(tmp_path: Path) -> None:
    text = "Category;Name;MIN;max;Max Flex\nsex;w;two;3;\n;m;1;;1.5\nsex;;1;-2;\nsex;x;1,0;2,00;\n"
    file = read(tmp_path, text)
    assert [str(problem) for problem in file.problems] == [
        "q.csv, row 2, column “MIN”: This is no whole number. Found: “two”. Expected: a number of seats such as 11.",
        "q.csv, row 3, column “Category”: This cell is blank. Fill it, or delete the row.",
        "q.csv, row 3, column “max”: This is no whole number. Found: “”. Expected: a number of seats such as 11.",
        (
            "q.csv, row 3, column “Max Flex”: This is no whole number. "
            "Found: “1.5”. Expected: a number of seats such as 11."
        ),
        "q.csv, row 4, column “Name”: This cell is blank. Fill it, or delete the row.",
    ]
    assert rows(file) == [("sex", "x", 1, 2, None, None)]


def test_a_table_without_rows_is_named(tmp_path: Path) -> None:
    file = read(tmp_path, "feature;value;min;max\n")
    assert [str(problem) for problem in file.problems] == [
        "q.csv: The file holds no quotas. Expected: a row for every value."
    ]


def test_names_are_compared_in_one_unicode_form(tmp_path: Path) -> None:
    file = read(tmp_path, "feature;value;min;max\nStadtbezirk;Ho\u0308rde;1;2\n")
    assert rows(file)[0][1] == "Hörde"


@pytest.mark.parametrize(
    ("name", "said"),
    [("none.yaml", "none.yaml: The file is not there."), ("none.csv", "none.csv: The file is not there.")],
)
def test_a_missing_file_is_named(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_quota_file(tmp_path / name)


NAMES = st.text(st.sampled_from("aZäß7.+-=@;, \"'–Șİ"), min_size=1, max_size=8).map(str.strip).filter(bool)
TABLES = st.dictionaries(
    st.tuples(NAMES, NAMES),
    st.tuples(st.integers(0, 99), st.integers(0, 99)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=30)
@given(TABLES)
def test_csv_workbook_and_yaml_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, table: dict[tuple[str, str], tuple[int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("round")
    header = ("feature", "value", "min", "max")
    ordered = sorted(table.items())
    write_csv(folder / "q.csv", header, [[*names, *map(str, ends)] for names, ends in ordered])
    write_workbook(folder / "q.xlsx", [Sheet("Quotas", header, [[*names, *ends] for names, ends in ordered])])
    features: dict[str, dict[str, dict[str, dict[str, int]]]] = {}
    for (feature, value), (low, high) in ordered:
        features.setdefault(feature, {"values": {}})["values"][value] = {"min": low, "max": high}
    (folder / "q.yaml").write_text(yaml.safe_dump({"features": features}, sort_keys=False), encoding="utf-8")
    from_csv, from_workbook, from_yaml = (read_quota_file(folder / f"q.{kind}") for kind in ("csv", "xlsx", "yaml"))
    assert from_csv.problems == from_workbook.problems == ()
    assert rows(from_csv) == rows(from_workbook) == rows(from_yaml)
    assert from_csv.plan.features == from_workbook.plan.features == from_yaml.plan.features


# ---- YAML

COMPLETE = """
format: 1
title: Invented forum
note: Everything here is invented.
seats: 20
tolerance: {seats: 1}
features:
  sex:
    label: Geschlecht
    source: register
    date: 2023-12-31
    base: {number: 612065, counts: residents}
    values:
      w: {label: Frauen, share: 50.80}
      m: {share: 49.2, estimate: true, min: 3, max_flex: 19}
      d: {min: 0}
  nation:
    date: 2023
    note: A guess.
    estimate: true
    tolerance: {percent: 30}
    values:
      no: {share: 78, includes: [on, yes]}
      "1": {share: 22}
joint:
  - cell: {nation: no, sex: w}
    share: 10.5
    max: 9
relaxation: [nation, sex]
"""


def test_yaml_says_everything(tmp_path: Path) -> None:
    file = read(tmp_path, COMPLETE, "q.yaml")
    one, percent = Tolerance(seats=Decimal(1)), Tolerance(percent=Decimal(30))
    assert file.plan.file == "q.yaml"
    assert file.plan.seats == 20
    assert file.plan.relaxation == ("nation", "sex")
    assert file.plan.features == (
        Feature("sex", (Value("w", "Frauen"), Value("m"), Value("d")), "Geschlecht"),
        Feature("nation", (Value("no", includes=("on", "yes")), Value("1"))),
    )
    assert file.plan.aims == (
        Aim((("sex", "w"),), Place(key="features.sex.values.w"), Decimal("50.8"), tolerance=one),
        Aim((("sex", "m"),), Place(key="features.sex.values.m"), Decimal("49.2"), 3, max_flex=19, tolerance=one),
        Aim((("sex", "d"),), Place(key="features.sex.values.d"), None, 0, tolerance=one),
        Aim((("nation", "no"),), Place(key="features.nation.values.no"), Decimal(78), tolerance=percent),
        Aim((("nation", "1"),), Place(key="features.nation.values.1"), Decimal(22), tolerance=percent),
        Aim((("nation", "no"), ("sex", "w")), Place(key="joint.0"), Decimal("10.5"), None, 9, tolerance=one),
    )
    assert file.plan.origins == (
        Origin("sex", "register", "2023-12-31", 612065, "residents", ("m",)),
        Origin("nation", "", "2023", None, "", ("no", "1")),
    )
    assert file.notes == ("q.yaml: Everything here is invented.", "q.yaml: A guess.")


SMALL = "seats: 2\nfeatures:\n  sex:\n    values:\n      w: {min: 0}\n      m: {min: 0}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"seat: 2\n{SMALL}", "q.yaml, column “seat”: There is no such setting. Did you mean “seats”?"),
        (
            SMALL.replace("    values", "    lable: Geschlecht\n    values"),
            "q.yaml, column “features.sex.lable”: There is no such setting. Did you mean “label”?",
        ),
        (
            SMALL.replace("m: {min: 0}", "m: {min: 0, shar: 3}"),
            "q.yaml, column “features.sex.values.m.shar”: There is no such setting. Did you mean “share”?",
        ),
        (
            SMALL.replace("m: {min: 0}", "m: {label: Männer}"),
            (
                "q.yaml, column “features.sex.values.m”: The value does not fit: "
                "share, or min and max, is missing (min: 0 alone means: any number)."
            ),
        ),
        (
            SMALL.replace("m: ", "1: "),
            (
                "q.yaml, column “features.sex.values”: The value does not fit: "
                "the name 1 must stand in quotation marks, or it is taken for a number."
            ),
        ),
        (
            SMALL + "joint:\n  - cell: {sex: w}\n    min: 1\n",
            "q.yaml, column “joint.0”: The value does not fit: a joint cell joins at least two features.",
        ),
        ("seats: 2\n", "q.yaml, column “features”: This setting is missing. Add it."),
    ],
)
def test_what_yaml_does_not_know_is_an_error_at_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as told:
        read(tmp_path, text, "q.yaml")
    assert told.value.message == said
    assert told.value.exit_code == 3


def test_a_key_may_stand_only_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        read(tmp_path, SMALL.replace("m: ", "w: "), "q.yml")
    assert "“w” stands in lines 5 and 6" in told.value.message

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.errors import InputError
from buergerforum.io.pools import LoadedPool, read_pool
from buergerforum.io.workbooks import Sheet, write_workbook
from buergerforum.model.pool import Applicant
from buergerforum.model.quotas import Feature, Quota, QuotaTable, Value
from buergerforum.stages.quotas import read_quotas

POOLS = Path(__file__).parents[1] / "data" / "pools"
FEATURES = (
    Feature("sex", (Value("w", "Frauen"), Value("m"))),
    Feature("age_group", (Value("16-29"), Value("75+"))),
    Feature("nationality", (Value("DE"), Value("foreign", includes=("EU", "other")))),
)
TABLE = QuotaTable(
    FEATURES, tuple(Quota(((one.name, value.name),), 0, 9) for one in FEATURES for value in one.values), 2
)
HEADER = "id;sex;age_group;nationality"


def read(folder: Path, text: str, **columns: str | None) -> LoadedPool:
    path = folder / "pool.csv"
    path.write_text(text, encoding="utf-8")
    return read_pool(path, TABLE, id_column=columns.get("id_column"), household_column=columns.get("household_column"))


def refused(folder: Path, text: str, **columns: str | None) -> list[str]:
    with pytest.raises(InputError) as told:
        read(folder, text, **columns)
    assert told.value.exit_code == 3
    return [str(problem) for problem in told.value.problems]


@pytest.mark.parametrize("kind", ["wide", "exact"])
def test_a_real_pool_is_read_as_it_is(kind: str) -> None:
    table = read_quotas(POOLS / f"israel_60_quotas_{kind}.csv", 60).table
    loaded = read_pool(POOLS / "israel_60_respondents.csv", table)
    assert len(loaded.pool.applicants) == 219
    assert loaded.pool.features == ("area", "age", "gender", "education", "religiousness")
    assert loaded.pool.applicants[0] == Applicant("10", ("center-south", "60-69", "male", "16+", "secular"))
    assert {one.id for one in loaded.pool.applicants} == {str(row) for row in range(2, 221)}
    assert loaded.carried_header == ("participating",)
    assert loaded.carried["10"] == ("?",)
    assert loaded.notes == (
        "israel_60_respondents.csv: no column with ids, so the row number of the spreadsheet serves as id.",
    )


def test_values_are_named_as_in_the_quota_table(tmp_path: Path) -> None:
    loaded = read(tmp_path, f"{HEADER};remark\nb;w;16-29;EU;hello\na;m;75+;DE;\nc;w;75+;foreign;x\n")
    assert loaded.pool.features == ("sex", "age_group", "nationality")
    assert loaded.pool.applicants == (
        Applicant("a", ("m", "75+", "DE")),
        Applicant("b", ("w", "16-29", "foreign")),
        Applicant("c", ("w", "75+", "foreign")),
    )
    assert loaded.carried_header == ("remark",)
    assert dict(loaded.carried) == {"a": ("",), "b": ("hello",), "c": ("x",)}
    assert loaded.notes == ()
    assert loaded.digest.name == "pool.csv"


def test_case_and_blanks_are_forgiven_and_said(tmp_path: Path) -> None:
    loaded = read(tmp_path, "ID;Sex; Age  Group ;nationality\na;W;16–29;de\nb;W;75+;EU\n")
    assert [one.values for one in loaded.pool.applicants] == [("w", "16-29", "DE"), ("w", "75+", "foreign")]
    assert loaded.notes == (
        "pool.csv: column “Sex” was read as “sex”.",
        "pool.csv: column “Age  Group” was read as “age_group”.",
        "pool.csv, column “Sex”: “W” was read as “w” in 2 rows.",
        "pool.csv, column “Age  Group”: “16–29” was read as “16-29” in 1 row.",
        "pool.csv, column “nationality”: “de” was read as “DE” in 1 row.",
    )


def test_what_could_mean_two_values_is_not_guessed(tmp_path: Path) -> None:
    feature = Feature("kind", (Value("A"), Value("a")))
    quotas = tuple(Quota((("kind", name),), 0, 9) for name in "Aa")
    path = tmp_path / "pool.csv"
    path.write_text("id;kind\n1;a\n2;A\n3;a.\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"row 4, column “kind”: “a\.” is no value of “kind” in the quota table"):
        read_pool(path, QuotaTable((feature,), quotas))


def test_a_workbook_says_the_same(tmp_path: Path) -> None:
    csv = read(tmp_path, f"{HEADER}\n1;w;16-29;EU\n2;m;75+;DE\n")
    sheet = Sheet("Pool", tuple(HEADER.split(";")), [[1, "w", "16-29", "EU"], [2, "m", "75+", "DE"]])
    write_workbook(tmp_path / "pool.xlsx", [sheet])
    assert read_pool(tmp_path / "pool.xlsx", TABLE).pool == csv.pool


def test_missing_columns_are_all_named_with_what_is_there(tmp_path: Path) -> None:
    assert refused(tmp_path, "id;sex;age_grp;nation\na;w;75+;DE\n", household_column="home") == [
        "pool.csv: The column “age_group” is missing. Found: id, sex, age_grp, nation. Did you mean “age_grp”?",
        "pool.csv: The column “nationality” is missing. Found: id, sex, age_grp, nation. Did you mean “nation”?",
        (
            "pool.csv: The column “home” is missing. Found: id, sex, age_grp, nation. "
            "Add the column, or correct its heading."
        ),
    ]


def test_headings_that_could_be_the_same_are_named(tmp_path: Path) -> None:
    assert refused(tmp_path, "id;SEX;Sex;age_group;nationality\na;w;w;75+;DE\n") == [
        "pool.csv: Several columns could be “sex”. Found: SEX, Sex. Leave one of them, or rename the others."
    ]


def test_values_outside_the_table_are_grouped_with_their_rows(tmp_path: Path) -> None:
    rows = "".join(f"p{row};x;75+;DE\n" for row in range(2, 19))
    assert refused(tmp_path, f"{HEADER}\n{rows}q;w;2024-09-12;DE\nr;w;75+;\ns;w;75+;foren\n") == [
        (
            "pool.csv, row 2, column “sex”: “x” is no value of “sex” in the quota table; it stands in 17 rows: "
            "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 … and 5 more. Expected: w, m. "
            "Correct the table, or add the value to the quota file."
        ),
        (
            "pool.csv, row 19, column “age_group”: “2024-09-12” is no value of “age_group” in the quota table. "
            "Expected: 16-29, 75+. "
            "A spreadsheet has probably turned it into a date. Format the column as text, and type it again."
        ),
        (
            "pool.csv, row 20, column “nationality”: “(blank)” is no value of “nationality” in the quota table. "
            "Expected: DE, foreign, EU, other. Correct the table, or add the value to the quota file."
        ),
        (
            "pool.csv, row 21, column “nationality”: “foren” is no value of “nationality” in the quota table. "
            "Expected: DE, foreign, EU, other. Did you mean “foreign”?"
        ),
    ]


def test_ids_and_values_are_complained_about_together(tmp_path: Path) -> None:
    said = refused(tmp_path, f"{HEADER}\n;w;75+;DE\na b;w;75+;DE\nc;w;75+;DE\nc;q;75+;DE\n")
    assert [line.split(":")[0] for line in said] == [
        "pool.csv, row 2, column “id”",
        "pool.csv, row 3, column “id”",
        "pool.csv, row 5, column “id”",
        "pool.csv, row 5, column “sex”",
    ]


def test_a_pool_needs_applicants(tmp_path: Path) -> None:
    assert refused(tmp_path, f"{HEADER}\n") == ["pool.csv: There are no applicants in this table."]


def test_ids_stay_exactly_as_they_are(tmp_path: Path) -> None:
    loaded = read(tmp_path, f"{HEADER}\n007;w;75+;DE\n7;w;75+;DE\n7.0;w;75+;DE\nÄ;w;75+;DE\n")
    assert [one.id for one in loaded.pool.applicants] == ["007", "7", "7.0", "Ä"]


def test_the_id_column_may_be_named(tmp_path: Path) -> None:
    loaded = read(tmp_path, "nr;my_id;sex;age_group;nationality\n2;x;w;75+;DE\n1;y;m;75+;DE\n", id_column="NR")
    assert [one.id for one in loaded.pool.applicants] == ["1", "2"]
    assert loaded.carried_header == ("my_id",)


def test_an_id_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path, f"{HEADER}\na;w;75+;DE\n", id_column="nr")[0].startswith(
        "pool.csv: The column “nr” is missing. Found: id, sex"
    )


def test_several_columns_for_ids_are_asked_about(tmp_path: Path) -> None:
    text = "a_id;b_id;sex;age_group;nationality\n1;2;w;75+;DE\n"
    assert refused(tmp_path, text) == [
        "pool.csv: Several columns could hold the ids. Found: a_id, b_id. Name one with --id COLUMN."
    ]
    assert read(tmp_path, text, household_column="b_id").pool.applicants[0].id == "1"


def test_a_feature_is_no_id_column(tmp_path: Path) -> None:
    feature = Feature("party_id", (Value("1"),))
    path = tmp_path / "pool.csv"
    path.write_text("party_id\n1\n1\n", encoding="utf-8")
    loaded = read_pool(path, QuotaTable((feature,), (Quota((("party_id", "1"),), 0, 2),)))
    assert [one.id for one in loaded.pool.applicants] == ["2", "3"]


def test_households_are_compared_without_case_and_blanks(tmp_path: Path) -> None:
    text = (
        f"{HEADER};home\na;w;75+;DE;Mu\u0308hle  3\nb;w;75+;DE;m\u00dcHLE 3\nc;w;75+;DE;\nd;w;75+;DE;Strasse\n"
        "e;w;75+;DE;Stra\u00dfe\n"
    )
    loaded = read(tmp_path, text, household_column="Home")
    assert [one.household for one in loaded.pool.applicants] == ["mühle 3", "mühle 3", "", "strasse", "strasse"]
    assert loaded.carried_header == ("home",)
    assert [one.household for one in read(tmp_path, text).pool.applicants] == [""] * 5


@given(st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    folder = tmp_path_factory.mktemp("order")
    lines = [f"p{n};{'wm'[n % 2]};{'16-29' if n % 3 else '75+'};EU;{n}" for n in range(6)]
    expected = read(folder, "\n".join([f"{HEADER};more", *lines]))
    shuffled = read(folder, "\n".join([f"{HEADER};more", *(lines[n] for n in order)]))
    assert shuffled.pool == expected.pool
    assert list(shuffled.carried.items()) == list(expected.carried.items())
    assert shuffled.notes == expected.notes

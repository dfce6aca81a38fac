from pathlib import Path

import pytest

from buergerforum.errors import InputError, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.io.staging import files_below
from buergerforum.io.tables import read_table, write_csv
from buergerforum.stages.judging import MergeOptions, plan_merge
from buergerforum.stages.mapping import show_mapping
from buergerforum.stages.merge import MergeReport, run_merge
from tests.cli.calling import forum
from tests.stages.answering import CODE, make_procedure, web_row, write_paper, write_web
from tests.stages.reviewing import REVIEW, rows_of

KEY_HEADER = ("id", "first_names", "called_name", "family_name", "street")
KEY = [
    ("A1", "Elfi Marie", "Marie", "Musterlein", "Musterweg"),
    ("A2", "Benno", "", "Probenhaus", "Musterweg"),
    ("A4", "Elfi", "", "Musterlein A4", "Musterweg"),
]


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    return make_procedure(tmp_path / "forum")


def merge(home: Procedure, *files: Path, addresses: Path | None = None) -> MergeReport:
    return run_merge(plan_merge(home, MergeOptions(files, addresses=addresses), None, ""))


def settle(home: Procedure, before: str, after: str) -> None:
    """Change the settings."""
    told = home.settings_path.read_text("utf-8")
    assert before in told
    home.settings_path.write_text(told.replace(before, after), "utf-8")


def key(folder: Path) -> Path:
    write_csv(folder / "key.csv", KEY_HEADER, KEY)
    return folder / "key.csv"


def nameless(folder: Path, name: str = "Ihr Name") -> Path:
    """Write an answer without a code; the form knows the name."""
    path = write_web(folder / "web.csv", [web_row("A4", 1, code="")])
    path.write_text(path.read_text("utf-8-sig").replace("NAME. Ihr Name", name), "utf-8")
    return path


def test_the_register_office_proposes_people_by_name(home: Procedure, tmp_path: Path) -> None:
    report = merge(home, nameless(tmp_path), addresses=key(tmp_path))
    assert report.pool == 0
    (row,) = rows_of(home.path(REVIEW))
    assert (row["doubt"], row["proposed"], row["person"]) == ("code-missing", "A4", "A4")
    assert row["register"] == "born 1970, sex w"
    assert read_table(home.path("applications/review.csv")).columns["suggestion"] == ["A4"]


def test_names_go_no_further_than_the_comparison(home: Procedure, tmp_path: Path) -> None:
    merge(home, nameless(tmp_path), addresses=key(tmp_path))
    written = b"".join(path.read_bytes() for path in files_below(home.root) if path.suffix in (".csv", ".jsonl"))
    assert b"Musterlein" not in written
    assert b"Musterweg" not in written


def test_what_was_found_is_remembered_without_the_key(home: Procedure, tmp_path: Path) -> None:
    file = nameless(tmp_path)
    merge(home, file, addresses=key(tmp_path))
    assert not merge(home, file).changed
    assert rows_of(home.path(REVIEW))[0]["proposed"] == "A4"


def test_without_a_column_for_the_name_nobody_is_found(home: Procedure, tmp_path: Path) -> None:
    merge(home, nameless(tmp_path, "Anrede"), addresses=key(tmp_path))
    assert rows_of(home.path(REVIEW))[0]["proposed"] is None


def test_a_source_may_have_columns_and_a_channel_of_its_own(home: Procedure, tmp_path: Path) -> None:
    settle(
        home,
        "  sources: {}",
        '  sources:\n    "anruf*":\n      channel: phone\n      columns: {code: Kennwort laut Anruf}',
    )
    path = tmp_path / "Anrufe.csv"
    cells = ("2026-09-11", CODE["A1"], "1985", "Abitur", "ja")
    write_csv(path, ("Eingang", "Kennwort laut Anruf", "Geburtsjahr", "Schulabschluss", "Einwilligung"), [cells])
    assert merge(home, path).pool == 1
    assert "phone" in (home.path("private/answers")).glob("*.csv").__next__().read_text("utf-8")


def test_question_codes_alone_are_understood(home: Procedure, tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    header = ("id", "submitdate", "lastpage", "startlanguage", "CODE", "GEBJAHR", "SEX", "SCHULE", "DSGVO", "VERFÜGBAR")
    cells = ("7", "2026-09-11 10:00:00", "4", "de", CODE["A1"], "1985", "weiblich", "Mittlere Reife", "Ja", "Ja")
    write_csv(path, header, [cells])
    assert merge(home, path).pool == 1


def test_the_age_group_can_come_from_the_answer(home: Procedure, tmp_path: Path) -> None:
    settle(
        home, "from_register: [district, age_group, sex, nationality]", "from_register: [district, sex, nationality]"
    )
    settle(home, "from_form: [school]", "from_form: [school, age_group]")
    web = write_web(tmp_path / "web.csv", [web_row("A1", birth_year="15.11.1985"), web_row("A2", 2)])
    assert merge(home, web).pool == 2
    pool = read_table(home.path("applications/pool.csv"))
    assert dict(zip(pool.columns["id"], pool.columns["age_group"], strict=True)) == {"A1": "30-44", "A2": "75+"}
    assert b"1985-11-15" not in home.path("applications/pool.csv").read_bytes()


def test_people_of_one_household(home: Procedure, tmp_path: Path) -> None:
    path = home.path("draw/wave-1/invitees.csv")
    table = read_table(path)
    special = {"A3": "1", "A4": "1"}
    rows = [(*cells, "flat", special.get(cells[0], "0")) for cells in zip(*table.columns.values(), strict=True)]
    write_csv(path, (*table.header, "household", "special_address"), rows)
    merge(
        home, write_web(tmp_path / "web.csv", [web_row("A2", 1), web_row("A1", 2), web_row("A3", 3), web_row("A4", 4)])
    )
    assert read_table(home.path("applications/pool.csv")).columns["id"] == ["A2", "A3", "A4"]
    assert read_table(home.path("applications/rejected.csv")).columns["reason"] == ["household"]


def test_the_mapping_is_shown_in_the_form_of_the_settings(home: Procedure, tmp_path: Path) -> None:
    settings = read_settings(home.settings_path)[0]
    web, paper = write_web(tmp_path / "web.csv", [web_row("A1")]), write_paper(tmp_path / "paper.xlsx", ["A2"])
    lines = show_mapping([web, paper], settings)
    assert lines[1:6] == [
        "  sources:",
        '    "web.csv":',
        "      channel: web  # 1 answers, by web",
        "      columns:",
        '        code: "CODE. Ihr persönlicher Code"',
    ]
    settle(home, "  sources: {}", "\n".join(lines[1:]))
    assert merge(home, web, paper).pool == 2


def test_showing_the_mapping_changes_nothing(home: Procedure, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in files_below(home.root)}
    said = forum("merge", write_web(tmp_path / "web.csv", [web_row("A1")]), "--mapping", "--procedure", home.root)
    assert (said.code, 'code: "CODE. Ihr persönlicher Code"' in said.out) == (0, True)
    assert {path: path.read_bytes() for path in files_below(home.root)} == before
    with pytest.raises(UsageError):
        show_mapping([], read_settings(home.settings_path)[0])


def test_unknown_meanings_of_a_source_are_refused(home: Procedure) -> None:
    settle(home, "  sources: {}", "  sources: {web.csv: {columns: {cod: Code}}}")
    with pytest.raises(InputError, match="but not cod"):
        read_settings(home.settings_path)

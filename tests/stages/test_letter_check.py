from pathlib import Path

import pytest

from buergerforum.errors import UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.stages.letter_check import LetterCheck, run_letter_check
from buergerforum.stages.new import run_new

KEY = "id;first_names;called_name;family_name;doctor;street;house_number;addition;postcode;town;country\n"


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    return run_new(tmp_path / "forum")


def change(home: Procedure, stem: str, old: str, new: str, language: str = "de") -> Path:
    path = home.path(f"letters/{language}/{stem}.md.j2")
    said = path.read_text("utf-8")
    assert old in said
    path.write_text(said.replace(old, new), "utf-8")
    return path


def row(path: Path, words: str) -> int:
    return next(number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if words in line)


def said(found: LetterCheck) -> list[str]:
    return [str(problem) for problem in found.problems]


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_travels_with_the_toolkit_is_complete(home: Procedure, language: str) -> None:
    settings = home.settings_path.read_text("utf-8")
    home.settings_path.write_text(settings.replace("language: de", f"language: {language}"), "utf-8")
    found = run_letter_check(home)
    assert said(found) == []
    number = {"de": 13, "en": 4}[language]
    assert (found.templates, found.letters) == (number, {"de": 9 * 7 + 4, "en": 4 * 7}[language])


def test_everything_that_is_wrong_is_named_with_file_and_line(home: Procedure) -> None:
    unknown = change(home, "erinnerung", "{{ topic }}", "{{ topik }}")
    silent = change(home, "absage", "nicht Ihre Person und nicht Ihre Meinung", "nichts sonst")
    long = change(home, "ruecktritt", "Mit freundlichen Grüßen", "Text.\n\n---\n\nMit freundlichen Grüßen")
    generous = change(home, "dank_und_loeschung", "pages: 1", "pages: 9")
    broken = change(home, "zusage", "{% endfor %}", "{% endfro %}")
    ghost = change(home, "rueckantwort", "Ihr Geburtsjahr", "Ihr Alter")
    messages = said(run_letter_check(home))
    expected = [
        f"erinnerung.md.j2, row {row(unknown, 'topik')}: There is no value named “topik”. Did you mean “topic”?",
        f"zusage.md.j2, row {row(broken, 'endfro')}: The template cannot be understood",
        f"absage.md.j2, row {row(silent, 'Guten Tag')}: The letter does not say this: that lot and quotas decided",
        f"ruecktritt.md.j2, row {row(long, 'pages: 1')}: sample: the letter is too long. Found: 2 pages.",
        f"dank_und_loeschung.md.j2, row {row(generous, 'pages: 9')}, column “pages”: The template allows more pages",
        f"rueckantwort.md.j2, row {row(ghost, '[ ] **Ja')}: The letter does not say this: a question for the year",
    ]
    for start in expected:
        assert [one for one in messages if one.startswith(start)], start
    others = [one for one in messages if not one.startswith(tuple(expected))]
    assert {one.partition(":")[0] for one in others} == {f"ruecktritt.md.j2, row {row(long, 'pages: 1')}"}


def test_addresses_of_a_key_file_are_checked_too(home: Procedure, tmp_path: Path) -> None:
    key = tmp_path / "key.csv"
    key.write_text(f"{KEY}A1;Kim;;Muster;;Beispielstraße;1;;44137;Dortmund;\nA2;Robin;;Muster;;;;;44137;Dortmund;\n")
    found = run_letter_check(home, addresses=key)
    assert found.addresses == 2
    assert said(found) == [
        "key.csv, row 3, column “street”: A2: The address is not complete. Correct the address in the key file."
    ]


def test_a_missing_date_is_named(home: Procedure) -> None:
    settings = home.settings_path.read_text("utf-8")
    home.settings_path.write_text(settings.replace("    reminder: 2026-09-14", "    #"), "utf-8")
    (problem,) = said(run_letter_check(home))
    assert problem.startswith("forum.yaml, column “letters.dates.reminder”: The settings do not say which date")


def test_a_value_that_is_not_settled_is_named(home: Procedure) -> None:
    settings = home.settings_path.read_text("utf-8")
    home.settings_path.write_text(settings.replace("  waiting_until: 2027-01-16", "  #"), "utf-8")
    (problem,) = said(run_letter_check(home))
    assert "nachrueckliste.md.j2" in problem
    assert "There is no value named “waiting_until”" in problem


def test_the_check_needs_settings() -> None:
    with pytest.raises(UsageError, match="The check needs settings"):
        run_letter_check(None)

from buergerforum.io.headings import Headings, suggestion

HEADINGS = Headings(("Age Group", "sex", "SEX", "", "Stadtbezirk"), "pool.csv")


def test_a_heading_is_found_whatever_its_case_blanks_and_hyphens() -> None:
    assert HEADINGS.find("age_group") == ["Age Group"]
    assert HEADINGS.find("stadtbezirk") == ["Stadtbezirk"]


def test_the_exact_heading_wins() -> None:
    assert HEADINGS.find("sex") == ["sex"]
    assert HEADINGS.find("Sex") == ["sex", "SEX"]


def test_what_is_missing_is_suggested() -> None:
    assert str(HEADINGS.missing("Stadtbezirke")) == (
        "pool.csv: The column “Stadtbezirke” is missing. Found: Age Group, sex, SEX, Stadtbezirk. "
        "Did you mean “Stadtbezirk”?"
    )
    assert HEADINGS.missing("school").remedy == "Add the column, or correct its heading."


def test_what_is_ambiguous_is_listed() -> None:
    assert str(HEADINGS.ambiguous("Sex")) == (
        "pool.csv: Several columns could be “Sex”. Found: sex, SEX. Leave one of them, or rename the others."
    )


def test_only_what_is_similar_is_suggested() -> None:
    assert suggestion("femal", ["male", "female"]) == "Did you mean “female”?"
    assert suggestion("", ["male", "female"]) == ""
    assert suggestion("purple", ["male", "female"]) == ""

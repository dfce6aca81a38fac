from buergerforum.model.headings import ambiguous, is_missing, missing_column, shared, unfound


def test_everything_about_headings_is_said_in_one_way() -> None:
    header = ("id", "", "Sex")
    assert is_missing("sex") == "The column “sex” is missing."
    assert str(missing_column("sex", header, "f.csv")) == (
        "f.csv: The column “sex” is missing. Found: id, Sex. Add the column, or correct its heading."
    )
    assert str(missing_column("sex", header, "f.csv", expected=("sex", "gender"), remedy="Do.")) == (
        "f.csv: The column “sex” is missing. Found: id, Sex. Expected: sex, gender. Do."
    )
    assert str(unfound("sex", header, "f.csv", remedy="Do.")) == (
        "f.csv: No column for “sex” was found. Found: id, Sex. Do."
    )
    assert str(ambiguous("sex", ("Sex", "SEX"), "f.csv")) == (
        "f.csv: Several columns could be “sex”. Found: Sex, SEX. Leave one of them, or rename the others."
    )


def test_a_column_with_several_meanings_is_told_once_with_what_to_do() -> None:
    found = {"name": "A", "street": "B", "town": "B", "country": "B"}
    assert [str(problem) for problem in shared(found, "f.csv", "Settle {}.".format)] == [
        "f.csv, column “B”: The column would have several meanings: street, town, country. Settle country."
    ]


def test_a_first_row_that_is_somebodys_data_is_not_quoted() -> None:
    said = str(missing_column("sex", ("Testa Probe", "testa@example.org"), "f.csv"))
    assert "Testa" not in said
    assert "a first row that looks like data, not like headings" in said

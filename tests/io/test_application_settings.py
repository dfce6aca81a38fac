import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from buergerforum.io.application_settings import ApplicationSettings

SCHOOL = {"school": {"Abitur": ["Allgemeine Hochschulreife"], "keine Angabe": []}}


def made(**changes: Any) -> ApplicationSettings:
    return ApplicationSettings.model_validate({"deadline": "2024-03-22", "answers": SCHOOL} | changes)


def test_answers_are_understood_in_any_case_and_spacing() -> None:
    rules = made().rules(2008)
    assert (rules.deadline, rules.latest_birth_year) == (dt.date(2024, 3, 22), 2008)
    assert rules.features == ("district", "age_group", "sex", "nationality", "school")
    assert rules.answers["school"] == {
        "abitur": "Abitur",
        "allgemeine hochschulreife": "Abitur",
        "keine angabe": "keine Angabe",
    }
    assert rules.answers["sex"]["männlich"] == "m"
    assert rules.answers["consent"]["ja, ich willige ein"] == "yes"


def test_the_offices_own_answers_win_over_the_usual_ones() -> None:
    rules = made(answers=SCHOOL | {"consent": {"yes": ["Kreuz"], "no": ["x"]}}).rules(None)
    assert (rules.answers["consent"]["kreuz"], rules.answers["consent"]["x"]) == ("yes", "no")
    assert rules.answers["consent"]["ja"] == "yes"


def test_columns_are_one_heading_or_several() -> None:
    layout = made(columns={"code": "Ihr Code", "received": ["Eingang", "Datum"]}).layout()
    assert layout.columns == {"code": ("Ihr Code",), "received": ("Eingang", "Datum")}
    assert layout.form == ("school",)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"from_register": ["school"]}, "school cannot come from both register and form"),
        ({"columns": {"cod": "Code"}}, "columns knows code, birth_year, .* but not cod"),
        (
            {"answers": SCHOOL | {"job": {"a": ["b"]}}},
            "answers knows sex, .*, school, but not job",
        ),
        ({"answers": {}}, "answers must list the values of school"),
        ({"answers": {"school": {"A": ["Abi"], "B": ["abi "]}}}, "the answer “abi” to school has two values"),
        ({"deadlin": "2024-03-22"}, "Extra inputs are not permitted"),
        ({"deadline": "bald"}, "date"),
    ],
)
def test_settings_that_contradict_themselves_are_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        made(**changes)


def test_settings_without_a_deadline_are_refused() -> None:
    with pytest.raises(ValidationError, match="deadline"):
        ApplicationSettings.model_validate({"answers": SCHOOL})

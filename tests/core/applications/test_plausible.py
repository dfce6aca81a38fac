from typing import Any

import pytest

from buergerforum.core.applications.plausible import implausible
from tests.core.applications.invented import RULES, answer


def said(*changes: dict[str, Any]) -> list[str]:
    return [one.what for one in implausible([answer(**one) for one in changes], RULES, "web.csv")]


def test_a_second_row_of_headings_is_noticed() -> None:
    heading = {"code": "IHRCODE", "received": "", "birth_year": None, "consent": "Ich willige ein (ja/nein)"}
    assert said(heading, {}) == ["The first row below the headings looks like a second row of headings."]
    assert said({}, heading) == []
    assert said({**heading, "consent": "ja"}) == []


@pytest.mark.parametrize(
    ("changes", "question"),
    [
        ({"school": "Gesellenbrief"}, "school"),
        ({"received": ""}, "received"),
        ({"birth_year": None}, "birth_year"),
        ({"consent": "gelesen"}, "consent"),
        ({"sex": "A2"}, "sex"),
    ],
)
def test_answers_that_hardly_anybody_understands_are_a_changed_question(changes: dict[str, Any], question: str) -> None:
    assert said(*[changes] * 6, *[{}] * 4) == [f"Most answers to “{question}” are not understood: 6 of 10."]
    assert said(*[changes] * 5, *[{}] * 5) == []
    assert said(*[changes] * 9) == []


def test_blank_answers_say_nothing_about_the_question() -> None:
    assert said(*[{"school": ""}] * 12, *[{"school": "?"}] * 5) == []

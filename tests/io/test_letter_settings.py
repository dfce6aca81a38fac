from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from buergerforum.io.letter_settings import LetterSettings
from buergerforum.io.materials import material


@pytest.fixture
def block() -> dict[str, Any]:
    sample: dict[str, Any] = yaml.safe_load(Path(material("forum.yaml")).read_text("utf-8"))["letters"]
    return sample


def test_the_sample_is_complete(block: dict[str, Any]) -> None:
    settings = LetterSettings.model_validate(block)
    assert settings.events[0].place == "Musterhalle, Musterplatz 2"
    assert settings.footer == ()


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("answer_link", "forum.example", "a web address begins with https://"),
        ("answer_link", "https://forum.example/{id}", "{code} is the only placeholder"),
        ("answer_link", "https://forum.example/a b", "holds no blanks"),
        ("events", [], "at least 1 item"),
        ("remarks", ["a", "b", "c", "d"], "at most 3 items"),
        ("topic", "  ", "at least 1 character"),
        ("colour", "red", "Extra inputs are not permitted"),
    ],
)
def test_what_does_not_fit_is_refused(block: dict[str, Any], key: str, value: object, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        LetterSettings.model_validate(block | {key: value})


def test_a_postcode_has_five_digits(block: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"sender\.postcode"):
        LetterSettings.model_validate(block | {"sender": block["sender"] | {"postcode": "1067"}})

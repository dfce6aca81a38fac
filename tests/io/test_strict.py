import datetime as dt

import pytest
from pydantic import ValidationError

from buergerforum.io.strict import Strict


class Sample(Strict):
    """Settings of every kind."""

    number: int | None = None
    """A number."""
    day: dt.date | None = None
    """A date."""
    switch: bool = False
    """A switch."""
    text: str = ""
    """A text."""
    days: tuple[dt.date, ...] = ()
    """Dates."""


@pytest.mark.parametrize(
    "given",
    [{"number": True}, {"number": False}, {"day": 0}, {"day": 1.5}, {"day": True}, {"text": True}, {"text": 0}],
    ids=str,
)
def test_nothing_is_taken_for_something_of_another_kind(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Sample.model_validate(given)


def test_what_is_of_its_kind_is_taken() -> None:
    given = {"number": 0, "day": "2026-09-01", "switch": True, "text": "0", "days": [dt.date(2026, 9, 1)]}
    assert Sample.model_validate(given).model_dump() == {
        "number": 0,
        "day": dt.date(2026, 9, 1),
        "switch": True,
        "text": "0",
        "days": (dt.date(2026, 9, 1),),
    }

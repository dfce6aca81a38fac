"""What every block of ``forum.yaml`` has in common."""

import datetime as dt
from typing import get_args

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticKnownError


class Strict(BaseModel):
    """Settings that know exactly their own keys: an unknown one is an error that names it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)

    @field_validator("*", mode="before")
    @classmethod
    def _of_its_own_kind(cls, value: object, info: ValidationInfo) -> object:
        """Refuse what would silently be taken for something else: ``yes`` for the number 1, 0 for the year 1970."""
        kinds = _kinds(cls.model_fields[info.field_name or ""].annotation)
        if isinstance(value, bool) and bool not in kinds and kinds & {int, float}:
            raise PydanticKnownError("int_type")
        if isinstance(value, int | float) and dt.date in kinds:
            raise PydanticKnownError("date_type")
        return value


def _kinds(annotation: object) -> set[object]:
    """Return the kinds that a value of this annotation may have; not those inside lists and tables."""
    inner = get_args(annotation)
    if isinstance(annotation, type) or not inner:
        return {annotation}
    return {kind for argument in inner for kind in _kinds(argument)}

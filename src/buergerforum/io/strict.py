"""What every block of ``forum.yaml`` has in common."""

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """Settings that know exactly their own keys: an unknown one is an error that names it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True)

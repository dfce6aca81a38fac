import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.record.canonical import Json, canonical_json, readable_json, sha256_hex

PLAIN = st.text() | st.integers() | st.booleans() | st.none()
DOCUMENTS = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)


def test_the_one_form() -> None:
    value: Json = {"ö": [1, True, None, "3/7"], "a": {"b": "\n", "Z": -5}, "ä": []}
    assert canonical_json(value) == '{"a":{"Z":-5,"b":"\\n"},"ä":[],"ö":[1,true,null,"3/7"]}'.encode()
    assert readable_json({"b": ["ä"], "a": 1}) == '{\n "a": 1,\n "b": [\n  "ä"\n ]\n}\n'.encode()


@given(DOCUMENTS)
def test_the_form_holds_the_value_and_nothing_else(value: Any) -> None:
    raw = canonical_json(value)
    assert json.loads(raw) == value
    assert canonical_json(json.loads(raw)) == raw
    assert b"\n" not in raw
    assert json.loads(readable_json(value)) == value


@given(st.dictionaries(st.text(), st.integers()))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


def test_keys_are_in_the_order_of_code_points() -> None:
    assert canonical_json({"\uffee": 1, "\U0001f3b2": 2, "z": 3}) == '{"z":3,"\uffee":1,"\U0001f3b2":2}'.encode()


@pytest.mark.parametrize(
    "inexact",
    [0.5, 1.0, float("nan"), float("inf"), Decimal(1), Fraction(1, 2), b"raw", {1}, object(), {1: "a"}, {None: "a"}],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("write", [canonical_json, readable_json])
def test_what_has_no_single_written_form_is_refused(inexact: Any, write: Any) -> None:
    for value in (inexact, [inexact], {"a": inexact}, {"a": [{"b": [inexact]}]}, (1, inexact)):
        with pytest.raises(TypeError):
            write(value)


def test_the_digest_of_nothing() -> None:
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

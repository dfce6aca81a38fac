import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.chance.fields import beginning, digest, length_prefixed

FIELDS = st.lists(st.text(), max_size=4)


def test_a_field_is_its_length_in_bytes_then_its_bytes() -> None:
    assert length_prefixed("") == bytes(8)
    assert length_prefixed("ß") == b"\0\0\0\0\0\0\0\2\xc3\x9f"
    assert length_prefixed("x" * 256) == b"\0\0\0\0\0\0\1\0" + b"x" * 256


def test_a_digest_is_sha256_over_version_purpose_and_fields() -> None:
    by_hand = b"\0\0\0\0\0\0\0\x0ebuergerforum 1" + b"\0\0\0\0\0\0\0\6ticket" + b"\0\0\0\0\0\0\0\0" + b"\0" * 7 + b"\1a"
    assert digest("ticket", "", "a") == hashlib.sha256(by_hand).digest()


def parsed(raw: bytes) -> list[str]:
    """Take a row of fields apart again."""
    fields = []
    while raw:
        length = int.from_bytes(raw[:8], "big")
        fields.append(raw[8 : 8 + length].decode())
        raw = raw[8 + length :]
    return fields


@given(FIELDS)
def test_no_two_rows_of_fields_have_the_same_bytes(fields: list[str]) -> None:
    assert parsed(b"".join(map(length_prefixed, fields))) == fields


@given(FIELDS, st.text())
def test_a_begun_hash_continues_to_the_same_digest(fields: list[str], last: str) -> None:
    begun = beginning("ticket", *fields)
    begun.update(length_prefixed(last))
    assert begun.digest() == digest("ticket", *fields, last)


def test_nothing_can_be_moved_from_one_field_into_the_next() -> None:
    assert len({digest("p", "ab", "c"), digest("p", "a", "bc"), digest("p", "abc"), digest("p", "abc", "")}) == 4


def test_purposes_keep_draws_apart() -> None:
    assert len({digest(purpose, "0") for purpose in ("ticket", "allocation", "lot", "numbering")}) == 4


def test_what_is_no_text_has_no_bytes() -> None:
    with pytest.raises(UnicodeEncodeError):
        digest("ticket", "0", "\ud800")

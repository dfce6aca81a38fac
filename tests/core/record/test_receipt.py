import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.record.receipt import read_receipt, receipt_bytes
from buergerforum.errors import InputError
from buergerforum.model.record import FileDigest, Receipt

HEX = "0123456789abcdef" * 4
RECEIPT = Receipt(
    stage="draw",
    options={"size": 5, "strata": ("district", "sex"), "household": "", "special": None, "again": False},
    inputs=(FileDigest("forum.yaml", HEX, 7), FileDigest("frame/frame.csv", HEX, 12)),
    outputs=(FileDigest("draw/wave-1/invitees.csv", HEX, 0),),
    seed="Überlaß",
    figures={"invited": 5},
    versions={"python": "3.11.7"},
)
RAW = receipt_bytes(RECEIPT)

TEXTS = st.text()
DIGESTS = st.builds(FileDigest, TEXTS, st.text("0123456789abcdef", min_size=64, max_size=64), st.integers(0))
OPTIONS = st.dictionaries(
    TEXTS, TEXTS | st.integers() | st.booleans() | st.none() | st.lists(TEXTS).map(tuple), max_size=4
)
RECEIPTS = st.builds(
    Receipt,
    stage=TEXTS,
    options=OPTIONS,
    inputs=st.lists(DIGESTS, max_size=3).map(sorted).map(tuple),
    outputs=st.lists(DIGESTS, max_size=3).map(sorted).map(tuple),
    seed=TEXTS | st.none(),
    figures=OPTIONS,
    versions=st.dictionaries(TEXTS, TEXTS, max_size=3),
)


@given(RECEIPTS)
def test_a_receipt_is_read_as_it_was_written(receipt: Receipt) -> None:
    raw = receipt_bytes(receipt)
    again = read_receipt(raw, "receipt.json")
    assert again == receipt
    assert receipt_bytes(again) == raw


def test_the_order_in_which_files_were_named_does_not_matter() -> None:
    turned = Receipt("draw", RECEIPT.options, RECEIPT.inputs[::-1], RECEIPT.outputs, "Überlaß", {"invited": 5})
    assert read_receipt(receipt_bytes(turned), "receipt.json").inputs == RECEIPT.inputs


def test_a_receipt_by_hand() -> None:
    receipt = Receipt("seal", {"what": ("a", "b")}, (FileDigest("f", HEX, 1),))
    assert receipt_bytes(receipt).decode() == (
        '{\n "figures": {},\n "format": 1,\n "inputs": [\n  {\n   "name": "f",\n'
        f'   "sha256": "{HEX}",\n   "size": 1\n  }}\n ],\n "options": {{\n  "what": [\n   "a",\n   "b"\n  ]\n }},\n'
        ' "outputs": [],\n "seed": null,\n "stage": "seal",\n "versions": {}\n}\n'
    )


def test_a_fraction_has_no_place_in_a_receipt() -> None:
    with pytest.raises(TypeError):
        receipt_bytes(Receipt("draw", {"share": 0.5}, ()))  # type: ignore[dict-item]


def changed(**changes: Any) -> bytes:
    document = json.loads(RAW) | changes
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def file(**changes: Any) -> list[dict[str, Any]]:
    return [{"name": "f", "sha256": HEX, "size": 1} | changes]


def test_a_change_that_changes_nothing_is_none() -> None:
    assert changed() == RAW


WRONG: dict[str, list[Any]] = {
    "format": [2, 0, "1", 1.0, True, None],
    "stage": [None, 1, ["draw"]],
    "seed": [0, False, ["0"], {}],
    "options": [None, [], "a", {"a": 0.5}, {"a": {}}, {"a": [1]}, {"a": [["a"]]}, {"a": [None]}, {"a": float("inf")}],
    "figures": [None, [], "a", {"a": 0.5}, {"a": {}}],
    "versions": [None, [], "a", {"a": 1}, {"a": None}],
    "inputs": [
        *(None, {}, "a", [1], ["a"], [[]], [{}]),
        *(file(size=size) for size in (-1, "1", 1.5, True, None, float("inf"))),
        *(file(sha256=digest) for digest in ("", HEX[:-1], HEX.upper(), HEX[:-1] + "g", 1)),
        *(file(name=1), file(more=1)),
    ],
    "outputs": [None, {}, "a", [1], ["a"], [[]], [{}], file(size="1")],
    "more": [1],
}
DAMAGED = [
    *(b"", b"{}", b"[]", b"7", b"null", b"\xff", b"[" * 100_000),
    *(RAW[:-1], RAW + b"\n", RAW.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + RAW),
    RAW.replace(b'"format": 1,', b'"format": 1,\n "format": 1,'),
    RAW.replace("Überlaß".encode(), b"\\ud800"),
    json.dumps(json.loads(RAW)).encode(),
    *(changed(**{key: value}) for key, values in WRONG.items() for value in values),
]


@pytest.mark.parametrize("raw", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_or_foreign_receipt_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError) as refused:
        read_receipt(raw, "receipt.json")
    assert refused.value.message == (
        "receipt.json: This is no receipt of a stage, or it is damaged. Expected: a receipt of format 1. "
        "Compare the file with the published one."
    )


def test_a_cut_receipt_is_refused() -> None:
    for end in range(len(RAW)):
        with pytest.raises(InputError):
            read_receipt(RAW[:end], "receipt.json")


def test_one_flipped_bit_is_found_or_changes_the_bytes_that_the_journal_knows() -> None:
    for place, bit in product(range(len(RAW)), range(8)):
        damaged = bytearray(RAW)
        damaged[place] ^= 1 << bit
        try:
            receipt = read_receipt(bytes(damaged), "receipt.json")
        except InputError:
            continue
        assert receipt != RECEIPT
        assert receipt_bytes(receipt) == damaged

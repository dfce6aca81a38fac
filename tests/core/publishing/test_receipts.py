import pytest

from buergerforum.core.publishing.manifest import Level
from buergerforum.core.publishing.receipts import PEOPLE, may_be_withheld, published_receipt
from buergerforum.core.publishing.salted import Salting
from buergerforum.core.record.receipt import read_receipt, receipt_bytes
from buergerforum.errors import InputError
from buergerforum.model.record import Receipt
from buergerforum.stages.current_panel import OUT
from buergerforum.stages.fixing import IN
from buergerforum.stages.fixing import OUT as FIXED_OUT
from buergerforum.stages.replace import UNAVAILABLE

SALTING = Salting("ab" * 32)
DIGEST = "0" * 64
OPTIONS = {"fixed_in": ("A1 member",), "fixed_out": ("B2 lives with A3",), "out": ("A3",), "unavailable": ("C4",)}


def salted(*people: str) -> tuple[str, ...]:
    return tuple(sorted(SALTING.people(people)))


def test_the_options_are_those_that_the_stages_write() -> None:
    assert set(PEOPLE) == {IN, FIXED_OUT, OUT, UNAVAILABLE}


def test_auditors_see_the_reasons_and_everybody_sees_who_stayed_and_left() -> None:
    receipt = Receipt("replace", {**OPTIONS, "seats": 4}, ())
    auditors = published_receipt(receipt, DIGEST, Level.AUDITORS, SALTING)
    assert auditors.options == {
        "fixed_in": (f"{salted('A1')[0]} member",),
        "fixed_out": (f"{salted('B2')[0]} lives with A3",),
        "out": salted("A3"),
        "unavailable": salted("C4"),
        "seats": 4,
    }
    public = published_receipt(receipt, DIGEST, Level.PUBLIC, SALTING)
    assert public.options == {"fixed_in": salted("A1"), "out": salted("A3"), "seats": 4}
    assert auditors.withheld == public.withheld == DIGEST
    assert may_be_withheld(auditors)
    assert may_be_withheld(public)


def test_a_receipt_that_names_nobody_is_published_as_it_is() -> None:
    for receipt in (Receipt("draw", {"size": 3}, ()), Receipt("select", {"fixed_in": (), "fixed_out": ()}, ())):
        assert published_receipt(receipt, DIGEST, Level.PUBLIC, SALTING) is receipt
        assert not may_be_withheld(receipt)


def test_only_what_was_published_may_lack_something() -> None:
    raw = receipt_bytes(published_receipt(Receipt("replace", OPTIONS, ()), DIGEST, Level.PUBLIC, SALTING))
    assert read_receipt(raw, "receipt.json", published=True).withheld == DIGEST
    with pytest.raises(InputError, match="no receipt"):
        read_receipt(raw, "receipt.json")

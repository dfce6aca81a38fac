import pytest

from buergerforum.model.pool import Applicant, Pool, tidy


def test_a_pool_has_everybody_once() -> None:
    with pytest.raises(ValueError, match="ids must be unique"):
        Pool(("sex",), (Applicant("a", ("w",)), Applicant("a", ("m",))))


def test_everybody_has_a_value_for_every_feature() -> None:
    with pytest.raises(ValueError, match="one value per feature"):
        Pool(("sex", "age"), (Applicant("a", ("w",)),))


def test_names_are_kept_in_one_form() -> None:
    assert tidy(" Ho\u0308rde\u00a0 Nord\t") == "Hörde Nord"

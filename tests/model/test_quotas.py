import pytest

from buergerforum.model.quotas import Feature, Quota, Value


@pytest.mark.parametrize("ends", [(-1, 2), (3, 2)])
def test_a_quota_is_a_range_of_seats(ends: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is no range of seats"):
        Quota((("sex", "w"),), *ends)


def test_labels_stand_in_for_names() -> None:
    assert [str(Value("w", "Frauen")), str(Value("w"))] == ["Frauen", "w"]
    assert [str(Feature("sex", (), "Geschlecht")), str(Feature("sex", ()))] == ["Geschlecht", "sex"]


def test_a_value_counts_what_it_includes() -> None:
    feature = Feature("nationality", (Value("DE"), Value("foreign", includes=("EU", "other"))))
    assert feature.readings() == {"DE": "DE", "foreign": "foreign", "EU": "foreign", "other": "foreign"}

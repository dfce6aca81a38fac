import pytest

from buergerforum.core.frame.codes import EU, Nationality, read_nationality, read_sex


@pytest.mark.parametrize(
    ("sex", "entries"),
    [
        ("m", ["m", "M", "1", "männlich", "Mann"]),
        ("w", ["w", "W", "2", "weiblich", "Frau", "f"]),
        ("d", ["d", "D", "divers"]),
        ("x", ["x", "", "0", "k.A.", "ohne Angabe", "Keine Angabe", "unbekannt"]),
        (None, ["3", "mw", "Musterine"]),
    ],
)
def test_sex(sex: str | None, entries: list[str]) -> None:
    assert {read_sex(entry) for entry in entries} == {sex}


@pytest.mark.parametrize(
    ("group", "entries"),
    [
        (Nationality.GERMAN, ["000", "0", "00", "deutsch", "D", "163,000", "000 / 152", "152 0"]),
        (Nationality.EU, ["152", "181", "137;163", "163 152"]),
        (Nationality.OTHER, ["163", "168", "997", "998", "999", "", "475+160"]),
        (None, ["türkisch", "12x", "1630", "600", "000,???"]),
    ],
)
def test_nationality(group: Nationality | None, entries: list[str]) -> None:
    assert {entry: read_nationality(entry) for entry in entries} == dict.fromkeys(entries, group)


def test_the_union_has_26_other_members() -> None:
    assert len(EU) == 26
    assert {read_nationality(code) for code in EU} == {Nationality.EU}
    assert [group.written for group in Nationality] == ["DE", "EU", "other"]

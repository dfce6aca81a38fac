import pytest

from buergerforum.core.applications.namesakes import find_namesakes, full_names, name_key

PEOPLE = {
    "A": full_names(("Elfi Marie", "Marie"), "Müller-Musterlein"),
    "B": full_names(("Elfi",), "Probenhaus"),
    "C": full_names(("Elfi",), "Probenhaus"),
    "D": full_names(("", ""), "Mononym"),
}
YEARS = {"A": 1985, "B": 1950, "C": 1950, "D": None}


@pytest.mark.parametrize(
    ("name", "year", "found"),
    [
        ("Marie Müller-Musterlein", 1985, ("A",)),
        ("muellermusterlein, marie", 1985, ("A",)),
        ("Elfi Marie Müller Musterlein", 1985, ("A",)),
        ("Marie Müller-Musterlein", 1986, ()),
        ("Marie Müller-Musterlein", None, ()),
        ("Elfi Probenhaus", 1950, ("B", "C")),
        ("Mononym", None, ()),
        ("", 1985, ()),
    ],
)
def test_people_are_found_by_name_and_birth_year(name: str, year: int | None, found: tuple[str, ...]) -> None:
    assert find_namesakes([(name, year)], PEOPLE, YEARS) == [found]


def test_accents_do_not_matter_but_letters_do() -> None:
    assert name_key("José Łukasz") == name_key("Jose Lukasz")
    assert name_key("Maier") != name_key("Meier")

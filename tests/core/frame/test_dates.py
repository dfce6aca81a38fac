import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.frame.dates import UNKNOWN, Birth, age_group, age_on, read_birth

DAYS = st.dates(dt.date(1900, 3, 1), dt.date(2100, 12, 31))


@given(DAYS)
def test_every_way_of_writing_a_day_means_that_day(day: dt.date) -> None:
    serial = str((day - dt.date(1899, 12, 30)).days)
    ways = [day.strftime("%d.%m.%Y"), f"{day.day}.{day.month}.{day.year}", day.isoformat(), day.strftime("%Y%m%d")]
    ways += [f"{day.isoformat()}T00:00:00", f"{day.isoformat()} 00:00"]
    ways += [serial, f"{serial}.0"] if len(serial) == 5 else []
    assert {read_birth(way) for way in ways} == {Birth(day.year, day, partial=False)}


@pytest.mark.parametrize(
    "text",
    [
        *("00.00.1950", "19500000", "1950-00-00", "1950", "12.00.1950", "xx.xx.1950", "XX.00.1950", "??.??.1950"),
        *("--.--.1950", "__.__.1950", "-.-.1950", "**.**.1950", "1950-xx-xx", "1950-??-??", " 00 . 00 . 1950"),
    ],
)
def test_of_a_year_its_last_day_counts(text: str) -> None:
    assert read_birth(text) == Birth(1950, dt.date(1950, 12, 31), partial=True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("00.05.1950", 31),
        ("19500200", 28),
        ("1952-02-00", 29),
        ("00.4.1950", 30),
        ("05.1950", 31),
        ("1950-05", 31),
        ("xx.05.1950", 31),
        ("1950-05-??", 31),
    ],
)
def test_of_a_month_its_last_day_counts(text: str, day: int) -> None:
    birth = read_birth(text)
    assert birth is not None
    assert birth.latest is not None
    assert (birth.latest.day, birth.partial) == (day, True)


@pytest.mark.parametrize("text", ["", "00.00.0000", "00000000", "0000-00-00", "-", "xx.xx.0000", "--.--.0000", ". ."])
def test_of_some_births_nothing_is_known(text: str) -> None:
    assert read_birth(text) == UNKNOWN


@pytest.mark.parametrize(
    "text",
    ["31.02.1950", "01.13.1950", "32.00.1950", "01.02.50", "5/3/1950", "born 1950", "01.01.1066", "123", "1950.5",
     "1950-01-01T07:30", "00.05.0000", "123456", "xx.yy.1950", "195005", "13.1950", "05/1950", "00.00.50"],
)  # fmt: skip
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert read_birth(text) is None


@given(
    st.integers(1900, 2020), st.integers(1, 12), st.integers(1, 28), st.dates(dt.date(2021, 1, 1), dt.date(2060, 1, 1))
)
def test_a_partial_date_never_makes_anybody_older(year: int, month: int, day: int, today: dt.date) -> None:
    true_age = age_on(dt.date(year, month, day), today)
    for text in (f"00.00.{year}", f"00.{month:02}.{year}"):
        birth = read_birth(text)
        assert birth is not None
        assert birth.latest is not None
        assert true_age - 1 <= age_on(birth.latest, today) <= true_age


@pytest.mark.parametrize(
    ("day", "age"), [((2024, 1, 30), 15), ((2024, 1, 31), 16), ((2024, 2, 1), 16), ((2008, 1, 30), -1)]
)
def test_a_year_of_life_is_complete_on_the_birthday(day: tuple[int, int, int], age: int) -> None:
    assert age_on(dt.date(2008, 1, 31), dt.date(*day)) == age


@given(st.integers(0, 110), st.integers(0, 18), st.sets(st.integers(19, 100), max_size=6))
def test_every_age_lies_in_the_group_that_it_is_given(age: int, minimum: int, further: set[int]) -> None:
    bounds = (0, *sorted(further))
    age = max(age, minimum)
    name = age_group(age, bounds, minimum)
    low, _dash, high = name.rstrip("+").partition("-")
    assert minimum <= int(low) <= age <= int(high or 200)
    assert name.endswith("+") == (not high)


def test_the_groups_of_the_example() -> None:
    groups = [age_group(age, (16, 30, 45, 60, 75), 16) for age in (16, 29, 30, 44, 45, 59, 60, 74, 75, 104)]
    assert groups == ["16-29", "16-29", "30-44", "30-44", "45-59", "45-59", "60-74", "60-74", "75+", "75+"]

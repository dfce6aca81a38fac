import dataclasses

from buergerforum.core.frame.protocol import protocol
from tests.core.frame.register import RULES, frame_of, person


def test_the_protocol_says_occasion_criteria_and_hits_and_nothing_else() -> None:
    rows = [person(), person(), person(block="3"), person(death="01.01.2024"), person(status="NW")]
    rows += [person(birth_date="01.01.2020"), person(birth_date="00.00.1950"), person(birth_date="00.00.0000")]
    rows += [person(person_key="7"), person(person_key="7", nationality="163")]
    rules = dataclasses.replace(RULES, small_cell=1)
    text = protocol("Forum", rules, frame_of(*rows).tally, ["a.csv", "b.csv"], ["block"]).text()
    assert text == (
        "Protocol of the use of the population register (§ 40 (2) BMG)\n"
        "\n"
        "Occasion: Forum\n"
        "Extract: a.csv, b.csv\n"
        "\n"
        "Criteria:\n"
        "- main or only residence in the city\n"
        "- at least 16 years old on 2024-01-31\n"
        "- all nationalities\n"
        "- no block of information (§§ 51, 52 BMG), not died\n"
        "- the extract has no column for blocks: blocked people were taken out before\n"
        "\n"
        "Number of hits:\n"
        "- Rows about people                                                   10\n"
        "- Further rows of the same person                                      1\n"
        "- Different people                                                     9\n"
        "- Left out: block of information (§§ 51, 52 BMG)                       1\n"
        "- Left out: died                                                       1\n"
        "- Left out: only a secondary residence here                            1\n"
        "- Left out: below the minimum age                                      1\n"
        "- Left out: date of birth entirely unknown                             1\n"
        "- Residents in the frame (hits)                                        4\n"
        "- of these: date of birth known in part, youngest possible age taken   1\n"
        "- of these: sex not stated                                             0\n"
        "- of these: without a street                                           0\n"
        "- of these: at special addresses                                       0\n"
        "\n"
        "Partial dates of birth: the youngest possible age counts. Household: same family name at the same address "
        "(an assumption; the register knows no households); none at special addresses.\n"
    )


def test_small_numbers_are_not_stated_and_that_is_said() -> None:
    rows = [person(), person(), person(block="3"), person(death="01.01.2024"), person(birth_date="00.00.1950")]
    text = protocol("Forum", RULES, frame_of(*rows).tally, ["a.csv"], []).text()
    assert "Rows about people" in text
    assert [line.split("  ")[-1].strip() for line in text.splitlines() if line.startswith("- ")][4:] == [
        "not stated", "0", "not stated", "0", "0", "0", "fewer than 5", "3", "fewer than 5", "0", "0", "0",
    ]  # fmt: skip
    assert "Left out, other reasons: block of information (§§ 51, 52 BMG), died" in text
    assert text.endswith(
        "Numbers from 1 to 4 are not stated, nor what would give them away: reasons with so few people are put "
        "together with others.\n"
    )

"""Rows that somebody at the Meldebehörde should look at, though there is a frame: what was interpreted, or looks odd.

Only rows of people in the register who are not blocked; nothing here says who they are. The list stays at the
Meldebehörde, where the rows are.
"""

from collections.abc import Sequence

from buergerforum.core.frame.extract import Extract, FrameRules, complaints
from buergerforum.core.frame.persons import Persons
from buergerforum.core.frame.reading import People
from buergerforum.errors import Problem
from buergerforum.texts import _

VERY_OLD = 105
"""Years; who is older is often somebody whose death nobody has reported. An assumption."""

_Kind = tuple[str, list[int], str, str]
"""Column, rows, what should be looked at, and what to do."""


def attention(
    extract: Extract, found: Persons, homes: Sequence[int], people: People, rules: FrameRules
) -> tuple[Problem, ...]:
    """Return what should be looked at, one entry per kind and file.

    Parameters
    ----------
    extract, found
        The rows and who they are about.
    homes
        The row of the main residence of everybody who is not left out for another reason than age.
    people
        What was read there.
    rules
        What was settled before.
    """
    wrong = _("If it is wrong, correct the register.")
    kinds = (*_births(homes, people, rules.minimum_age, wrong), *_others(extract, found, homes, people, wrong))
    return tuple(
        problem
        for meaning, places, what, remedy in kinds
        for problem in complaints(extract, places, meaning, what, remedy=remedy)
    )


def _births(homes: Sequence[int], people: People, minimum: int, wrong: str) -> tuple[_Kind, ...]:
    ages = people.ages
    young = {age for age in set(ages) if age is None or age < minimum}
    partly = [homes[n] for n, partial in enumerate(people.partial) if partial and ages[n] not in young]
    unknown = [homes[n] for n, age in enumerate(ages) if age is None]
    odd = {age for age in set(ages) if age is not None and not 0 <= age <= VERY_OLD}
    strange = [n for n, age in enumerate(ages) if age in odd] if odd else []
    old = [homes[n] for n in strange if (ages[n] or 0) > 0]
    unborn = [homes[n] for n in strange if (ages[n] or 0) < 0]
    said = _("Somebody is older than {years} years.").format(years=VERY_OLD)
    return (
        ("birth_date", partly, _("The date of birth is known in part; the youngest possible age was taken."), ""),
        ("birth_date", unknown, _("Nothing is known of the date of birth, so the person was left out."), wrong),
        ("birth_date", old, said, wrong),
        ("birth_date", unborn, _("Somebody was born after the reference date."), wrong),
    )


def _others(extract: Extract, found: Persons, homes: Sequence[int], people: People, wrong: str) -> tuple[_Kind, ...]:
    sexless = [homes[n] for n, sex in enumerate(people.sexes) if sex == "x"]
    streetless = [home for home in homes if not extract.street[home]]
    further, keyless = _further_rows(found, homes), _keyless(extract, homes)
    return (
        ("sex", sexless, _("No sex is stated."), ""),
        ("street", streetless, _("There is no street, so no letter can be sent."), wrong),
        ("person_key", further, _("A further row of the same person; it was brought in."), ""),
        ("person_key", keyless, _("There is no Ordnungsmerkmal; names, birth and address decided."), ""),
    )


def _further_rows(found: Persons, homes: Sequence[int]) -> list[int]:
    here = {found.of_row[home]: home for home in homes if found.of_row[home] in found.several}
    return sorted(place for person, home in here.items() for place in found.several[person] if place != home)


def _keyless(extract: Extract, homes: Sequence[int]) -> list[int]:
    """Return rows without a key where others have one; an extract without any key was ordered so."""
    keyless = [home for home in homes if not extract.person_key[home]]
    return keyless if len(keyless) < len(homes) else []

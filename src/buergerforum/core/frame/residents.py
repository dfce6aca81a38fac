"""All steps from the extract to the frame, in their order.

1. Bring the rows of one person together; take out the blocked, then the dead, then those without a main residence
   (:mod:`admission`). An extract in which letters were lost is refused.
2. Read what the frame says about those who stay (:mod:`reading`); whatever is not understood is an error.
3. Take out who has not surely reached the minimum age on the reference date.
4. Give random ids and household keys, and sort by id, so that the order of the register is gone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from buergerforum.core.frame.admission import Admitted, admit
from buergerforum.core.frame.attention import attention
from buergerforum.core.frame.dates import age_group
from buergerforum.core.frame.extract import Extract, FrameRules, Places, RandomBytes, nfc, picked, plain, translated
from buergerforum.core.frame.households import addresses, household_keys, special_addresses
from buergerforum.core.frame.ids import random_ids
from buergerforum.core.frame.reading import People, read_people
from buergerforum.errors import InputError, Problem
from buergerforum.texts import _, listed

SECRET_BYTES = 32
FRAME_HEADER = ("id", "birth_year", "age_group", "sex", "nationality", "district", "household", "special_address")
KEY_HEADER = (
    "id",
    "first_names",
    "called_name",
    "family_name",
    "doctor",
    "street",
    "house_number",
    "addition",
    "postcode",
    "town",
    "country",
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there were of each kind: totals only."""

    rows: int
    """Rows that are about people."""
    persons: int
    """Different people among them."""
    blocked: int
    """People with a block."""
    dead: int
    """Further people who have died."""
    secondary: int
    """Further people who have only a secondary residence here."""
    young: int
    """Further people below the minimum age, as far as their date of birth tells."""
    undated: int
    """Further people of whose date of birth nothing is known."""
    residents: int
    """People in the frame: all others."""
    partial_dates: int
    """Residents of the frame whose date of birth is known only in part."""
    sex_not_stated: int
    """Residents of the frame with sex x."""
    without_address: int
    """Residents of the frame without a street."""
    special: int
    """Residents of the frame at special addresses."""


@dataclass(frozen=True, slots=True)
class Residents:
    """The frame and what belongs into the key file, both sorted by id."""

    frame: tuple[Sequence[str], ...]
    """Columns as :data:`FRAME_HEADER` names them."""
    key: tuple[Sequence[str], ...]
    """Columns as :data:`KEY_HEADER` names them; never for the procedure folder."""
    tally: Tally
    """How many there were of each kind."""
    notes: tuple[str, ...]
    """What was interpreted."""
    attention: tuple[Problem, ...]
    """Rows that somebody at the Meldebehörde should look at."""


def residents(extract: Extract, rules: FrameRules, random_bytes: RandomBytes) -> Residents:
    """Make the frame.

    Parameters
    ----------
    extract
        All rows; their order does not matter for who is in the frame.
    rules
        What was settled before.
    random_bytes
        Where ids and the secret of the household keys come from.

    Raises
    ------
    InputError
        With everything that is not understood, if there is anything; there is no frame then.
    """
    lived_at = addresses(extract)
    admitted, problems = admit(extract, rules, lived_at)
    people, unclear = read_people(extract, admitted.found, admitted.homes, rules)
    if problems or unclear:
        raise InputError([*problems, *unclear])
    homes = [lived_at[place] for place in admitted.homes]
    special = special_addresses(homes, rules.special_addresses, rules.special_from)
    old_enough = [n for n, age in enumerate(people.ages) if age is not None and age >= rules.minimum_age]
    if not old_enough:
        raise InputError([_nobody(extract)])
    ids = random_ids(len(old_enough), random_bytes)
    by_id = sorted(range(len(ids)), key=ids.__getitem__)
    order = np.array(old_enough)[by_id]
    places = np.array(admitted.homes)[order]
    at = picked(homes, order)
    dwellings = ["" if home in special else home for home in at]
    names = translated(picked(extract.family_name, places), plain)
    frame = (
        picked(ids, np.array(by_id)),
        *_said(people, order, rules),
        household_keys(dwellings, names, random_bytes(SECRET_BYTES)),
        ["1" if home in special else "0" for home in at],
    )
    key = (frame[0], *_written(extract, places))
    tally = _tally(extract, admitted, people, order, (at.count(""), frame[-1].count("1")))
    look = attention(extract, admitted.found, admitted.homes, people, rules)
    return Residents(frame, key, tally, people.notes, look)


def _said(people: People, order: Places, rules: FrameRules) -> list[list[str]]:
    """Return the columns between the id and the household."""
    ages = picked(people.ages, order)
    groups = {age: age_group(age, rules.age_groups, rules.minimum_age) for age in set(ages) if age is not None}
    return [
        picked(people.birth_years, order) if rules.birth_years else [""] * len(order),
        [groups[age] for age in ages if age is not None],
        picked(people.sexes, order),
        picked(people.nationalities, order),
        picked(people.districts, order),
    ]


def _written(extract: Extract, places: Places) -> list[list[str]]:
    """Return the columns of the key file after the id, in the one form of DIN 91379."""
    columns: list[Sequence[str]] = [getattr(extract, meaning) for meaning in KEY_HEADER[1:]]
    return [_composed(picked(column, places)) for column in columns]


def _composed(cells: list[str]) -> list[str]:
    """Return cells in NFC; nearly always they are already, and nothing is to be done."""
    apart = {cell: nfc(cell) for cell in set(cells) if nfc(cell) != cell}
    return [apart.get(cell, cell) for cell in cells] if apart else cells


def _tally(extract: Extract, admitted: Admitted, people: People, order: Places, homes: tuple[int, int]) -> Tally:
    """Count; `homes` says how many residents have no address, and how many a special one."""
    undated = people.ages.count(None)
    return Tally(
        rows=len(extract),
        persons=len(extract) - sum(len(rows) - 1 for rows in admitted.found.several.values()),
        blocked=admitted.blocked,
        dead=admitted.dead,
        secondary=admitted.secondary,
        young=len(people.ages) - len(order) - undated,
        undated=undated,
        residents=len(order),
        partial_dates=picked(people.partial, order).count(True),
        sex_not_stated=picked(people.sexes, order).count("x"),
        without_address=homes[0],
        special=homes[1],
    )


def _nobody(extract: Extract) -> Problem:
    return Problem(
        _("Nobody in the extract may be drawn."),
        file=listed([source.file for source in extract.sources]),
        remedy=_("Check the reference date, the minimum age and the form of the dates of birth."),
    )

"""An invented register for tests: every row regular until a test says otherwise."""

import datetime as dt
import hashlib
from collections.abc import Mapping

import pytest

from buergerforum.core.frame.extract import MEANINGS, Extract, FrameRules, Source
from buergerforum.core.frame.residents import FRAME_HEADER, Residents, residents
from buergerforum.errors import InputError

PERSON: Mapping[str, str] = {
    "person_key": "",
    "family_name": "Beispielmann",
    "first_names": "Musterine Probe",
    "called_name": "Musterine",
    "doctor": "",
    "birth_date": "31.12.1980",
    "sex": "w",
    "nationality": "000",
    "street": "Erfundenstraße",
    "house_number": "12",
    "addition": "",
    "postcode": "44000",
    "town": "Musterstadt",
    "country": "",
    "district": "011",
    "status": "alleinige Wohnung",
    "block": "",
    "conditional_block": "",
    "death": "",
}
RULES = FrameRules(
    reference_date=dt.date(2024, 1, 31),
    minimum_age=16,
    age_groups=(16, 30, 45, 60, 75),
    districts={"011": "Nord", "012": "Süd"},
)


def person(**changes: str) -> dict[str, str]:
    """Return a row of the register."""
    assert set(changes) <= set(PERSON)
    return {**PERSON, **changes}


def extract(*rows: Mapping[str, str], keyed: bool = True) -> Extract:
    """Return an extract; rows without an Ordnungsmerkmal get one of their own, unless that is not wanted."""
    source = Source("extract.csv", range(2, 2 + len(rows)), {meaning: f"Spalte {meaning}" for meaning in MEANINGS})
    columns = {meaning: [row[meaning] for row in rows] for meaning in MEANINGS}
    if keyed:
        columns["person_key"] = [key or f"900{n}" for n, key in enumerate(columns["person_key"])]
    return Extract((source,), **columns)


class Repeatable:
    """Bytes in place of chance: the same in every test, different in every call."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, count: int) -> bytes:
        self.calls += 1
        return hashlib.shake_256(str(self.calls).encode()).digest(count)


def frame_of(*rows: Mapping[str, str], rules: FrameRules = RULES, keyed: bool = True) -> Residents:
    """Return the frame that these rows give."""
    return residents(extract(*rows, keyed=keyed), rules, Repeatable())


def column(made: Residents, heading: str) -> list[str]:
    """Return a column of the frame, sorted, since its order is random."""
    return sorted(made.frame[FRAME_HEADER.index(heading)])


def refusal(*rows: Mapping[str, str], rules: FrameRules = RULES) -> str:
    """Return what is said when these rows give no frame."""
    with pytest.raises(InputError) as caught:
        frame_of(*rows, rules=rules)
    return caught.value.message

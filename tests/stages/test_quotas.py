"""The quota files that are shipped, and reading one as a stage does."""

import random
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import pytest

from buergerforum.core.quotas.derive import exact_seats, shares_of
from buergerforum.core.selection.solver import Program, Rows, solve_integer
from buergerforum.errors import InputError, QuotaError
from buergerforum.io.quota_files import read_quota_file
from buergerforum.model.quotas import QuotaTable
from buergerforum.stages.quotas import read_quotas

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "quotas").glob("*.yaml"))
DORTMUND = ROOT / "quotas" / "dortmund.yaml"

REMARK = re.compile(r"^ {6}(.+?): \{.*\} +# (?:.*?)(?:([\d,]+) Plätze: )?(\d+)–(\d+)$", re.MULTILINE)
"""A value of a shipped file, with the exact seats and the range that its comment promises."""

READINESS: dict[str, dict[str, tuple[float, float]]] = {
    # of the population, and how readily they apply
    "age_group": {
        "16-29": (21.1, 0.7),
        "30-44": (23.0, 0.9),
        "45-59": (24.2, 1.15),
        "60-74": (19.5, 1.35),
        "75+": (12.2, 0.75),
    },
    "sex": {"w": (50.6, 1.0), "m": (49.0, 1.0), "d": (0.2, 1.0), "x": (0.2, 1.0)},
    "nationality": {"DE": (78.2, 1.0), "foreign": (21.8, 0.45)},
    "school": {
        "Hauptschule": (30.2, 0.48),
        "Realschule": (29.4, 0.85),
        "Abitur": (36.5, 1.5),
        "noch in der Schule": (1.5, 0.8),
        "keine Angabe": (2.4, 1.0),
    },
}


def invented_pool(size: int, seed: int) -> list[dict[str, str]]:
    """Invent applicants who are German, educated and 45 to 74 more often than the city."""
    dice = random.Random(seed)
    plan = read_quota_file(DORTMUND).plan
    districts = [float(share) for share in shares_of(plan, "district").values()]
    people = []
    for _person in range(size):
        values = {"district": dice.choices([value.name for value in plan.features[0].values], districts)[0]}
        for feature, groups in READINESS.items():
            values[feature] = dice.choices(list(groups), [share * ready for share, ready in groups.values()])[0]
        people.append(values)
    return people


def panel_exists(table: QuotaTable, pool: list[dict[str, str]], seated: int | None = None) -> bool:
    """Whether a panel meets all quotas, with one applicant seated for certain if wanted."""
    counted = [[all(person[f] == v for f, v in quota.cell) for person in pool] for quota in table.quotas]
    low = np.array([table.seats, *(quota.minimum for quota in table.quotas)])
    high = np.array([table.seats, *(quota.maximum for quota in table.quotas)])
    rows = Rows.dense(np.array([[True] * len(pool), *counted]).astype(int), low, high)
    nobody, everybody = np.zeros(len(pool)), np.ones(len(pool))
    lower = nobody.copy()
    if seated is not None:
        lower[seated] = 1
    program = Program(cost=nobody, lower=lower, upper=everybody, rows=rows, integer=everybody.astype(bool))
    return solve_integer(program).x is not None


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_comments_of_shipped_files_are_true(path: Path) -> None:
    plan = read_quota_file(path).plan
    table = read_quotas(path).table
    told = {value: (exact, int(low), int(high)) for value, exact, low, high in REMARK.findall(path.read_text("utf-8"))}
    ranges = {quota.cell[0][1]: (quota.minimum, quota.maximum) for quota in table.quotas if len(quota.cell) == 1}
    exact: dict[str, str] = {}
    for feature in plan.features:
        shares = shares_of(plan, feature.name)
        for number, seats in zip(shares, exact_seats(tuple(shares.values()), table.seats or 0), strict=True):
            rounded = (Decimal(seats.numerator) / seats.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)
            exact[plan.aims[number].cell[0][1]] = str(rounded).replace(".", ",")
    assert told == {value: (exact.get(value, ""), *ends) for value, ends in ranges.items()}


def test_dortmund_has_the_features_of_the_city() -> None:
    loaded = read_quotas(DORTMUND)
    assert loaded.table.seats == 50
    assert {feature.name: len(feature.values) for feature in loaded.table.features} == {
        "district": 12, "age_group": 5, "sex": 4, "nationality": 2, "school": 5
    }  # fmt: skip
    assert set(loaded.table.relaxation) == {feature.name for feature in loaded.table.features}
    assert [note.split(": ", 1)[1][:45] for note in loaded.notes] == [
        "Die Zahlen des Landes beginnen bei 15 Jahren;",
        "Die Anteile gelten für Deutschland; für Dortm",
        "the shares do not all count the same people: ",
        "the shares of district are estimated for Brac",
    ]


def test_dortmund_counts_what_register_and_form_hold() -> None:
    readings = {feature.name: feature.readings() for feature in read_quotas(DORTMUND).table.features}
    assert readings["nationality"] == {"DE": "DE", "foreign": "foreign", "EU": "foreign", "other": "foreign"}
    assert set(readings["sex"]) == {"w", "m", "d", "x"}
    assert {"ohne Abschluss", "Hauptschule", "POS", "Realschule", "Fachhochschulreife", "Abitur", "keine Angabe"} < set(
        readings["school"]
    )


@pytest.mark.parametrize("seats", [20, 50, 51, 100, 160])
def test_dortmund_holds_for_other_numbers_of_seats(seats: int) -> None:
    assert read_quotas(DORTMUND, seats).table.seats == seats


@pytest.mark.parametrize(("size", "least"), [(100, 14), (130, 18), (160, 20), (200, 20)])
def test_dortmund_can_be_met_by_pools_as_they_come(size: int, least: int) -> None:
    table = read_quotas(DORTMUND).table
    assert sum(panel_exists(table, invented_pool(size, seed)) for seed in range(20)) >= least


def test_nobody_is_unselectable_in_dortmund() -> None:
    table = read_quotas(DORTMUND).table
    pool = invented_pool(196, 1)
    rare = [("sex", "d"), ("sex", "x"), ("school", "keine Angabe"), ("school", "noch in der Schule")]
    pool += [pool[number] | {feature: value} for number, (feature, value) in enumerate(rare)]
    assert all(panel_exists(table, pool, seated) for seated in range(196, 200))


def test_the_workshop_says_that_its_shares_are_invented() -> None:
    loaded = read_quotas(ROOT / "quotas" / "stakeholder.yaml")
    assert loaded.table.seats == 90
    assert loaded.notes[0].startswith("stakeholder.yaml: Alle Anteile dieser Datei sind erfunden.")


def test_unreadable_cells_and_contradictions_come_together(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("feature;value;min;max\nsex;w;3;2\nsex;m;x;1\nsex;w;0;1\nage;old;-1;4\n", encoding="utf-8")
    with pytest.raises(InputError) as told:
        read_quotas(path, 3)
    assert told.value.message.splitlines() == [
        "q.csv, row 2: The minimum of “sex: w” is larger than its maximum. Found: 3 > 2.",
        "q.csv, row 3, column “min”: This is no whole number. Found: “x”. Expected: a number of seats such as 11.",
        "q.csv, row 4: “sex: w” stands twice, first in row 2. Leave one of them.",
        "q.csv, row 5, column “min”: A number of seats cannot be negative. Found: -1. Expected: 0 or more.",
    ]


def test_a_table_of_another_size_cannot_be_met() -> None:
    with pytest.raises(QuotaError) as told:
        read_quotas(ROOT / "tests" / "data" / "pools" / "israel_60_quotas_exact.csv", 50)
    assert told.value.message.splitlines()[0] == ("area: the minimums add up to 60, but there are only 50 seats.")
    assert len(told.value.message.splitlines()) == 5

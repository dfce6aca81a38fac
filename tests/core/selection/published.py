"""Pools with known answers: a real one with its quotas, and the small and large examples of the literature."""

import csv
from pathlib import Path

from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.quotas import Feature, Quota, QuotaTable, Value

POOLS = Path(__file__).parents[2] / "data" / "pools"


def israel(kind: str) -> tuple[Pool, QuotaTable]:
    """Return 219 volunteers of a real assembly of 60, with `exact` or `wide` quotas."""
    with (POOLS / f"israel_60_quotas_{kind}.csv").open(encoding="utf-8", newline="") as file:
        quotas = [row for row in csv.reader(file) if row and row[0]][1:]
    with (POOLS / "israel_60_respondents.csv").open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    names = list(dict.fromkeys(row[0] for row in quotas))
    features = tuple(Feature(name, tuple(Value(row[1]) for row in quotas if row[0] == name)) for name in names)
    rows = tuple(Quota(((row[0], row[1]),), int(row[2]), int(row[3])) for row in quotas)
    applicants = tuple(
        Applicant(f"r{number:03d}", tuple(person[name] for name in names)) for number, person in enumerate(people)
    )
    return Pool(tuple(names), applicants), QuotaTable(features, rows, 60)


def made(people: dict[str, str], quotas: dict[str, tuple[int, int]], homes: str = "") -> tuple[Pool, QuotaTable]:
    """Return a pool from texts: ``{"lisa": "child simpsons"}``, ``{"0 child": (1, 2)}``, ``"lisa=scrooge"``."""
    household = {name: home for home in homes.split() for name in home.split("=")}
    features = sorted({cell.split()[0] for cell in quotas})
    cells = [tuple(cell.split()) for cell in quotas]
    table = QuotaTable(
        tuple(Feature(name, tuple(Value(v) for f, v in cells if f == name)) for name in features),
        tuple(Quota(((f, v),), *quotas[f"{f} {v}"]) for f, v in cells),
    )
    applicants = tuple(Applicant(name, tuple(people[name].split()), household.get(name, "")) for name in sorted(people))
    return Pool(tuple(features), applicants), table


def ducks(homes: str = "") -> tuple[Pool, QuotaTable]:
    """Return five people for two seats."""
    people = {
        "lisa": "child simpsons", "marge": "adult simpsons", "louie": "child ducktales",
        "dewey": "child ducktales", "scrooge": "adult ducktales",
    }  # fmt: skip
    return made(people, dict.fromkeys(("0 child", "0 adult", "1 simpsons", "1 ducktales"), (1, 2)), homes)


def four(*, exact: bool = False) -> tuple[Pool, QuotaTable]:
    """Return four people for two seats with three features of two values."""
    people = {"a": "1 1 1", "b": "1 2 2", "c": "2 1 2", "d": "2 2 1"}
    quotas = {f"{f} 1": (1, 1) if exact else (1, 2) for f in range(3)} | {f"{f} 2": (0, 2) for f in range(3)}
    return made(people, quotas)


def seven() -> tuple[Pool, QuotaTable]:
    """Return seven people for five seats, exactly 1 woman and 4 men, 4 liberals and 1 conservative."""
    people = {f"man{n}": "male liberal" for n in range(4)}
    people |= {"elinor": "female liberal", "frank": "male conservative", "grace": "female conservative"}
    return made(people, {"0 female": (1, 1), "0 male": (4, 4), "1 liberal": (4, 4), "1 conservative": (1, 1)})


def large() -> tuple[Pool, QuotaTable]:
    """Return 2,000 people for 200 seats, a single one of them a female conservative."""
    people = {f"f{n:03d}": "female liberal" for n in range(999)} | {
        f"m{n:03d}": "male conservative" for n in range(1000)
    }
    people["solo"] = "female conservative"
    return made(people, dict.fromkeys(("0 female", "0 male", "1 liberal", "1 conservative"), (99, 200)))

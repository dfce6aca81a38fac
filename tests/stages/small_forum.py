"""A pool of 24 invented people with everything that pools of offices have, and quotas that it can meet."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from buergerforum.io.procedure import Procedure
from buergerforum.io.workbooks import Sheet, write_workbook
from buergerforum.stages.lottery import SelectionOptions, SelectionPlan, plan_selection
from buergerforum.stages.new import run_new

SEATS = 6
AGES = ("16-29", "30-59", "60+")
REMARKS = ("=1+1", "+49 231 555", "-5", "@ute", "'quoted", "two\nlines", 'a "b"; c', "plain")
HEADER = ("id", "pid", "sex", "Age group", "home", "remark")
PEOPLE = [
    (
        f"other {number}",
        f"{number:04}",
        "mw"[number % 2],
        AGES[number % 3],
        f"H {number // 2}",
        REMARKS[number % 8],
    )
    for number in range(24)
]
"""Ids stand in the column pid; a column that is called id holds something else."""
QUOTAS = [
    ("sex", "m", 2, 4),
    ("sex", "w", 2, 4),
    ("age group", "16-29", 2, 2),
    ("age group", "30-59", 1, 3),
    ("age group", "60+", 1, 3),
]
QUOTA_HEADER = ("feature", "value", "min", "max")
YAML = """\
format: 1
seats: 6
features:
  sex:
    label: Geschlecht
    values:
      m: {label: Männer, min: 2, max: 4}
      w: {label: Frauen, min: 2, max: 4}
  age group:
    label: Alter
    values:
      16-29: {label: 16 bis 29 Jahre, min: 2, max: 2}
      30-59: {min: 1, max: 3}
      60+: {min: 1, max: 3}
"""
"""The same quotas with labels, and the seats."""


def write(path: Path, header: Sequence[object], rows: Iterable[Sequence[object]]) -> Path:
    """Write a table as a spreadsheet program would."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def write_pool(path: Path, people: Iterable[Sequence[str]] = tuple(PEOPLE)) -> Path:
    """Write the pool, as CSV or as a workbook."""
    if path.suffix == ".xlsx":
        write_workbook(path, [Sheet("Pool", HEADER, list(people))])
        return path
    return write(path, HEADER, people)


def write_quotas(path: Path, rows: Iterable[Sequence[str | int]] = tuple(QUOTAS)) -> Path:
    """Write the quotas."""
    if path.suffix == ".yaml":
        path.write_text(YAML, "utf-8")
        return path
    if path.suffix == ".xlsx":
        write_workbook(path, [Sheet("Quotas", QUOTA_HEADER, [list(row) for row in rows])])
        return path
    return write(path, QUOTA_HEADER, rows)


def options(folder: Path, **changes: Any) -> SelectionOptions:
    """Write pool and quotas and return the options that go with them."""
    given: dict[str, Any] = {
        "pool": write_pool(folder / "people.csv"),
        "quotas": write_quotas(folder / "table.csv"),
        "seats": SEATS,
        "lots": 10,
        "id_column": "pid",
    }
    return SelectionOptions(**(given | changes))


def plan(folder: Path, out: str = "lottery", **changes: Any) -> SelectionPlan:
    """Write pool and quotas and return a plan for them."""
    return plan_selection(None, options(folder, **changes), "lottery", folder / out, "")


def make_procedure(folder: Path, language: str = "en") -> Procedure:
    """Make a procedure that has its pool."""
    home = run_new(folder)
    said = home.settings_path.read_text("utf-8")
    for old, new in (
        ("language: de", f"language: {language}"),
        ("quotas/dortmund.yaml", "quotas/small.yaml"),
        ("lots: 1000", "lots: 20"),
        ("waiting: 25", "waiting: 3"),
    ):
        assert old in said
        said = said.replace(old, new)
    home.settings_path.write_text(said, "utf-8")
    write_quotas(home.path("quotas/small.yaml"))
    home.path("applications").mkdir()
    write(home.path("applications/pool.csv"), ("id", *HEADER[2:4]), [row[1:4] for row in PEOPLE])
    return home

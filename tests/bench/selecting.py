"""Pools to select from: the sizes of ten published ones, with ranges and exact quotas, and pools that grow."""

import csv
from collections.abc import Iterator
from pathlib import Path

from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from tests.core.selection.synthetic import PUBLISHED, Size, synthetic

Case = tuple[str, str, tuple[str, str], str, int]
"""What is measured, what it should stay within, pool and quotas, seats, how often."""


def pools(folder: Path) -> Iterator[Case]:
    """Write all pools and yield them."""
    largest = max(size.applicants for size in PUBLISHED)
    for size in PUBLISHED:
        aim, runs = ("25 s, 2 GB", 1) if size.applicants == largest else ("5 s", 3)
        for kind, width in (("ranges", 1), ("exact", 0)):
            name = f"{size.applicants}_{size.seats}_{size.features}_{kind}"
            files = write_case(folder, name, *synthetic(size, width=width))
            yield f"select {size.applicants}/{size.seats}/{size.features} {kind}", aim, files, str(size.seats), runs
    for applicants in (500, 1000, 2000, 5000):
        files = write_case(folder, f"growing_{applicants}", *synthetic(Size(applicants, 50, 6)))
        yield f"scaling {applicants} applicants", "300 s" if applicants == 5000 else "quadratic", files, "50", 1


def write_case(folder: Path, name: str, pool: Pool, table: QuotaTable) -> tuple[str, str]:
    """Write a synthetic pool and its quotas; return the names of the files."""
    people, quotas = f"{name}.csv", f"{name}_quotas.csv"
    with (folder / people).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", *pool.features])
        rows.writerows((one.id, *one.values) for one in pool.applicants)
    with (folder / quotas).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["feature", "value", "min", "max"])
        rows.writerows((*quota.cell[0], quota.minimum, quota.maximum) for quota in table.quotas)
    return people, quotas

"""Write a register of as many invented people as wanted, as CSV or Parquet, to draw from in one pass.

    python tests/bench/country.py 84000000 country.csv

A register of a country has about 84 million rows and, as CSV, 7 gigabytes. Nothing of it is committed.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

HEADER = ("id", "birth_year", "age_group", "sex", "nationality", "district", "household", "special_address")
_AT_ONCE = 250_000
_AGES = ((2000, "16-29"), (1985, "30-44"), (1970, "45-59"), (1955, "60-74"), (0, "75+"))
_SEXES, _NATIONS = np.array(["m", "w", "d", "x"]), np.array(["DE", "EU", "other"])
_DISTRICTS = np.array([f"Kreis {number:03}" for number in range(40)])


def columns(rows: int) -> Iterator[list[list[str]]]:
    """Yield the columns of the register, a part at a time; the same number of rows gives the same register."""
    chance = np.random.default_rng(4)
    homes = max(1, rows // 2)
    for begin in range(0, rows, _AT_ONCE):
        count = min(_AT_ONCE, rows - begin)
        years = chance.integers(1925, 2010, count)
        marks = chance.integers(0, 2**48, count).tolist()
        yield [
            [f"{mark:012x}{begin + place:08x}" for place, mark in enumerate(marks)],
            [str(year) for year in years.tolist()],
            [next(name for first, name in _AGES if year >= first) for year in years.tolist()],
            _SEXES[chance.choice(4, count, p=[0.492, 0.506, 0.001, 0.001])].tolist(),
            _NATIONS[chance.choice(3, count, p=[0.83, 0.07, 0.1])].tolist(),
            _DISTRICTS[np.minimum(chance.geometric(0.06, count) - 1, 39)].tolist(),
            [f"{home:016x}" for home in chance.integers(0, homes, count).tolist()],
            ["1" if special else "0" for special in (chance.random(count) < 0.01).tolist()],
        ]


def write_register(path: Path, rows: int) -> None:
    """Write a register; Parquet if the name ends so."""
    if path.suffix == ".parquet":
        import pyarrow as pa
        from pyarrow import parquet

        schema = pa.schema([(heading, pa.string()) for heading in HEADER])
        with parquet.ParquetWriter(path, schema) as file:
            for part in columns(rows):
                file.write_table(pa.table(dict(zip(HEADER, part, strict=True)), schema))
        return
    with path.open("w", encoding="utf-8", newline="") as text:
        text.write(";".join(HEADER) + "\n")
        for part in columns(rows):
            text.write("\n".join(map(";".join, zip(*part, strict=True))) + "\n")


def main() -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("path", type=Path)
    wish = parser.parse_args()
    write_register(wish.path, wish.rows)


if __name__ == "__main__":
    main()

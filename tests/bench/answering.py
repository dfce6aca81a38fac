"""A procedure with very many answers, and one with a very long journal; everything made afresh from a fixed seed."""

import csv
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from buergerforum.core.applications.codes import grouped, make_code
from buergerforum.core.record.canonical import sha256_hex
from buergerforum.core.record.journal import Entry, entry_line
from buergerforum.io.procedure import Procedure
from buergerforum.stages.new import run_new

INVITEES, ANSWERS, FILES, EVENTS = 20_000, 5_000, 5, 100_000
DISTRICTS = (
    *("Innenstadt-West", "Innenstadt-Nord", "Innenstadt-Ost", "Eving", "Scharnhorst", "Brackel"),
    *("Aplerbeck", "Hörde", "Hombruch", "Lütgendortmund", "Huckarde", "Mengede"),
)
AGES = (("16-29", 1997, 2009), ("30-44", 1982, 1996), ("45-59", 1967, 1981), ("60-74", 1952, 1966), ("75+", 1930, 1951))
SCHOOLS = ("Hauptschulabschluss", "Mittlere Reife", "Fachabitur", "Abitur", "keine Angabe", "Gesellenbrief")


def answer_files() -> list[str]:
    """Return the names of the files of answers."""
    return [f"answers-{number}.csv" for number in range(FILES)]


def write_answering(folder: Path) -> Procedure:
    """Make the procedure ``answering`` and, beside it, the files of answers: each repeats half of the one before."""
    chance = random.Random(2)
    home = run_new(folder / "answering")
    people = []
    for number in range(INVITEES):
        group, first, last = chance.choice(AGES)
        nation = chance.choices(("DE", "EU", "other"), (78, 9, 13))[0]
        person = (f"{number:016x}", str(chance.randint(first, last)), group, chance.choice("mw"), nation)
        people.append((*person, chance.choice(DISTRICTS), f"{chance.randrange(INVITEES * 50):016x}", "0"))
    header = ("id", "birth_year", "age_group", "sex", "nationality", "district", "household", "special_address")
    home.path("draw/wave-1").mkdir(parents=True)
    _write(home.path("draw/wave-1/invitees.csv"), header, people)
    codes = [make_code(chance.randbytes(16)) for _person in people]
    rows = [(person[0], grouped(code)) for person, code in zip(people, codes, strict=True)]
    _write(home.path("private/codes.csv"), ("id", "code"), rows)
    _journal(home, [("record", {"people": {"draw": [person[0] for person in people]}})])
    given = [_answer(chance, person, code) for person, code in zip(people[:ANSWERS], codes, strict=False)]
    share = ANSWERS // FILES
    for number, name in enumerate(answer_files()):
        begin = max(0, number * share - share // 2)
        _write(folder / name, _HEADER, [(str(row), *given[row]) for row in range(begin, (number + 1) * share)])
    return home


_HEADER = ("id", "submitdate", "Code", "Geburtsjahr", "Geschlecht", "Schulabschluss", "Einwilligung", "Name")


def _answer(chance: random.Random, person: Sequence[str], code: str) -> tuple[str, ...]:
    """Return an answer; one in twenty has a mistyped code, one in fifty no consent."""
    typed = code if chance.random() > 0.05 else code[:3] + "2" + code[4:]
    received = f"2026-09-{chance.randint(1, 24):02} {chance.randrange(24):02}:00:00"
    consent = "Ja" if chance.random() > 0.02 else "Nein"
    return received, typed, person[1], person[3], chance.choice(SCHOOLS), consent, "Elfi Musterlein"


def long_journal(events: int = EVENTS) -> list[Entry]:
    """Return a journal in which every line tells something about one person."""
    people = [f"{number:016x}" for number in range(events // 5)]
    lines: list[tuple[str, dict[str, object]]] = [("record", {"people": {"draw": people}})]
    for happening in ("invite", "apply", "select", "confirm", "withdraw"):
        lines += [("record", {"people": {happening: [person]}}) for person in people]
    entries: list[Entry] = []
    for number, (event, details) in enumerate(lines[: events + 1], 1):
        entries.append(Entry(number, "0" * 64, "2026-09-01T09:00:00+02:00", event, details))  # type: ignore[arg-type]
    return entries


def _journal(home: Procedure, lines: Sequence[tuple[str, dict[str, object]]]) -> None:
    """Add lines to the journal of a procedure, chained."""
    raw = home.journal_path.read_bytes()
    number, last = raw.count(b"\n"), raw.splitlines()[-1] if raw else b""
    with home.journal_path.open("ab") as file:
        for event, details in lines:
            number += 1
            time_said = "2026-09-01T09:00:00+02:00"
            line = entry_line(Entry(number, sha256_hex(last), time_said, event, details))  # type: ignore[arg-type]
            file.write(line)
            last = line.removesuffix(b"\n")


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Fold the long journal and say how long the fold alone took."""
    from buergerforum.core.state import fold

    entries = long_journal()
    begun = time.perf_counter()
    people = fold(entries)
    print(json.dumps({"events": len(entries), "people": len(people), "seconds": time.perf_counter() - begun}))
    sys.exit(not people)


if __name__ == "__main__":
    main()

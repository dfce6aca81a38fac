"""An invented directory of municipalities in the two layouts of the Statistisches Bundesamt.

Running this file writes both into ``examples/gemeinden``; a test makes sure that what lies there is what it makes. No
municipality in it exists: the Kreis 99 does not.
"""

import random
from dataclasses import dataclass
from pathlib import Path

from buergerforum.io.workbooks import Cell, Sheet, write_workbook

FOLDER = Path(__file__).parents[1] / "examples" / "gemeinden"
WORKBOOK, FIXED = "GV-Auszug-Beispiel.xlsx", "GV100AD-Beispiel.txt"
_BEGINNINGS = ("Muster", "Beispiel", "Probe", "Phantasie", "Erfunden", "Neben", "Ober", "Unter")
_ENDINGS = ("stadt", "hausen", "dorf", "bach", "feld", "heim", "berg", "au")
_HEADINGS = (
    *("Satzart", "Textkennzeichen", "Land", "RB", "Kreis", "VB", "Gem", "Gemeindename", "Fläche km2"),
    *("insgesamt", "männlich", "weiblich", "je km2", "Postleitzahl", "Längengrad", "Breitengrad"),
    *("Reisegebiet Schlüssel", "Reisegebiet Bezeichnung", "Verstädterung Schlüssel", "Verstädterung Bezeichnung"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the directory."""

    kind: str
    land: str
    association: str
    number: str
    name: str
    inhabitants: int


def lines() -> list[Line]:
    """Return three Länder with associations and municipalities of all sizes, an empty area among them."""
    chance = random.Random(7)
    found = []
    for land, name, many in (("05", "Beispielland", 24), ("07", "Musterland", 40), ("16", "Probeland", 16)):
        found += [Line("10", land, "", "", name, 0), Line("40", land, "", "", f"Kreis {name}", 0)]
        association = ""
        for number in range(1, many + 1):
            if land == "07" and number % 5 == 1:
                association = f"5{number:03}"
                found.append(Line("50", land, association, "", f"Verbandsgemeinde {number // 5 + 1}", 0))
            town = f"{_BEGINNINGS[number % 8]}{_ENDINGS[number // 8 % 8]}"
            inhabitants = round(chance.lognormvariate(8.0 if land != "07" else 6.8, 1.2)) + 60
            found.append(Line("60", land, association if land == "07" else "0000", f"{number:03}", town, inhabitants))
        found.append(Line("60", land, "0000", "900", f"{name}s Hauptstadt, Stadt", 90_000 + 1000 * many))
    found.append(Line("60", "16", "9999", "999", "Phantasieforst, gemeindefreies Gebiet", 0))
    return found


def write_tables(folder: Path) -> None:
    """Write the directory in both layouts."""
    write_workbook(
        folder / WORKBOOK,
        [
            Sheet("Titelseite", ("Gemeindeverzeichnis-Informationssystem GV-ISys (erfundenes Beispiel)",), []),
            Sheet(
                "Onlineprodukt_Gemeinden31122025",
                _HEADINGS,
                [_cells(line) for line in lines()],
                notes=(
                    "Alle politisch selbständigen Gemeinden am 31.12.2025",
                    "nach Fläche, Bevölkerung, Postleitzahl, Reisegebieten, Grad der Verstädterung",
                    "erfundenes Beispiel",
                ),
            ),
        ],
    )
    text = "".join(f"{_fixed(line)}\n" for line in lines())
    (folder / FIXED).write_bytes(text.encode("cp1252"))


def _cells(line: Line) -> list[Cell]:
    if line.kind != "60":
        above = [line.kind, "", line.land, "0", "99" if line.kind != "10" else "", line.association, "", line.name]
        return [*above, *[""] * (len(_HEADINGS) - len(above))]
    men = line.inhabitants * 49 // 100
    return [
        *(line.kind, "61", line.land, "0", "99", line.association, line.number, line.name, "10,00"),
        *(line.inhabitants, men, line.inhabitants - men, line.inhabitants // 10, "00000", "", "", "", "", "", ""),
    ]


def _fixed(line: Line) -> str:
    key = f"{line.land}0{'99' if line.kind != '10' else ''}{line.number}".ljust(8)
    men = line.inhabitants * 49 // 100
    begun = f"{line.kind}20251231{key}{line.association:4}{line.name:50}{'':50}{'61':6}"
    return f"{begun}{1000:011}{line.inhabitants:011}{men:011}{'':4}00000".ljust(220)


if __name__ == "__main__":
    write_tables(FOLDER)

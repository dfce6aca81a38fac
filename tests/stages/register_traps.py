"""A raw extract with every trap of a real register, each with its name, and files that must never give a frame.

Everybody is invented. Every person has names and a street that nobody else has and no message needs, so that all
outputs can be searched for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

HEADER = (
    "Ordnungsmerkmal", "Familienname", "Vornamen", "Rufname", "Doktorgrad", "Geburtsdatum", "Geschlecht",
    "Staatsangehörigkeit", "Straße", "Hausnummer", "Zusatz", "PLZ", "Ort", "AGS", "Statistischer Unterbezirk",
    "Wohnungsstatus", "Auskunftssperre", "Bedingter Sperrvermerk", "Sterbedatum",
)  # fmt: skip
USUAL = {
    "Geburtsdatum": "01.02.1980", "Geschlecht": "w", "Staatsangehörigkeit": "000", "Hausnummer": "1", "PLZ": "44000",
    "Ort": "Musterstadt", "AGS": "05999000", "Statistischer Unterbezirk": "011", "Wohnungsstatus": "Hauptwohnung",
}  # fmt: skip
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trap:
    """One irregularity."""

    name: str
    """What it is."""
    rows: tuple[Row, ...]
    """Cells that are not usual; names, street and Ordnungsmerkmal are added where they are not given."""
    counts: Mapping[str, int] = field(default_factory=lambda: {"residents": 1})
    """What it adds to the figures, besides rows and persons."""


def one(name: str, counted: str = "", **cells: str) -> Trap:
    """Return a trap of one row; cells by the first word of their heading, ``ae`` for ``ä``."""
    counts = {"residents": 1} if not counted else {counted: 1}
    if counted in {"partial_dates", "sex_not_stated", "without_address", "special"}:
        counts["residents"] = 1
    return Trap(name, (named(cells),), counts)


def named(cells: Mapping[str, str]) -> Row:
    """Return cells by their full headings."""
    letters = str.maketrans({"ä": "ae", "ö": "oe", "ß": "ss"})
    full = {heading.split()[-1].lower().translate(letters): heading for heading in HEADER}
    return {full[key]: cell for key, cell in cells.items()}


TRAPS = (
    one("nothing special"),
    one("date as ISO", geburtsdatum="1980-02-01"),
    one("date without dots", geburtsdatum="19800201"),
    one("date as the spreadsheet counts", geburtsdatum="29252"),
    one("date with a time", geburtsdatum="1980-02-01 00:00:00"),
    one("date with blanks", geburtsdatum="1. 2. 1980"),
    one("only the year is known", "partial_dates", geburtsdatum="00.00.1964"),
    one("only the year is known, without dots", "partial_dates", geburtsdatum="19640000"),
    one("only the year is known, written with x", "partial_dates", geburtsdatum="xx.xx.1964"),
    one("only the year is written", "partial_dates", geburtsdatum="1964"),
    one("year and month are known", "partial_dates", geburtsdatum="00.05.1950"),
    one("year and month are written", "partial_dates", geburtsdatum="05.1950"),
    one("nothing is known of the birth", "undated", geburtsdatum="00.00.0000"),
    one("the birth is blank", "undated", geburtsdatum=""),
    one("too young", "young", geburtsdatum="01.02.2020"),
    one("sixteen on the day", geburtsdatum="31.01.2008"),
    one("sixteen a day later", "young", geburtsdatum="01.02.2008"),
    one("born after the reference date", "young", geburtsdatum="01.03.2024"),
    one("very old", geburtsdatum="01.02.1915"),
    one("sex as a number", geschlecht="2"),
    one("sex as a word", geschlecht="männlich"),
    one("divers", geschlecht="D"),
    one("sex not stated", "sex_not_stated", geschlecht=""),
    one("sex said to be not stated", "sex_not_stated", geschlecht="k. A."),
    one("German with lost zeros", staatsangehoerigkeit="0"),
    one("stateless", staatsangehoerigkeit="997"),
    one("nationality unclear", staatsangehoerigkeit="998"),
    one("nationality not stated", staatsangehoerigkeit="999"),
    one("two nationalities in a cell", staatsangehoerigkeit="163, 000"),
    one("a member state of the union", staatsangehoerigkeit="152"),
    Trap("two nationalities in two rows", (named({"staatsangehoerigkeit": "163"}), named({})), {"residents": 1}),
    Trap("the same row twice", (named({}), named({})), {"residents": 1}),
    Trap("a second dwelling in the city", (named({}), named({"wohnungsstatus": "NW"})), {"residents": 1}),
    Trap(
        "no Ordnungsmerkmal, twice, written in two ways",
        (named({"ordnungsmerkmal": "-", "geburtsdatum": "07.07.1955"}),
         named({"ordnungsmerkmal": "-", "geburtsdatum": "7.7.1955", "hausnummer": "01"})),
        {"residents": 1},
    ),
    one("only a secondary residence", "secondary", wohnungsstatus="Nebenwohnung"),
    one("the only residence", wohnungsstatus="alleinige Wohnung"),
    one("residence abbreviated", wohnungsstatus="HW"),
    one("dead", "dead", sterbedatum="05.01.2024"),
    one("a date of death of zeros", sterbedatum="00.00.0000"),
    one("block 3", "blocked", auskunftssperre="3"),
    one("block 11", "blocked", auskunftssperre="11"),
    one("block 03", "blocked", auskunftssperre="03"),
    one("block written out", "blocked", auskunftssperre="§ 51 Abs. 1 BMG"),
    one("several blocks in a cell", "blocked", auskunftssperre="0;3"),
    one("conditional block", "blocked", sperrvermerk="J"),
    one("blocked and dead", "blocked", auskunftssperre="3", sterbedatum="01.01.2024"),
    one("blocked and damaged in every other cell", "blocked", auskunftssperre="3", geburtsdatum="nie",
        wohnungsstatus="", geschlecht="7", staatsangehoerigkeit="nirgends", unterbezirk="999"),
    one("sub-district with lost zeros", unterbezirk="12"),
    one("postcode with a lost zero", plz="1067"),
    one("a single name", vornamen="", rufname=""),
    one("names in separate marks", rufname="Vzora\u0306"),
    one("a house number with a letter", hausnummer="3 a"),
    one("no street", "without_address", strasse="", hausnummer=""),
    one("at a special address", "special", strasse="Am Luftschloss"),
    one("at a special address, abbreviated", "special", strasse="am luftschloss"),
    one("a name that looks like a formula", rufname="=Formelo"),
)  # fmt: skip
SPECIAL = ("Am Luftschloss", "1", "44000")


def extract() -> list[list[str]]:
    """Return all rows of the extract, each person with names and a street of their own."""
    rows = []
    for number, trap in enumerate(TRAPS):
        for cells in trap.rows:
            tag = chr(97 + number // 26) + chr(97 + number % 26)
            own = {
                "Ordnungsmerkmal": f"90000{number:04}",
                "Familienname": f"Gespinst{tag}",
                "Vornamen": f"Trugbilda Fiktiva{tag}",
                "Rufname": f"Fiktiva{tag}",
                "Straße": f"Schimärenweg{tag}",
            }
            row = {**USUAL, **own, **cells}
            if row["Ordnungsmerkmal"] == "-":
                row["Ordnungsmerkmal"] = ""
            rows.append([row.get(heading, "") for heading in HEADER])
    return rows


def expected() -> dict[str, int]:
    """Return the figures that the traps add up to."""
    counts = {"rows": len(extract()), "persons": len(TRAPS)}
    counts["further_rows"] = counts["rows"] - counts["persons"]
    for trap in TRAPS:
        for name, count in trap.counts.items():
            counts[name] = counts.get(name, 0) + count
    return counts


FATAL: Mapping[str, tuple[Row, str]] = {
    "a lost letter": ({"Familienname": "Gespinst?verloren"}, "A letter was lost here"),
    "a replacement character": ({"Straße": "Schim\ufffdrenweg"}, "A letter was lost here"),
    "twisted letters": ({"Vornamen": "TrugbildÃ¤"}, "Letters were twisted here"),
    "letters of the DOS age": ({"Familienname": "Gespin„st"}, "Letters were twisted here"),
    "a rounded Ordnungsmerkmal": ({"Ordnungsmerkmal": "9,00001E+11"}, "A spreadsheet has rounded"),
    "a house number that became a date": ({"Hausnummer": "2024-05-03"}, "turned the house number into a date"),
    "another house number that became a date": ({"Hausnummer": "03. Mai"}, "turned the house number into a date"),
    "no residence status": ({"Wohnungsstatus": ""}, "It is not said whether this is a main residence."),
    "an unknown residence status": ({"Wohnungsstatus": "Ferien"}, "The kind of residence is not understood"),
    "no date": ({"Geburtsdatum": "31.02.1980"}, "This is no date of birth."),
    "a year of two digits": ({"Geburtsdatum": "01.02.80"}, "This is no date of birth."),
    "an age that nobody reaches": ({"Geburtsdatum": "01.02.1880"}, "Nobody is older than 120 years."),
    "an unknown sex": ({"Geschlecht": "7"}, "The entry for sex is not understood: “7”."),
    "an unknown nationality": ({"Staatsangehörigkeit": "Utopia"}, "The nationality is not understood"),
    "an unmapped sub-district": ({"Statistischer Unterbezirk": "999"}, "does not know these sub-districts: “999”"),
    "no sub-district": ({"Statistischer Unterbezirk": ""}, "The sub-district is missing."),
    "an unknown block": ({"Auskunftssperre": "17"}, "It is not known whether these entries are blocks. Found: “17”."),
    "two people with one key": (
        {"Ordnungsmerkmal": "900000000", "Familienname": "Gespinstdoppelt"},
        "Rows with the same Ordnungsmerkmal differ here",
    ),
}
"""By defect: the cells of a further row, and what is said."""

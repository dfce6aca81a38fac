"""A small procedure whose invitees are invented, ready for their answers."""

from collections.abc import Sequence
from pathlib import Path

from buergerforum.core.applications.codes import grouped, make_code
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import write_csv
from buergerforum.io.workbooks import Sheet, write_workbook
from buergerforum.stages.new import run_new

INVITEES = {
    "A1": ("Eving", "1985", "30-44", "w", "DE"),
    "A2": ("Hörde", "1950", "75+", "m", "EU"),
    "A3": ("Mengede", "2004", "16-29", "m", "other"),
    "A4": ("Brackel", "1970", "45-59", "w", "DE"),
}
CODE = {person: grouped(make_code(bytes([number + 1] * 16))) for number, person in enumerate(INVITEES)}
WEB_HEADER = (
    "id. Antwort-ID",
    "submitdate. Datum Abgeschickt",
    "CODE. Ihr persönlicher Code",
    "JAHR. In welchem Jahr sind Sie geboren?",
    "SCHULE. Höchster Schulabschluss",
    "EINW. Einwilligung",
    "NAME. Ihr Name",
    "MAIL. Ihre E-Mail-Adresse",
    "FREI. Was möchten Sie uns sagen?",
)
PAPER_HEADER = (
    "Eingangsdatum",
    "Code",
    "Geburtsjahr",
    "Geschlecht",
    "Schulabschluss",
    "Einwilligung",
    "Name",
    "Telefon",
)
PERSONAL = ("Musterlein", "example.org", "0231", "Geheimnis", "HYPERLINK")
"""What must never leave the files of the answers."""


def make_procedure(folder: Path) -> Procedure:
    """Make a procedure after the draw and the invitations."""
    home = run_new(folder)
    settings = home.settings_path.read_text("utf-8").replace("language: de", "language: en")
    home.settings_path.write_text(settings, "utf-8")
    header = ("id", "district", "birth_year", "age_group", "sex", "nationality")
    home.path("draw/wave-1").mkdir(parents=True)
    write_csv(home.path("draw/wave-1/invitees.csv"), header, [(one, *cells) for one, cells in INVITEES.items()])
    write_csv(home.path("private/codes.csv"), ("id", "code"), list(CODE.items()))
    return home


def web_row(person: str, number: int = 1, **changes: str) -> tuple[str, ...]:
    """Return a row of the web form in which everything is right, but for the changes."""
    cells = {
        "received": f"2026-09-10 10:00:{number:02}",
        "code": CODE[person],
        "birth_year": INVITEES[person][1],
        "school": "Abitur (allgemeine oder fachgebundene Hochschulreife)",
        "consent": "Ja",
    } | changes
    personal = (f"Elfi Musterlein {person}", f"{person}@example.org", '=HYPERLINK("http://example.org";"Geheimnis")')
    return (str(number), *cells.values(), *personal)


def write_web(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write the export of the web form: byte order mark, commas."""
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in (WEB_HEADER, *rows)]
    path.write_bytes("\r\n".join(lines).encode("utf-8-sig"))
    return path


def write_paper(path: Path, people: Sequence[str], day: str = "11.09.2026") -> Path:
    """Write the list of answers on paper, codes in small letters."""
    rows = [
        (day, CODE[one].lower(), int(INVITEES[one][1]), INVITEES[one][3], "Volksschule", "x", "Musterlein", "0231 000")
        for one in people
    ]
    write_workbook(path, [Sheet("Paper", PAPER_HEADER, rows)])
    return path

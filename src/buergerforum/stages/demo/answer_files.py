"""Simulated answers as offices receive them: the export of a web form, and the list of answers on paper.

Headings and texts are German, as in the real files, and both files hold names and contacts, invented ones, which
merging must leave where they are.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence

from buergerforum.io.workbooks import Sheet
from buergerforum.model.applications import Channel
from buergerforum.stages.demo.answers import Reply, simulate_replies
from buergerforum.texts import _

_WEB_HEADER = (
    "id. Antwort-ID",
    "submitdate. Datum Abgeschickt",
    "lastpage. Letzte Seite",
    "startlanguage. Start-Sprache",
    "CODE. Bitte geben Sie Ihren persönlichen Code ein (er steht in Ihrem Brief).",
    "JAHR. In welchem Jahr sind Sie geboren?",
    "GESCHL. Welches Geschlecht haben Sie?",
    "BEZIRK. In welchem Stadtbezirk wohnen Sie?",
    "SCHULE. Welchen höchsten Schulabschluss haben Sie?",
    "NAME. Ihr Name",
    "MAIL. Ihre E-Mail-Adresse",
    "TEL. Ihre Telefonnummer (freiwillig)",
    "EINW. Einwilligung: Ich bin damit einverstanden, dass meine Angaben für die Auswahl verarbeitet werden.",
    "FREI. Was möchten Sie uns noch sagen?",
)
_PAPER_HEADER = (
    "Lfd. Nr.",
    "Eingangsdatum",
    "Eingangsweg",
    "Code",
    "Geburtsjahr",
    "Geschlecht",
    "Höchster Schulabschluss",
    "Einwilligung",
    "Name",
    "Telefon",
    "Erfasst von",
)
_WEB_TEXTS: Mapping[str, str] = {
    "m": "männlich",
    "w": "weiblich",
    "d": "divers",
    "x": "keine Angabe",
    "ohne Abschluss": "ohne Schulabschluss",
    "Hauptschule": "Hauptschulabschluss (Volksschulabschluss)",
    "POS": "Abschluss der Polytechnischen Oberschule (POS)",
    "Realschule": "Realschulabschluss (mittlere Reife)",
    "Fachhochschulreife": "Fachhochschulreife",
    "Abitur": "Abitur (allgemeine oder fachgebundene Hochschulreife)",
    "noch in der Schule": "Ich gehe noch zur Schule",
}
_PAPER_TEXTS: Mapping[str, str] = {
    "ohne Abschluss": "kein Abschluss",
    "Hauptschule": "Volksschule",
    "Realschule": "Mittlere Reife",
    "noch in der Schule": "Schüler*in",
}
_FIRST_NAMES = ("Alba", "Benno", "Cilia", "Dario", "Elfi", "Falko", "Gesa", "Hauke", "Ilka", "Jaro", "Kira", "Levin")
_FAMILY_NAMES = ("Musterlein", "Probenhaus", "Beispielsen", "Testermann", "Erfundina", "Platzhalter", "Niemandson")
_REMARKS = ("", "", "", "Ich freue mich auf das Forum!", "", '=HYPERLINK("http://example.org";"hier")', "", "")


def simulate_answers(
    invitees: Sequence[Mapping[str, str]], codes: Mapping[str, str], seed: str, deadline: dt.date
) -> tuple[bytes, Sheet]:
    """Return the export of the web form and the list of answers on paper.

    Parameters
    ----------
    invitees
        Rows of ``invitees.csv``, with id, birth_year, age_group, sex, nationality and district.
    codes
        Code by id.
    seed
        Any text; the same one gives the same answers.
    deadline
        Last day of the answering period.
    """
    replies = simulate_replies(invitees, codes, seed, deadline)
    return web_export(replies), paper_sheet(replies)


def web_export(replies: Iterable[Reply]) -> bytes:
    """Return the answers of the web form as its export: commas, every cell in quotation marks, byte order mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(_WEB_HEADER)
    online = (reply for reply in replies if reply.channel is Channel.WEB)
    writer.writerows(_web_row(number, reply) for number, reply in enumerate(online, 1))
    return text.getvalue().encode("utf-8-sig")


def _web_row(number: int, reply: Reply) -> tuple[str, ...]:
    first, family = _invented_name(number)
    return (
        str(number),
        f"{reply.day.isoformat()} {reply.time}",
        "4",
        "de",
        reply.code,
        reply.birth_year,
        _WEB_TEXTS.get(reply.sex, reply.sex),
        reply.district,
        _WEB_TEXTS.get(reply.school, reply.school),
        f"{first} {family}",
        f"{first}.{family}.{number}@example.org".lower(),
        f"0231 0000-{number:03}" if number % 3 == 0 else "",
        "Ja" if reply.consent else "Nein",
        _REMARKS[number % len(_REMARKS)],
    )


def paper_sheet(replies: Iterable[Reply]) -> Sheet:
    """Return the answers on paper and by phone as a clerk lists them."""
    written = (reply for reply in replies if reply.channel is not Channel.WEB)
    rows = [_paper_row(number, reply) for number, reply in enumerate(written, 1)]
    return Sheet(_("Answers on paper"), _PAPER_HEADER, rows)


def _paper_row(number: int, reply: Reply) -> tuple[str | int, ...]:
    first, family = _invented_name(number + 5)
    return (
        number,
        f"{reply.day:%d.%m.%Y}",
        "Telefon" if number % 9 == 0 else "Karte",
        reply.code,
        int(reply.birth_year) if reply.birth_year else "",
        reply.sex,
        _PAPER_TEXTS.get(reply.school, reply.school),
        "x" if reply.consent else "",
        f"{first} {family}",
        f"0231 0001-{number:03}" if number % 2 == 0 else "",
        "mu" if number % 2 else "be",
    )


def _invented_name(number: int) -> tuple[str, str]:
    return _FIRST_NAMES[number % len(_FIRST_NAMES)], _FAMILY_NAMES[number % len(_FAMILY_NAMES)]

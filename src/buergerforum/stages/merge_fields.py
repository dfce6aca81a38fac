"""The fields of letters for Word: mail merge from a workbook, or a Word template of the office."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path

from buergerforum.core.letters.addresses import LINES, name_of
from buergerforum.core.letters.literal import in_words
from buergerforum.io.workbooks import Sheet, write_workbook
from buergerforum.model.letters import Letter, Recipient
from buergerforum.stages.composing import Composer
from buergerforum.texts import _, speaking


def fields_of(person: Recipient, letter: Letter, composer: Composer) -> dict[str, str]:
    """Return everything a letter may say, by names that Word accepts; what a letter does not have is blank.

    Parameters
    ----------
    person
        Whom it goes to.
    letter
        The letter.
    composer
        Knows what is alike in all letters.
    """
    lines = (*letter.address, *[""] * (LINES - len(letter.address)))
    own = {
        "name": name_of(person),
        **{f"address_{place}": line for place, line in enumerate(lines, 1)},
        "code": letter.answer.code if letter.answer else "",
        "link": letter.answer.link if letter.answer else "",
        "subject": letter.subject,
    }
    register = {field.name: getattr(person, field.name) for field in fields(Recipient)}
    return register | own | dict(_common(composer.values, composer.settings.language))


def write_merge_workbook(path: Path, people: Iterable[Mapping[str, str]], language: str) -> None:
    """Write the fields of all letters as the data source of a mail merge: one row for each letter, headings first.

    Parameters
    ----------
    path
        Of the workbook.
    people
        Their fields, all with the same names, in the order of the pile.
    language
        Of the name of the sheet.
    """
    rows = list(people)
    header = tuple(rows[0]) if rows else ()
    with speaking(language):
        write_workbook(path, [Sheet(_("Letters"), header, [tuple(row.values()) for row in rows])])


def _common(values: Mapping[str, object], language: str, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield what is alike in all letters; ``sender.phone`` becomes ``sender_phone``."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _common(value, language, f"{before}{name}_")
        elif isinstance(value, dt.date):
            yield f"{before}{name}", in_words(value, language)
        elif isinstance(value, str | int) and not isinstance(value, bool) and type(value) in (str, int):
            yield f"{before}{name}", str(value)

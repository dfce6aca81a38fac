"""From settings, template and recipient to a letter, and to what stands around all letters of a mailing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from buergerforum.core.applications.codes import grouped
from buergerforum.core.letters.addresses import Face, address_of, name_of
from buergerforum.core.letters.literal import in_words, with_separators, with_weekday, written
from buergerforum.core.letters.markdown import blocks_of, plain_text
from buergerforum.errors import InputError, Problem
from buergerforum.io.letter_settings import LetterSettings, Sender
from buergerforum.io.settings import Settings
from buergerforum.io.templates import Template, Writing, read_template
from buergerforum.io.typeface import fits_address, fits_return_line, missing
from buergerforum.model.letters import Answer, Kind, Letter, Part, Recipient, Stationery
from buergerforum.texts import _, speaking

FACE = Face(fits_address, partial(missing, names=True))
"""The typeface of all letters."""
SAMPLE = Recipient(
    id="sample",
    first_names="Kim Toni",
    called_name="Kim",
    family_name="Musterperson-Beispiel",
    doctor="Dr.",
    street="Beispielstraße",
    house_number="12a",
    addition="c/o Erfunden",
    postcode="44000",
    town="Musterstadt",
)
"""Nobody; for previews."""
SAMPLE_CODE = "2222222222"
_DOT = " · "


@dataclass(frozen=True, slots=True)
class Composer:
    """Makes the letters of one mailing."""

    settings: Settings
    """Of the procedure."""
    template: Template
    """Of the kind."""
    values: Mapping[str, object]
    """What is alike in all letters, by the names that templates use."""

    def letter(self, person: Recipient, code: str) -> Letter:
        """Return the letter to a person.

        Parameters
        ----------
        person
            The recipient.
        code
            The personal code.

        Raises
        ------
        InputError
            With the line of the template, if it asks for what there is not.
        """
        shown = grouped(code)
        letters = self.settings.letters
        rendered = self.template.render({**self.values, "name": name_of(person), "code": shown})
        return Letter(
            id=person.id,
            address=address_of(person, FACE),
            subject=plain_text(rendered.subject),
            body=blocks_of(rendered.body),
            answer=Answer(letters.answer_address, letters.answer_link.replace("{code}", shown), shown),
        )


def make_composer(kind: Kind, settings: Settings, template: Path, figures: Mapping[str, int]) -> Composer:
    """Read the template and return the composer of a mailing.

    Parameters
    ----------
    kind
        Which letter.
    settings
        Of the procedure.
    template
        The file.
    figures
        What the procedure knows besides.

    Raises
    ------
    InputError
        If the template cannot be understood.
    """
    language = settings.language
    writing = Writing(
        written=partial(written, language=language),
        filters={
            "weekday": partial(with_weekday, language=language),
            "number": partial(with_separators, language=language),
        },
    )
    values: dict[str, object] = {
        **settings.letters.model_dump(),
        **figures,
        "forum": settings.name,
        "city": settings.city,
        "deadline": settings.applications.deadline,
        "minimum_age": settings.minimum_age,
        "date": getattr(settings.letters.dates, kind.value),
        "answer_box": Part.ANSWER,
        "signature": Part.SIGNATURE,
    }
    return Composer(settings, read_template(template, writing), values)


def stationery(kind: Kind, settings: Settings, file: str) -> Stationery:
    """Return what stands around the letters, in their language.

    Parameters
    ----------
    kind
        Which letter.
    settings
        Of the procedure.
    file
        Name of the settings file, for messages.

    Raises
    ------
    InputError
        If a line is too wide for the window.
    """
    letters = settings.letters
    sender = letters.sender
    day = getattr(letters.dates, kind.value)
    return_line = letters.return_line or _DOT.join((sender.name, sender.street, f"{sender.postcode} {sender.town}"))
    _check_width({"letters.return_line": (return_line,), "letters.remarks": letters.remarks}, file)
    with speaking(settings.language):
        return Stationery(
            title=f"{_title(kind)} – {settings.name}",
            language=settings.language,
            date=day.isoformat(),
            head=(sender.name, sender.office),
            return_line=return_line,
            remarks=letters.remarks,
            information=_information(letters, in_words(day, settings.language)),
            signature=(letters.signatory.name, letters.signatory.role),
            footer=letters.footer or _footer(sender),
            page_label=_("Page {page} of {pages}"),
            answer_title=_("Your answer"),
            answer_code=_("Your personal code:"),
            answer_alt=_("QR code with the address of the web page for your answer"),
        )


def _information(letters: LetterSettings, day: str) -> tuple[tuple[str, str], ...]:
    sender = letters.sender
    rows = (
        (_("Contact"), sender.contact),
        (_("Telephone"), sender.phone),
        (_("E-mail"), sender.email),
        (_("Internet"), sender.web),
        (_("Our reference"), letters.reference),
        (_("Date"), day),
    )
    return tuple((label, text) for label, text in rows if text)


def _title(kind: Kind) -> str:
    titles = {Kind.INVITATION: _("Invitation"), Kind.ACCEPTANCE: _("Acceptance"), Kind.REJECTION: _("Rejection")}
    return titles[kind]


def _footer(sender: Sender) -> tuple[str, ...]:
    return (
        f"{sender.name}\n{sender.office}",
        f"{sender.street}\n{sender.postcode} {sender.town}",
        "\n".join((_("Telephone {number}").format(number=sender.phone), sender.email, sender.web)),
    )


def _check_width(lines: Mapping[str, tuple[str, ...]], file: str) -> None:
    problems = [
        Problem(_("The line is too wide for the window of the envelope."), file=file, column=key, found=line)
        for key, texts in lines.items()
        for line in texts
        if not fits_return_line(line)
    ]
    if problems:
        raise InputError(problems)

"""From settings, template and recipient to a letter, and to what stands around all letters of a mailing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from buergerforum.core.applications.codes import grouped
from buergerforum.core.letters.addresses import Face, address_of
from buergerforum.core.letters.kinds import LETTERS
from buergerforum.core.letters.literal import in_words, with_separators, with_weekday, written
from buergerforum.core.letters.markdown import blocks_of, plain_text
from buergerforum.errors import InputError, Problem
from buergerforum.io.letter_settings import LetterSettings, Sender
from buergerforum.io.logos import read_logo
from buergerforum.io.settings import Settings
from buergerforum.io.templates import Template, Writing, read_template
from buergerforum.io.typeface import fits_address, fits_return_line, missing
from buergerforum.model.letters import Answer, Kind, Letter, Recipient, Stationery
from buergerforum.stages.letter_values import (
    Labels,
    Values,
    common_values,
    date_of,
    labels_of,
    personal_values,
    quotas_of,
)
from buergerforum.texts import _, speaking

FACE = Face(fits_address, partial(missing, names=True))
"""The typeface of all letters."""
_DOT = " · "


@dataclass(frozen=True, slots=True)
class Composer:
    """Makes the letters of one mailing."""

    settings: Settings
    """Of the procedure."""
    template: Template
    """Of the kind."""
    values: Values
    """What is alike in all letters, by the names that templates use."""
    labels: Labels
    """How features and values are called."""
    kind: Kind
    """Which letter."""

    def letter(self, person: Recipient, code: str, given: Mapping[str, str]) -> Letter:
        """Return the letter to a person.

        Parameters
        ----------
        person
            The recipient.
        code
            The personal code; blank: the letter goes without.
        given
            What is stored of them, by feature.

        Raises
        ------
        InputError
            With the line of the template, if it asks for what there is not.
        """
        shown = grouped(code) if code else ""
        letters = self.settings.letters
        with speaking(self.settings.language):
            own = personal_values(person, code, given, self.labels)
        rendered = self.template.render({**self.values, **own})
        return Letter(
            id=person.id,
            address=self._address(person),
            subject=plain_text(rendered.subject),
            body=blocks_of(rendered.body),
            answer=_answer(letters, shown),
        )

    def rows(self) -> dict[str, list[Mapping[str, str]]]:
        """Return what Word templates may repeat: the dates of the forum and other ways to take part."""
        language = self.settings.language
        letters = self.settings.letters
        events = [
            {"day": in_words(one.day, language, "full"), "time": one.time, "place": one.place, "title": one.title}
            for one in letters.events
        ]
        return {"events": [*events], "other_ways": [{"text": way} for way in letters.other_ways]}

    def _address(self, person: Recipient) -> tuple[str, ...]:
        """Return the lines in the window: those of the person, of the office on a card that comes back, else none."""
        if not LETTERS[self.kind].enclosed:
            return address_of(person, FACE)
        return _back_to(self.settings.letters.sender) if self.kind is Kind.REPLY_CARD else ()


def _back_to(sender: Sender) -> tuple[str, ...]:
    """Return the lines of the address to which answers come back."""
    return (sender.name, sender.office, sender.street, f"{sender.postcode} {sender.town}")


def _answer(letters: LetterSettings, code: str) -> Answer | None:
    """Return how to answer; without a code, nobody is asked to."""
    if not code:
        return None
    return Answer(letters.answer_address, letters.answer_link.replace("{code}", code), code)


def make_composer(
    kind: Kind, settings: Settings, settings_file: Path, template: Path, figures: Mapping[str, int]
) -> Composer:
    """Read the template and return the composer of a mailing.

    Parameters
    ----------
    kind
        Which letter.
    settings, settings_file
        Of the procedure.
    template
        The file.
    figures
        What the procedure knows besides.

    Raises
    ------
    InputError
        If the template cannot be understood, or the settings lack the date of the letter.
    """
    language = settings.language
    writing = Writing(
        written=partial(written, language=language),
        filters={
            "weekday": partial(with_weekday, language=language),
            "number": partial(with_separators, language=language),
        },
    )
    labels = labels_of(quotas_of(settings, settings_file), settings)
    values = common_values(kind, settings, settings_file.name, labels, figures)
    return Composer(settings, read_template(template, writing), values, labels, kind)


def stationery(kind: Kind, settings: Settings, settings_file: Path) -> Stationery:
    """Return what stands around the letters, in their language.

    Parameters
    ----------
    kind
        Which letter.
    settings, settings_file
        Of the procedure; the logo lies beside the file.

    Raises
    ------
    InputError
        If a line is too wide for the window, or the logo cannot be used.
    """
    letters, file = settings.letters, settings_file.name
    sender = letters.sender
    day = date_of(kind, letters, file)
    return_line = letters.return_line or _DOT.join((sender.name, sender.street, f"{sender.postcode} {sender.town}"))
    _check_width({"letters.return_line": (return_line,), "letters.remarks": letters.remarks}, file)
    coming_back = kind is Kind.REPLY_CARD
    with speaking(settings.language):
        return Stationery(
            title=f"{LETTERS[kind].title()} – {settings.name}",
            language=settings.language,
            date=day.isoformat(),
            head=(sender.name, sender.office),
            return_line="" if coming_back else return_line,
            remarks=(_("Reply"),) if coming_back else letters.remarks,
            information=_information(letters, in_words(day, settings.language)),
            signature=(letters.signatory.name, letters.signatory.role),
            footer=letters.footer or _footer(sender),
            page_label=_("Page {page} of {pages}"),
            answer_title=_("Your answer"),
            answer_code=_("Your personal code:"),
            answer_alt=_("QR code with the address of the web page for your answer"),
            sign_labels=(_("Day"), _("Signature")),
            form=letters.form,
            duplex=letters.duplex,
            logo=read_logo(settings_file.parent / letters.logo) if letters.logo else b"",
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

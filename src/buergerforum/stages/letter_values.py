"""What templates may say: settings, figures of the procedure, the person written to, the questions of the form."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.applications.codes import grouped
from buergerforum.core.letters.addresses import name_of
from buergerforum.core.letters.kinds import LETTERS, Code
from buergerforum.errors import InputError, Problem
from buergerforum.io.letter_settings import LetterSettings
from buergerforum.io.settings import Settings
from buergerforum.model.letters import Kind, Part, Recipient
from buergerforum.model.quotas import QuotaTable
from buergerforum.stages.quotas import read_quotas
from buergerforum.texts import _

Values = Mapping[str, object]
"""By the names that templates use."""
_SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class Labels:
    """How features and their values are called in letters: as the quota file calls them, else by their names."""

    features: Mapping[str, str]
    """By name."""
    values: Mapping[tuple[str, str], str]
    """By feature and value."""

    def question(self, feature: str) -> str:
        """Return what a feature is called."""
        return self.features.get(feature, feature)

    def answer(self, feature: str, value: str) -> str:
        """Return what a value is called, said of one person."""
        if feature == "sex":
            return {"m": _("male"), "w": _("female"), "d": _("diverse"), "x": _("not stated")}.get(value, value)
        return self.values.get((feature, value), value)


def common_values(
    kind: Kind, settings: Settings, file: str, labels: Labels, figures: Mapping[str, int]
) -> dict[str, object]:
    """Return what is alike in all letters of a mailing.

    Parameters
    ----------
    kind
        Which letter.
    settings
        Of the procedure.
    file
        Name of the settings file, for messages.
    labels
        Of features and values.
    figures
        What the procedure knows besides.

    Raises
    ------
    InputError
        If the settings do not say which date the letter bears.
    """
    deadline = settings.applications.deadline
    answering = {} if LETTERS[kind].code is Code.NONE else {"answer_box": Part.ANSWER}
    return {
        **_settled(settings.letters.model_dump()),
        **figures,
        "forum": settings.name,
        "city": settings.city,
        "deadline": deadline,
        "deadline_in_figures": f"{deadline:%d.%m.%Y}",
        "minimum_age": settings.minimum_age,
        "date": date_of(kind, settings.letters, file),
        "questions": _questions(settings, labels),
        "signature": Part.SIGNATURE,
        "code_boxes": Part.CODE_BOXES,
        "sign_here": Part.SIGN_HERE,
        **answering,
    }


def personal_values(person: Recipient, code: str, given: Mapping[str, str], labels: Labels) -> Values:
    """Return what a letter says about the person it goes to.

    Parameters
    ----------
    person
        The recipient.
    code
        The personal code; blank: the letter goes without.
    given
        What is stored of them, by feature; empty where the letter does not say it.
    labels
        Of features and values.
    """
    answers = [
        {"question": labels.question(feature), "answer": labels.answer(feature, value)}
        for feature, value in given.items()
    ]
    shown = {"code": grouped(code)} if code else {}
    return {"name": name_of(person), "given": answers} | shown


def date_of(kind: Kind, letters: LetterSettings, file: str) -> dt.date:
    """Return the date that a kind of letter bears; sheets that lie beside the invitation bear that of the invitation.

    Raises
    ------
    InputError
        If the settings do not say it.
    """
    bears = kind if kind in letters.dates or not LETTERS[kind].enclosed else Kind.INVITATION
    if bears in letters.dates:
        return letters.dates[bears]
    raise InputError(
        [
            Problem(
                _("The settings do not say which date this letter bears."),
                file=file,
                column=f"letters.dates.{bears.value}",
                expected=_("a day, such as {day}").format(day="2026-09-25"),
                remedy=_("Add it: the day on which the letters are posted."),
            )
        ]
    )


def quotas_of(settings: Settings, settings_file: Path) -> QuotaTable | None:
    """Return the quota table; None: there is none yet. The quota file is named relative to the settings."""
    path = settings_file.parent / settings.selection.quotas
    return read_quotas(path, settings.selection.seats).table if path.exists() else None


def labels_of(table: QuotaTable | None, settings: Settings) -> Labels:
    """Return how features and values are called; answers of the form as people gave them, not as quotas group them."""
    features = table.features if table else ()
    return Labels(
        {feature.name: str(feature) for feature in features},
        {
            (feature.name, told): str(value)
            for feature in features
            if feature.name in settings.applications.from_register
            for value in feature.values
            for told in (value.name, *(value.includes if feature.name == "nationality" else ()))
        },
    )


def sample_answers(settings: Settings, labels: Labels) -> dict[str, str]:
    """Return answers that somebody might have given, for previews."""
    form = settings.applications
    known: dict[str, str] = {}
    for feature, value in labels.values:
        known.setdefault(feature, value)
    given = {feature: next(iter(form.answers[feature])) for feature in form.from_form}
    return {feature: known.get(feature, _("sample")) for feature in form.from_register} | given


def _questions(settings: Settings, labels: Labels) -> Sequence[Values]:
    form = settings.applications
    return [
        {
            "question": labels.question(feature),
            "answers": _SEPARATOR.join(labels.answer(feature, value) for value in form.answers[feature]),
        }
        for feature in form.from_form
    ]


def _settled(values: Mapping[str, object]) -> dict[str, object]:
    """Leave out what is not settled, so that a template that needs it is told so by its name."""
    return {
        name: _settled(value) if isinstance(value, Mapping) else value
        for name, value in values.items()
        if value is not None and value != ""
    }

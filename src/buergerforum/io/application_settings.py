"""The block ``applications`` of ``forum.yaml``: where answers stand, what they mean, until when they count."""

import datetime as dt
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Self

from pydantic import Field, model_validator

from buergerforum.io.strict import Strict
from buergerforum.model.applications import AGE_GROUP, AgeGroups, Channel, Layout, Rules
from buergerforum.model.folding import folded
from buergerforum.texts import _, listed

_MEANINGS = (
    *("code", "birth_year", "consent", "received", "sex", "channel", "reference", "available", "conflict"),
    *("name", "first_name", "family_name"),
)
_YES_NO: Mapping[str, tuple[str, ...]] = {
    "yes": ("Ja", "x", "✓", "✔", "1", "true", "wahr", "j", "y"),
    "no": ("Nein", "0", "false", "falsch", "n"),
}
_COMMON: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sex": {
        "m": ("männlich", "Mann", "male", "man"),
        "w": ("weiblich", "Frau", "female", "woman", "f"),
        "d": ("divers", "non-binär", "nicht-binär", "diverse", "non-binary"),
        "x": ("keine Angabe", "ohne Angabe", "k. A.", "k.A.", "no answer", "prefer not to say", "N/A"),
    },
    "consent": {
        "yes": (*_YES_NO["yes"], "Ja, ich willige ein", "ich willige ein"),
        "no": (*_YES_NO["no"], "Nein, ich willige nicht ein", "ich willige nicht ein"),
    },
    "available": _YES_NO,
    "conflict": _YES_NO,
}
"""What is understood without being settled; ``forum.yaml`` adds to it."""


class SourceSettings(Strict):
    """What is particular about one source of answers."""

    channel: Channel | None = None
    """How its answers came in; None: as its own column says, else web for CSV and paper for Excel."""
    columns: dict[str, str] = Field(default_factory=dict)
    """Heading by meaning, in this source alone."""


class ApplicationSettings(Strict):
    """Stage 3: who answered, and who may be seated."""

    deadline: dt.date
    """Last day on which an answer may arrive; the day of receipt counts, not that of the postmark."""
    columns: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    """Headings by meaning (code, birth_year, sex, consent, received, channel, reference, and every feature of
    from_form); one heading, or several where the sources differ. What is not named is guessed."""
    sources: dict[str, SourceSettings] = Field(default_factory=dict)
    """By the name of the file, in which ``*`` stands for anything; the first that fits counts."""
    household: str = "household"
    """Column of the invitees with the household key: of a household the first answer counts; blank: no rule."""
    special: str = "special_address"
    """Column of the invitees that marks special addresses, exempt from this rule; blank: none."""
    from_register: tuple[str, ...] = ("district", "age_group", "sex", "nationality")
    """Features whose value the register gives, whatever was answered."""
    from_form: tuple[str, ...] = ("school",)
    """Features whose value the answer gives."""
    answers: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    """Per question, the answer texts of every value; case and blanks do not matter, and the value itself is
    always understood."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        both = [feature for feature in self.from_form if feature in self.from_register]
        if both:
            raise ValueError(_("{features} cannot come from both register and form").format(features=listed(both)))
        told: list[Mapping[str, object]] = [self.columns, *(source.columns for source in self.sources.values())]
        for columns in told:
            self._refuse_unknown("columns", columns, (*_MEANINGS, *self.from_form))
        self._refuse_unknown("answers", self.answers, (*_COMMON, *self.from_form))
        unexplained = [feature for feature in self.asked() if not self.answers.get(feature)]
        if unexplained:
            raise ValueError(_("answers must list the values of {features}").format(features=listed(unexplained)))
        for question in self.answers:
            self._dictionary(question)
        return self

    @staticmethod
    def _refuse_unknown(key: str, given: Mapping[str, object], known: tuple[str, ...]) -> None:
        unknown = [name for name in given if name not in known]
        if unknown:
            raise ValueError(
                _("{key} knows {known}, but not {unknown}").format(
                    key=key, known=listed(known), unknown=listed(unknown)
                )
            )

    def _dictionary(self, question: str) -> dict[str, str]:
        """Return the value by folded answer text; refuse a text with two values."""
        meant: dict[str, str] = {}
        for values in (self.answers.get(question, {}), _COMMON.get(question, {})):
            told: dict[str, str] = {}
            for value, texts in values.items():
                for text in (value, *texts):
                    if told.setdefault(folded(text), value) != value:
                        raise ValueError(
                            _("the answer “{text}” to {question} has two values").format(text=text, question=question)
                        )
            meant = told | meant
        return meant

    def asked(self) -> tuple[str, ...]:
        """Return the features of the form that are asked, not derived."""
        return tuple(feature for feature in self.from_form if feature != AGE_GROUP)

    def source(self, file: str) -> SourceSettings:
        """Return what is particular about a file.

        Parameters
        ----------
        file
            Its name, without folders.
        """
        fitting = (told for pattern, told in self.sources.items() if fnmatchcase(file.casefold(), pattern.casefold()))
        return next(fitting, SourceSettings())

    def layout(self, file: str = "") -> Layout:
        """Return where a table of answers has what.

        Parameters
        ----------
        file
            Its name, without folders; blank: what holds for every source.
        """
        headings = {meaning: (told,) if isinstance(told, str) else told for meaning, told in self.columns.items()}
        own = {meaning: (told,) for meaning, told in self.source(file).columns.items()} if file else {}
        return Layout(headings | own, self.asked())

    def rules(self, latest_birth_year: int | None, ages: AgeGroups | None = None) -> Rules:
        """Return the declared rules.

        Parameters
        ----------
        latest_birth_year
            Whoever was born later is under age for certain; None: not checked.
        ages
            How an age group follows from an answer; used if it is among the features of the form.
        """
        questions = dict.fromkeys((*_COMMON, *self.asked()))
        return Rules(
            deadline=self.deadline,
            latest_birth_year=latest_birth_year,
            register=self.from_register,
            form=self.from_form,
            answers={question: self._dictionary(question) for question in questions},
            ages=ages if AGE_GROUP in self.from_form else None,
        )

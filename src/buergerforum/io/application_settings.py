"""The block ``applications`` of ``forum.yaml``: where answers stand, what they mean, until when they count."""

import datetime as dt
from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from buergerforum.io.strict import Strict
from buergerforum.model.applications import Layout, Rules, folded
from buergerforum.texts import _, listed

_MEANINGS = ("code", "birth_year", "consent", "received", "sex", "channel", "reference")
_COMMON: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sex": {
        "m": ("männlich", "Mann", "male", "man"),
        "w": ("weiblich", "Frau", "female", "woman", "f"),
        "d": ("divers", "non-binär", "nicht-binär", "diverse", "non-binary"),
        "x": ("keine Angabe", "ohne Angabe", "k. A.", "k.A.", "no answer", "prefer not to say", "N/A"),
    },
    "consent": {
        "yes": ("Ja", "x", "✓", "✔", "1", "true", "wahr", "j", "y", "Ja, ich willige ein", "ich willige ein"),
        "no": ("Nein", "0", "false", "falsch", "n", "Nein, ich willige nicht ein", "ich willige nicht ein"),
    },
}
"""What is understood without being settled; ``forum.yaml`` adds to it."""


class ApplicationSettings(Strict):
    """Stage 3: who answered, and who may be seated."""

    deadline: dt.date
    """Last day on which an answer may arrive; the day of receipt counts, not that of the postmark."""
    columns: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    """Headings by meaning (code, birth_year, sex, consent, received, channel, reference, and every feature of
    from_form); one heading, or several where the sources differ. What is not named is guessed."""
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
        self._refuse_unknown("columns", self.columns, (*_MEANINGS, *self.from_form))
        self._refuse_unknown("answers", self.answers, ("sex", "consent", *self.from_form))
        unexplained = [feature for feature in self.from_form if not self.answers.get(feature)]
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

    def layout(self) -> Layout:
        """Return where a table of answers has what."""
        headings = {meaning: (told,) if isinstance(told, str) else told for meaning, told in self.columns.items()}
        return Layout(headings, self.from_form)

    def rules(self, latest_birth_year: int | None) -> Rules:
        """Return the declared rules.

        Parameters
        ----------
        latest_birth_year
            Whoever was born later is under age for certain; None: not checked.
        """
        questions = dict.fromkeys(("sex", "consent", *self.from_form))
        return Rules(
            deadline=self.deadline,
            latest_birth_year=latest_birth_year,
            register=self.from_register,
            form=self.from_form,
            answers={question: self._dictionary(question) for question in questions},
        )

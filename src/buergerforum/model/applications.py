"""What people answered, and what the rules make of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from buergerforum.model.record import FileDigest
from buergerforum.model.state import PersonState


class Channel(StrEnum):
    """How an answer came in."""

    WEB = "web"
    PAPER = "paper"
    PHONE = "phone"
    EMAIL = "email"


class Outcome(StrEnum):
    """What becomes of an answer."""

    CLEAR = "clear"
    REVIEW = "review"
    REJECTED = "rejected"


class Reason(StrEnum):
    """Why an answer is not clear, in the order in which the rules are applied; the first that applies counts."""

    RECEIVED_MISSING = "received-missing"
    LATE = "late"
    NO_CONSENT = "no-consent"
    CONSENT_UNCLEAR = "consent-unclear"
    CODE_MISSING = "code-missing"
    CODE_MISTYPED = "code-mistyped"
    CODE_UNKNOWN = "code-unknown"
    NOT_INVITED = "not-invited"
    BIRTH_YEAR_MISSING = "birth-year-missing"
    BIRTH_YEAR_DIFFERS = "birth-year-differs"
    SEX_DIFFERS = "sex-differs"
    OBJECTED = "objected"
    WITHDRAWN = "withdrawn"
    DIED = "died"
    MOVED = "moved"
    UNDER_AGE = "under-age"
    CONFLICT = "conflict"
    NOT_AVAILABLE = "not-available"
    DECIDED = "decided"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    DUPLICATE = "duplicate"
    HOUSEHOLD = "household"
    VALUE_MISSING = "value-missing"
    VALUE_UNKNOWN = "value-unknown"

    @property
    def outcome(self) -> Outcome:
        """Whether the rule rejects, or leaves the doubt to a person."""
        return Outcome.REJECTED if self in _REJECTING else Outcome.REVIEW


_REJECTING = frozenset(
    {
        Reason.LATE,
        Reason.NO_CONSENT,
        Reason.NOT_INVITED,
        Reason.OBJECTED,
        Reason.WITHDRAWN,
        Reason.DIED,
        Reason.UNDER_AGE,
        Reason.CONFLICT,
        Reason.NOT_AVAILABLE,
        Reason.DECIDED,
        Reason.CONSENT_WITHDRAWN,
        Reason.DUPLICATE,
        Reason.HOUSEHOLD,
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of a form export or of the list of paper answers; holds no name and no contact."""

    row: int
    """As the spreadsheet counts."""
    channel: Channel
    """How it came in."""
    code: str
    """As typed, in capital letters and digits only, cut after 24; blank: none."""
    received: str
    """``YYYY-MM-DD`` or ``YYYY-MM-DD HH:MM:SS``; blank: not stated or not readable."""
    birth_year: int | None
    """None: not stated or not readable."""
    sex: str
    """As answered; blank: not asked or not answered."""
    consent: str
    """As answered."""
    values: tuple[tuple[str, str], ...]
    """Feature and answer text, for every feature asked in the form, in the order of the rules."""
    reference: str = ""
    """Running number inside its source, such as LimeSurvey's; blank: none."""
    available: str = ""
    """Whether all dates suit, as answered; blank: not asked or not answered."""
    conflict: str = ""
    """Whether an office or mandate stands against it, as answered; blank: not asked or not answered."""
    namesakes: tuple[str, ...] = ()
    """Ids of invitees of the same name and birth year, as found at the Meldebehörde; for answers without a code."""


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """All answers of one file."""

    source: FileDigest
    """The file as it came in; its digest tells files apart, whatever they are called."""
    answers: tuple[Answer, ...]
    """In the order of the file."""


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who was drawn, as far as merging needs to know."""

    id: str
    """As in the frame."""
    birth_year: int | None
    """None: the register does not know it."""
    sex: str
    """``m``, ``w``, ``d``; ``x`` or blank: not stated."""
    values: tuple[str, ...]
    """One per feature taken from the register, in the order of the rules."""
    household: str = ""
    """Key of the household; blank: none known, or a special address, where many live who have nothing in common."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Everybody who may apply, and the codes in their letters."""

    people: Mapping[str, Invitee]
    """By id."""
    codes: Mapping[str, str]
    """Id by normalised code."""
    states: Mapping[str, PersonState] = field(default_factory=dict)
    """Of those who withdrew, objected, died or moved, as recorded by hand."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table of answers has what."""

    columns: Mapping[str, tuple[str, ...]]
    """Headings by meaning, as settled in advance; a meaning that is not here is guessed."""
    form: tuple[str, ...]
    """Features asked in the form; meanings besides the fixed ones."""


AGE_GROUP = "age_group"
"""The feature that can be derived from the birth date or year that was answered."""


@dataclass(frozen=True, slots=True)
class AgeGroups:
    """How an age group follows from a birth date, or from a birth year with the youngest age that is possible."""

    reference_date: dt.date
    """The day on which the age counts."""
    lowest: tuple[int, ...]
    """Lowest age of each group, ascending."""
    minimum: int
    """Lowest age in the frame."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The declared rules by which answers are judged."""

    deadline: dt.date
    """Last day on which an answer may arrive."""
    latest_birth_year: int | None
    """Whoever was born later is under age for certain; None: not checked."""
    register: tuple[str, ...]
    """Features whose value the register gives, whatever was answered."""
    form: tuple[str, ...]
    """Features whose value the answer gives."""
    answers: Mapping[str, Mapping[str, str]]
    """Value by folded answer text, for ``sex``, for ``consent``, ``available`` and ``conflict`` (``yes``, ``no``), and
    for every feature of the form that is not derived."""
    ages: "AgeGroups | None" = None
    """How an age group follows from an answer; None: it is not among the features of the form."""

    @property
    def features(self) -> tuple[str, ...]:
        """Columns of the pool besides the id."""
        return (*self.register, *self.form)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules make of one answer."""

    source: str
    """Name of the file."""
    answer: Answer
    """The row."""
    reason: Reason | None = None
    """None: clear."""
    person: str = ""
    """Id whose code it carries; blank: nobody's."""
    suggestions: tuple[str, ...] = ()
    """Ids that may have been meant, the likeliest first: for a person to decide, never used by themselves."""
    feature: str = ""
    """Question whose answer is missing or unknown."""
    key: str = ""
    """Tells answers apart whatever file and row they stand in; decisions refer to it."""
    values: tuple[str, ...] = ()
    """Of the features of the form, in the order of the rules, for a clear answer."""
    mended: bool = False
    """Whether the code was mistyped and could mean only this person."""

    @property
    def outcome(self) -> Outcome:
        """Clear, for review, or rejected."""
        return Outcome.CLEAR if self.reason is None else self.reason.outcome


@dataclass(frozen=True, slots=True)
class Merged:
    """The answers of all files, judged."""

    verdicts: tuple[Verdict, ...]
    """One per answer, by file name, digest of the file and row."""
    repeated: int
    """Rows that only repeat an answer of another file, as every new export of a web form does."""

"""What people answered, what the rules make of it, and how the procedure stands."""

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from buergerforum.model.record import FileDigest


def folded(text: str) -> str:
    """Return a text as it is compared: case, blanks, hyphens and closing marks do not matter.

    Examples
    --------
    >>> folded("  Allgemeine  HOCHSCHUL-REIFE. ")
    'allgemeine hochschul reife'
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", "")
    for dash in "-‐‑–—_":
        plain = plain.replace(dash, " ")
    return " ".join(plain.split()).rstrip(" .:;,!?*")


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
    UNDER_AGE = "under-age"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    DUPLICATE = "duplicate"
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
        Reason.UNDER_AGE,
        Reason.CONSENT_WITHDRAWN,
        Reason.DUPLICATE,
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


@dataclass(frozen=True, slots=True)
class Invited:
    """Everybody who may apply, and the codes in their letters."""

    people: Mapping[str, Invitee]
    """By id."""
    codes: Mapping[str, str]
    """Id by normalised code."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table of answers has what."""

    columns: Mapping[str, tuple[str, ...]]
    """Headings by meaning, as settled in advance; a meaning that is not here is guessed."""
    form: tuple[str, ...]
    """Features asked in the form; meanings besides the fixed ones."""


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
    """Value by folded answer text, for ``sex``, ``consent`` (``yes``, ``no``) and every feature of the form."""

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
    suggestion: str = ""
    """Id whose code was probably meant: a proposal for a person to decide, never used by itself."""
    feature: str = ""
    """Feature of the form whose answer is missing or unknown."""

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


class Light(StrEnum):
    """How sure it is that a quota can be met."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class QuotaStanding:
    """How many of the pool there are for one quota."""

    feature: str
    """As people read it; the features of a joint cell joined by ×."""
    value: str
    """As people read it."""
    pool: int
    """People of the pool who count for it."""
    minimum: int
    """Seats."""
    maximum: int
    """Seats."""
    light: Light
    """What the two figures mean."""

    @property
    def missing(self) -> int:
        """How many people are missing for the minimum."""
        return max(0, self.minimum - self.pool)


@dataclass(frozen=True, slots=True)
class DayCount:
    """Answers that arrived on one day through one channel."""

    day: str
    """``YYYY-MM-DD``; blank: not stated."""
    channel: Channel
    """How they came in."""
    answers: int
    """Repetitions not counted."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the procedure stands between the draw and the lottery."""

    drawn: int
    """Invitees of all waves."""
    invited: int
    """Of them, how many have a code and so were written to."""
    answers: int
    """Answers that came in, repetitions not counted."""
    answered: int
    """Invitees of whom at least one answer carries the code."""
    pool: int
    """People who may be seated."""
    review: tuple[tuple[Reason, int], ...]
    """Answers per reason, in the order of the rules; only reasons that occur."""
    rejected: tuple[tuple[Reason, int], ...]
    """Likewise."""
    days: tuple[DayCount, ...]
    """By day and channel."""
    quotas: tuple[QuotaStanding, ...]
    """In the order of the quota table; empty without one."""
    strangers: tuple[tuple[str, str, int], ...] = field(default=())
    """Feature, value and number of people of the pool whose value the quota table does not know."""

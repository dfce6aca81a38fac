"""The block ``letters`` of ``forum.yaml``: everything the letters say that the procedure itself does not know.

Its keys are at the same time the names that templates use: ``{{ sender.phone }}``, ``{{ allowance }}``.
"""

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from buergerforum.io.strict import Strict
from buergerforum.model.letters import Kind
from buergerforum.texts import _

Text = Annotated[str, Field(min_length=1)]
_CODE = "{code}"


def _link(text: str) -> str:
    plain = text.replace(_CODE, "")
    if not text.startswith(("https://", "http://")) or any(mark in plain for mark in "{} \n"):
        raise ValueError(_("a web address begins with https:// and holds no blanks; {code} is the only placeholder"))
    return text


class Sender(Strict):
    """Who writes; it stands in the letterhead, the return line and the footer."""

    name: Text
    """Such as ``Stadt Dortmund``."""
    office: Text
    """The office in charge."""
    street: Text
    """Street and house number."""
    postcode: Annotated[str, Field(pattern=r"^\d{5}$")]
    """Five digits, in quotation marks."""
    town: Text
    contact: str = ""
    """Who can be asked; blank: nobody by name."""
    phone: Text
    email: Text
    web: Text
    """Web page of the forum as it is printed, without ``https://``."""


class Signatory(Strict):
    """Who signs."""

    name: Text
    role: Text


class Event(Strict):
    """A date of the forum."""

    day: dt.date
    time: Text
    """Such as ``10 bis 16 Uhr``."""
    place: Text
    title: str = ""
    """Such as ``Auftakt``."""


class Hotline(Strict):
    """Where people can ring up."""

    phone: Text
    hours: Text
    """Such as ``montags bis freitags von 9 bis 18 Uhr``."""


class DataProtection(Strict):
    """What Article 14 of the GDPR asks to be said; agree it with the data protection officer."""

    officer: Text
    """How the data protection officer can be reached."""
    legal_basis: Text
    """As the city's lawyers have it."""
    recipients: Text
    """Who receives the data, such as a printing house."""
    authority: Text
    """The supervisory authority."""
    delete_unanswered: dt.date
    """By then the data of those who did not answer are deleted."""
    delete_rejected: dt.date
    """By then the data of applicants who are not selected are deleted."""
    delete_members: dt.date
    """By then the data of the members are deleted."""
    delete_waiting: dt.date | None = None
    """By then the data of those on the waiting list are deleted, if they agree to it."""
    delete_withdrawn: dt.date | None = None
    """By then the data of those who withdraw are deleted."""


class LetterSettings(Strict):
    """Stage 2 and 4: what the letters say."""

    dates: dict[Kind, dt.date]
    """Which date each kind of letter bears: the day on which it is posted."""
    freshness: Annotated[int, Field(ge=0, le=365)] = 14
    """How many days older than the letter the last look at the register may be: extract or suppression list."""
    sender: Sender
    return_line: str = ""
    """Sender in one line in the window; blank: made from the sender."""
    remarks: Annotated[tuple[str, ...], Field(max_length=3)] = ()
    """Instructions to the post office above the address, such as ``Bei Umzug Anschriftenberichtigungskarte``."""
    reference: str = ""
    """The office's own reference."""
    footer: Annotated[tuple[str, ...], Field(max_length=3)] = ()
    """Up to three columns at the foot of each page, each may have several lines; none: made from the sender."""
    form: Literal["A", "B"] = "B"
    """Form of DIN 5008: B has 45 mm for the letterhead, A has 27 mm."""
    duplex: bool = True
    """Whether sheets are printed on both sides: then every letter begins on a front."""
    insert_marks: bool = False
    """Whether bars and numbers for the inserting machine stand in the left margin."""
    logo: str = ""
    """Picture in the letterhead, SVG or PNG, beside this file; blank: none."""
    signatory: Signatory
    topic: Text
    """What the forum is about, in two or three sentences."""
    composition: Text
    """What the composition of the forum follows, such as ``Stadtbezirk, Alter und Geschlecht``."""
    events: Annotated[tuple[Event, ...], Field(min_length=1)]
    """All dates of the forum."""
    effort: Text
    """What is expected of members."""
    allowance: Text
    """What members get."""
    child_care: Text
    accessibility: Text
    interpreting: Text
    answer_address: Text
    """Web page for answers as it is printed, short enough to be typed."""
    answer_link: Annotated[str, AfterValidator(_link)]
    """The same page for the QR code; ``{code}`` stands for the personal code."""
    hotline: Hotline
    genuine: Text
    """How people can see that the letter is genuine."""
    selection_date: dt.date
    """On this day the forum is drawn from the applicants."""
    notice_by: dt.date
    """By this day all applicants are told."""
    confirm_by: dt.date
    """By this day members confirm their places."""
    reminder_deadline: dt.date | None = None
    """The new deadline in the reminder; once reminders are made, it holds for all answers."""
    waiting_until: dt.date | None = None
    """Until this day people on the waiting list may move up."""
    replacement_confirm_by: dt.date | None = None
    """By this day those who move up confirm their places."""
    results: str = ""
    """What becomes of the recommendations, and where they can be read."""
    other_ways: Annotated[tuple[Text, ...], Field(min_length=1)]
    """How people who are not selected can take part."""
    data_protection: DataProtection

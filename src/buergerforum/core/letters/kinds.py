"""All kinds of letters, one row each: text, recipients, code, mandatory contents, length.

Whoever adds a letter adds its name to :class:`~buergerforum.model.letters.Kind`, a row here, and a template. Stages,
command line and audit read everything else from the row.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from buergerforum.core.letters.contents import Content as Must
from buergerforum.model import places
from buergerforum.model.letters import Kind
from buergerforum.model.state import PersonState as State
from buergerforum.texts import _

_SEATS = frozenset({Kind.ACCEPTANCE, Kind.REPLACEMENT})
"""Letters that promise a seat."""


class Code(StrEnum):
    """What a letter has to do with personal codes."""

    GIVES = "gives"
    """Whoever has none yet gets one."""
    NEEDS = "needs"
    """It prints the code that was given out before."""
    NONE = "none"
    """It goes without."""


@dataclass(frozen=True, slots=True)
class LetterKind:
    """Everything the program knows about a kind of letter."""

    template: str
    """Name of the template without ``.md.j2``."""
    title: Callable[[], str]
    """Returns what it is called, in the language spoken."""
    whom: Callable[[], str]
    """Returns whom it is meant for, in the language spoken."""
    contents: tuple[Must, ...]
    """What it must say."""
    pages: int = 2
    """The most pages that it may have, whatever its template says."""
    code: Code = Code.NEEDS
    """What it has to do with personal codes."""
    states: frozenset[State] = frozenset()
    """It goes to people who stand so; none: it goes to nobody by name."""
    once_more: frozenset[State] = frozenset()
    """If it is made once more, it goes to people who stand so, too."""
    never_after: frozenset[Kind] = frozenset()
    """It goes to nobody for whom one of these letters was made, whatever happened since."""
    meant: str = ""
    """Bare name of the list whose people it is meant for; blank: only how people stand says it."""
    instead: tuple[str, ...] = ()
    """Bare names of lists whose people get another letter instead."""

    @property
    def enclosed(self) -> bool:
        """Whether it is a sheet that lies beside a letter, alike for all."""
        return not self.states


_PLACE = (Must.EVENTS, Must.ALLOWANCE, Must.CHILD_CARE, Must.ACCESSIBILITY, Must.INTERPRETING)
_REPLY = (Must.CODE, Must.WEB, Must.HOTLINE, Must.GENUINE, Must.VOLUNTARY)
_ACCEPTED = (*_PLACE, Must.REPLACED, Must.PARTICULARS, Must.PARENTS, Must.CODE, Must.HOTLINE)
_INVITED = (
    *(Must.WHY_YOU, Must.TOPIC, *_PLACE, Must.EFFORT, Must.PERSONAL, Must.DEADLINE, Must.CARD, *_REPLY),
    *(Must.ARTICLE_14, Must.DATA_PROTECTION, Must.QUOTAS, Must.LANGUAGES),
)

LETTERS: Mapping[Kind, LetterKind] = {
    Kind.INVITATION: LetterKind(
        "einladung",
        lambda: _("Invitation"),
        lambda: _("only invitees"),
        _INVITED,
        code=Code.GIVES,
        states=frozenset({State.DRAWN}),
        once_more=frozenset({State.INVITED}),
        meant=places.INVITEES,
    ),
    Kind.REMINDER: LetterKind(
        "erinnerung",
        lambda: _("Reminder"),
        lambda: _("only invitees who have not answered"),
        (
            Must.CROSSED,
            Must.WHY_YOU,
            Must.REMINDER_DEADLINE,
            Must.CODE,
            Must.WEB,
            Must.HOTLINE,
            Must.GENUINE,
            Must.VOLUNTARY,
            Must.LANGUAGES,
        ),
        states=frozenset({State.INVITED}),
        once_more=frozenset({State.REMINDED}),
        meant=places.INVITEES,
        instead=(places.POOL_FILE,),
    ),
    Kind.ACKNOWLEDGEMENT: LetterKind(
        "eingangsbestaetigung",
        lambda: _("Acknowledgement"),
        lambda: _("only applicants"),
        (Must.THANKS, Must.NOT_SELECTED_YET, Must.SELECTION_DATE, Must.GIVEN, Must.WITHDRAWING, Must.HOTLINE),
        states=frozenset({State.APPLIED}),
        meant=places.POOL_FILE,
    ),
    Kind.ACCEPTANCE: LetterKind(
        "zusage",
        lambda: _("Acceptance"),
        lambda: _("only members of the panel"),
        (*_ACCEPTED, Must.CONFIRM_BY),
        states=frozenset({State.SELECTED}),
        once_more=frozenset({State.CONFIRMED}),
        never_after=frozenset({Kind.REJECTION, Kind.REPLACEMENT}),
        meant=places.PANEL,
    ),
    Kind.REJECTION: LetterKind(
        "absage",
        lambda: _("Rejection"),
        lambda: _("only applicants who are neither on the panel nor on the waiting list"),
        (Must.THANKS, Must.LOT_AND_QUOTAS, Must.OTHER_WAYS, Must.DELETE_REJECTED, Must.HOTLINE),
        code=Code.NONE,
        states=frozenset({State.REJECTED}),
        never_after=_SEATS,
        meant=places.POOL_FILE,
        instead=(places.PANEL, places.WAITING),
    ),
    Kind.WAITING: LetterKind(
        "nachrueckliste",
        lambda: _("Waiting list"),
        lambda: _("only people on the waiting list"),
        (Must.THANKS, Must.NO_RANK, Must.WAITING_UNTIL, Must.LONGER_STORAGE, Must.CODE, Must.WITHDRAWING, Must.HOTLINE),
        states=frozenset({State.WAITING}),
        never_after=_SEATS | {Kind.REJECTION},
        meant=places.WAITING,
    ),
    Kind.REPLACEMENT: LetterKind(
        "nachrueck_zusage",
        lambda: _("Acceptance of a replacement"),
        lambda: _("only people who have moved up"),
        (*_ACCEPTED, Must.REPLACEMENT_CONFIRM_BY),
        states=frozenset({State.SELECTED}),
        once_more=frozenset({State.CONFIRMED}),
        never_after=frozenset({Kind.REJECTION, Kind.ACCEPTANCE}),
        meant=places.JOINED,
    ),
    Kind.WITHDRAWAL: LetterKind(
        "ruecktritt",
        lambda: _("Withdrawal"),
        lambda: _("only people who have withdrawn"),
        (Must.THANKS, Must.DELETE_WITHDRAWN, Must.OTHER_WAYS, Must.HOTLINE),
        code=Code.NONE,
        states=frozenset({State.WITHDRAWN}),
    ),
    Kind.FAREWELL: LetterKind(
        "dank_und_loeschung",
        lambda: _("Thanks and deletion"),
        lambda: _("only members of the panel"),
        (Must.THANKS, Must.RESULTS, Must.DELETE_MEMBERS, Must.HOTLINE),
        code=Code.NONE,
        states=frozenset({State.CONFIRMED, State.SELECTED}),
        meant=places.PANEL,
    ),
    Kind.DATA_PROTECTION: LetterKind(
        "beiblatt_datenschutz",
        lambda: _("Sheet on data protection"),
        lambda: _("enclosed with invitations"),
        (Must.ARTICLE_14, Must.DATA_PROTECTION, Must.RIGHTS),
        code=Code.NONE,
    ),
    Kind.EASY_LANGUAGE: LetterKind(
        "beiblatt_leichte_sprache",
        lambda: _("Sheet in easy language"),
        lambda: _("enclosed with invitations"),
        (Must.WHY_YOU, Must.EVENTS, Must.ALLOWANCE, Must.DEADLINE, Must.HOTLINE, Must.VOLUNTARY),
        pages=4,
        code=Code.NONE,
    ),
    Kind.LANGUAGES: LetterKind(
        "beiblatt_mehrsprachig",
        lambda: _("Sheet in several languages"),
        lambda: _("enclosed with invitations"),
        (Must.LANGUAGES, Must.RIGHT_TO_LEFT, Must.DEADLINE_FIGURES, Must.HOTLINE_PHONE),
        code=Code.NONE,
    ),
    Kind.REPLY_CARD: LetterKind(
        "rueckantwort",
        lambda: _("Reply card"),
        lambda: _("enclosed with invitations"),
        (Must.CODE_BOXES, Must.DEADLINE, Must.BIRTH_YEAR, Must.CONSENT, Must.SIGN_HERE),
        code=Code.NONE,
        pages=1,
    ),
}
"""In the order of the procedure."""

MAILINGS = tuple(kind for kind, row in LETTERS.items() if not row.enclosed)
"""Kinds that go to people."""
ENCLOSURES = tuple(kind for kind, row in LETTERS.items() if row.enclosed)
"""Kinds that are printed once for all."""

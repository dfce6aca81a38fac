"""Reasons and initials that people write into the journal, where nothing can ever be deleted."""

import re

from buergerforum.errors import UsageError
from buergerforum.texts import _

LONGEST = 200
"""Characters of a reason: a sentence, not a story."""
_DAY = re.compile(r"\b(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\s?\d{1,2}\.(\s?\d{2,4})?)")
_CONTACT = re.compile(r"@|(\d[\s/().+-]*){6,}")
"""E-mail addresses and telephone numbers; names cannot be told from other words."""
_INITIALS = re.compile(r"\w{1,5}")


def check_reason(text: str) -> str:
    """Return a reason as the journal may keep it: one line, single blanks.

    Raises
    ------
    UsageError
        If it is long, or holds an e-mail address or a telephone number.

    Examples
    --------
    >>> check_reason("  by phone on 2026-09-10 ")
    'by phone on 2026-09-10'
    """
    plain = " ".join(text.split())
    if _CONTACT.search(_DAY.sub(" ", plain)):
        raise UsageError(
            _("The reason holds an e-mail address, a telephone number or a long number."),
            hint=_("The journal is never deleted: write what happened, without names and contacts."),
        )
    if len(plain) > LONGEST:
        raise UsageError(
            _("The reason is longer than {number} characters.").format(number=LONGEST),
            hint=_("The journal is never deleted: write what happened, without names and contacts."),
        )
    return plain


def check_initials(text: str) -> str:
    """Return initials as the journal keeps them: at most five letters, capital.

    Raises
    ------
    UsageError
        If they could be a name.

    Examples
    --------
    >>> check_initials(" a.b. ")
    'AB'
    """
    plain = "".join(character for character in text if not character.isspace() and character not in ".-").upper()
    if plain and not _INITIALS.fullmatch(plain):
        raise UsageError(_("Initials have at most five letters."), hint=_("The journal keeps no names."))
    return plain

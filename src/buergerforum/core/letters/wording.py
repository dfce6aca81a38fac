"""How messages call what a letter must say."""

from buergerforum.core.letters.contents import Content as Must
from buergerforum.texts import _


def named(content: Must) -> str:
    """Return a content in words, as they follow “The letter does not say this:”."""
    return (_about_the_forum() | _about_answering() | _about_what_comes_of_it())[content]


def _about_the_forum() -> dict[Must, str]:
    return {
        Must.WHY_YOU: _("why this person: drawn at random from the register"),
        Must.TOPIC: _("what the forum is about (topic)"),
        Must.EVENTS: _("all dates with time and place (events)"),
        Must.EFFORT: _("what is expected of members (effort)"),
        Must.ALLOWANCE: _("the allowance (allowance)"),
        Must.CHILD_CARE: _("child care (child_care)"),
        Must.ACCESSIBILITY: _("accessibility (accessibility)"),
        Must.INTERPRETING: _("interpreting (interpreting)"),
        Must.QUOTAS: _("that quotas and the lot decide"),
        Must.ARTICLE_14: _("the notice of Article 14 GDPR"),
        Must.DATA_PROTECTION: _("everything under data_protection, but delete_members"),
        Must.RIGHTS: _("the rights of the people concerned"),
        Must.LANGUAGES: _("lines in at least three other languages, such as “[tr] …”"),
        Must.RIGHT_TO_LEFT: _("a language that runs from right to left"),
        Must.GENUINE: _("how to see that the letter is genuine (genuine)"),
    }


def _about_answering() -> dict[Must, str]:
    return {
        Must.PERSONAL: _("that it cannot be passed on"),
        Must.DEADLINE: _("the deadline (deadline)"),
        Must.DEADLINE_FIGURES: _("the deadline in figures (deadline_in_figures)"),
        Must.REMINDER_DEADLINE: _("the new deadline (reminder_deadline)"),
        Must.WEB: _("how to answer on the web (answer_box or answer_address)"),
        Must.CARD: _("how to answer by post"),
        Must.HOTLINE: _("the telephone number (hotline.phone)"),
        Must.HOTLINE_PHONE: _("the telephone number (hotline.phone)"),
        Must.CODE: _("the personal code (answer_box or code)"),
        Must.CODE_BOXES: _("boxes for the personal code (code_boxes)"),
        Must.SIGN_HERE: _("lines to sign (sign_here)"),
        Must.VOLUNTARY: _("that taking part is voluntary"),
        Must.CROSSED: _("that letter and answer may have crossed"),
        Must.BIRTH_YEAR: _("a question for the year of birth"),
        Must.CONSENT: _("consent"),
        Must.WITHDRAWING: _("how to withdraw"),
        Must.GIVEN: _("the data given, for checking (given)"),
        Must.PARTICULARS: _("what members are asked for: support, language, food"),
        Must.PARENTS: _("the consent of parents of minors"),
    }


def _about_what_comes_of_it() -> dict[Must, str]:
    return {
        Must.THANKS: _("thanks"),
        Must.NOT_SELECTED_YET: _("that applying is not being selected"),
        Must.SELECTION_DATE: _("the day of the selection (selection_date)"),
        Must.CONFIRM_BY: _("by when to confirm (confirm_by)"),
        Must.REPLACEMENT_CONFIRM_BY: _("by when to confirm (replacement_confirm_by)"),
        Must.REPLACED: _("that otherwise the place goes to somebody else"),
        Must.LOT_AND_QUOTAS: _("that lot and quotas decided, not the person"),
        Must.OTHER_WAYS: _("all other ways to take part (other_ways)"),
        Must.NO_RANK: _("that the waiting list has no order"),
        Must.WAITING_UNTIL: _("until when the list holds, and when it is deleted (waiting_until, delete_waiting)"),
        Must.LONGER_STORAGE: _("consent to longer storage"),
        Must.RESULTS: _("the results (results)"),
        Must.DELETE_REJECTED: _("the day of deletion (data_protection.delete_rejected)"),
        Must.DELETE_MEMBERS: _("the day of deletion (data_protection.delete_members)"),
        Must.DELETE_WITHDRAWN: _("the day of deletion (data_protection.delete_withdrawn)"),
    }

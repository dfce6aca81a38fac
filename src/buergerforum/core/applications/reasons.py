"""Each verdict in words that an official can pass on; no word of the answer is repeated."""

import datetime as dt

from buergerforum.model.applications import Channel, Reason, Rules, Verdict
from buergerforum.texts import _, language, ngettext


def explain(verdict: Verdict, rules: Rules) -> str:
    """Return why an answer is not clear and what to do; blank for a clear one."""
    match verdict.reason:
        case None:
            return ""
        case Reason.LATE:
            return _("The answer arrived after the deadline, {deadline}.").format(deadline=_long_date(rules.deadline))
        case Reason.VALUE_MISSING:
            return _(
                "The question about “{feature}” was not answered. Ask the person; “no answer” is possible."
            ).format(feature=verdict.feature)
        case Reason.VALUE_UNKNOWN:
            return _(
                "The answer about “{feature}” is not in the table of answers. Add it in forum.yaml, or ask the person."
            ).format(feature=verdict.feature)
        case Reason.CODE_MISTYPED | Reason.CODE_UNKNOWN:
            return f"{_fixed(verdict.reason)} {_proposal(verdict)}"
        case Reason.CODE_MISSING if verdict.suggestions:
            return f"{_fixed(verdict.reason)} {_namesake(verdict)}"
        case reason:
            return _fixed(reason)


def _long_date(day: dt.date) -> str:
    from babel.dates import format_date

    return format_date(day, format="long", locale=language())


def _proposal(verdict: Verdict) -> str:
    if len(verdict.suggestions) == 1:
        return _("The code of one invitee with the same year of birth is very similar: compare the two.")
    if verdict.suggestions:
        return _("The codes of several invitees with the same year of birth are similar: compare them.")
    return _("No similar code with the same year of birth was given out.")


def _namesake(verdict: Verdict) -> str:
    return ngettext(
        "One invitee has the same name and year of birth.",
        "{number} invitees have the same name and year of birth.",
        len(verdict.suggestions),
    ).format(number=len(verdict.suggestions))


def _fixed(reason: Reason) -> str:
    return {
        Reason.RECEIVED_MISSING: _(
            "The day on which the answer arrived is missing or cannot be read. A web answer without it was never sent."
        ),
        Reason.NO_CONSENT: _("There is no consent to the use of the answers."),
        Reason.CONSENT_UNCLEAR: _("It is not clear whether the person consents. Look at the answer itself."),
        Reason.CODE_MISSING: _("The answer has no code. Only the person can tell: ask for the letter."),
        Reason.CODE_MISTYPED: _("The code has a typing error."),
        Reason.CODE_UNKNOWN: _("The code was not given out in this procedure."),
        Reason.NOT_INVITED: _("The code is that of somebody who was not drawn."),
        Reason.BIRTH_YEAR_MISSING: _("The year of birth is missing or cannot be read, so the person is not certain."),
        Reason.BIRTH_YEAR_DIFFERS: _(
            "The year of birth is not that of the register. Perhaps somebody else answered with this code."
        ),
        Reason.SEX_DIFFERS: _("The sex is not that of the register. Perhaps somebody else answered with this code."),
        Reason.OBJECTED: _("The person objected, as recorded."),
        Reason.WITHDRAWN: _("The person withdrew, as recorded."),
        Reason.DIED: _("The person has died, as recorded. Perhaps somebody else answered with this code."),
        Reason.MOVED: _("The person has moved away, as recorded. Find out whether they still live in the city."),
        Reason.UNDER_AGE: _("The person is younger than the minimum age."),
        Reason.CONFLICT: _("The person holds an office or mandate that stands against taking part."),
        Reason.NOT_AVAILABLE: _("The person cannot come on the dates."),
        Reason.DECIDED: _("A person decided in the review that this answer does not count."),
        Reason.HOUSEHOLD: _("Somebody else of the same household applied before."),
        Reason.CONSENT_WITHDRAWN: _("The person withdrew the consent in a later answer."),
        Reason.DUPLICATE: _("A later answer of the same person counts instead."),
    }[reason]


def reason_label(reason: Reason) -> str:
    """Return a reason in two or three words, for counts."""
    return {
        Reason.RECEIVED_MISSING: _("no day of receipt"),
        Reason.LATE: _("late"),
        Reason.NO_CONSENT: _("no consent"),
        Reason.CONSENT_UNCLEAR: _("consent not clear"),
        Reason.CODE_MISSING: _("no code"),
        Reason.CODE_MISTYPED: _("mistyped code"),
        Reason.CODE_UNKNOWN: _("unknown code"),
        Reason.NOT_INVITED: _("not invited"),
        Reason.BIRTH_YEAR_MISSING: _("no year of birth"),
        Reason.BIRTH_YEAR_DIFFERS: _("other year of birth"),
        Reason.SEX_DIFFERS: _("other sex"),
        Reason.OBJECTED: _("objected"),
        Reason.WITHDRAWN: _("withdrawn"),
        Reason.DIED: _("died"),
        Reason.MOVED: _("moved away"),
        Reason.UNDER_AGE: _("under age"),
        Reason.CONFLICT: _("conflict of interest"),
        Reason.NOT_AVAILABLE: _("not available on the dates"),
        Reason.DECIDED: _("rejected in the review"),
        Reason.HOUSEHOLD: _("household already applied"),
        Reason.CONSENT_WITHDRAWN: _("consent withdrawn"),
        Reason.DUPLICATE: _("duplicate"),
        Reason.VALUE_MISSING: _("question not answered"),
        Reason.VALUE_UNKNOWN: _("answer not in the table"),
    }[reason]


def channel_label(channel: Channel) -> str:
    """Return a channel as people call it."""
    return {
        Channel.WEB: _("web"),
        Channel.PAPER: _("paper"),
        Channel.PHONE: _("phone"),
        Channel.EMAIL: _("e-mail"),
    }[channel]

"""What an answer to a question means: by the table of answers, or derived from the birth date."""

import datetime as dt

from buergerforum.core.frame.dates import age_group, age_on
from buergerforum.model.applications import AGE_GROUP, Rules
from buergerforum.model.folding import folded

_YEAR = len("1985")
YES, NO = "yes", "no"


def value_of(rules: Rules, feature: str, text: str) -> str | None:
    """Return the value that a text stands for; None: nobody knows.

    The age group follows from the birth date on the reference date; from a birth year alone follows the youngest age
    that is possible, as in the frame.

    Parameters
    ----------
    rules
        The declared rules.
    feature
        Of the form.
    text
        As answered; for the age group a year or an ISO date.
    """
    if feature != AGE_GROUP or rules.ages is None:
        return rules.answers[feature].get(folded(text))
    try:
        born = dt.date.fromisoformat(f"{text}-12-31" if len(text) == _YEAR else text)
    except ValueError:
        return None
    age = age_on(born, rules.ages.reference_date)
    return age_group(age, rules.ages.lowest, rules.ages.minimum) if age >= rules.ages.minimum else None


def said(rules: Rules, question: str, text: str) -> str:
    """Return ``yes``, ``no``, blank where nothing was said, or ``?`` where it is not understood."""
    return rules.answers.get(question, {}).get(folded(text), "?") if text else ""

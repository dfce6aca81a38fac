import pytest

from buergerforum.core.applications.reasons import channel_label, explain, reason_label
from buergerforum.model.applications import Channel, Outcome, Reason, Verdict
from tests.core.applications.invented import RULES, answer

PRIVATE = answer(code="GEHEIM", sex="geheim", consent="geheim", school="geheim")
TEXTS = {
    Reason.RECEIVED_MISSING: (
        "The day on which the answer arrived is missing or cannot be read. A web answer without it was never sent."
    ),
    Reason.LATE: "The answer arrived after the deadline, March 22, 2024.",
    Reason.NO_CONSENT: "There is no consent to the use of the answers.",
    Reason.CONSENT_UNCLEAR: "It is not clear whether the person consents. Look at the answer itself.",
    Reason.CODE_MISSING: "The answer has no code. Only the person can tell: ask for the letter.",
    Reason.CODE_MISTYPED: ("The code has a typing error. No similar code with the same year of birth was given out."),
    Reason.CODE_UNKNOWN: (
        "The code was not given out in this procedure. No similar code with the same year of birth was given out."
    ),
    Reason.NOT_INVITED: "The code is that of somebody who was not drawn.",
    Reason.BIRTH_YEAR_MISSING: "The year of birth is missing or cannot be read, so the person is not certain.",
    Reason.BIRTH_YEAR_DIFFERS: (
        "The year of birth is not that of the register. Perhaps somebody else answered with this code."
    ),
    Reason.SEX_DIFFERS: "The sex is not that of the register. Perhaps somebody else answered with this code.",
    Reason.OBJECTED: "The person objected, as recorded.",
    Reason.WITHDRAWN: "The person withdrew, as recorded.",
    Reason.DIED: "The person has died, as recorded. Perhaps somebody else answered with this code.",
    Reason.MOVED: "The person has moved away, as recorded. Find out whether they still live in the city.",
    Reason.UNDER_AGE: "The person is younger than the minimum age.",
    Reason.CONFLICT: "The person holds an office or mandate that stands against taking part.",
    Reason.NOT_AVAILABLE: "The person cannot come on the dates.",
    Reason.DECIDED: "A person decided in the review that this answer does not count.",
    Reason.HOUSEHOLD: "Somebody else of the same household applied before.",
    Reason.CONSENT_WITHDRAWN: "The person withdrew the consent in a later answer.",
    Reason.DUPLICATE: "A later answer of the same person counts instead.",
    Reason.VALUE_MISSING: ("The question about “school” was not answered. Ask the person; “no answer” is possible."),
    Reason.VALUE_UNKNOWN: (
        "The answer about “school” is not in the table of answers. Add it in forum.yaml, or ask the person."
    ),
}


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_says_what_is_the_matter_and_nothing_personal(reason: Reason) -> None:
    said = explain(Verdict("web.csv", PRIVATE, reason, "id-alba", feature="school"), RULES)
    assert said == TEXTS[reason]
    assert "geheim" not in said.casefold()
    assert "1985" not in said


def test_a_proposal_is_announced_without_naming_anybody() -> None:
    said = explain(Verdict("web.csv", PRIVATE, Reason.CODE_MISTYPED, suggestions=("id-benno",)), RULES)
    assert said == (
        "The code has a typing error. "
        "The code of one invitee with the same year of birth is very similar: compare the two."
    )


@pytest.mark.parametrize(
    ("suggestions", "said"),
    [
        (("a", "b"), "The codes of several invitees with the same year of birth are similar: compare them."),
        ((), "No similar code with the same year of birth was given out."),
    ],
)
def test_several_proposals_or_none_are_announced_too(suggestions: tuple[str, ...], said: str) -> None:
    assert explain(Verdict("web.csv", PRIVATE, Reason.CODE_UNKNOWN, suggestions=suggestions), RULES).endswith(said)


@pytest.mark.parametrize(("count", "said"), [(1, "One invitee has"), (2, "2 invitees have")])
def test_people_of_the_same_name_are_counted(count: int, said: str) -> None:
    verdict = Verdict("web.csv", PRIVATE, Reason.CODE_MISSING, suggestions=("a", "b")[:count])
    assert f"ask for the letter. {said} the same name and year of birth." in explain(verdict, RULES)


def test_what_is_clear_needs_no_words() -> None:
    assert explain(Verdict("web.csv", PRIVATE, None, "id-alba"), RULES) == ""


def test_every_reason_and_channel_has_a_label_of_its_own() -> None:
    assert len({reason_label(reason) for reason in Reason}) == len(Reason)
    assert [channel_label(channel) for channel in Channel] == ["web", "paper", "phone", "e-mail"]


def test_only_what_is_certain_is_rejected() -> None:
    assert [reason.value for reason in Reason if reason.outcome is Outcome.REJECTED] == [
        "late",
        "no-consent",
        "not-invited",
        "objected",
        "withdrawn",
        "died",
        "under-age",
        "conflict",
        "not-available",
        "decided",
        "consent-withdrawn",
        "duplicate",
        "household",
    ]

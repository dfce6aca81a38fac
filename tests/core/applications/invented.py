"""An invented procedure: four people with codes, the usual rules, and answers to be bent out of shape."""

import datetime as dt
from dataclasses import replace
from typing import Any

from buergerforum.core.applications.codes import make_code
from buergerforum.model.applications import Answer, AnswerFile, Channel, Invited, Invitee, Rules
from buergerforum.model.folding import folded
from buergerforum.model.record import FileDigest

RULES = Rules(
    deadline=dt.date(2024, 3, 22),
    latest_birth_year=2008,
    register=("district", "sex"),
    form=("school",),
    answers={
        "sex": {"m": "m", "männlich": "m", "w": "w", "weiblich": "w", "d": "d", "keine angabe": "x"},
        "consent": {"ja": "yes", "x": "yes", "nein": "no"},
        "school": {folded(text): text for text in ("Abitur", "Realschule", "keine Angabe")},
    },
)
ALBA, BENNO, CILIA, DARIO = "id-alba", "id-benno", "id-cilia", "id-dario"
PEOPLE = {
    ALBA: Invitee(ALBA, 1985, "w", ("Eving", "w")),
    BENNO: Invitee(BENNO, 1950, "m", ("Hörde", "m")),
    CILIA: Invitee(CILIA, 2009, "w", ("Mengede", "w")),
    DARIO: Invitee(DARIO, None, "x", ("Brackel", "x")),
}
CODE = {person: make_code(bytes([number + 1] * 16)) for number, person in enumerate(PEOPLE)}
STRANGE_CODE = make_code(bytes([77] * 16))
"""Correct, but given to nobody."""
INVITED = Invited(PEOPLE, {code: person for person, code in CODE.items()})
GOOD = Answer(
    row=2,
    channel=Channel.WEB,
    code=CODE[ALBA],
    received="2024-03-10 12:00:00",
    birth_year=1985,
    sex="weiblich",
    consent="Ja",
    values=(("school", "Abitur"),),
)
"""Alba's answer, with nothing wrong about it."""


def answer(**changes: Any) -> Answer:
    """Return Alba's answer with changes; ``school`` changes the answer about the certificate."""
    if "school" in changes:
        changes["values"] = (("school", changes.pop("school")),)
    return replace(GOOD, **changes)


def file(*answers: Answer, name: str = "web.csv", digest: str = "") -> AnswerFile:
    """Return a file with these answers."""
    return AnswerFile(FileDigest(name, digest or f"digest of {name}", 100), answers)


def mistyped(code: str) -> str:
    """Return a code with one wrong character."""
    return code[:4] + ("3" if code[4] == "2" else "2") + code[5:]

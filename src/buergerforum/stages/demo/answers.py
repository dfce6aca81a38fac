"""Simulated answers of an invented city: who would reply, and everything that goes wrong with replies.

About 8 % answer, as in reality rather the middle-aged, the well educated and Germans. Their answers come in two
files: the export of a web form and the list of answers on paper, with everybody's usual mishaps among them. Chance is
SHA-256 over the seed: the same seed gives the same answers. People are picked systematically (one random start, then
every so many units of probability along the sorted invitees), so that no seed leaves a group without answers.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, repeat

from buergerforum.core.applications.codes import ALPHABET, BYTES_NEEDED, grouped, make_code
from buergerforum.core.chance import digest
from buergerforum.model.applications import Channel

SHARE = 0.08
"""Of the invitees who answer."""
_DAYS = 21
"""Length of the answering period."""
_SCHOOLS: Mapping[str, tuple[float, float]] = {
    # of the population in per cent (Mikrozensus, Germany), and how readily they answer
    "ohne Abschluss": (6.1, 0.5),
    "Hauptschule": (25.3, 0.6),
    "POS": (6.6, 0.8),
    "Realschule": (24.0, 0.8),
    "Fachhochschulreife": (9.2, 1.4),
    "Abitur": (28.8, 1.9),
}
_UNIVERSITY = ("Abitur", "Fachhochschulreife")


@dataclass(frozen=True, slots=True)
class _Age:
    """How an age group differs from the average."""

    readiness: float
    """How readily they answer."""
    paper: float
    """Share of the answers that come on paper."""
    university: float
    """How much more often they may go to university."""


_AGES: Mapping[str, _Age] = {
    "16": _Age(0.75, 0.05, 1.5),
    "30": _Age(0.9, 0.08, 1.3),
    "45": _Age(1.25, 0.15, 1.0),
    "60": _Age(1.3, 0.35, 0.7),
    "75": _Age(1.0, 0.6, 0.4),
}
"""By the lowest age of the group."""
_NATIONALITIES: Mapping[str, float] = {"DE": 1.0, "EU": 0.7, "other": 0.6}
_PUPIL = "noch in der Schule"
_NO_ANSWER = "keine Angabe"
_MISHAPS: Mapping[str, int] = {
    "both channels": 4,
    "sent twice": 2,
    "loosely typed": 12,
    "wrong character": 3,
    "swapped characters": 2,
    "code of nobody": 1,
    "code of another": 2,
    "no code": 1,
    "late": 2,
    "no consent": 1,
    "unknown answer": 1,
    "no answer": 2,
}
"""How many answers suffer what; everybody suffers at most one thing."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer as it is given."""

    person: str
    """Id of the invitee."""
    channel: Channel
    """Web or paper."""
    day: dt.date
    """Of receipt."""
    time: str
    """Of receipt, ``HH:MM:SS``."""
    code: str
    """As typed."""
    birth_year: str
    """Four digits; blank where the register does not know it."""
    sex: str
    """``m``, ``w``, ``d`` or ``x``."""
    district: str
    """As in the frame."""
    school: str
    """Value of the quota table, or a text that it does not know."""
    consent: bool = True
    """Whether the box is ticked."""


def simulate_replies(
    invitees: Sequence[Mapping[str, str]], codes: Mapping[str, str], seed: str, deadline: dt.date, share: float = SHARE
) -> tuple[Reply, ...]:
    """Return all answers, sorted by the time of receipt.

    Parameters
    ----------
    invitees
        Rows of ``invitees.csv``, with id, birth_year, age_group, sex, nationality and district.
    codes
        Code by id.
    seed
        Any text; the same one gives the same answers.
    deadline
        Last day of the answering period.
    share
        Of the invitees who answer, 0 … 1.
    """
    strata = ("district", "age_group", "nationality")
    ordered = sorted(invitees, key=lambda row: (*(row[key] for key in strata), _unit(seed, "order", row["id"])))
    schools = {row["id"]: _school(row, seed, deadline) for row in ordered}
    weights = [_readiness(row, schools[row["id"]]) for row in ordered]
    answering = [ordered[i] for i in _systematic(weights, share * len(ordered), _unit(seed, "start", ""))]
    honest = [_reply(row, codes, schools[row["id"]], seed, deadline) for row in answering]
    honest.sort(key=lambda reply: _unit(seed, "mishap", reply.person))
    mishaps = chain(chain.from_iterable(repeat(kind, number) for kind, number in _MISHAPS.items()), repeat(""))
    others = _other_codes(invitees, codes)
    sent = [_suffer(reply, kind, seed, deadline, others) for reply, kind in zip(honest, mishaps, strict=False)]
    return tuple(sorted(chain.from_iterable(sent), key=lambda reply: (reply.day, reply.time, reply.person)))


def _unit(seed: str, purpose: str, person: str) -> float:
    """Return a number 0 ≤ u < 1."""
    return int.from_bytes(digest("demo answers", seed, purpose, person)[:6], "big") / 2**48


def _systematic(weights: Sequence[float], number: float, start: float) -> list[int]:
    """Pick about `number` positions, each with a chance in proportion to its weight."""
    step = sum(weights) / number if number else 1.0
    picked = []
    passed = start
    for place, weight in enumerate(weights):
        passed += weight / step
        if passed >= 1:
            picked.append(place)
            passed -= 1
    return picked


def _age(row: Mapping[str, str]) -> _Age:
    return _AGES[row["age_group"][:2]]


def _school(row: Mapping[str, str], seed: str, deadline: dt.date) -> str:
    if deadline.year - int(row["birth_year"] or 0) <= 18:
        return _PUPIL
    tilt = _age(row).university
    shares = [share * (tilt if school in _UNIVERSITY else 1.0) for school, (share, _ready) in _SCHOOLS.items()]
    point = _unit(seed, "school", row["id"]) * sum(shares)
    passed = accumulate(shares)
    return next(school for school, end in zip(_SCHOOLS, passed, strict=True) if point < end)


def _readiness(row: Mapping[str, str], school: str) -> float:
    educated = _SCHOOLS[school][1] if school in _SCHOOLS else 1.0
    return _age(row).readiness * educated * _NATIONALITIES[row["nationality"]]


def _reply(row: Mapping[str, str], codes: Mapping[str, str], school: str, seed: str, deadline: dt.date) -> Reply:
    person = row["id"]
    on_paper = _unit(seed, "channel", person) < _age(row).paper
    waited = int(_unit(seed, "day", person) ** 1.5 * _DAYS)
    second = int(_unit(seed, "time", person) * 57_600) + 25_200
    return Reply(
        person=person,
        channel=Channel.PAPER if on_paper else Channel.WEB,
        day=deadline - dt.timedelta(days=_DAYS - waited),
        time=f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}",
        code=grouped(codes[person]),
        birth_year=row["birth_year"],
        sex=row["sex"],
        district=row["district"],
        school=school,
    )


def _other_codes(invitees: Sequence[Mapping[str, str]], codes: Mapping[str, str]) -> Mapping[str, str]:
    """Return for every invitee the code of the next one who was born in another year."""
    found: dict[str, str] = {}
    ordered = sorted(invitees, key=lambda row: row["id"])
    for row, after in zip(ordered, [*ordered[1:], *ordered[:1]], strict=True):
        if row["birth_year"] != after["birth_year"]:
            found[row["id"]] = grouped(codes[after["id"]])
    return found


def _suffer(reply: Reply, kind: str, seed: str, deadline: dt.date, others: Mapping[str, str]) -> list[Reply]:
    """Return what arrives of an answer."""
    later = replace(reply, day=min(reply.day + dt.timedelta(days=2), deadline))
    match kind:
        case "both channels":
            other = Channel.WEB if reply.channel is Channel.PAPER else Channel.PAPER
            return [reply, replace(later, channel=other)]
        case "sent twice":
            return [reply, later]
        case "late":
            return [replace(reply, day=deadline + dt.timedelta(days=3))]
        case "no consent":
            return [replace(reply, consent=False)]
        case "unknown answer":
            return [replace(reply, school="Gesellenbrief")]
        case "no answer":
            return [replace(reply, school=_NO_ANSWER)]
        case _:
            return [replace(reply, code=_code(reply, kind, seed, others))]


def _code(reply: Reply, kind: str, seed: str, others: Mapping[str, str]) -> str:
    """Return the code as it was typed."""
    code = reply.code
    place = 8 + len(reply.person) % 3
    match kind:
        case "loosely typed":
            return f" {code.lower().replace('-', ' ')}"
        case "wrong character":
            wrong = ALPHABET[(ALPHABET.index(code[place]) + 1) % len(ALPHABET)]
            return code[:place] + wrong + code[place + 1 :]
        case "swapped characters":
            swap = next((i for i in range(8, 11) if code[i] != code[i + 1]), 8)
            return code[:swap] + code[swap + 1] + code[swap] + code[swap + 2 :]
        case "code of nobody":
            return grouped(make_code(digest("demo answers", seed, "nobody", reply.person)[:BYTES_NEEDED]))
        case "code of another":
            return others.get(reply.person, code)
        case "no code":
            return ""
        case _:
            return code

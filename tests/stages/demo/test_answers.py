import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path

import pytest

from buergerforum.core.applications.codes import make_code
from buergerforum.core.applications.merging import merge, pool_of
from buergerforum.core.applications.standing import quota_standings
from buergerforum.core.chance import digest
from buergerforum.io.settings import Settings, read_settings
from buergerforum.io.workbooks import write_workbook
from buergerforum.model.applications import Channel, Invited, Invitee, Merged, Outcome
from buergerforum.model.pool import Pool
from buergerforum.model.standing import Light
from buergerforum.stages.answers import look_at, read_tables
from buergerforum.stages.demo.answer_files import simulate_answers
from buergerforum.stages.demo.answers import Reply, simulate_replies
from buergerforum.stages.judging import rules_of
from buergerforum.stages.quotas import read_quotas

ROOT = Path(__file__).parents[3]
DEADLINE = dt.date(2026, 9, 25)
SHARES: Mapping[str, Mapping[str, int]] = {
    "district": {
        "Innenstadt-West": 54,
        "Innenstadt-Nord": 61,
        "Innenstadt-Ost": 59,
        "Eving": 39,
        "Scharnhorst": 47,
        "Brackel": 56,
        "Aplerbeck": 56,
        "Hörde": 57,
        "Hombruch": 57,
        "Lütgendortmund": 49,
        "Huckarde": 37,
        "Mengede": 40,
    },
    "age_group": {"16-29": 106, "30-44": 116, "45-59": 122, "60-74": 98, "75+": 62},
    "sex": {"w": 508, "m": 492},
    "nationality": {"DE": 782, "EU": 75, "other": 143},
}


def pick(seed: str, feature: str, person: str) -> str:
    shares = SHARES[feature]
    point = int.from_bytes(digest("invented", seed, feature, person)[:6], "big") % sum(shares.values())
    return next(value for value, end in zip(shares, accumulate(shares.values()), strict=True) if point < end)


@cache
def invitees(seed: str, number: int = 2000) -> Sequence[Mapping[str, str]]:
    rows = []
    for place in range(number):
        person = f"P{place:05}"
        cells = {feature: pick(seed, feature, person) for feature in SHARES}
        year = str(2026 - int(cells["age_group"][:2]) - digest("invented", seed, "year", person)[0] % 14)
        rows.append({"id": person, "birth_year": year, **cells})
    return rows


@cache
def codes(seed: str) -> Mapping[str, str]:
    return {row["id"]: make_code(digest("invented", seed, "code", row["id"])) for row in invitees(seed)}


@pytest.fixture(scope="module")
def settings() -> Settings:
    return read_settings(ROOT / "src/buergerforum/data/forum.yaml")[0]


def merged(seed: str, settings: Settings, folder: Path) -> tuple[Merged, Pool]:
    web, paper = simulate_answers(invitees(seed), codes(seed), seed, DEADLINE)
    (folder / "web.csv").write_bytes(web)
    write_workbook(folder / "paper.xlsx", [paper])
    tables = read_tables([folder / "web.csv", folder / "paper.xlsx"])
    files = [one.file for one in look_at(tables, settings, rules_of(settings))]
    rules = rules_of(settings)
    people = {
        row["id"]: Invitee(
            row["id"], int(row["birth_year"]), row["sex"], tuple(row[feature] for feature in rules.register)
        )
        for row in invitees(seed)
    }
    invited = Invited(people, {code: person for person, code in codes(seed).items()})
    found = merge(files, invited, rules)
    return found, pool_of(found, invited, rules)


@pytest.mark.parametrize("seed", ["demo", "0", "1"])
def test_about_eight_per_cent_answer_and_everything_goes_wrong_that_can(
    seed: str, settings: Settings, tmp_path: Path
) -> None:
    found, pool = merged(seed, settings, tmp_path)
    assert 155 <= len(found.verdicts) <= 175
    reasons = Counter(one.reason and one.reason.value for one in found.verdicts)
    assert set(reasons) == {
        None,
        "late",
        "no-consent",
        "code-missing",
        "code-unknown",
        "birth-year-differs",
        "duplicate",
        "value-unknown",
    }
    assert (reasons["duplicate"], reasons["late"]) == (6, 2)
    assert sum(one.mended for one in found.verdicts) == 5
    assert {one.answer.channel for one in found.verdicts} == {Channel.WEB, Channel.PAPER, Channel.PHONE}
    assert len(pool.applicants) >= 135


@pytest.mark.parametrize("seed", [str(number) for number in range(8)])
def test_every_quota_of_the_example_has_enough_people(seed: str, settings: Settings, tmp_path: Path) -> None:
    table = read_quotas(ROOT / "quotas/dortmund.yaml").table
    standings = quota_standings(merged(seed, settings, tmp_path)[1], table)
    assert [(one.value, one.pool, one.minimum) for one in standings if one.light is Light.RED] == []


def test_some_groups_answer_less_than_others() -> None:
    answered: Counter[str] = Counter()
    invited: Counter[str] = Counter()
    for seed in map(str, range(5)):
        replied = {reply.person for reply in simulate_replies(invitees(seed), codes(seed), seed, DEADLINE)}
        for row in invitees(seed):
            for value in (row["age_group"], "German" if row["nationality"] == "DE" else "foreign"):
                invited[value] += 1
                answered[value] += row["id"] in replied
    rate = {value: answered[value] / invited[value] for value in invited}
    assert min(rate["45-59"], rate["60-74"]) > 1.2 * max(rate["16-29"], rate["75+"])
    assert rate["German"] > 1.3 * rate["foreign"]


def test_high_certificates_answer_more_than_their_share() -> None:
    replies = [reply for seed in "0123" for reply in simulate_replies(invitees(seed), codes(seed), seed, DEADLINE)]
    high = sum(reply.school in {"Abitur", "Fachhochschulreife"} for reply in replies) / len(replies)
    assert 0.5 < high < 0.75


def test_the_same_seed_gives_the_same_answers_whatever_the_order_of_the_invitees() -> None:
    rows = invitees("demo")
    web, paper = simulate_answers(rows, codes("demo"), "x", DEADLINE)
    assert simulate_answers(rows[::-1], codes("demo"), "x", DEADLINE) == (web, paper)
    assert simulate_answers(rows, codes("demo"), "y", DEADLINE)[0] != web


def test_only_the_late_answers_come_after_the_deadline() -> None:
    days = [reply.day for reply in simulate_replies(invitees("demo"), codes("demo"), "demo", DEADLINE)]
    assert sum(day > DEADLINE for day in days) == 2
    assert min(days) >= DEADLINE - dt.timedelta(days=21)


def test_the_files_look_as_offices_get_them() -> None:
    web, paper = simulate_answers(invitees("demo"), codes("demo"), "demo", DEADLINE)
    assert web.startswith(b'\xef\xbb\xbf"id. Antwort-ID","submitdate. Datum Abgeschickt"')
    rows = list(csv.reader(io.StringIO(web.decode("utf-8-sig"))))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert any(row[-1].startswith("=HYPERLINK") for row in rows)
    assert all(row[10].endswith("@example.org") for row in rows[1:])
    assert paper.header[:4] == ("Lfd. Nr.", "Eingangsdatum", "Eingangsweg", "Code")
    assert {row[2] for row in paper.rows} == {"Karte", "Telefon"}


def test_few_invitees_give_few_answers() -> None:
    few: tuple[Reply, ...] = simulate_replies(invitees("demo")[:50], codes("demo"), "demo", DEADLINE)
    assert len(few) <= 10
    assert simulate_replies((), {}, "demo", DEADLINE) == ()


def test_clear_answers_are_the_people_of_the_pool(settings: Settings, tmp_path: Path) -> None:
    found, pool = merged("demo", settings, tmp_path)
    clear = sorted(one.person for one in found.verdicts if one.outcome is Outcome.CLEAR)
    assert clear == [one.id for one in pool.applicants]

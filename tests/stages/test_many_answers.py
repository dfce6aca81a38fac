"""The story of 400 answers in five files: every case there is, and what becomes of each."""

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from buergerforum.core.applications.codes import grouped, make_code
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table, write_csv
from buergerforum.io.workbooks import Sheet, write_workbook
from buergerforum.model.state import Single
from buergerforum.stages.judging import MergeOptions, plan_merge
from buergerforum.stages.merge import LISTS, run_merge
from buergerforum.stages.new import run_new
from buergerforum.stages.record import run_record
from buergerforum.stages.running import record
from buergerforum.stages.states import states_of

HEADER = ("Nr", "Eingang", "Kanal", "Code", "Geburtsjahr", "Geschlecht", "Schulabschluss", "Einwilligung")
ASKED = ("Können Sie an allen Terminen?", "Ratsmitglied", "Name", "E-Mail")
INVITEES = 400


@dataclass(frozen=True)
class Someone:
    """Somebody who was invited."""

    id: str
    code: str
    year: int
    sex: str

    @property
    def row(self) -> dict[str, str]:
        """Return an answer in which everything is right."""
        return {
            "Eingang": "2026-09-10 10:00:00",
            "Kanal": "Web",
            "Code": self.code,
            "Geburtsjahr": str(self.year),
            "Geschlecht": self.sex,
            "Schulabschluss": "Abitur",
            "Einwilligung": "Ja",
            "Können Sie an allen Terminen?": "Ja",
            "Ratsmitglied": "Nein",
            "Name": "Elfi Musterlein",
            "E-Mail": "elfi@example.org",
        }


@dataclass
class Story:
    """What was answered, and what is to become of it."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """File and cells."""
    expected: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Reason, blank for clear, and id by running number."""
    states: dict[str, str] = field(default_factory=dict)
    """State in the end by id."""

    def tell(self, one: Someone, reason: str, state: str, whose: str | None = None, **changes: str) -> None:
        """Add an answer."""
        number = str(len(self.rows) + 1)
        named = {name.replace("_", " "): text for name, text in changes.items()}
        self.rows.append((len(self.rows) % 5, one.row | named | {"Nr": number}))
        self.expected[number] = (reason, one.id if whose is None else whose)
        self.states[one.id] = state


def people() -> list[Someone]:
    chance = random.Random(3)
    return [
        Someone(f"R{n:03}", grouped(make_code(chance.randbytes(16))), 1950 + n % 50, "mw"[n % 2])
        for n in range(INVITEES)
    ]


def wrong(code: str, *places: int) -> str:
    """Return a code with wrong characters."""
    cells = list(code)
    for place in places:
        cells[place] = "3" if cells[place] == "2" else "2"
    return "".join(cells)


AVAILABLE = "Können Sie an allen Terminen?"


def tell(everybody: list[Someone]) -> Story:
    """Tell every case five times or more, and fill up with answers in which nothing is wrong."""
    story = Story()
    someone: Iterator[Someone] = iter(everybody[20:])
    for _time in range(5):
        story.tell(next(someone), "late", "excluded", Eingang="2026-09-26")
        story.tell(next(someone), "received-missing", "in-review", Eingang="gestern")
        story.tell(next(someone), "no-consent", "declined", Einwilligung="Nein")
        story.tell(next(someone), "no-consent", "declined", Einwilligung="")
        story.tell(next(someone), "consent-unclear", "in-review", Einwilligung="nur ohne Foto")
        story.tell(next(someone), "code-missing", "invited", whose="", Code="")
        one = next(someone)
        story.tell(one, "code-mistyped", "in-review", whose="", Code=wrong(one.code, 0, 5))
        story.tell(next(someone), "code-unknown", "invited", whose="", Code=grouped(make_code(bytes([200] * 16))))
        one = next(someone)
        story.tell(one, "", "applied", Code=wrong(one.code, 4))
        one = next(someone)
        story.tell(one, "", "applied", Code=one.code.lower().replace("-", " "))
        story.tell(next(someone), "birth-year-missing", "in-review", Geburtsjahr="")
        story.tell(next(someone), "birth-year-differs", "in-review", Geburtsjahr="1905")
        one = next(someone)
        story.tell(one, "sex-differs", "in-review", Geschlecht="m" if one.sex == "w" else "w")
        story.tell(next(someone), "", "applied", Geschlecht="keine Angabe")
        story.tell(next(someone), "conflict", "excluded", Ratsmitglied="Ja")
        story.tell(next(someone), "not-available", "excluded", **{AVAILABLE: "Nein"})
        story.tell(next(someone), "value-unknown", "in-review", **{AVAILABLE: "meistens"})
        story.tell(next(someone), "value-unknown", "in-review", Schulabschluss="Gesellenbrief")
        story.tell(next(someone), "value-missing", "in-review", Schulabschluss="")
        story.tell(next(someone), "", "applied", Schulabschluss="keine Angabe")
        one = next(someone)
        story.tell(one, "duplicate", "applied", Eingang="2026-09-09")
        story.tell(one, "", "applied", Kanal="Karte", Eingang="2026-09-11")
        one = next(someone)
        story.tell(one, "consent-withdrawn", "declined")
        story.tell(one, "no-consent", "declined", Eingang="2026-09-12", Einwilligung="Nein")
        first, second = next(someone), next(someone)
        story.tell(first, "household", "excluded", Eingang="2026-09-10 12:00:00")
        story.tell(second, "", "applied", Eingang="2026-09-10 09:00:00")
    for one, reason, state in zip(
        everybody[:20],
        itertools.cycle(("withdrawn", "objected", "died", "moved")),
        itertools.cycle(("withdrawn", "objected", "died", "moved")),
        strict=False,
    ):
        story.tell(one, reason, state)
    while len(story.rows) < INVITEES:
        story.tell(next(someone), "", "applied", Kanal=("Web", "Karte", "Telefon", "E-Mail")[len(story.rows) % 4])
    return story


def make(folder: Path, everybody: list[Someone], story: Story) -> Procedure:
    """Make a procedure in which everybody was invited; the last two people of each round live together."""
    home = run_new(folder)
    told = home.settings_path.read_text("utf-8").replace("language: de", "language: en")
    home.settings_path.write_text(told, "utf-8")
    homes = {}
    by_reason = {story.expected[row["Nr"]][1]: row for _file, row in story.rows}
    pairs = [number for number, (reason, _one) in story.expected.items() if reason == "household"]
    for number in pairs:
        for one in (story.expected[number][1], story.expected[str(int(number) + 1)][1]):
            assert one in by_reason
            homes[one] = f"home of {number}"
    header = ("id", "district", "birth_year", "age_group", "sex", "nationality", "household", "special_address")
    home.path("draw/wave-1").mkdir(parents=True)
    rows = [(one.id, "Eving", str(one.year), "45-59", one.sex, "DE", homes.get(one.id, ""), "0") for one in everybody]
    write_csv(home.path("draw/wave-1/invitees.csv"), header, rows)
    write_csv(home.path("private/codes.csv"), ("id", "code"), [(one.id, one.code) for one in everybody])
    ids = [one.id for one in everybody]
    record(home, "record", {"people": {"draw": ids, "invite": ids}})
    for place, what in enumerate((Single.WITHDRAW, Single.OBJECTS, Single.DIED, Single.MOVED)):
        run_record(home, what, ids[place:20:4])
    return home


def write(folder: Path, story: Story) -> list[Path]:
    """Write the five files, the last two of them workbooks."""
    header = (*HEADER, *ASKED)
    files = []
    for number in range(5):
        rows = [[row[heading] for heading in header] for file, row in story.rows if file == number]
        path = folder / f"answers-{number}.{'xlsx' if number > 2 else 'csv'}"
        if number > 2:
            write_workbook(path, [Sheet("Answers", header, rows)])
        else:
            write_csv(path, header, rows)
        files.append(path)
    return files


@pytest.fixture(scope="module")
def everybody() -> list[Someone]:
    return people()


@pytest.fixture(scope="module")
def story(everybody: list[Someone]) -> Story:
    return tell(everybody)


def test_every_answer_becomes_what_it_should(tmp_path: Path, everybody: list[Someone], story: Story) -> None:
    assert len(story.rows) == INVITEES
    home = make(tmp_path / "forum", everybody, story)
    report = run_merge(plan_merge(home, MergeOptions(tuple(write(tmp_path, story))), None, ""))
    assert (report.answers, report.repeated, report.mended) == (400, 0, 5)
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for name in ("review.csv", "rejected.csv"):
        for row in read_table(home.path(f"applications/{name}")).records():
            found[row["source"], row["row"]] = (row["reason"], row["id"])
    rows = Counter[int]()
    wanted = {}
    for file, row in story.rows:
        rows[file] += 1
        source = f"answers-{file}.{'xlsx' if file > 2 else 'csv'}"
        if story.expected[row["Nr"]][0]:
            wanted[source, str(rows[file] + 1)] = story.expected[row["Nr"]]
    assert found == wanted
    clear = sorted(person for reason, person in story.expected.values() if not reason)
    assert read_table(home.path("applications/pool.csv")).columns["id"] == clear
    states = {person: one.state.value for person, one in states_of(home).items()}
    assert {person: states[person] for person in story.states} == story.states
    assert {state for person, state in states.items() if person not in story.states} == {"invited"}


def test_any_order_and_repetition_give_the_same_pool(tmp_path: Path, everybody: list[Someone], story: Story) -> None:
    files = write(tmp_path, story)
    results = set()
    for number, order in enumerate(((0, 1, 2, 3, 4), (4, 2, 2, 0, 3, 1), (3, 1, 4, 0, 2))):
        home = make(tmp_path / str(number), everybody, story)
        for step in order:
            run_merge(plan_merge(home, MergeOptions((files[step],)), None, ""))
        run_merge(plan_merge(home, MergeOptions(tuple(files[step] for step in order)), None, ""))
        results.add(tuple(home.path(f"applications/{name}").read_bytes() for name in LISTS))
    assert len(results) == 1

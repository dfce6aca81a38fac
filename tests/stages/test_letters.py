import unicodedata
from collections.abc import Callable, Sequence
from hashlib import sha256
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from pypdf import PdfReader

from buergerforum.core.applications.codes import check_code
from buergerforum.core.letters.kinds import MAILINGS
from buergerforum.core.record.receipt import read_receipt
from buergerforum.core.state.changes import line_of
from buergerforum.errors import InputError, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import files_below
from buergerforum.io.tables import read_table, write_csv
from buergerforum.model.letters import Kind
from buergerforum.model.state import Happening
from buergerforum.stages.letter_preview import preview_letter
from buergerforum.stages.letters import LetterReport, run_letters
from buergerforum.stages.mailing import LetterOptions, plan_letters
from buergerforum.stages.new import run_new
from buergerforum.stages.running import journal_of, record

KEY = (
    "id;first_names;called_name;family_name;doctor;street;house_number;addition;postcode;town;country\n"
    "A1;Kim Toni;Kim;Mustermensch;;Beispielstraße;1;;44300;Dortmund;\n"
    "A2;Robin;;*;DR.;Musterweg;2b;c/o Erfunden;44100;Dortmund;\n"
    "A3;;;{{ name }};;Beispielstraße;3;;44200;Dortmund;\n"
    "A4;Sascha;;<b>$x$;;Beispielstraße;4;;1010;Erfundenstadt;Österreich\n"
    "A5;Alex;;Platzhalter;;Beispielstraße;5;;44150;Dortmund;Deutschland\n"
    "A9;Niemals;;Angeschrieben;;;;;;;\n"
)
DRAWN = ["A5", "A1", "A2", "A3", "A4"]
PERSONAL = ("Mustermensch", "Platzhalter", "Beispielstraße", "44300")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.csv"
    path.write_text(KEY, "utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    return make_home(tmp_path / "forum")


def make_home(folder: Path) -> Procedure:
    """Return a procedure in which five people were drawn, four applied and two were selected."""
    home = run_new(folder)
    draw(home, 1, DRAWN)
    for name, ids in {
        "draw/wave-1/invitees.csv": ["A5", "A1", "A2", "A3", "A4"],
        "applications/pool.csv": ["A1", "A2", "A3", "A4"],
        "selection/panel.csv": ["A1", "A3"],
        "selection/waiting.csv": ["A4"],
    }.items():
        home.path(name).parent.mkdir(parents=True, exist_ok=True)
        write_csv(home.path(name), ("id", "sex"), [(one, "x") for one in ids])
    return home


def draw(home: Procedure, wave: int, ids: list[str]) -> None:
    """Write into the journal that people were drawn."""
    record(home, "run", {"folder": f"draw/wave-{wave}", **line_of({Happening.DRAW: ids})})


def tell(home: Procedure, happened: dict[Happening, list[str]]) -> None:
    """Write into the journal what happened to people, as the stages do."""
    record(home, "record", dict(line_of(happened)))


def select(home: Procedure) -> None:
    """Let four people apply, of whom two are selected and one is put on the waiting list."""
    tell(home, {Happening.APPLY: ["A1", "A2", "A3", "A4"]})
    tell(home, {Happening.REJECT: ["A2"], Happening.WAIT: ["A4"], Happening.SELECT: ["A1", "A3"]})


def dice() -> Callable[[int], bytes]:
    """Return a source of random bytes that is the same in every test."""
    numbers = count()
    return lambda size: sha256(b"test %d" % next(numbers)).digest()[:size]


def send(home: Procedure, kind: Kind, key: Path, *, again: str = "", batch: int = 200) -> LetterReport:
    return run_letters(plan_letters(home, kind, LetterOptions(key, batch=batch), None, again), dice())


def pages(path: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(path.read_bytes())).pages]


def names(folder: Path) -> list[str]:
    """Return whom the letters in a folder speak to, in their order."""
    texts = [page for path in sorted(folder.glob("*.pdf")) for page in pages(path)]
    return [line for text in texts for line in text.splitlines() if line.startswith("Guten Tag ")]


def test_invitations_by_postcode_with_codes_and_receipt(home: Procedure, key: Path) -> None:
    report = send(home, Kind.INVITATION, key, batch=2)
    assert (report.letters, report.files, report.pages, report.codes) == (5, 3, 10, 5)
    assert report.folder == home.path("private/letters/invitation-1")
    assert names(report.folder) == [
        "Guten Tag Robin *,",
        "Guten Tag Alex Platzhalter,",
        "Guten Tag {{ name }},",
        "Guten Tag Kim Mustermensch,",
        "Guten Tag Sascha <b>$x$,",
    ]
    codes = read_table(home.path("private/codes.csv")).columns
    assert codes["id"] == ["A1", "A2", "A3", "A4", "A5"]
    assert all(check_code(code) == code.replace("-", "") for code in codes["code"])
    assert len(set(codes["code"])) == 5
    (first, *_others) = pages(report.folder / "batch-001.pdf")
    assert codes["code"][1] in first
    assert "Dr. Robin *\nc/o Erfunden\nMusterweg 2b\n44100 Dortmund\n" in first
    receipt = read_receipt(home.path("letters/invitation-1/receipt.json").read_bytes(), "receipt.json")
    assert receipt.figures == {"letters": 5, "pages": 10, "batches": 3, "left_out": 0, "skipped": 0}
    assert [one.name for one in receipt.inputs] == [
        "draw/wave-1/invitees.csv",
        "forum.yaml",
        "key.csv",
        "letters/de/einladung.md.j2",
    ]


def test_the_list_for_the_print_shop(home: Procedure, key: Path) -> None:
    report = send(home, Kind.INVITATION, key, batch=4)
    table = read_table(report.folder / "batches.csv")
    assert table.columns["file"] == ["batch-001.pdf", "batch-002.pdf"]
    assert (table.columns["letters"], table.columns["pages"]) == (["4", "1"], ["8", "2"])
    digests = [sha256((report.folder / name).read_bytes()).hexdigest() for name in table.columns["file"]]
    assert table.columns["sha256"] == digests


def test_the_journal_knows_kind_and_ids_and_only_the_private_folder_names(home: Procedure, key: Path) -> None:
    send(home, Kind.INVITATION, key)
    details = journal_of(home)[-1].details
    assert (details["stage"], details["kind"], details["ids"]) == (
        "letters",
        "invitation",
        ["A1", "A2", "A3", "A4", "A5"],
    )
    public = [path for path in files_below(home.root) if "private" not in path.relative_to(home.root).parts]
    codes = read_table(home.path("private/codes.csv")).columns["code"]
    for path in public:
        raw = path.read_bytes()
        assert [word for word in (*PERSONAL, *codes) if word.encode() in raw] == [], path.name


def test_acceptance_and_rejection_follow_from_the_selection(home: Procedure, key: Path) -> None:
    send(home, Kind.INVITATION, key)
    codes = dict(zip(*read_table(home.path("private/codes.csv")).columns.values(), strict=True))
    select(home)
    accepted = send(home, Kind.ACCEPTANCE, key)
    rejected = send(home, Kind.REJECTION, key)
    assert names(accepted.folder) == ["Guten Tag {{ name }},", "Guten Tag Kim Mustermensch,"]
    assert names(rejected.folder) == ["Guten Tag Robin *,"]
    assert codes["A3"] in pages(accepted.folder / "batch-001.pdf")[0]
    assert (accepted.codes, rejected.codes) == (0, 0)
    (text,) = pages(rejected.folder / "batch-001.pdf")
    assert "Für 2 Plätze hatten sich 4 Menschen gemeldet" in " ".join(text.split())


def test_the_same_letters_have_the_same_bytes(tmp_path: Path, key: Path) -> None:
    shuffled = tmp_path / "shuffled" / "key.csv"
    shuffled.parent.mkdir()
    head, *rows = KEY.splitlines(keepends=True)
    shuffled.write_text(head + "".join(rows[::-1]), "utf-8")
    found = []
    for number, addresses in enumerate((key, key, shuffled)):
        home = make_home(tmp_path / f"forum{number}")
        send(home, Kind.INVITATION, addresses)
        found.append({path.name: path.read_bytes() for path in files_below(home.path("private"))})
    assert found[0] == found[1] == found[2]


def test_nobody_gets_the_same_letter_twice_without_a_reason(home: Procedure, key: Path) -> None:
    send(home, Kind.INVITATION, key)
    codes = home.path("private/codes.csv").read_bytes()
    with pytest.raises(UsageError, match="“letters/invitation-1” holds a result already"):
        send(home, Kind.INVITATION, key)
    report = send(home, Kind.INVITATION, key, again="Die Druckerei hat sie verloren.")
    assert report.codes == 0
    assert home.path("private/codes.csv").read_bytes() == codes
    assert home.path("private/earlier/letters/invitation-1-1/batch-001.pdf").exists()
    assert journal_of(home)[-1].details["again"] == "Die Druckerei hat sie verloren."


def test_a_further_wave_gets_new_codes_and_the_first_keeps_its_own(home: Procedure, key: Path) -> None:
    send(home, Kind.INVITATION, key)
    before = read_table(home.path("private/codes.csv")).columns
    home.path("draw/wave-2").mkdir()
    write_csv(home.path("draw/wave-2/invitees.csv"), ("id",), [("A10",)])
    draw(home, 2, ["A10"])
    key.write_text(KEY + "A10;Neu;;Erfunden;;Beispielstraße;6;;44100;Dortmund;\n", "utf-8")
    report = send(home, Kind.INVITATION, key)
    assert report.folder == home.path("private/letters/invitation-2")
    after = read_table(home.path("private/codes.csv")).columns
    assert (report.letters, report.codes) == (1, 1)
    assert set(zip(*before.values(), strict=True)) < set(zip(*after.values(), strict=True))


def test_one_mailing_is_for_one_wave_the_earliest_first(home: Procedure, key: Path) -> None:
    tell(home, {Happening.UNDRAW: DRAWN})
    draw(home, 2, ["A3"])
    draw(home, 1, ["A1", "A2"])
    found = [(report.folder.name, report.letters) for report in (send(home, Kind.INVITATION, key) for _wave in "12")]
    assert found == [("invitation-1", 2), ("invitation-2", 1)]


def test_marks_written_apart_are_joined_to_their_letters(home: Procedure, key: Path) -> None:
    key.write_text(unicodedata.normalize("NFD", KEY.replace("Mustermensch", "Müşterı")), "utf-8")
    shown = names(send(home, Kind.INVITATION, key).folder)
    assert "Guten Tag Kim Müşterı," in shown


def nothing_was_written(home: Procedure) -> bool:
    return (
        len(journal_of(home)) == 2
        and files_below(home.path("private")) == []
        and not home.path("letters/invitation-1").exists()
    )


def test_all_faulty_addresses_are_listed_and_nothing_is_printed(home: Procedure, key: Path) -> None:
    damaged = KEY.replace(
        "A1;Kim Toni;Kim;Mustermensch;;Beispielstraße;1;;44300", "A1;Kim Toni;Kim;Mustermensch;;;1;;4430"
    )
    damaged = damaged.replace("{{ name }}", "中文").replace("A4;", "A8;").replace("c/o Erfunden", "Hinterhaus " * 60)
    key.write_text(damaged + "A5;Alex;;Doppelt;;Beispielstraße;5;;44150;Dortmund;\n", "utf-8")
    with pytest.raises(InputError) as caught:
        send(home, Kind.INVITATION, key)
    assert [(problem.row, problem.column, problem.what) for problem in caught.value.problems] == [
        (2, "street", "A1: The address is not complete."),
        (2, "postcode", "A1: The postcode does not have five digits."),
        (3, "", "A2: The address needs 18 lines; the field has 6."),
        (4, "", "A3: The typeface of the letters lacks characters of this address: U+4E2D, U+6587."),
        (8, "id", "A5 is there twice."),
        (None, "", "A4 is not in the key file."),
    ]
    assert [word for word in PERSONAL if word in str(caught.value)] == []
    assert nothing_was_written(home)


def test_a_mistake_in_the_template_is_named_and_nothing_is_printed(home: Procedure, key: Path) -> None:
    template = home.path("letters/de/einladung.md.j2")
    lines = template.read_text("utf-8").splitlines()
    lines.append("{{ hotlin.phone }}")
    template.write_text("\n".join(lines), "utf-8")
    with pytest.raises(InputError) as caught:
        send(home, Kind.INVITATION, key)
    said = f"einladung.md.j2, row {len(lines)}: There is no value named “hotlin”. Did you mean “hotline”?"
    assert str(caught.value) == said
    assert nothing_was_written(home)


def test_template_logo_and_addresses_are_found_wrong_at_once(home: Procedure, key: Path) -> None:
    template = home.path("letters/de/einladung.md.j2")
    template.write_text(template.read_text("utf-8") + "{{ hotlin.phone }}\n", "utf-8")
    settings = home.settings_path.read_text("utf-8")
    home.settings_path.write_text(settings.replace('logo: ""', "logo: gross.svg"), "utf-8")
    home.path("gross.svg").write_bytes(b"<svg" + b" " * 600_000)
    key.write_text(KEY.replace("A4;", "A8;"), "utf-8")
    with pytest.raises(InputError) as caught:
        send(home, Kind.INVITATION, key)
    assert [problem.file for problem in caught.value.problems] == ["einladung.md.j2", "gross.svg", "key.csv"]
    assert nothing_was_written(home)
    plan = plan_letters(home, Kind.INVITATION, LetterOptions(key, skip_faulty=True), None, "")
    with pytest.raises(InputError) as caught:
        run_letters(plan, dice())
    assert [problem.file for problem in caught.value.problems] == ["einladung.md.j2", "gross.svg"]


def test_letters_wait_for_the_stage_before(tmp_path: Path, key: Path) -> None:
    home = run_new(tmp_path / "forum")
    with pytest.raises(UsageError, match="Nobody has been drawn yet"):
        send(home, Kind.INVITATION, key)
    tell(home, {Happening.DRAW: ["A1"]})
    with pytest.raises(UsageError, match="Nobody has been selected yet"):
        send(home, Kind.REJECTION, key)
    with pytest.raises(UsageError, match="Letters need addresses"):
        run_letters(plan_letters(home, Kind.INVITATION, LetterOptions(), None, ""))


def test_no_acceptance_without_a_code(home: Procedure, key: Path) -> None:
    select(home)
    with pytest.raises(UsageError, match="none have been given out"):
        send(home, Kind.ACCEPTANCE, key)
    write_csv(home.path("private/codes.csv"), ("id", "code"), [("A2", "222-222-2222")])
    with pytest.raises(InputError, match=r"A1 has no personal code\.\n.*A3 has no personal code\."):
        send(home, Kind.ACCEPTANCE, key)


def test_nobody_to_write_to_is_no_error(home: Procedure, key: Path) -> None:
    send(home, Kind.INVITATION, key)
    tell(home, {Happening.APPLY: ["A1"]})
    tell(home, {Happening.SELECT: ["A1"]})
    report = send(home, Kind.REJECTION, key)
    assert (report.letters, report.files) == (0, 0)


def test_without_a_procedure_everything_is_named(home: Procedure, key: Path, tmp_path: Path) -> None:
    people, settings = home.path("draw/wave-1/invitees.csv"), home.path("forum.yaml")
    invited = tmp_path / "invited"
    wishes = LetterOptions(key, people=people, settings=settings)
    report = run_letters(plan_letters(None, Kind.INVITATION, wishes, invited, ""), dice())
    assert (report.letters, report.folder) == (5, invited)
    assert sorted(path.name for path in invited.iterdir()) == [
        "batch-001.pdf",
        "batches.csv",
        "codes.csv",
        "cover.pdf",
        "letters.csv",
        "receipt.json",
    ]
    wishes = LetterOptions(key, people=home.path("selection/panel.csv"), codes=invited / "codes.csv", settings=settings)
    assert run_letters(plan_letters(None, Kind.ACCEPTANCE, wishes, tmp_path / "accepted", "")).letters == 2
    assert run_letters(plan_letters(None, Kind.REJECTION, wishes, tmp_path / "rejected", "")).letters == 2
    assert len(journal_of(home)) == 2
    with pytest.raises(UsageError, match="Without a procedure folder, letters need"):
        plan_letters(None, Kind.REJECTION, LetterOptions(key, people=people), tmp_path / "none", "")


def test_a_return_line_that_is_too_wide_is_named(home: Procedure, key: Path) -> None:
    settings = home.settings_path.read_text("utf-8")
    home.settings_path.write_text(settings.replace('return_line: ""', f"return_line: {'Stadt ' * 40}"), "utf-8")
    with pytest.raises(InputError, match=r"forum.yaml, column “letters.return_line”: The line is too wide"):
        send(home, Kind.INVITATION, key)


@pytest.mark.parametrize("kind", [*MAILINGS])
def test_a_preview_goes_to_nobody_and_is_not_recorded(home: Procedure, kind: Kind) -> None:
    path, picture = preview_letter(home, kind, None, None)
    assert path == home.path(f"private/preview-{kind.value}.pdf")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "Guten Tag Kim Musterperson-Beispiel," in pages(path)[0]
    assert len(journal_of(home)) == 2


def test_a_preview_needs_settings(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="A preview needs settings"):
        preview_letter(None, Kind.INVITATION, None, tmp_path)


INVITATION = (
    "Ihr Name wurde zufällig aus dem Melderegister gezogen",
    "Worum geht es?",
    "Wie wollen wir in Dortmund künftig zusammenleben?",
    "Samstag, 14. November 2026",
    "Samstag, 16. Januar 2027",
    "Musterhalle, Musterplatz 2",
    "Sie nehmen an allen Terminen teil.",
    "Aufwandsentschädigung: 80 Euro",
    "Kinderbetreuung:",
    "Barrierefreiheit:",
    "Wir übersetzen kostenfrei",
    "bitte bis Freitag, 25. September 2026",
    "Im Internet:",
    "Per Post:",
    "Am Telefon:",
    "gilt nur für Sie persönlich",
    "Die Teilnahme ist freiwillig.",
    "losen wir die 50 Mitglieder des Forums aus",
    "Quoten",
    "Ist dieses Schreiben echt?",
    "0231 555-0100, montags bis freitags",
    "Artikel 14 der Datenschutz-Grundverordnung",
    "Verantwortlich:",
    "Datenschutzbeauftragte",
    "Woher wir Ihre Daten haben",
    "Rechtsgrundlage:",
    "Wer die Daten erhält:",
    "Wann wir löschen:",
    "Ihre Rechte:",
    "Aufsichtsbehörde",
    "English:",
    "Türkçe:",
    "Polski:",
    "Українська:",
)
ACCEPTANCE = (
    "Samstag, 14. November 2026",
    "Bitte sagen Sie bis Samstag, 31. Oktober 2026 verbindlich zu",
    "geben wir den Platz einem Menschen weiter, der nachrückt",
    "Was wir von Ihnen wissen möchten",
    "Aufwandsentschädigung: 80 Euro",
    "Einwilligung Ihrer Eltern",
)
REJECTION = (
    "vielen Dank",
    "Quoten und das Los, nicht Ihre Person",
    "Wie Sie trotzdem mitreden können",
    "Stadtkonferenzen",
    "löschen wir spätestens am 12. Dezember 2026",
)


@pytest.mark.parametrize(
    ("kind", "contents"),
    [(Kind.INVITATION, INVITATION), (Kind.ACCEPTANCE, ACCEPTANCE), (Kind.REJECTION, REJECTION)],
)
def test_each_letter_says_what_it_must(home: Procedure, kind: Kind, contents: Sequence[str]) -> None:
    text = " ".join(" ".join(pages(preview_letter(home, kind, None, None)[0])).split())
    assert [words for words in contents if words not in text] == []
    assert ("222-222-2222" in text) == (kind is not Kind.REJECTION)

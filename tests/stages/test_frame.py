"""The frame on disk: what is written, what never is, and what happens when something goes wrong on the way."""

import hashlib
import stat
import sys
from pathlib import Path

import pytest
import yaml

from buergerforum.core.frame.extract import RandomBytes
from buergerforum.errors import InputError, StorageError, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import files_below
from buergerforum.io.tables import read_table
from buergerforum.io.workbooks import rows_of_workbook
from buergerforum.stages.frame import FrameOptions, FrameResult, plan_frame, run_frame
from buergerforum.stages.new import run_new
from buergerforum.stages.running import journal_of

HEADER = (
    "Ordnungsmerkmal;Familienname;Vornamen;Rufname;Doktorgrad;Geburtsdatum;Geschlecht;Staatsangehörigkeit;Straße;"
    "Hausnummer;Zusatz;PLZ;Ort;AGS;Statistischer Unterbezirk;Wohnungsstatus;Auskunftssperre;Bedingter Sperrvermerk;"
    "Sterbedatum"
)
TRAPS = (
    # nobody special
    "9001;Beispielmann;Musterine Probe;Musterine;Dr.;01.02.1980;w;000;Erfundenstraße;12;;44000;Musterstadt;1;011;HW;;;",
    # the same household, another way of writing the address, and a date as the spreadsheet counts
    "9002;Beispielmann;Mustero;Mustero;;29252;1;0;Erfundenstr.;12;;44000;Musterstadt;1;11;alleinige Wohnung;;;",
    # two nationalities, two rows
    "9003;Örnekoğlu;Fantaine;Fantaine;;19900505;weiblich;163;Nirgendweg;3 a;;44000;Musterstadt;1;012;H;;;",
    "9003;Örnekoğlu;Fantaine;Fantaine;;19900505;weiblich;000;Nirgendweg;3a;;44000;Musterstadt;1;012;H;;;",
    # a second dwelling in the city
    "9004;Probehausen;Skizzeo;Skizzeo;;1961-03-04;m;152;Nirgendweg;5;;44000;Musterstadt;1;012;Hauptwohnung;;;",
    "9004;Probehausen;Skizzeo;Skizzeo;;04.03.1961;m;152;Traumallee;9;;44000;Musterstadt;1;011;Nebenwohnung;;;",
    # no Ordnungsmerkmal, twice
    ";Z\u0306xempel;Vzora;Vzora;;07.07.1955;w;998;Traumallee;1;Hinterhaus;44000;Musterstadt;1;011;HW;;;",
    ";Z\u0306xempel;Vzora;Vzora;;7.7.1955;w;998;Traum-Allee;01;Hinterhaus;44000;Musterstadt;1;011;HW;;;",
    # partial dates of birth, a single name, no sex stated
    "9006;Hayal;;;;00.00.1964;;475;Nirgendweg;7;;44000;Musterstadt;1;012;HW;;;",
    "9007;Wymyślski;Blanko;Blanko;;00.05.1950;d;166;Nirgendweg;8;;44000;Musterstadt;1;012;HW;;;",
    # two of one name in a home
    "9008;Scheinmann;Modella;Modella;;03.03.1930;w;000;Am Luftschloss;1;Zimmer 1;44000;Musterstadt;1;011;HW;;;",
    "9009;Scheinmann;Modello;Modello;;03.03.1931;m;000;Am Luftschloss;1;Zimmer 2;44000;Musterstadt;1;011;HW;;;",
    # left out: blocked (three ways), dead, secondary, too young, of unknown age
    "9010;Geheimberg;Quasia;Quasia;;01.01.1980;w;000;Geheimpfad;1;;44000;Musterstadt;1;011;HW;3;;",
    "9011;Geheimberg;Quasio;Quasio;;01.01.1980;m;000;Geheimpfad;2;;44000;Musterstadt;1;011;HW;11;;01.01.2024",
    "9012;Geheimkamp;Pseudoa;Pseudoa;;01.01.2015;w;000;Geheimpfad;3;;44000;Musterstadt;1;011;NW;;J;",
    "9013;Gewesenborn;Papiero;Papiero;;01.01.1940;m;000;Nirgendweg;9;;44000;Musterstadt;1;012;HW;;;05.01.2024",
    "9014;Anderswohner;Dinga;Dinga;;01.01.1980;w;000;Nirgendweg;10;;44000;Musterstadt;1;012;NW;;;",
    "9015;Beispielmann;Testine;Testine;;01.02.2020;w;000;Erfundenstraße;12;;44000;Musterstadt;1;011;HW;;;",
    "9016;Ungewissfeld;Ding;Ding;;00.00.0000;m;999;Nirgendweg;11;;44000;Musterstadt;1;012;HW;;;",
)
LAST = "Anzahl der Datensätze: 19" + ";" * 18
NAMES = ("Familienname", "Vornamen", "Rufname", "Straße")


def written(path: Path, *rows: str, last: str = LAST) -> Path:
    path.write_bytes("\r\n".join([HEADER, *rows, last, ""]).encode("utf-8-sig"))
    return path


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The folder of the Meldebehörde, with its lists and an extract full of traps."""
    folder = tmp_path / "meldebehoerde"
    folder.mkdir()
    written(folder / "extract.csv", *TRAPS)
    (folder / "districts.csv").write_text("Unterbezirk;Stadtbezirk\n011;Nord\n012;Süd\n", "utf-8")
    (folder / "special.csv").write_text("Straße;Hausnummer;PLZ\nAm Luftschloss;1;44000\n", "utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    made = run_new(tmp_path / "forum")
    text = made.settings_path.read_text("utf-8")
    for key, value in (("language", "en"), ("reference_date", "2024-01-31"), ("name", "Testforum")):
        old = next(line for line in text.splitlines() if line.startswith(f"{key}:"))
        text = text.replace(old, f"{key}: {value}")
    assert "small_cell: 5" in text
    text = text.replace("small_cell: 5", "small_cell: 1")  # a register of 16 people has nothing but small numbers
    made.settings_path.write_text(text, "utf-8")
    return made


def repeatable() -> RandomBytes:
    calls: list[int] = []

    def random_bytes(count: int) -> bytes:
        calls.append(count)
        return hashlib.shake_256(str(len(calls)).encode()).digest(count)

    return random_bytes


def options(office: Path, *raw: Path, key: Path | None = None) -> FrameOptions:
    return FrameOptions(
        raw or (office / "extract.csv",),
        key or office / "key.csv",
        districts=office / "districts.csv",
        special_addresses=office / "special.csv",
    )


def frame(home: Procedure, office: Path, *raw: Path, key: Path | None = None, again: str = "") -> FrameResult:
    return run_frame(plan_frame(home, options(office, *raw, key=key), None, again), repeatable())


def test_every_trap_has_the_expected_count(home: Procedure, office: Path) -> None:
    result = frame(home, office)
    assert result.receipt.figures == {
        "rows": 19,
        "further_rows": 3,
        "persons": 16,
        "blocked": 3,
        "dead": 1,
        "secondary": 1,
        "young": 1,
        "undated": 1,
        "residents": 9,
        "partial_dates": 2,
        "sex_not_stated": 1,
        "without_address": 0,
        "special": 2,
        "key_file": hashlib.sha256((office / "key.csv").read_bytes()).hexdigest(),
    }
    protocol = home.path("frame/protocol.txt").read_text("utf-8")
    assert "Occasion: Testforum\n" in protocol
    assert "at least 16 years old on 2024-01-31" in protocol
    assert [int(line.split()[-1]) for line in protocol.splitlines() if line[-1:].isdigit() and "  " in line] == [
        *(19, 3, 16, 3, 1, 1, 1, 1, 9, 2, 1, 0, 2)
    ]


def test_the_frame_says_this_and_no_more(home: Procedure, office: Path) -> None:
    frame(home, office)
    table = read_table(home.path("frame/frame.csv"))
    key = read_table(office / "key.csv")
    names = dict(zip(key.columns["id"], key.columns["family_name"], strict=True))
    rows = sorted(
        (names[row["id"]], row["birth_year"], row["age_group"], row["sex"], row["nationality"], row["district"],
         row["special_address"], bool(row["household"]))
        for row in table.records()
    )  # fmt: skip
    assert rows == [
        ("Beispielmann", "1980", "30-44", "m", "DE", "Nord", "0", True),
        ("Beispielmann", "1980", "30-44", "w", "DE", "Nord", "0", True),
        ("Hayal", "1964", "45-59", "x", "other", "Süd", "0", True),
        ("Probehausen", "1961", "60-74", "m", "EU", "Süd", "0", True),
        ("Scheinmann", "1930", "75+", "w", "DE", "Nord", "1", False),
        ("Scheinmann", "1931", "75+", "m", "DE", "Nord", "1", False),
        ("Wymyślski", "1950", "60-74", "d", "other", "Süd", "0", True),
        ("Z\u0306xempel", "1955", "60-74", "w", "other", "Nord", "0", True),
        ("Örnekoğlu", "1990", "30-44", "w", "DE", "Süd", "0", True),
    ]
    assert table.columns["id"] == sorted(table.columns["id"]) == key.columns["id"]
    assert len(set(filter(None, table.columns["household"]))) == 6, "of the seven, the two Beispielmann are one"
    street = dict(zip(key.columns["id"], key.columns["street"], strict=True))
    assert sorted(street[one] for one, name in names.items() if name == "Probehausen") == ["Nirgendweg"]


def test_nothing_that_identifies_enters_the_procedure_or_a_message(home: Procedure, office: Path) -> None:
    result = frame(home, office)
    raw = read_table(office / "extract.csv")
    names = {cell for heading in NAMES for cell in raw.columns[heading] if len(cell) > 4}
    keys = {key for key in raw.columns["Ordnungsmerkmal"] if key.isdecimal()}
    assert {"Beispielmann", "Musterine Probe", "Nirgendweg"} <= names
    made = {
        path.name: str(list(rows_of_workbook(path.read_bytes(), "")))
        if path.suffix == ".xlsx"
        else path.read_text("utf-8")
        for path in files_below(home.root)
        if path.parent.name in {"frame", "forum"}
    }
    assert {"frame.csv", "protocol.txt", "receipt.json", "journal.jsonl"} <= set(made)
    for text in (*made.values(), *result.notes):
        assert [name for name in names if name in text] == []
    cells = {cell for line in made["frame.csv"].splitlines() for cell in line.split(";")}
    assert cells & keys == set()


def test_the_journal_and_the_receipt_know_the_key_file_by_its_digest_only(home: Procedure, office: Path) -> None:
    result = frame(home, office)
    digest = hashlib.sha256((office / "key.csv").read_bytes()).hexdigest()
    assert journal_of(home)[-1].details["key_file"] == digest
    assert [one.name for one in result.receipt.outputs] == [
        *("frame/frame.csv", "frame/protocol.txt", "frame/protocol.xlsx")
    ]
    assert sorted(one.name for one in result.receipt.inputs) == [
        "districts.csv", "extract.csv", "forum.yaml", "special.csv",
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such rights")
def test_nobody_else_may_read_the_key_file(home: Procedure, office: Path) -> None:
    frame(home, office)
    assert stat.S_IMODE((office / "key.csv").stat().st_mode) == 0o600


def test_the_same_chance_gives_the_same_bytes_and_real_chance_does_not(
    home: Procedure, office: Path, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        plan = plan_frame(None, _outside(office, home, tmp_path / f"{name}.csv"), tmp_path / name, "")
        run_frame(plan, repeatable())
    for file in ("frame.csv", "protocol.txt", "protocol.xlsx", "receipt.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    run_frame(plan_frame(None, _outside(office, home, tmp_path / "three.csv"), tmp_path / "three", ""))
    assert (tmp_path / "three/frame.csv").read_bytes() != (tmp_path / "one/frame.csv").read_bytes()


def _outside(office: Path, home: Procedure, key: Path) -> FrameOptions:
    given = options(office, key=key)
    return FrameOptions(given.raw, key, home.settings_path, given.districts, given.special_addresses)


def test_two_files_are_one_extract(home: Procedure, office: Path) -> None:
    half = written(office / "a.csv", *TRAPS[:8], last="Ende der Liste" + ";" * 18)
    rest = written(office / "b.csv", *TRAPS[8:], last="Datensätze: 11" + ";" * 18)
    assert frame(home, office, half, rest).tally.residents == 9


def test_lists_can_stand_in_the_settings(home: Procedure, office: Path) -> None:
    settings = yaml.safe_load(home.settings_path.read_text("utf-8"))
    lists = {"districts": "../meldebehoerde/districts.csv", "special_addresses": "../meldebehoerde/special.csv"}
    settings["extract"] = {**settings.get("extract", {}), **lists}
    home.settings_path.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    plan = plan_frame(home, FrameOptions((office / "extract.csv",), office / "key.csv"), None, "")
    assert run_frame(plan, repeatable()).tally.special == 2


def spoiled(home: Procedure, office: Path, *raw: Path) -> str:
    """Return what is said about an extract that gives no frame, after looking that nothing is left of it."""
    before = {path.name for path in files_below(office)}
    with pytest.raises(InputError) as caught:
        frame(home, office, *raw)
    assert not home.path("frame").exists()
    assert {path.name for path in files_below(office)} == before
    assert caught.value.exit_code == 3
    return caught.value.message


@pytest.mark.parametrize(
    ("place", "old", "new", "said"),
    [
        (0, "Musterine", "Muster?ine", "row 2, column “Vornamen”: A letter was lost here"),
        (1, "Erfunden", "Erf\ufffdnden", "row 3, column “Straße”: A letter was lost here"),
        (8, "HW", "", "row 10, column “Wohnungsstatus”: It is not said whether"),
        (8, "00.00.1964", "1964er", "row 10, column “Geburtsdatum”: This is no date of birth."),
        (8, ";475;", ";syrisch;", "row 10, column “Staatsangehörigkeit”: The nationality is not understood"),
        (8, ";012;", ";999;", "row 10, column “Statistischer Unterbezirk”: The list of districts does not know"),
        (0, ";HW;;;", ";HW;8;;", "“Auskunftssperre”: It is not known whether these entries are blocks. Found: “8”."),
    ],
)  # fmt: skip
def test_a_damaged_extract_never_gives_a_frame(
    home: Procedure, office: Path, place: int, old: str, new: str, said: str
) -> None:
    rows = list(TRAPS)
    assert old in rows[place]
    rows[place] = rows[place].replace(old, new)
    message = spoiled(home, office, written(office / "bad.csv", *rows))
    assert message.startswith("bad.csv")
    assert said in message


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_file_that_was_cut_off_never_gives_a_frame(home: Procedure, office: Path, cut: float) -> None:
    raw = (office / "extract.csv").read_bytes()
    bad = office / "bad.csv"
    bad.write_bytes(raw[: int(len(raw) * cut)])
    assert "bad.csv" in spoiled(home, office, bad)


def test_a_missing_record_is_noticed_by_the_last_line(home: Procedure, office: Path) -> None:
    said = spoiled(home, office, written(office / "bad.csv", *TRAPS[:-1]))
    assert (
        "The list says at its end how many records it has, and it is not so. Found: 18 records. Expected: 19." in said
    )


def test_all_files_that_cannot_be_read_are_said_at_once(home: Procedure, office: Path) -> None:
    (office / "empty.csv").write_bytes(b"")
    said = spoiled(home, office, office / "empty.csv", office / "nowhere.csv")
    assert "empty.csv: The file is empty." in said
    assert "nowhere.csv: The file is not there." in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("subdistrict;district\n011;Nord\n011;Süd\n", "districts.csv, row 3: The sub-district 011 is there twice"),
        ("subdistrict;district\n011;Nord\n11;Süd\n", "districts.csv, row 3: The sub-district 11 is there twice"),
        ("subdistrict;district\n011;\n", "districts.csv, row 2: Sub-district or district is missing."),
        ("code;district\n011;Nord\n", "districts.csv: The column “subdistrict” is missing."),
    ],
)
def test_a_list_of_districts_must_be_clear(home: Procedure, office: Path, text: str, said: str) -> None:
    (office / "districts.csv").write_text(text, "utf-8")
    assert said in spoiled(home, office)


def test_a_special_address_needs_a_street(home: Procedure, office: Path) -> None:
    (office / "special.csv").write_text("street;house_number;postcode\n;1;44000\n", "utf-8")
    assert "special.csv, row 2: The street is missing." in spoiled(home, office)


def test_names_never_come_into_the_folder_of_the_procedure(home: Procedure, office: Path) -> None:
    inside = written(home.path("private/extract.csv"), *TRAPS)
    for raw, key in ((office / "extract.csv", home.path("private/key.csv")), (inside, office / "key.csv")):
        with pytest.raises(UsageError, match="lies in the folder of the procedure, where no names may be"):
            frame(home, office, raw, key=key)
    plan = plan_frame(None, _outside(office, home, office / "out/key.csv"), office / "out", "")
    with pytest.raises(UsageError, match="lies in the folder"):
        run_frame(plan)


def test_a_key_file_is_never_overwritten(home: Procedure, office: Path) -> None:
    (office / "key.csv").write_text("kept", "utf-8")
    with pytest.raises(UsageError, match=r"“key\.csv” is there already"):
        frame(home, office)
    assert (office / "key.csv").read_text("utf-8") == "kept"
    with pytest.raises(UsageError, match="folder for the key file is not there"):
        frame(home, office, key=office / "new" / "key.csv")


def test_a_second_frame_needs_a_reason_and_keeps_the_first(home: Procedure, office: Path) -> None:
    frame(home, office)
    with pytest.raises(UsageError, match="holds a result already"):
        frame(home, office, key=office / "key-2.csv")
    frame(home, office, key=office / "key-2.csv", again="a newer extract")
    assert (home.path("earlier/frame-1/frame.csv")).is_file()
    assert (office / "key.csv").is_file()


def test_a_full_disk_leaves_neither_frame_nor_key(
    home: Procedure, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr("buergerforum.stages.running.write_bytes", full)
    with pytest.raises(StorageError):
        frame(home, office)
    assert not home.path("frame").exists()
    assert sorted(path.name for path in files_below(office)) == ["districts.csv", "extract.csv", "special.csv"]


def test_a_command_stopped_before_the_key_is_in_its_place_is_finished_by_the_next(
    home: Procedure, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_key: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("buergerforum.io.register_files.KeyFile.place", killed)
        with pytest.raises(KeyboardInterrupt):
            frame(home, office)
    assert home.path("frame/frame.csv").is_file()
    assert not (office / "key.csv").exists()
    with pytest.raises(UsageError, match="complete now: the key file is in its place"):
        frame(home, office)
    ids = read_table(home.path("frame/frame.csv")).columns["id"]
    assert read_table(office / "key.csv").columns["id"] == ids


def test_a_failure_after_the_commit_keeps_the_only_key(
    home: Procedure, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_procedure: object, _number: int) -> None:
        raise StorageError("The disk is gone.")

    with monkeypatch.context() as patched:
        patched.setattr("buergerforum.io.procedure.Procedure.promote", fails)
        with pytest.raises(StorageError):
            frame(home, office)
    with pytest.raises(UsageError, match="complete now"):
        frame(home, office)
    assert (office / "key.csv").is_file()


def test_age_groups_must_cover_the_minimum_age(home: Procedure, office: Path) -> None:
    text = home.settings_path.read_text("utf-8").replace("age_groups: [16,", "age_groups: [18,")
    home.settings_path.write_text(text, "utf-8")
    said = spoiled(home, office)
    assert "forum.yaml, column “age_groups”: The age groups begin above the minimum age" in said


def test_without_a_procedure_settings_are_needed(office: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"The frame needs a forum\.yaml"):
        plan_frame(None, options(office), tmp_path / "out", "")

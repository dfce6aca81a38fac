"""What lies in the private folder after a mailing, in every form."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from pypdf import PdfReader

from buergerforum.errors import InputError, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table
from buergerforum.model.letters import Kind, Output
from buergerforum.stages import letter_files
from buergerforum.stages.letters import LetterReport, run_letters
from buergerforum.stages.mailing import LetterOptions, plan_letters
from tests.stages.test_letters import KEY, dice, make_home, pages

FILES = ["00001-A2", "00002-A5", "00003-A3", "00004-A1", "00005-A4"]
"""By postcode, abroad last."""


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    (tmp_path / "key.csv").write_text(KEY, "utf-8")
    return make_home(tmp_path / "forum")


def send(home: Procedure, *outputs: Output, word: Path | None = None, batch: int = 500) -> LetterReport:
    options = LetterOptions(home.root.parent / "key.csv", outputs=outputs, word=word, batch=batch)
    return run_letters(plan_letters(home, Kind.INVITATION, options, None, ""), dice())


def test_which_letter_is_in_which_batch(home: Procedure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letter_files, "AT_ONCE", 2)
    report = send(home, Output.BATCHES, batch=3)
    table = read_table(report.folder / "batches.csv")
    assert table.columns["batch"] == ["1", "1", "2"]
    assert table.columns["file"] == ["batch-001-1.pdf", "batch-001-2.pdf", "batch-002.pdf"]
    assert list(zip(*read_table(report.folder / "letters.csv").columns.values(), strict=True)) == [
        ("A2", "1", "1", "batch-001-1.pdf"),
        ("A5", "1", "2", "batch-001-1.pdf"),
        ("A3", "1", "3", "batch-001-2.pdf"),
        ("A1", "2", "1", "batch-002.pdf"),
        ("A4", "2", "2", "batch-002.pdf"),
    ]


def test_the_cover_sheet_has_counts_and_digests_and_no_names(home: Procedure) -> None:
    report = send(home, Output.BATCHES, batch=3)
    said = " ".join(" ".join(pages(report.folder / "cover.pdf")).split())
    for name in ("batch-001.pdf", "batch-002.pdf"):
        digest = sha256((report.folder / name).read_bytes()).hexdigest()
        assert name in said
        assert digest in said.replace(" ", "")
    assert [word for word in ("Mustermensch", "Platzhalter", "44300", "A1") if word in said] == []


def test_marks_agree_with_the_list(home: Procedure) -> None:
    settings = home.settings_path.read_text("utf-8")
    home.settings_path.write_text(settings.replace("insert_marks: false", "insert_marks: true"), "utf-8")
    report = send(home, Output.BATCHES, batch=3)
    assert "002-0002 · 1/1" in pages(report.folder / "batch-002.pdf")[2]


def test_one_file_per_letter(home: Procedure) -> None:
    report = send(home, Output.SINGLE)
    folder = report.folder / "single"
    assert sorted(path.stem for path in folder.glob("*.pdf")) == FILES
    assert (report.files, report.pages) == (5, 10)
    assert "Guten Tag Kim Mustermensch," in pages(folder / "00004-A1.pdf")[0]
    assert read_table(folder / "letters.csv").columns["file"] == [f"{name}.pdf" for name in FILES]
    assert not (report.folder / "batch-001.pdf").exists()


def test_a_workbook_with_all_fields_for_mail_merge(home: Procedure) -> None:
    report = send(home, Output.WORKBOOK)
    rows = list(read_table(report.folder / "mailmerge.xlsx").records())
    assert [row["id"] for row in rows] == ["A2", "A5", "A3", "A1", "A4"]
    first = rows[0]
    assert [first[f"address_{place}"] for place in range(1, 7)] == [
        "Dr. Robin *",
        "c/o Erfunden",
        "Musterweg 2b",
        "44100 Dortmund",
        "",
        "",
    ]
    assert (first["name"], first["sender_phone"], first["postcode"]) == ("Robin *", "0231 555-0100", "44100")
    assert first["deadline"] == "25.\u00a0September 2026"
    codes = dict(zip(*read_table(home.path("private/codes.csv")).columns.values(), strict=True))
    assert first["code"] == codes["A2"]
    assert first["link"] == f"https://forum.dortmund.example/antwort?code={codes['A2']}"
    assert rows[2]["name"] == "{{ name }}"


def word(folder: Path, *paragraphs: str) -> Path:
    """Write a Word template."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    path = folder / "vorlage.docx"
    document.save(str(path))
    return path


def read_word(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def test_word_letters_from_the_template_of_an_office(home: Procedure, tmp_path: Path) -> None:
    template = word(
        tmp_path,
        "{{ address_1 }}",
        "Guten Tag {{ name }}, Code {{ code }}",
        "{% for event in events %}{{ event.day }} {% endfor %}",
    )
    report = send(home, Output.WORD, word=template)
    folder = report.folder / "word"
    assert sorted(path.stem for path in folder.iterdir()) == FILES
    codes = dict(zip(*read_table(home.path("private/codes.csv")).columns.values(), strict=True))
    assert read_word(folder / "00005-A4.docx") == [
        "Sascha <b>$x$",
        f"Guten Tag Sascha <b>$x$, Code {codes['A4']}",
        "Samstag, 14.\u00a0November 2026 Samstag, 28.\u00a0November 2026 Samstag, 16.\u00a0Januar 2027 ",
    ]
    assert read_word(folder / "00003-A3.docx")[0] == "{{ name }}"
    assert {one.date_time for one in ZipFile(folder / "00001-A2.docx").infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ nam }}", "vorlage.docx: There is no value named “nam”."),
        ("{{ name.__class__ }}", "vorlage.docx: "),
        ("{{ ''.__class__.__mro__ }}", "vorlage.docx: "),
        ("{{ name.upper() }}", "vorlage.docx: This template cannot be carried out: templates can call nothing."),
        ("{% for a in events %}", "vorlage.docx: This template cannot be carried out: "),
        ("{{ range(9) }}", "vorlage.docx: "),
        ("{{ 'a' * 999999999 }}", "vorlage.docx: This template cannot be carried out: the operator * is not allowed."),
    ],
)
def test_a_word_template_can_do_nothing_but_insert(home: Procedure, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        send(home, Output.WORD, word=word(tmp_path, text))
    assert str(caught.value).startswith(said)
    assert not home.path("letters/invitation-1").exists()


def test_what_is_no_word_template_is_refused(home: Procedure, tmp_path: Path) -> None:
    path = tmp_path / "vorlage.docx"
    path.write_bytes(b"nothing")
    with pytest.raises(InputError, match="or it is no Word document"):
        send(home, Output.WORD, word=path)
    with pytest.raises(UsageError, match="Word letters need a Word template"):
        send(home, Output.WORD)


def test_e_mails_as_files(home: Procedure) -> None:
    report = send(home, Output.EMAIL)
    folder = report.folder / "email"
    assert sorted({path.name.partition(".")[0] for path in folder.iterdir()}) == FILES
    subject = (folder / "00005-A4.subject.txt").read_text("utf-8")
    assert subject == "Ihr Name wurde gezogen: Einladung zum Bürger*innen-Forum (Beispiel)\n"
    plain = (folder / "00005-A4.txt").read_text("utf-8")
    page = (folder / "00005-A4.html").read_text("utf-8")
    assert plain.startswith("Guten Tag Sascha <b>$x$,\n\n")
    assert "Guten Tag Sascha &lt;b&gt;$x$," in page
    for text in (plain, page):
        assert "https://forum.dortmund.example/antwort?code=" in text
        assert "Samstag, 14.\u00a0November 2026" in text
        assert "Erfundenstadt" not in text
    assert '<p lang="ar" dir="auto">' in page
    assert "<script" not in page
    assert 'src="' not in page


def test_several_forms_at_once_are_the_same_letters(home: Procedure) -> None:
    report = send(home, Output.BATCHES, Output.SINGLE, Output.WORKBOOK)
    batch = PdfReader(BytesIO((report.folder / "batch-001.pdf").read_bytes()))
    single = pages(report.folder / "single" / "00002-A5.pdf")
    assert [page.extract_text() for page in batch.pages[2:4]] == single
    assert report.files == 6

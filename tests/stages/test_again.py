import io
import shutil
from pathlib import Path

import pypdf
import pytest

from buergerforum.core.record.receipt import read_receipt
from buergerforum.model.audit import Verdict
from buergerforum.stages.audit import Further, run_audit
from tests.cli.calling import forum
from tests.stages import honest
from tests.stages.forging import edit_receipt


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return honest.make(tmp_path_factory.mktemp("again") / "forum").root


def test_everything_done_once_more_has_the_same_bytes(made: Path) -> None:
    audit = run_audit(made, further=Further(rerun=True, draws=500))
    verdicts = {
        one.number: one.verdict for one in audit.findings if one.number > "11" and one.number[:2] in ("11", "12")
    }
    assert verdicts == dict.fromkeys(("11.1", "11.2", "11.3", "12.1", "12.2"), Verdict.OK)
    assert audit.plot.startswith("<svg")


def test_other_versions_explain_other_bytes_and_equal_ones_do_not(made: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made, tmp_path / "forum"))
    path = root / "lottery/receipt.json"
    receipt = read_receipt(path.read_bytes(), path.name)
    outputs = tuple(type(one)(one.name, "0" * 64, one.size) for one in receipt.outputs)
    for versions, verdict in ((receipt.versions, Verdict.CONTRADICTION), ({"highspy": "1.0"}, Verdict.NOTE)):
        edit_receipt(path, outputs=outputs, versions=versions)
        findings = [one for one in run_audit(root, further=Further(rerun=True)).findings if one.number == "11.2"]
        assert {one.verdict for one in findings} >= {verdict}


def test_the_protocol_is_a_tagged_pdf(made: Path, tmp_path: Path) -> None:
    answer = forum("audit", made, "--resample", 200, "--pdf", tmp_path / "p.pdf")
    assert answer.code == 0
    reader = pypdf.PdfReader(io.BytesIO((tmp_path / "p.pdf").read_bytes()))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Protocol of the audit" in text
    assert "No contradiction" in text
    assert "Drawn with other seeds, everybody sits" in text


def test_what_is_not_there_cannot_be_repeated(tmp_path: Path) -> None:
    audit = run_audit(honest.new(tmp_path / "forum").root, further=Further(rerun=True, draws=10))
    assert {one.verdict for one in audit.findings if one.number[:3] in ("11.", "12.")} == {Verdict.NOT_CHECKED}


def test_a_lottery_with_fixed_people_and_households_has_the_same_bytes(tmp_path: Path) -> None:
    pool, out = tmp_path / "people.csv", tmp_path / "out"
    rows = [f"p{number};{'mw'[number % 2]};Erfundenweg;{number // 3};{number % 4 // 3}" for number in range(12)]
    pool.write_text("\n".join(["id;sex;Straße;Hausnummer;Heim", *rows]), "utf-8")
    quotas = tmp_path / "quotas.csv"
    quotas.write_text("feature;value;min;max\nsex;m;1;2\nsex;w;1;2\n", "utf-8")
    rule = ["--household", "Straße,Hausnummer", "--household-exempt", "Heim"]
    given = ["--pool", pool, "--quotas", quotas, "--seats", 3, "--lots", 40, *rule]
    made = forum("select", *given, "--fix-in", "p4=sent", "--fix-out", "p1=staff", "--number", 7, "--out", out)
    assert made.code == 0, made.err
    shutil.copy(pool, out)
    findings = run_audit(out, further=Further(rerun=True)).findings
    assert [one.verdict for one in findings if one.number == "11.3"] == [Verdict.OK]


def test_a_draw_with_a_stop_list_and_a_short_reserve_has_the_same_bytes(tmp_path: Path) -> None:
    register, stop, out = tmp_path / "register.csv", tmp_path / "stop.csv", tmp_path / "out"
    register.write_text("id;sex;street\n" + "".join(f"p{n};{'mw'[n % 2]};Erfundenweg {n // 2}\n" for n in range(30)))
    stop.write_text("id\np3\np7\n")
    given = [
        "--register",
        register,
        "--stop-list",
        stop,
        "--size",
        9,
        "--reserve",
        4,
        "--strata",
        "sex",
        "--seed",
        "4 7",
    ]
    made = forum("draw", *given, "--household", "street", "--household-address", "--out", out)
    assert made.code == 0, made.err
    for path in (register, stop):
        shutil.copy(path, out)
    findings = run_audit(out, further=Further(rerun=True)).findings
    assert [one.verdict for one in findings if one.number == "11.1"] == [Verdict.OK]

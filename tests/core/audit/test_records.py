"""Receipts, links, seals, letters and repetitions, where a whole procedure would be too much."""

from collections.abc import Mapping, Sequence

import pytest

from buergerforum.core.audit.evidence import Evidence, Run, runs_told
from buergerforum.core.audit.files import check_files
from buergerforum.core.audit.letters import Mailing, check_letters
from buergerforum.core.audit.links import chained, outside
from buergerforum.core.audit.reruns import check_reruns
from buergerforum.core.audit.seals import check_seals
from buergerforum.core.audit.selection import drawn, lot_drawn
from buergerforum.core.record.canonical import Json
from buergerforum.core.record.journal import Entry, next_entry
from buergerforum.core.record.receipt import stated_seed
from buergerforum.model.audit import Finding, Verdict
from buergerforum.model.record import FileDigest, Receipt

DIGEST = {name: f"{number:064x}" for number, name in enumerate(("receipt", "a", "b"))}


def entries(*details: Mapping[str, Json], event: str = "run") -> list[Entry]:
    made: list[Entry] = []
    for one in details:
        made.append(next_entry(made, "2026-09-01T09:00:00+02:00", event, one))
    return made


def evidence(*places: str, receipt: Receipt | None = None) -> Evidence:
    files = {place: FileDigest(place, DIGEST["receipt"], 1) for place in places}
    known = {place: receipt for place in places if receipt and place.endswith("receipt.json")}
    return Evidence(b"", files, known)


def run_of(folder: str, number: int, again: str | None = None) -> dict[str, Json]:
    return {"stage": "draw", "folder": folder, "receipt": DIGEST["receipt"], "run": number, "again": again}


def verdicts(findings: Sequence[Finding]) -> list[str]:
    return [f"{one.number} {one.verdict.value}" for one in findings]


def test_earlier_results_with_equal_receipts_are_told_apart() -> None:
    told = entries(*(run_of("draw/wave-1", number, "again" if number > 1 else None) for number in (1, 2, 3)))
    kept = evidence(
        "draw/wave-1/receipt.json",
        "earlier/draw/wave-1-1/receipt.json",
        "earlier/draw/wave-1-2/receipt.json",
        receipt=Receipt("draw", {}, ()),
    )
    runs = runs_told(told, kept)
    assert [run.place for run in runs] == ["earlier/draw/wave-1-1", "earlier/draw/wave-1-2", "draw/wave-1"]
    assert verdicts(check_files(runs, kept)) == ["2.1 ok", "2.2 ok", "2.3 ok", "2.4 ok"]


def test_a_folder_outside_the_procedure_is_never_looked_at() -> None:
    runs = runs_told(entries(run_of("../elsewhere", 1)), evidence())
    assert verdicts(check_files(runs, evidence()))[0] == "2.1 contradiction"


@pytest.mark.parametrize("details", [{}, {"stage": 1, "folder": [], "receipt": {}, "run": "x", "again": 3}])
def test_a_run_without_its_details_is_a_contradiction(details: Mapping[str, Json]) -> None:
    told = entries(details)
    runs = runs_told(told, evidence())
    findings = [*check_files(runs, evidence()), *check_reruns(told, runs)]
    assert {"2.1 contradiction", "9.1 contradiction"} <= set(verdicts(findings))


@pytest.mark.parametrize("files", [None, 3, "x", [1], [{}], [{"name": 1, "sha256": "0", "size": 1}]])
def test_a_seal_that_is_none_is_a_contradiction(files: Json) -> None:
    told = entries({"what": "draw", "files": files, "digest": "0"}, event="seal")
    run = next_entry(told, "", "run", run_of("draw/wave-1", 1))
    runs = runs_told([run], evidence("draw/wave-1/receipt.json", receipt=Receipt("draw", {}, ())))
    assert verdicts(check_seals([*told, run], runs)) == ["4.1 contradiction", "4.2 not checked"]


def test_a_file_from_elsewhere_is_counted_and_a_changed_one_noted() -> None:
    receipt = Receipt("draw", {}, (FileDigest("key.csv", "1" * 64, 1), FileDigest("forum.yaml", "1" * 64, 1)))
    lies = evidence("draw/wave-1/receipt.json", "forum.yaml", receipt=receipt)
    (finding,) = outside(runs_told(entries(run_of("draw/wave-1", 1)), lies), lies)
    assert (finding.verdict, finding.file) == (Verdict.NOTE, "forum.yaml")


def done(line: int, stage: str, folder: str, wrote: str, *read: str, wave: int | None = None) -> Run:
    """Return a run whose files all have one digest."""
    inputs, outputs = (tuple(FileDigest(name, DIGEST["a"], 1) for name in names) for names in (read, (wrote,)))
    receipt = Receipt(stage, {"wave": wave}, inputs, outputs)
    return Run(line, stage, folder, 1, "", DIGEST["receipt"], latest=True, place=folder, receipt=receipt, details={})


WAVES = [
    done(1, "draw", "draw/wave-1", "draw/wave-1/invitees.csv", "frame/frame.csv", wave=1),
    done(2, "draw", "draw/wave-2", "draw/wave-2/invitees.csv", "draw/wave-1/invitees.csv", wave=2),
]


def notes(*runs: Run) -> list[str]:
    return [one.file for one in chained(runs) if one.verdict is Verdict.NOTE]


def test_answers_are_held_against_the_invitees_of_every_wave_so_far() -> None:
    names = ("draw/wave-1/invitees.csv", "draw/wave-2/invitees.csv")
    assert notes(*WAVES, done(3, "merge", "applications", "applications/pool.csv", *names)) == []
    assert notes(*WAVES, done(3, "merge", "applications", "applications/pool.csv", names[0])) == [names[1]]
    early = done(2, "merge", "applications", "applications/pool.csv", names[0])
    assert notes(WAVES[0], early) == []


def test_a_replacement_starts_from_the_panel_as_it_was() -> None:
    chain = [
        done(4, "select", "selection", "selection/panel.csv", "lottery/lottery.csv"),
        done(5, "replace", "replacement-1", "replacement-1/panel.csv", "selection/panel.csv"),
    ]
    last = done(6, "replace", "replacement-2", "replacement-2/panel.csv", "replacement-1/panel.csv")
    assert notes(*chain, last) == []
    skipping = done(6, "replace", "replacement-2", "replacement-2/panel.csv", "selection/panel.csv")
    assert notes(*chain, skipping) == ["replacement-1/panel.csv"]


def mailing(kind: str, ids: str, entitled: str | None) -> Mailing:
    return Mailing(f"letters/{kind}-1", kind, tuple(ids), None if entitled is None else frozenset(entitled))


def test_letters_to_those_they_are_meant_for_are_right() -> None:
    sent = [mailing("invitation", "abcd", "abcdef"), mailing("acceptance", "ab", "ab"), mailing("rejection", "c", "cd")]
    assert verdicts(check_letters(sent)) == ["8.1 ok", "8.2 ok", "8.3 ok"]


def test_wrong_letters_are_named_by_id() -> None:
    sent = [mailing("acceptance", "ax", "ab"), mailing("rejection", "xd", "cd"), mailing("rejection", "d", "cd")]
    findings = check_letters(sent)
    assert verdicts(findings) == ["8.1 contradiction", "8.1 contradiction", "8.2 contradiction", "8.3 note"]
    assert findings[0].found == "1 person: x"
    assert findings[0].expected == "only members of the panel"


def test_a_replacement_is_an_acceptance_too() -> None:
    sent = [mailing("replacement", "a", "a"), mailing("rejection", "ab", "ab")]
    assert verdicts(check_letters(sent)) == ["8.1 ok", "8.2 contradiction", "8.3 ok"]


def test_letters_whose_lists_are_gone_are_not_checked() -> None:
    assert verdicts(check_letters([mailing("invitation", "a", None)]))[0] == "8.1 not checked"


def receipt(seed: str | None, number: str | None, lot: str) -> Receipt:
    return Receipt("select", {"number": number}, (), seed=seed, figures={"lot": lot})


@pytest.mark.parametrize(
    ("seed", "number", "lot", "right"),
    [
        ("0", None, "255", True),
        ("187", None, "199", True),
        ("0", None, "256", False),
        (None, "007", "007", True),
        (None, "007", "008", False),
        (None, "7", "7", False),
        (None, "1000", "1000", False),
        (None, "٣٣٣", "333", False),
        (None, None, "000", False),
        ("0", "255", "255", False),
        (" 0 ", None, "255", False),
        ("", None, "255", False),
    ],
)
def test_the_lot_is_that_of_the_seed_or_of_the_number(
    seed: str | None, number: str | None, lot: str, *, right: bool
) -> None:
    (finding,) = drawn(receipt(seed, number, lot), 1000, "receipt.json")
    assert (finding.verdict is Verdict.OK) is right


def test_the_last_lot_of_one() -> None:
    assert lot_drawn(receipt(None, "0", "0"), 1) == 0


def test_a_seed_counts_only_in_its_one_form() -> None:
    assert stated_seed(receipt("a\u0308", None, "")) is None
    assert stated_seed(receipt("ä", None, "")) == "ä"

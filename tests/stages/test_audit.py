import contextlib
import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buergerforum.core.audit.recipe import OCCASIONAL, recipe
from buergerforum.core.certificate.form import read_certificate
from buergerforum.core.record.canonical import Json
from buergerforum.core.record.receipt import read_receipt
from buergerforum.errors import ForumError, UsageError
from buergerforum.io.files import digest_file
from buergerforum.io.procedure import Procedure
from buergerforum.model.audit import Audit, Verdict
from buergerforum.model.record import FileDigest
from buergerforum.model.seal import Sealed
from buergerforum.stages.audit import run_audit, write_findings
from buergerforum.stages.seal import run_seal
from tests.stages import honest
from tests.stages.forging import Rows, edit, edit_certificate, edit_receipt, entries_of, recompute, rewrite_journal

ROUND = ("lottery", "selection")
"""Both hold a lottery, and a forger who knows it changes both."""
OUTSIDE = {"forum.yaml", honest.QUOTAS}
"""What no stage wrote; it may be changed for a later stage, which is a note."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return honest.make(tmp_path_factory.mktemp("honest") / "forum").root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "forum")


def contradicted(audit: Audit) -> set[str]:
    return {one.number for one in audit.findings if one.verdict is Verdict.CONTRADICTION}


def noted(audit: Audit) -> set[str]:
    return {one.number for one in audit.findings if one.verdict is Verdict.NOTE}


def bytes_below(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def watched(root: Path) -> list[str]:
    """Return every file that a result consists of or follows from."""
    unread = ("quotas/dortmund", "quotas/stakeholder", "letters/de/", "letters/en/", ".lock")
    return [name for name in bytes_below(root) if not name.startswith(unread)]


LATER = ("10.", "14.")
"""Checks of published folders and of replacements; there are none here."""
NUMBERS = [one.number for one in recipe() if not one.number.startswith(LATER) and one.number not in OCCASIONAL]


def test_an_honest_procedure_is_right_in_every_point(made: Path) -> None:
    audit = run_audit(made)
    done = [one for one in audit.findings if not one.number.startswith(LATER)]
    assert [(one.number, one.verdict) for one in done] == [(number, Verdict.OK) for number in NUMBERS]
    replaced = [one for one in audit.findings if one.number.startswith(LATER)]
    assert {one.verdict for one in replaced} == {Verdict.NOT_CHECKED}
    last = (made / "journal.jsonl").read_bytes().splitlines()[-1]
    assert audit.fingerprint == hashlib.sha256(last).hexdigest()
    assert audit.lines == len(entries_of(made))


def test_the_audit_writes_nothing_into_the_folder(root: Path) -> None:
    shutil.rmtree(root / "private")
    (root / ".lock").unlink(missing_ok=True)
    before = bytes_below(root)
    run_audit(root)
    assert bytes_below(root) == before


STEPS: tuple[Callable[[Procedure], object], ...] = (
    honest.frame,
    lambda home: run_seal(home, Sealed.DRAW),
    honest.draw,
    lambda home: honest.letters(home, "invitation", honest.invited(home), ("draw/wave-1/invitees.csv",)),
    honest.merge,
    honest.lottery,
    lambda home: run_seal(home, Sealed.SELECTION),
    honest.select,
)


def test_half_a_procedure_is_not_yet_checked_but_never_contradicted(tmp_path: Path) -> None:
    home = honest.new(tmp_path / "forum")
    open_checks = []
    for step in STEPS:
        step(home)
        audit = run_audit(home.root)
        assert contradicted(audit) == set()
        assert noted(audit) == set()
        open_checks.append(audit.count(Verdict.NOT_CHECKED))
    assert open_checks == sorted(open_checks, reverse=True)
    assert open_checks[0] > 15
    assert open_checks[-1] == 1 + 4 + 2, "a panel, room 10 about published folders, room 13 about replacements"


def test_an_empty_procedure_has_nothing_to_check(tmp_path: Path) -> None:
    audit = run_audit(honest.new(tmp_path / "forum").root)
    assert contradicted(audit) == set()
    assert {one.number for one in audit.findings} == {one.number for one in recipe()} - set(OCCASIONAL)


def test_a_folder_without_anything_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to audit"):
        run_audit(tmp_path)


@pytest.mark.parametrize("folder", ["draw/wave-1", "lottery", "selection"])
def test_a_single_result_is_audited_without_its_procedure(made: Path, tmp_path: Path, folder: str) -> None:
    audit = run_audit(shutil.copytree(made / folder, tmp_path / "result"))
    assert contradicted(audit) == set()
    assert audit.overall is Verdict.OK
    assert audit.fingerprint == ""


def test_a_selection_made_outside_a_procedure_is_audited(made: Path, tmp_path: Path) -> None:
    shutil.copyfile(made / "applications/pool.csv", tmp_path / "pool.csv")
    shutil.copyfile(made / honest.QUOTAS, tmp_path / "quotas.csv")
    honest.select_outside(tmp_path)
    audit = run_audit(tmp_path / "result")
    assert contradicted(audit) == set()
    right = {one.number for one in audit.findings if one.verdict is Verdict.OK}
    assert {"2.1", "2.2", "6.1", "6.2", "6.3", "6.4", "6.5", "7.1", "7.2", "7.3"} <= right


def test_every_flipped_byte_is_found(root: Path) -> None:
    for name in watched(root):
        path = root / name
        raw = path.read_bytes()
        place = len(raw) // 2  # further ones, and by both programs: tests/stages/test_tampering.py
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        audit = run_audit(root)
        found = noted(audit) if name in OUTSIDE else contradicted(audit)
        assert found & {"1.1", "2.1", "2.2", "2.3", "3.2"}, f"{name} at {place}"
        path.write_bytes(raw)
    assert contradicted(run_audit(root)) == set()


def test_every_missing_file_is_found(root: Path) -> None:
    for name in watched(root):
        path = root / name
        path.rename(root / "aside")
        audit = run_audit(root)
        kind = noted if name in OUTSIDE or name.startswith("private/") else contradicted
        assert kind(audit) & {"1.1", "2.1", "2.2", "3.2"}, name
        (root / "aside").rename(path)


def drop_from_the_pool(root: Path) -> None:
    """Leave an applicant out after their answer was recorded, then make everything that follows without them."""
    home = Procedure(root, honest.Ticking())
    edit(root / "applications/pool.csv", lambda rows: rows[1:])
    told = [(one.time, one.event, one.details) for one in entries_of(root)]
    merged = next(n for n, one in enumerate(told) if one[2].get("stage") == "merge")
    rewrite_journal(root, told[: merged + 1])
    for folder in (*ROUND, "letters/acceptance-1", "letters/rejection-1"):
        shutil.rmtree(root / folder)
    recompute(root)
    honest.lottery(home)
    run_seal(home, Sealed.SELECTION)
    honest.select(home)


def add_to_the_pool(root: Path) -> None:
    edit(root / "applications/pool.csv", lambda rows: [*rows, rows[0] | {"id": "R99"}])
    for folder in ROUND:
        edit(root / folder / "pool.csv", lambda rows: [*rows, rows[0] | {"id": "R99"}])


def swap_lots(root: Path) -> None:
    def swap(rows: Rows) -> None:
        rows[2]["members"], rows[5]["members"] = rows[5]["members"], rows[2]["members"]

    for folder in ROUND:
        edit(root / folder / "lottery.csv", swap)


def break_quota(root: Path) -> None:
    def seat_women_only(rows: Rows) -> None:
        pool = read_rows(root / "lottery/pool.csv")
        rows[0]["members"] = " ".join([row["id"] for row in pool if row["sex"] == "w"][: honest.SEATS])

    for folder in ROUND:
        edit(root / folder / "lottery.csv", seat_women_only)


def drop_lot(root: Path) -> None:
    for folder in ROUND:
        edit(root / folder / "lottery.csv", lambda rows: rows[:-1])


def raise_lots(root: Path) -> None:
    def more(rows: Rows) -> None:
        rows[0]["lots"], rows[0]["chance"] = "9", "0.9"

    for folder in ROUND:
        edit(root / folder / "probabilities.csv", more)


def raise_chance(root: Path) -> None:
    for folder in ROUND:
        edit(root / folder / "probabilities.csv", lambda rows: rows[0].update(chance="0.31"))


def raise_optimum(root: Path) -> None:
    for folder in ROUND:
        edit(root / folder / "probabilities.csv", lambda rows: rows[0].update(optimal="0.31"))


def drop_applicant(root: Path) -> None:
    for folder in ROUND:
        edit(root / folder / "probabilities.csv", lambda rows: rows[1:])


def exchange_invitee(root: Path) -> None:
    invitees, reserve = root / "draw/wave-1/invitees.csv", root / "draw/wave-1/reserve.csv"
    last, first = read_rows(invitees)[-1], read_rows(reserve)[0]
    edit(invitees, lambda rows: [*rows[:-1], first | {"wave": "1"}])
    edit(reserve, lambda rows: [last | {"wave": ""}, *rows[1:]])


def forge_ticket(root: Path) -> None:
    edit(root / "draw/wave-1/invitees.csv", lambda rows: rows[3].update(ticket="0" * 64))


def forge_stranger(root: Path) -> None:
    edit(root / "draw/wave-1/invitees.csv", lambda rows: rows[3].update(id="R99"))


def forge_birth_year(root: Path) -> None:
    edit(root / "draw/wave-1/reserve.csv", lambda rows: rows[0].update(birth_year="1900"))


def forge_places(root: Path) -> None:
    edit(root / "draw/wave-1/strata.csv", lambda rows: rows[0].update(places="3"))


def forge_figure(root: Path) -> None:
    receipt = root / "draw/wave-1/receipt.json"
    figures = dict(read_receipt(receipt.read_bytes(), "receipt.json").figures)
    edit_receipt(receipt, figures=figures | {"gave_way": 99})


def forge_seed(root: Path) -> None:
    edit_receipt(root / "draw/wave-1/receipt.json", seed="another one")


def reorder_reserve(root: Path) -> None:
    edit(root / "draw/wave-1/reserve.csv", lambda rows: rows[::-1])


def exchange_member(root: Path) -> None:
    seated = {row["id"] for row in read_rows(root / "selection/panel.csv")}
    other = next(row for row in read_rows(root / "selection/pool.csv") if row["id"] not in seated)
    edit(root / "selection/panel.csv", lambda rows: [other, *rows[1:]])


def exchange_data(root: Path) -> None:
    edit(root / "selection/panel.csv", lambda rows: rows[0].update(age_group="99+"))


def exchange_waiting(root: Path) -> None:
    edit(root / "selection/waiting.csv", lambda rows: rows[::-1])


def other_seed(root: Path) -> None:
    edit_receipt(root / "selection/receipt.json", seed="2")


def other_pool(root: Path) -> None:
    for folder in ROUND:
        edit(root / folder / "pool.csv", lambda rows: rows[0].update(sex="mw"[rows[0]["sex"] == "m"]))


def other_quotas(root: Path) -> None:
    for folder in ROUND:
        edit(root / folder / "quotas.csv", lambda rows: rows[0].update(min="1"))


def accept_others(root: Path) -> None:
    tell(root, "letters/acceptance-1", ids=["R00"])


def accept_rejected(root: Path) -> None:
    rejected = next(one for one in entries_of(root) if one.details.get("folder") == "letters/rejection-1")
    tell(root, "letters/acceptance-1", ids=rejected.details["ids"])


def raise_certified_chance(root: Path) -> None:
    """Raise somebody's optimal chance everywhere, and take as much from others, so that the sum still fits."""
    for folder in ROUND:
        one = read_certificate((root / folder / "certificate.json").read_bytes())
        best, least = (pick(one.types, key=lambda kind: kind.chance) for pick in (max, min))
        more = Fraction(1, 1000 * len(least.members))
        chances = {
            least.members: least.chance + more,
            best.members: best.chance - Fraction(1, 1000 * len(best.members)),
        }
        types = tuple(replace(kind, chance=chances.get(kind.members, kind.chance)) for kind in one.types)
        shown = {person: f"{float(kind.chance):.12g}" for kind in types for person in kind.members}

        def tell_them(rows: Rows, shown: dict[str, str] = shown) -> None:
            for row in rows:
                row["optimal"] = shown[row["id"]]

        edit(root / folder / "probabilities.csv", tell_them)
        edit_certificate(root / folder, types=types)


def raise_bound(root: Path) -> None:
    for folder in ROUND:
        one = read_certificate((root / folder / "certificate.json").read_bytes())
        edit_certificate(root / folder, levels=(replace(one.levels[0], bound=one.levels[0].bound + 1), *one.levels[1:]))


def shift_mixture(root: Path) -> None:
    for folder in ROUND:
        one = read_certificate((root / folder / "certificate.json").read_bytes())
        assert one.mixture
        (lot, weight), *rest = one.mixture.lots
        edit_certificate(root / folder, mixture=replace(one.mixture, lots=((lot, weight + 10**9), *rest)))


def copy_certificate(root: Path) -> None:
    """Take the certificate of a lottery from another pool, and make it name the files of this one."""
    other = root.with_name("other")
    pool, quotas = other / "pool.csv", other / "quotas.csv"
    other.mkdir()
    shutil.copyfile(root / "applications/pool.csv", pool)
    shutil.copyfile(root / honest.QUOTAS, quotas)
    edit(pool, lambda rows: rows[1:])
    honest.select_outside(other)
    for folder in ROUND:
        shutil.copyfile(other / "result/certificate.json", root / folder / "certificate.json")
        edit_certificate(root / folder)


def drop_certificate(root: Path) -> None:
    for folder in ROUND:
        (root / folder / "certificate.json").unlink()
        receipt = root / folder / "receipt.json"
        outputs = read_receipt(receipt.read_bytes(), "receipt.json").outputs
        edit_receipt(receipt, outputs=tuple(one for one in outputs if "certificate" not in one.name))
    receipt = root / "selection/receipt.json"
    inputs = read_receipt(receipt.read_bytes(), "receipt.json").inputs
    edit_receipt(receipt, inputs=tuple(one for one in inputs if "certificate" not in one.name))


def flatter_fairness(root: Path) -> None:
    for folder in ROUND:
        path = root / folder / "fairness.json"
        path.write_bytes(re.sub(rb'"gini": "[0-9.]+"', b'"gini": "0.01"', path.read_bytes()))


FORGERIES: dict[Callable[[Path], None], str] = {
    swap_lots: "6.3",
    break_quota: "6.2",
    drop_lot: "6.1",
    raise_lots: "6.4",
    raise_chance: "6.4",
    raise_optimum: "6.5",
    drop_applicant: "6.4",
    drop_from_the_pool: "3.4",
    add_to_the_pool: "3.4",
    exchange_invitee: "5.2",
    forge_ticket: "5.4",
    forge_stranger: "5.2",
    forge_birth_year: "5.4",
    forge_places: "5.1",
    forge_figure: "5.1",
    forge_seed: "5.2",
    reorder_reserve: "5.3",
    raise_certified_chance: "6.7",
    raise_bound: "6.7",
    shift_mixture: "6.8",
    copy_certificate: "6.6",
    drop_certificate: "6.6",
    flatter_fairness: "6.10",
    exchange_member: "7.2",
    exchange_data: "7.2",
    exchange_waiting: "7.3",
    other_seed: "7.1",
    other_pool: "3.3",
    other_quotas: "3.3",
    accept_others: "8.1",
    accept_rejected: "8.2",
}
"""Every forgery with the check that is meant for it, after all digests were computed anew."""


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_a_forgery_with_fitting_digests_is_found_by_the_check_meant_for_it(
    root: Path, forge: Callable[[Path], None]
) -> None:
    forge(root)
    recompute(root)
    found = contradicted(run_audit(root))
    assert FORGERIES[forge] in found
    assert not {number for number in found if number.startswith(("1.", "2.", "4.", "9."))}, "the digests fit"


def test_a_changed_line_breaks_the_chain(root: Path) -> None:
    journal = root / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"run":1', b'"run":2', 1))
    found = [one for one in run_audit(root).findings if one.number == "1.1"]
    assert [one.file for one in found] == ["journal.jsonl:3"], "the line after the changed one"
    assert found[0].verdict is Verdict.CONTRADICTION


@pytest.mark.parametrize("place", [0, 4, 9])
def test_a_dropped_line_breaks_the_chain(root: Path, place: int) -> None:
    journal = root / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:place] + lines[place + 1 :]))
    assert "1.1" in contradicted(run_audit(root))


def test_a_dropped_last_line_leaves_a_result_that_nobody_knows(root: Path) -> None:
    journal = root / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    audit = run_audit(root)
    assert contradicted(audit) == {"2.3"}
    assert [one.file for one in audit.findings if one.number == "2.3"] == ["letters/rejection-1/receipt.json"]


def test_a_journal_without_its_end_is_not_complete(root: Path) -> None:
    journal = root / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20])
    assert "1.1" in contradicted(run_audit(root))


def test_a_clock_that_went_backwards_is_worth_a_question(root: Path) -> None:
    told = [(one.time, one.event, one.details) for one in entries_of(root)]
    told[5] = ("2026-08-01T09:00:00+00:00", *told[5][1:])
    rewrite_journal(root, told)
    audit = run_audit(root)
    assert contradicted(audit) == set()
    assert [one.file for one in audit.findings if one.verdict is Verdict.NOTE] == ["journal.jsonl:6"]


def test_a_procedure_without_its_journal_is_contradicted(root: Path) -> None:
    (root / "journal.jsonl").unlink()
    audit = run_audit(root)
    assert {"1.1", "2.3"} <= contradicted(audit)
    assert audit.fingerprint == ""


def test_a_second_result_beside_the_first_is_found(root: Path) -> None:
    shutil.copytree(root / "selection", root / "selection-2")
    (root / "selection/panel-new.csv").write_text("id\nR01\n", "utf-8")
    (root / "draw/wave-1/~$strata.xlsx").write_bytes(b"open in a spreadsheet")
    findings = [one for one in run_audit(root).findings if one.number == "2.3"]
    assert [(one.verdict.value, one.file) for one in findings] == [
        ("contradiction", "selection-2/receipt.json"),
        ("contradiction", "selection/panel-new.csv"),
        ("note", "draw/wave-1/~$strata.xlsx"),
    ]


def test_private_files_may_be_deleted(root: Path) -> None:
    shutil.rmtree(root / "private")
    audit = run_audit(root)
    assert contradicted(audit) == set()
    assert {one.file for one in audit.findings if one.verdict is Verdict.NOTE} == {
        "letters/invitation-1",
        "letters/acceptance-1",
        "letters/rejection-1",
    }


def test_a_stage_that_read_something_else_is_found(root: Path) -> None:
    edit(root / "applications/pool.csv", lambda rows: rows[1:])
    recompute(root)
    lottery = root / "lottery/receipt.json"
    receipt = read_receipt(lottery.read_bytes(), "receipt.json")
    inputs = [FileDigest(one.name, "0" * 64, one.size) if "pool" in one.name else one for one in receipt.inputs]
    edit_receipt(lottery, inputs=tuple(inputs))
    tell(root, "lottery", receipt=digest_file(lottery).sha256)
    findings = [one for one in run_audit(root).findings if one.number == "3.1"]
    assert ("contradiction", "applications/pool.csv") in [(one.verdict.value, one.file) for one in findings]


def test_a_result_that_rests_on_an_earlier_one_is_noted(root: Path) -> None:
    home = Procedure(root, honest.Ticking())
    honest.merge(home, without=3)
    audit = run_audit(root)
    assert contradicted(audit) == set()
    assert ("3.1", "applications/pool.csv") in [
        (one.number, one.file) for one in audit.findings if one.verdict is Verdict.NOTE
    ]


def test_the_frame_may_not_change_between_seal_and_draw(tmp_path: Path) -> None:
    home = honest.new(tmp_path / "forum")
    honest.frame(home)
    run_seal(home, Sealed.DRAW)
    edit(home.path("frame/frame.csv"), lambda rows: rows[1:])
    honest.draw(home)
    assert "4.1" in contradicted(run_audit(home.root))


def test_a_seal_after_the_draw_is_none(root: Path) -> None:
    told = [(one.time, one.event, one.details) for one in entries_of(root)]
    seal, draw = told[2], told[3]
    assert (seal[1], draw[2]["stage"]) == ("seal", "draw")
    rewrite_journal(root, [*told[:2], draw, seal, *told[4:]])
    assert contradicted(run_audit(root)) == {"4.1"}
    rewrite_journal(root, [*told[:2], *told[3:]])
    audit = run_audit(root)
    assert contradicted(audit) == set()
    assert "4.1" in noted(audit), "nothing was sealed"


def test_quotas_changed_after_the_seal_are_found(root: Path) -> None:
    for place in (honest.QUOTAS, "lottery/quotas.csv", "selection/quotas.csv"):
        edit(root / place, lambda rows: rows[0].update(min="1"))
    for folder in ROUND:
        one = read_certificate((root / folder / "certificate.json").read_bytes())
        edit_certificate(root / folder, quotas=(replace(one.quotas[0], minimum=1), *one.quotas[1:]))
        fairness = root / folder / "fairness.json"
        fairness.write_bytes(fairness.read_bytes().replace(b'"min": 2', b'"min": 1', 1))
    recompute(root, seals=False)
    assert contradicted(run_audit(root)) == {"4.2"}


def test_choices_that_depart_from_the_seal_are_found(tmp_path: Path) -> None:
    home = honest.new(tmp_path / "forum")
    honest.frame(home)
    run_seal(home, Sealed.DRAW)
    with pytest.raises(UsageError, match="size: sealed 16, now 12"):
        honest.draw(home, size=12)
    honest.draw(home, size=12, again="the room is small")
    audit = run_audit(home.root)
    assert [(one.number, one.expected) for one in audit.findings if one.verdict is Verdict.CONTRADICTION] == [
        ("4.1", "16")
    ]


def test_a_seal_whose_digest_does_not_fit_is_found(root: Path) -> None:
    told = [
        (one.time, one.event, {**one.details, "digest": "0" * 64} if one.event == "seal" else one.details)
        for one in entries_of(root)
    ]
    rewrite_journal(root, told)
    assert contradicted(run_audit(root)) == {"4.1", "4.2"}


def test_a_second_run_is_reported_with_its_reason(root: Path) -> None:
    honest.lottery(Procedure(root, honest.Ticking()), "the city council asked for it")
    audit = run_audit(root)
    assert contradicted(audit) == set()
    told = [one.found for one in audit.findings if one.number == "9.1"]
    assert len(told) == 1
    assert "the city council asked for it" in told[0]


@pytest.mark.parametrize("changes", [{"again": None}, {"run": 1}])
def test_a_second_run_cannot_be_hidden(root: Path, changes: dict[str, Json]) -> None:
    honest.lottery(Procedure(root, honest.Ticking()), "they did not suit")
    tell(root, "lottery", **changes)
    assert contradicted(run_audit(root)) == {"9.1"}


def test_an_earlier_result_is_checked_as_long_as_it_is_kept(root: Path) -> None:
    honest.lottery(Procedure(root, honest.Ticking()), "they did not suit")
    kept = root / "earlier/lottery-1/lottery.csv"
    raw = kept.read_bytes()
    kept.write_bytes(raw[:-1])
    assert contradicted(run_audit(root)) == {"2.2"}
    kept.write_bytes(raw)
    edit_receipt(kept.with_name("receipt.json"), seed="other")
    assert contradicted(run_audit(root)) == {"2.3"}
    shutil.rmtree(root / "earlier")
    assert contradicted(run_audit(root)) == set()
    assert "2.1" in noted(run_audit(root))


def test_a_command_at_work_is_noted(root: Path) -> None:
    (root / ".staging/12/lottery").mkdir(parents=True)
    assert noted(run_audit(root)) == {"2.4"}


DAMAGES = st.sampled_from(["cut", "empty", "delete", "swap", "flip", "double", "folder", "noise"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_is_a_finding_never_a_traceback(made: Path, tmp_path: Path, data: st.DataObject) -> None:
    root = shutil.copytree(made, tmp_path / "forum", dirs_exist_ok=False)
    try:
        names = [name for name in watched(root) if not name.startswith("private/")]
        for name in data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)):
            damage(root, root / name, data)
        recomputed = data.draw(st.booleans())
        if recomputed:
            with contextlib.suppress(ForumError, OSError, UnicodeDecodeError):
                recompute(root)
        audit = run_audit(root)
        assert recomputed or {one.verdict for one in audit.findings} & {Verdict.CONTRADICTION, Verdict.NOTE}
        write_findings(tmp_path / "findings.json", audit)
    finally:
        shutil.rmtree(root)


def damage(root: Path, path: Path, data: st.DataObject) -> None:
    if not path.is_file():
        return
    raw = path.read_bytes()
    place = data.draw(st.integers(0, len(raw) - 1))
    kind = data.draw(DAMAGES)
    if kind in {"delete", "folder"}:
        path.unlink()
        if kind == "folder":
            path.mkdir()
    elif kind == "swap":
        other = root / "selection/panel.csv"
        if other.is_file() and other != path:
            path.write_bytes(other.read_bytes())
            other.write_bytes(raw)
        else:
            path.unlink()
    else:
        path.write_bytes(
            {
                "cut": raw[:place],
                "empty": b"",
                "flip": raw[:place] + bytes([raw[place] ^ data.draw(st.integers(1, 255))]) + raw[place + 1 :],
                "double": raw + raw,
                "noise": data.draw(st.binary(min_size=1, max_size=40)),
            }[kind]
        )


def test_findings_are_written_in_one_form(root: Path, tmp_path: Path) -> None:
    exchange_data(root)
    recompute(root)
    write_findings(tmp_path / "1.json", run_audit(root))
    write_findings(tmp_path / "2.json", run_audit(root))
    assert (tmp_path / "1.json").read_bytes() == (tmp_path / "2.json").read_bytes()
    document = json.loads((tmp_path / "1.json").read_bytes())
    assert document["verdict"] == "contradiction"
    wrong = [one for one in document["findings"] if one["verdict"] == "contradiction"]
    assert [(one["number"], one["file"]) for one in wrong] == [("7.2", "selection/panel.csv")]
    assert wrong[0]["expected"]
    assert wrong[0]["found"]


def read_rows(path: Path) -> Rows:
    found: Rows = []
    edit(path, found.extend)
    return found


def tell(root: Path, folder: str, **changes: Json) -> None:
    """Change what the last line about a folder says, and chain the journal anew."""
    entries = entries_of(root)
    last = max(one.number for one in entries if one.details.get("folder") == folder)
    changed = [{**one.details, **(changes if one.number == last else {})} for one in entries]
    rewrite_journal(root, [(one.time, one.event, details) for one, details in zip(entries, changed, strict=True)])

"""What is published of several waves and replacements, and what a forger of it meets."""

import dataclasses
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from buergerforum.core.certificate.form import certificate_bytes, read_certificate
from buergerforum.core.chance import Seed
from buergerforum.core.publishing.manifest import manifest_bytes, read_manifest
from buergerforum.core.record.canonical import canonical_json
from buergerforum.io.audit_files import survey
from buergerforum.io.files import digest_file
from buergerforum.io.tables import read_table, write_csv
from buergerforum.model.audit import Verdict
from buergerforum.model.draw import Allocation, DrawOptions
from buergerforum.stages.audit import Further, run_audit
from buergerforum.stages.demo.chance import invented_bytes
from buergerforum.stages.draw import DrawPlan, run_draw
from buergerforum.stages.publish import run_publish
from buergerforum.stages.running import Destination
from buergerforum.stages.select import Decision, run_select
from buergerforum.stages.waves import WaveOptions, plan_wave, run_wave
from tests.stages import honest, publishing, publishing_long
from tests.stages.forging import Rows, edit, edit_certificate, edit_receipt
from tests.test_verify import verify

LEVELS = ("public", "auditors")
WAVES = tuple(f"draw/wave-{number}" for number in (1, 2, 3))
REPLACEMENTS = ("replacement-1", "replacement-2")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> publishing.Made:
    return publishing_long.make(tmp_path_factory.mktemp("published"))


@pytest.fixture(params=LEVELS)
def copy(request: pytest.FixtureRequest, made: publishing.Made, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made.folder / request.param, tmp_path / request.param))


@pytest.fixture
def auditors(made: publishing.Made, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made.auditors, tmp_path / "auditors"))


@pytest.fixture
def public(made: publishing.Made, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made.public, tmp_path / "public"))


def wrong(folder: Path) -> set[str]:
    return {one.number for one in run_audit(folder).findings if one.verdict is Verdict.CONTRADICTION}


def forged(folder: Path) -> set[str]:
    """Make manifest and journal fit what lies there, as an office could, and return what is found all the same."""
    manifest = read_manifest((folder / "manifest.json").read_bytes())
    assert manifest
    lines = (folder / "journal.jsonl").read_bytes().splitlines()
    told = json.loads(lines[-1])
    assert told["event"] == "publish"
    lots = survey(folder).files["lottery/lottery.csv"].sha256

    def now() -> object:
        files = tuple(one for name, one in sorted(survey(folder).files.items()) if name != "manifest.json")
        return dataclasses.replace(manifest, files=files)

    told["details"]["contents"][manifest.level] = now().contents()  # type: ignore[attr-defined]
    told["details"]["lots"] = lots
    (folder / "journal.jsonl").write_bytes(b"\n".join([*lines[:-1], canonical_json(told)]) + b"\n")
    (folder / "manifest.json").write_bytes(manifest_bytes(now()))  # type: ignore[arg-type]
    return wrong(folder)


def test_every_wave_and_every_replacement_stand_up_to_the_audit(made: publishing.Made) -> None:
    for folder in (made.public, made.auditors):
        findings = run_audit(folder).findings
        assert [one for one in findings if one.verdict is Verdict.CONTRADICTION] == []
        right = {(one.number, one.file.rpartition("/")[0]) for one in findings if one.verdict is Verdict.OK}
        assert right >= {(number, wave) for wave in WAVES for number in ("5.1", "5.2")}
        assert right >= {(number, one) for one in REPLACEMENTS for number in ("14.1", "14.2")}
        if folder == made.auditors:
            assert right >= {("5.3", wave) for wave in WAVES} | {("5.7", wave) for wave in WAVES}
            assert ("4.2", "") in right
            assert right >= {(f"6.{number}", "lottery") for number in (1, 2, 4, 5, 6, 7, 8, 9, 10)}
            assert right >= {("10.4", one) for one in ("lottery", *REPLACEMENTS)}
    assert run_audit(made.home.root).clean


def test_nothing_published_holds_an_original_id_or_a_reason_for_everybody(made: publishing.Made) -> None:
    """But for the seal of the selection, which says in public who was fixed, and why, before the lot was drawn."""
    for path in sorted(made.folder.rglob("*")):
        if path.is_file():
            lines = [line for line in path.read_bytes().splitlines() if b'"event":"seal"' not in line]
            assert not [line for line in lines if re.search(rb"\bR\d\d\b", line)], path.name
            if b"works for the city" in b"".join(lines):
                assert (path.relative_to(made.folder).parts[0], path.name) == ("auditors", "receipt.json")


def test_everybody_sees_no_attributes_of_those_who_leave_and_join(made: publishing.Made) -> None:
    """With one seat the counts of two panels differ by what two people are."""
    before, after = (
        {(row["feature"], row["value"]): int(row["reached"]) for row in table.records()}
        for table in (read_table(made.auditors / name / "reached.csv") for name in ("selection", REPLACEMENTS[0]))
    )
    pool = {row["id"]: row for row in read_table(made.auditors / "lottery/pool.csv").records()}
    left = str(json.loads((made.public / REPLACEMENTS[0] / "receipt.json").read_bytes())["options"]["out"][0])
    (joined,) = read_table(made.public / REPLACEMENTS[0] / "joined.csv").columns["id"]
    told = {
        (feature, value): (pool[joined][feature] == value) - (pool[left][feature] == value) for feature, value in before
    }
    assert {quota: after[quota] - before[quota] for quota in before} == told
    for name in REPLACEMENTS:
        assert not any((made.public / name / file).exists() for file in ("counts.csv", "reached.csv", "pool.csv"))
        options = json.loads((made.public / name / "receipt.json").read_bytes())["options"]
        assert not {"fixed_out", "unavailable"} & set(options)
        assert not any(" " in one for one in options["fixed_in"])


def test_a_wave_of_a_few_people_is_not_told_by_strata(made: publishing.Made) -> None:
    rows = [len(read_table(made.public / wave / "strata.csv")) for wave in WAVES]
    assert (rows[1:], rows[0] > 1) == ([1, 1], True)
    assert [len(read_table(made.public / wave / "tickets.csv")) for wave in WAVES] == [16, 6, 3]


def test_the_folder_of_the_lots_has_the_shape_of_a_procedure_for_auditors(made: publishing.Made) -> None:
    usual = {"lottery.csv", "probabilities.csv", "pool.csv", "small.csv", "certificate.json", "fairness.json"}
    for name in ("lottery", *REPLACEMENTS):
        here = {path.name for path in (made.auditors / name).iterdir()}
        there = {path.name for path in made.home.path(name).iterdir()}
        assert here >= there & (usual | {one for one in there if one.startswith("quotas.")})
        one = read_certificate((made.auditors / name / "certificate.json").read_bytes())
        assert [kind.members[0] for kind in one.types] == sorted(kind.members[0] for kind in one.types)
        original = read_certificate((made.home.path(name) / "certificate.json").read_bytes())
        assert [level.bound for level in one.levels] == [level.bound for level in original.levels]
    assert not list(made.public.rglob("certificate.json"))


def test_the_solver_proves_cuts_for_auditors_too(made: publishing.Made) -> None:
    findings = run_audit(made.auditors, further=Further(solver=True)).findings
    assert [one.verdict for one in findings if one.number == "6.9"] == [Verdict.OK]


def exchange(rows: Rows) -> None:
    """Give a seat to somebody else in the first lot, as another lot does."""
    first, members = rows[0]["members"].split(" "), {one for row in rows for one in row["members"].split(" ")}
    new = next(one for one in sorted(members) if one not in first)
    common = set.intersection(*(set(row["members"].split(" ")) for row in rows))
    old = next(one for one in first if one not in common)
    rows[0]["members"] = " ".join(sorted({*first, new} - {old}))


def raise_chance(rows: Rows) -> None:
    rows[0]["lots"] = str(int(rows[0]["lots"]) + 1)


def leave_out(rows: Rows) -> Rows:
    return rows[1:]


def add(rows: Rows) -> Rows:
    return sorted([*rows, {**rows[0], "id": "ZZZZZZZZZZ"}], key=lambda row: row["id"])


def flip(column: str, *values: str) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows[0][column] = values[0] if rows[0][column] == values[1] else values[1]

    return change


def reverse(rows: Rows) -> Rows:
    return rows[::-1]


@pytest.mark.parametrize(
    ("file", "change", "found"),
    [
        ("replacement-1/lottery.csv", exchange, "14.2"),
        ("replacement-2/lottery.csv", exchange, "14.2"),
        ("replacement-1/probabilities.csv", raise_chance, "14.2"),
        ("replacement-1/commitments.csv", flip("commitment", "0" * 64, "1" * 64), "14.2"),
        ("lottery/bounds.csv", flip("applicants", "1", "2"), "6.6"),
        ("replacement-2/bounds.csv", flip("chance", "1/2", "1/3"), "14.2"),
        ("replacement-1/panel.csv", leave_out, "14.1"),
        ("replacement-2/panel.csv", add, "14.2"),
        ("replacement-1/joined.csv", add, "14.1"),
        ("replacement-2/joined.csv", leave_out, "14.1"),
        ("replacement-1/waiting.csv", add, "14.1"),
        ("replacement-2/waiting.csv", reverse, "14.1"),
        ("selection/panel.csv", leave_out, "14.1"),
    ],
)
def test_forged_replacements_are_found_at_both_levels(
    copy: Path, file: str, change: Callable[[Rows], Rows | None], found: str
) -> None:
    edit(copy / file, change)
    assert found in forged(copy)


@pytest.mark.parametrize(
    ("file", "change", "found"),
    [
        ("replacement-1/pool.csv", flip("sex", "m", "w"), {"10.4", "14.2"}),
        ("replacement-1/openings.csv", flip("nonce", "0" * 64, "1" * 64), {"10.4"}),
        ("replacement-2/reached.csv", flip("reached", "8", "9"), {"14.2"}),
        ("replacement-2/counts.csv", flip("lots", "8", "9"), {"14.2"}),
        ("lottery/bounds.csv", flip("chance", "1/2", "1/3"), {"6.6"}),
        ("draw/wave-2/invitees.csv", add, {"5.2"}),
        ("draw/wave-2/invitees.csv", flip("sex", "m", "w"), {"5.4"}),
        ("draw/wave-2/invitees.csv", reverse, {"5.2"}),
        ("draw/wave-2/reserve.csv", leave_out, {"5.3"}),
        ("draw/wave-3/reserve.csv", flip("sex", "m", "w"), {"5.4"}),
        ("draw/wave-3/replaced.csv", leave_out, {"5.1"}),
        ("draw/wave-2/strata.csv", flip("invited", "7", "8"), {"5.1"}),
        ("draw/wave-2/comparison.csv", flip("drawn", "7", "8"), {"5.7"}),
    ],
)
def test_forgeries_that_auditors_find(
    auditors: Path, file: str, change: Callable[[Rows], Rows | None], found: set[str]
) -> None:
    edit(auditors / file, change)
    assert forged(auditors) >= found


def test_an_invitee_of_a_wave_who_was_moved_up_is_found(auditors: Path) -> None:
    """Somebody of the reserve takes the place of an invitee in the same stratum, in all three waves' lists."""
    invitees, reserve = auditors / "draw/wave-2/invitees.csv", auditors / "draw/wave-2/reserve.csv"
    out = read_table(invitees)
    row = dict(zip(out.header, next(iter(zip(*out.columns.values(), strict=True))), strict=True))
    kept = list(read_table(reserve).records())
    new = next(one for one in kept if one["sex"] == row["sex"])
    edit(invitees, lambda rows: sorted([{**new, "wave": "2"}, *rows[1:]], key=lambda one: one["ticket"]))
    edit(
        reserve,
        lambda rows: sorted(
            [{**row, "wave": ""}, *(one for one in rows if one["id"] != new["id"])], key=lambda one: one["ticket"]
        ),
    )
    assert {"5.2", "5.3"} <= forged(auditors)


@pytest.mark.parametrize(
    ("file", "change", "found"),
    [
        ("draw/wave-2/strata.csv", flip("invited", "7", "8"), "5.1"),
        ("draw/wave-2/strata.csv", flip("before", "7", "8"), "5.1"),
        ("draw/wave-3/strata.csv", flip("places", "7", "8"), "5.1"),
        ("draw/wave-2/tickets.csv", leave_out, "5.2"),
        ("draw/wave-3/tickets.csv", reverse, "5.2"),
    ],
)
def test_forgeries_of_waves_that_everybody_finds(
    public: Path, file: str, change: Callable[[Rows], Rows | None], found: str
) -> None:
    edit(public / file, change)
    assert found in forged(public)


def test_everybody_finds_a_ticket_that_was_invited_before(public: Path) -> None:
    first = read_table(public / "draw/wave-1/tickets.csv").columns["ticket"][0]
    edit(
        public / "draw/wave-2/tickets.csv",
        lambda rows: sorted([{"ticket": first}, *rows[1:]], key=lambda row: row["ticket"]),
    )
    assert "5.2" in forged(public)


def test_a_certificate_of_another_pool_is_found(auditors: Path) -> None:
    """The certificate of a replacement beside the lottery, its digests mended."""
    other = read_certificate((auditors / "replacement-1/certificate.json").read_bytes())
    names = [place.name for place in (auditors / "lottery").iterdir()]
    files = tuple(
        digest_file(auditors / "lottery" / name)
        for name in sorted(names)
        if name in ("lottery.csv", "pool.csv", "probabilities.csv") or name.startswith("quotas.")
    )
    made = dataclasses.replace(other, files=files)
    (auditors / "lottery/certificate.json").write_bytes(certificate_bytes(made))
    assert {"6.6"} <= forged(auditors)


def test_a_certificate_that_promises_more_is_found(auditors: Path) -> None:
    folder = auditors / "lottery"
    one = read_certificate((folder / "certificate.json").read_bytes())
    first, *rest = one.types
    edit_certificate(folder, types=(dataclasses.replace(first, chance=first.chance / 2), *rest))
    assert {"6.6", "6.7", "6.8"} <= forged(auditors)


@pytest.mark.parametrize("name", ["lottery", "replacement-2"])
def test_a_certificate_whose_bounds_were_changed_is_found(auditors: Path, name: str) -> None:
    folder = auditors / name
    one = read_certificate((folder / "certificate.json").read_bytes())
    levels = (dataclasses.replace(one.levels[0], bound=one.levels[0].bound + 1), *one.levels[1:])
    edit_certificate(folder, levels=levels)
    assert ("6.7" if name == "lottery" else "14.2") in forged(auditors)


def receipt_of(folder: Path, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / name / "receipt.json").read_bytes())["options"]
    return found


def test_a_dropout_who_was_exchanged_is_found(copy: Path) -> None:
    """The receipt, which everybody sees without the original ids, names another member as dropped out."""
    name = REPLACEMENTS[0]
    options = receipt_of(copy, name)
    fixed_in, out = options["fixed_in"], options["out"]
    assert isinstance(fixed_in, list)
    assert isinstance(out, list)
    other, _blank, reason = fixed_in[0].partition(" ")
    fixed = tuple(sorted([*fixed_in[1:], f"{out[0]} {reason}".strip()]))
    changed = {key: tuple(one) if isinstance(one, list) else one for key, one in options.items()}
    receipt_edit(copy / name, changed | {"out": (other,), "fixed_in": fixed})
    assert {"14.1", "14.2"} <= forged(copy)


def receipt_edit(folder: Path, options: dict[str, object]) -> None:
    edit_receipt(folder / "receipt.json", published=True, options=options)


def test_who_lives_with_a_dropout_cannot_be_let_in_quietly(auditors: Path) -> None:
    name = REPLACEMENTS[1]
    options = receipt_of(auditors, name)
    lines = options["fixed_out"]
    assert isinstance(lines, list)
    changed = {key: tuple(one) if isinstance(one, list) else one for key, one in options.items()}
    receipt_edit(auditors / name, changed | {"fixed_out": tuple(lines[1:])})
    assert "14.1" in forged(auditors)


def test_a_receipt_that_names_nobody_cannot_be_withheld(copy: Path) -> None:
    path = copy / "draw/wave-2/receipt.json"
    digest = digest_file(path).sha256
    edit_receipt(path, withheld=digest)
    assert "2.1" in forged(copy)


def test_another_seed_of_a_replacement_is_found(copy: Path) -> None:
    edit_receipt(copy / REPLACEMENTS[0] / "receipt.json", published=True, seed="5 5 2")
    assert "14.2" in forged(copy)


def test_nothing_published_is_made_once_more(made: publishing.Made) -> None:
    audit = run_audit(made.auditors, further=Further(rerun=True))
    assert {one.verdict for one in audit.findings if one.number.startswith("11.")} == {Verdict.NOT_CHECKED}


def test_damage_of_any_new_file_is_a_finding_and_never_a_traceback(copy: Path) -> None:
    new = (*REPLACEMENTS, WAVES[1])
    places = [one for one in sorted(survey(copy).files) if one.startswith(new) or one.endswith("certificate.json")]
    for number, place in enumerate(places):
        path = copy / place
        raw = path.read_bytes()
        if number % 2:
            path.unlink()
        else:
            path.write_bytes(raw[: len(raw) // 2] + bytes([raw[len(raw) // 2] ^ 1]) + raw[len(raw) // 2 + 1 :])
        assert wrong(copy), place
        path.write_bytes(raw)
    assert wrong(copy) == set()


def test_a_panel_that_was_selected_anew_leaves_its_old_replacements_out(tmp_path: Path) -> None:
    made = publishing_long.make(tmp_path)
    plan = publishing_long.plan(made.home, "selection", publishing_long.fixed(made.home))
    destination = dataclasses.replace(plan.destination, again="the number was misread")
    run_select(dataclasses.replace(plan, destination=destination), Decision(number="07"))
    run_publish(made.home, tmp_path / "anew", invented_bytes("test", "salt"))
    for level in LEVELS:
        folder = tmp_path / "anew" / level
        assert {path.name for path in (folder / REPLACEMENTS[0]).iterdir()} == {"receipt.json"}
        assert wrong(folder) == set()
        assert verify.main([str(folder)]) == 0
    assert verify.main([str(made.home.root)]) == 0


@pytest.mark.parametrize(
    ("rule", "reserve", "stopped"),
    [
        (Allocation.WEIGHTED, None, 0),
        (Allocation.LARGEST_REMAINDER, 30, 0),
        (Allocation.SIMPLE, 30, 4),
        (Allocation.EXACT, None, 4),
        (Allocation.WEIGHTED, 35, 4),
    ],
)
def test_two_waves_of_every_kind_of_draw_are_published_and_checked(
    tmp_path: Path, rule: Allocation, reserve: int | None, stopped: int
) -> None:
    home = honest.new(tmp_path / "forum")
    honest.frame(home)
    response, stop_list = home.root / "response.csv", home.root / "stop.csv"
    write_csv(response, ("age_group", "response"), [("16-29", "2"), ("30-59", "4"), ("60+", "8")])
    ids = read_table(home.path("frame/frame.csv")).columns["id"]
    write_csv(stop_list, ("id",), [(one,) for one in ids[:stopped]])
    options = DrawOptions(
        allocation=rule,
        strata=() if rule is Allocation.SIMPLE else ("age_group",),
        reserve=reserve,
        response="response.csv" if rule is Allocation.WEIGHTED else None,
        stop_list="stop.csv" if stopped else None,
    )
    plan = DrawPlan(
        home.path("frame/frame.csv"),
        12,
        options,
        Destination(home, "draw/wave-1"),
        home.settings_path,
        response=response if rule is Allocation.WEIGHTED else None,
        stop_list=stop_list if stopped else None,
    )
    run_draw(plan, Seed("4 7 2 9"))
    run_wave(plan_wave(home, WaveOptions(2, size=4), ""))
    run_publish(home, tmp_path / "out", invented_bytes("test", "salt"))
    for level in LEVELS:
        findings = run_audit(tmp_path / "out" / level).findings
        assert [one for one in findings if one.verdict is Verdict.CONTRADICTION] == []
        right = {(one.number, one.file.rpartition("/")[0]) for one in findings if one.verdict is Verdict.OK}
        assert right >= {(number, wave) for number in ("5.1", "5.2") for wave in WAVES[:2]}
    for folder in (home.root, *(tmp_path / "out" / level for level in LEVELS)):
        assert verify.main([str(folder)]) == 0, folder.name
    if rule is Allocation.WEIGHTED:
        folder = tmp_path / "out" / "auditors"
        edit(folder / "draw/wave-1/response.csv", lambda rows: rows[0].update(response="5"))
        assert "5.1" in wrong(folder)

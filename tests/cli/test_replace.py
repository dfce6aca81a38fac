"""``forum replace`` as a user calls it."""

import json
from pathlib import Path

import pytest

from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table
from buergerforum.model.audit import Verdict
from buergerforum.stages.audit import run_audit
from buergerforum.stages.current_panel import current_panel
from tests.cli.calling import Answer, bytes_below, forum
from tests.stages.honest import letters
from tests.stages.small_forum import HEADER, PEOPLE, SEATS, make_procedure, write, write_pool, write_quotas

AGE = {row[1]: row[3] for row in PEOPLE}
HOME = {row[1]: row[4] for row in PEOPLE}


def ids(path: Path) -> list[str]:
    return read_table(path).columns["id"]


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    """Return a procedure that has its panel; households count."""
    made = make_procedure(tmp_path / "forum")
    write(made.path("applications/pool.csv"), ("id", *HEADER[2:5]), [row[1:5] for row in PEOPLE])
    said = made.settings_path.read_text("utf-8")
    made.settings_path.write_text(said.replace('household: ""', "household: home", 1), "utf-8")
    told = forum("select", "--number", "3", cwd=made.root)
    assert told.code == 0, told.err
    return made


def panel(home: Procedure) -> list[str]:
    now = current_panel(home)
    assert now is not None
    return list(now.members)


def leave(home: Procedure, *out: str, seed: str = "5 5 1", more: tuple[object, ...] = ()) -> Answer:
    words = [word for one in out for word in ("--out-member", one)]
    return forum("replace", *words, "--seed", seed, *more, cwd=home.root)


def contradictions(home: Procedure) -> list[str]:
    return [
        f"{one.number} {one.file}: {one.found}"
        for one in run_audit(home.root).findings
        if one.verdict is Verdict.CONTRADICTION
    ]


def test_the_others_stay_and_the_seat_is_filled_like_for_like(home: Procedure) -> None:
    before = panel(home)
    out = next(one for one in before if AGE[one] == "16-29")
    told = leave(home, out)
    assert told.code == 0, told.err
    after = panel(home)
    joined = ids(home.path("replacement-1/joined.csv"))
    assert set(after) == (set(before) - {out}) | set(joined)
    assert len(joined) == 1
    assert AGE[joined[0]] == "16-29"
    assert HOME[joined[0]] != HOME[out]
    assert told.figures()["Joined"] == joined[0]
    assert told.figures()["Dropped out"] == out
    assert told.figures()["Result in"].endswith("forum/replacement-1")
    written = bytes_below(home.path("replacement-1"))
    assert {"panel.csv", "panel.xlsx", "joined.csv", "waiting.csv", "receipt.json"} < set(written)
    assert {"lottery.csv", "probabilities.csv", "certificate.json", "pool.csv", "quotas.yaml"} < set(written)
    assert contradictions(home) == []


def test_replacements_follow_one_another(home: Procedure) -> None:
    before = panel(home)
    assert leave(home, before[0], before[1]).code == 0
    second = panel(home)
    gone = leave(home, before[0])
    assert (gone.code, gone.err.splitlines()[0]) == (2, f"✗ Not on the panel as it is: {before[0]}.")
    out = ids(home.path("replacement-1/joined.csv"))[0]
    assert leave(home, out, seed="2").code == 0
    now = current_panel(home)
    assert now is not None
    assert now.folders == ("selection", "replacement-1", "replacement-2")
    assert now.left == (*sorted(before[:2]), out)
    assert not {*before[:2], out} & set(now.members)
    assert set(second) - {out} <= set(now.members)
    assert contradictions(home) == []
    journal = [json.loads(line) for line in home.journal_bytes().splitlines()]
    told = [line["details"]["out"] for line in journal if line["details"].get("stage") == "replace"]
    assert told == [sorted(before[:2]), [out]]


def test_the_last_one_can_be_made_once_more_with_a_reason(home: Procedure) -> None:
    before = panel(home)
    assert leave(home, before[0]).code == 0
    told = leave(home, before[1], more=("--again", "the wrong member was named"))
    assert told.code == 0, told.err
    now = current_panel(home)
    assert now is not None
    assert (now.folders, now.left) == (("selection", "replacement-1"), (before[1],))
    assert before[0] in now.members
    assert home.path("earlier/replacement-1-1/panel.csv").is_file()
    assert contradictions(home) == []


def test_a_new_selection_starts_a_new_chain_with_a_new_number(home: Procedure) -> None:
    assert leave(home, panel(home)[0]).code == 0
    assert forum("select", "--number", "4", "--again", "the number was misread", cwd=home.root).code == 0
    now = current_panel(home)
    assert now is not None
    assert (now.folders, now.left) == (("selection",), ())
    assert leave(home, now.members[0]).code == 0
    assert home.path("replacement-2/panel.csv").is_file()
    assert contradictions(home) == []


def test_a_number_decides_as_well_as_a_seed(home: Procedure) -> None:
    out = panel(home)[0]
    told = forum("replace", "--out-member", out, "--number", "07", cwd=home.root)
    assert told.code == 0, told.err
    assert told.figures()["Winning lot"] == "07 of 20"
    both = forum("replace", "--out-member", panel(home)[0], "--number", "7", "--seed", "x", cwd=home.root)
    assert (both.code, both.err) == (2, "✗ Give either --seed or --number, not both.\n")
    neither = forum("replace", "--out-member", panel(home)[0], cwd=home.root)
    assert (neither.code, neither.err.splitlines()[0]) == (2, "✗ It is not decided which lot wins.")
    wrong = forum("replace", "--out-member", panel(home)[0], "--number", "20", cwd=home.root)
    assert (wrong.code, wrong.err.splitlines()[0]) == (2, "✗ “20” is no lot number.")
    assert contradictions(home) == []


def test_the_waiting_list_alone_can_be_asked(home: Procedure) -> None:
    waiting = ids(home.path("selection/waiting.csv"))
    for out in panel(home):
        told = leave(home, out, more=("--waiting-only",))
        if told.code == 0:
            joined = ids(home.path("replacement-1/joined.csv"))
            assert set(joined) <= set(waiting)
            assert ids(home.path("replacement-1/waiting.csv")) == [one for one in waiting if one not in joined]
            assert contradictions(home) == []
            return
    pytest.fail("the waiting list can replace nobody")


def test_a_rejection_that_was_sent_before_is_said(home: Procedure) -> None:
    letters(home, "rejection", [one for one in AGE if one not in panel(home)], ("selection/panel.csv",))
    told = leave(home, panel(home)[0])
    joined = ids(home.path("replacement-1/joined.csv"))
    assert told.code == 0, told.err
    assert f"! Joined although a rejection was sent before: {joined[0]}. With --waiting-only" in told.err


def test_who_is_no_longer_available_is_not_asked(home: Procedure) -> None:
    before = panel(home)
    young = [one for one in sorted(AGE) if AGE[one] == "16-29" and one not in before]
    out = next(one for one in before if AGE[one] == "16-29")
    gone = [word for one in young[1:] for word in ("--unavailable", one)]
    told = leave(home, out, more=tuple(gone))
    if HOME[young[0]] in {HOME[one] for one in before}:
        assert told.code == 4
    else:
        assert ids(home.path("replacement-1/joined.csv")) == [young[0]]


def options(home: Procedure, folder: str = "replacement-1") -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(home.path(f"{folder}/receipt.json").read_bytes())["options"]
    return found


@pytest.mark.parametrize("what", ["withdraw", "died", "moved", "objects"])
def test_who_was_recorded_to_have_left_drops_out_without_being_named(home: Procedure, what: str) -> None:
    member, other = panel(home)[:2]
    assert forum("record", what, member, cwd=home.root).code == 0
    assert forum("record", "confirm", other, cwd=home.root).code == 0
    told = leave(home)
    assert told.code == 0, told.err
    assert f"! Drop out, because the journal says that they left: {member}.\n" in told.err
    assert told.figures()["Dropped out"] == member
    assert (options(home)["out"], member in panel(home), other in panel(home)) == ([member], False, True)
    assert contradictions(home) == []
    told = leave(home)
    assert (told.code, told.err.splitlines()[0]) == (2, "✗ Nobody drops out.")


def test_who_was_recorded_and_not_named_stays_and_that_is_said(home: Procedure) -> None:
    recorded, named = panel(home)[:2]
    assert forum("record", "moved", recorded, cwd=home.root).code == 0
    told = leave(home, named)
    assert told.code == 0, told.err
    assert f"! Still on the panel, although the journal says that they left: {recorded}. To replace them:" in told.err
    assert "Drop out, because" not in told.err
    assert (options(home)["out"], recorded in panel(home)) == ([named], True)


def test_who_was_recorded_to_be_gone_is_not_asked(home: Procedure) -> None:
    members = panel(home)
    waiting = ids(home.path("selection/waiting.csv"))[0]
    rejected = max({row[1] for row in PEOPLE} - {*members, *ids(home.path("selection/waiting.csv"))})
    assert forum("record", "died", rejected, cwd=home.root).code == 0
    assert forum("record", "withdraw", waiting, cwd=home.root).code == 0
    told = leave(home, members[1])
    assert told.code == 0, told.err
    gone = sorted([waiting, rejected])
    assert f"Not asked, because the journal says that they are no longer available: {', '.join(gone)}." in told.err
    assert options(home)["unavailable"] == gone
    fixed = [line.split(" ")[0] for line in options(home)["fixed_out"]]
    assert set(gone) <= set(fixed)
    assert waiting not in ids(home.path("replacement-1/waiting.csv"))
    assert contradictions(home) == []


def test_the_wrong_member_comes_back_when_the_replacement_is_made_once_more(home: Procedure) -> None:
    wrong, right = panel(home)[:2]
    assert leave(home, wrong).code == 0
    assert forum("record", "withdraw", right, cwd=home.root).code == 0
    told = leave(home, more=("--again", "the wrong one"))
    assert told.code == 0, told.err
    assert (options(home)["out"], wrong in panel(home), right in panel(home)) == ([right], True, False)


def test_a_mistake_that_was_revoked_does_not_count(home: Procedure) -> None:
    member = panel(home)[0]
    for what in ("withdraw", "revoke"):
        assert forum("record", what, member, cwd=home.root).code == 0
    told = leave(home)
    assert (told.code, told.err.splitlines()[0]) == (2, "✗ Nobody drops out.")
    assert "forum record withdraw ID" in told.err


def test_quotas_that_cannot_be_kept_end_with_4_and_a_file_to_be_confirmed(home: Procedure, tmp_path: Path) -> None:
    before = panel(home)
    young = [one for one in sorted(AGE) if AGE[one] == "16-29" and one not in before]
    out = next(one for one in before if AGE[one] == "16-29")
    gone = tuple(word for one in young for word in ("--unavailable", one))
    at = bytes_below(home.root)
    told = leave(home, out, more=gone)
    assert told.code == 4
    assert "✗ age group: 16-29: at least 1 instead of 2\n" in told.err
    assert told.err.splitlines()[-1].startswith("→ Nothing was relaxed and nobody was replaced. With --relaxed FILE")
    assert leave(home, out, more=(*gone, "--relaxed", tmp_path / "relaxed.yaml")).code == 4
    assert bytes_below(home.root) == at
    told = leave(home, out, more=(*gone, "--quotas", tmp_path / "relaxed.yaml"))
    assert told.code == 0, told.err
    assert sum(AGE[one] == "16-29" for one in panel(home)) == 1
    assert contradictions(home) == []


def test_it_works_on_anybodys_files(tmp_path: Path) -> None:
    write_pool(tmp_path / "people.csv")
    write_quotas(tmp_path / "quotas.csv")
    given = ("--pool", "people.csv", "--quotas", "quotas.csv", "--id", "pid")
    first = forum("select", *given, "--seats", SEATS, "--lots", 10, "--number", 3, "--out", "one", cwd=tmp_path)
    assert first.code == 0, first.err
    members = ids(tmp_path / "one/panel.csv")
    chosen = ("--out-member", members[0], "--number", 2)
    told = forum("replace", *chosen, "--selection", "one", "--out", "two", cwd=tmp_path)
    assert told.code == 0, told.err
    assert set(members[1:]) < set(ids(tmp_path / "two/panel.csv"))
    again = forum(
        "replace", "--out-member", members[1], "--number", 2, "--selection", "two", "--out", "three", cwd=tmp_path
    )
    assert again.code == 0, again.err
    assert not set(members[:2]) & set(ids(tmp_path / "three/panel.csv"))
    (tmp_path / "panel.csv").write_text("id\n" + "\n".join(members) + "\n", "utf-8")
    more = ("--panel", "panel.csv", "--lots", 10, "--out", "four")
    told = forum("replace", *chosen, *given, *more, cwd=tmp_path)
    assert told.code == 0, told.err
    assert ids(tmp_path / "four/panel.csv") == ids(tmp_path / "two/panel.csv")
    assert ids(tmp_path / "four/waiting.csv") == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "✗ Nobody drops out."),
        (("--out-member", "9999"), 2, "✗ Not on the panel as it is: 9999."),
        (("--out-member", "{member}", "--unavailable", "{other}"), 2, "✗ On the panel: {other}."),
        (("--out-member", "{member}", "--unavailable", "9999"), 3, "✗ pool.csv: Not in the pool: 9999."),
        (("--out-member", "{member}", "--again", "because"), 2, "✗ There is no replacement yet that could be made"),
    ],
)
def test_what_cannot_be_is_refused(home: Procedure, words: tuple[str, ...], code: int, said: str) -> None:
    member, other, *_rest = panel(home)
    filled = [word.format(member=member, other=other) for word in words]
    before = bytes_below(home.root)
    told = forum("replace", *filled, "--seed", "1", cwd=home.root)
    assert told.code == code
    assert told.err.startswith(said.format(other=other))
    assert bytes_below(home.root) == before


def test_nobody_can_leave_a_panel_that_is_not_there(tmp_path: Path) -> None:
    home = make_procedure(tmp_path / "forum")
    told = forum("replace", "--out-member", "a", "--seed", "1", cwd=home.root)
    assert (told.code, told.err.splitlines()[0]) == (2, "✗ There is no panel yet.")
    told = forum("replace", "--out-member", "a", "--seed", "1", "--out", "x", cwd=tmp_path)
    assert (told.code, told.err.splitlines()[0]) == (
        2,
        "✗ A replacement needs the panel as it is, the pool and the quotas.",
    )


def test_a_changed_result_is_refused(tmp_path: Path) -> None:
    write_pool(tmp_path / "people.csv")
    write_quotas(tmp_path / "quotas.csv")
    given = ("--pool", "people.csv", "--quotas", "quotas.csv", "--id", "pid", "--seats", SEATS, "--lots", 10)
    assert forum("select", *given, "--number", 3, "--out", "one", cwd=tmp_path).code == 0
    path = tmp_path / "one/panel.csv"
    path.write_text(path.read_text("utf-8").replace(ids(path)[0], "0099"), "utf-8")
    words = ("replace", "--out-member", "0099", "--number", 1, "--out", "two")
    told = forum(*words, "--selection", "one", cwd=tmp_path)
    assert (told.code, told.err.splitlines()[0]) == (3, "✗ panel.csv: The file is not as its receipt says.")
    told = forum(*words, "--selection", ".", cwd=tmp_path)
    assert told.code == 3
    assert "This is no result of a selection or a replacement." in told.err


# --- what the audit finds --------------------------------------------------------------------------------------------


def forged(home: Procedure, place: str, old: str, new: str) -> list[str]:
    """Exchange something in a file; return the numbers of the checks that find it besides the digests of room 2."""
    path = home.path(place)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return sorted({line.split()[0] for line in contradictions(home) if not line.startswith("2.")})


def test_a_member_put_in_by_hand_is_found(home: Procedure) -> None:
    assert leave(home, panel(home)[0]).code == 0
    joined = ids(home.path("replacement-1/joined.csv"))[0]
    other = next(one for one in sorted(AGE) if one not in panel(home) and AGE[one] == AGE[joined] and one != joined)
    assert forged(home, "replacement-1/panel.csv", f"{joined};", f"{other};") == ["14.1", "14.2"]


def test_somebody_left_off_the_list_of_those_who_joined_is_found(home: Procedure) -> None:
    assert leave(home, panel(home)[0]).code == 0
    joined = ids(home.path("replacement-1/joined.csv"))[0]
    assert forged(home, "replacement-1/joined.csv", f"{joined};", "9999;") == ["14.1"]


def test_somebody_moved_on_the_waiting_list_is_found(home: Procedure) -> None:
    assert leave(home, panel(home)[0]).code == 0
    first, second = ids(home.path("replacement-1/waiting.csv"))[:2]
    assert forged(home, "replacement-1/waiting.csv", f"{first};", f"{second};") == ["14.1"]


@pytest.mark.parametrize(
    ("old", "new", "checks"),
    [
        ('"fixed_in": [\n   "', '"fixed_in": [\n   "0023 member",\n   "', ["14.1"]),
        (" left", " works for the city", ["14.1"]),
        ('"seed": "5 5 1"', '"seed": "5 5 2"', ["14.2"]),
    ],
)
def test_a_changed_receipt_is_found_even_where_the_journal_is_not_looked_at(
    home: Procedure, old: str, new: str, checks: list[str]
) -> None:
    assert leave(home, panel(home)[0]).code == 0
    found = forged(home, "replacement-1/receipt.json", old, new)
    assert set(checks) <= set(found)


def test_who_dropped_out_before_cannot_come_back(home: Procedure) -> None:
    before = panel(home)
    assert leave(home, before[0]).code == 0
    assert leave(home, before[1]).code == 0
    receipt = json.loads(home.path("replacement-2/receipt.json").read_bytes())
    assert f"{before[0]} left" in receipt["options"]["fixed_out"]
    assert forged(home, "replacement-2/receipt.json", f'   "{before[0]} left",\n', "") == ["14.1", "14.2"]


def test_a_replacement_on_anybodys_files_can_be_audited(tmp_path: Path) -> None:
    write_pool(tmp_path / "people.csv")
    write_quotas(tmp_path / "quotas.csv")
    given = ("--pool", "people.csv", "--quotas", "quotas.csv", "--id", "pid", "--seats", SEATS, "--lots", 10)
    assert forum("select", *given, "--number", 3, "--out", "one", cwd=tmp_path).code == 0
    out = ids(tmp_path / "one/panel.csv")[0]
    words = ("--out-member", out, "--selection", "one", "--number", 3, "--out", "two")
    assert forum("replace", *words, cwd=tmp_path).code == 0
    audit = run_audit(tmp_path / "two")
    assert [one.found for one in audit.findings if one.verdict is Verdict.CONTRADICTION] == []
    assert {one.number: one.verdict for one in audit.findings}["14.2"] is Verdict.OK

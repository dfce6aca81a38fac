from buergerforum.core.audit.recipe import Check, check, in_order, plain, recipe, room
from buergerforum.model.audit import Audit, Verdict
from buergerforum.texts import speaking

ONE = Check("6.2", "Every lot is a panel")


def test_numbers_are_unique_and_ascend() -> None:
    numbers = [tuple(map(int, one.number.split("."))) for one in recipe()]
    assert numbers == sorted(set(numbers))
    assert [one.number for one in room("4")] == ["4.1", "4.2", "4.3", "4.4"]


def test_a_check_with_nothing_to_say_against_is_right() -> None:
    assert [one.verdict for one in ONE.concluded([], "27 quotas")] == [Verdict.OK]
    assert [one.verdict for one in ONE.concluded([ONE.note("odd")])] == [Verdict.NOTE]


def test_of_very_many_contradictions_only_the_first_are_listed() -> None:
    found = ONE.concluded([ONE.contradiction(f"lot {number}") for number in range(1000)])
    assert len(found) == 13
    assert found[-1].found == "988 more."


def test_findings_stand_in_the_order_of_the_recipe() -> None:
    findings = [check("9.1").ok(), check("1.2").ok("b"), check("1.1").ok(), check("1.2").ok("a")]
    assert [(one.number, one.found) for one in in_order(findings)] == [
        ("1.1", ""),
        ("1.2", "b"),
        ("1.2", "a"),
        ("9.1", ""),
    ]


def test_texts_of_a_forger_cannot_play_tricks() -> None:
    assert plain("a\nb\x1b[31m\udc80\u202e") == "a b\\u001b[31m\\udc80\\u202e"
    assert len(plain("x" * 10_000)) < 400
    assert ONE.contradiction("\x07", file="\x00", expected="\x1b").found == "\\u0007"


def test_one_contradiction_contradicts_the_whole() -> None:
    right, wrong, open_ = ONE.ok(), ONE.contradiction("lot 3"), ONE.not_checked("no lottery yet")
    assert Audit((right, open_), 0, "").overall is Verdict.OK
    assert Audit((right, wrong), 0, "").overall is Verdict.CONTRADICTION
    assert Audit((open_,), 0, "").overall is Verdict.NOT_CHECKED
    assert not Audit((open_,), 0, "").clean


def test_titles_follow_the_language_spoken() -> None:
    with speaking("en"):
        assert check("7.2").title == "The panel is that lot"

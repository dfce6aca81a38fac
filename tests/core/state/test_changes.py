from buergerforum.core.applications.merging import merge
from buergerforum.core.state.changes import drawn, merged, replaced, selected
from tests.core.applications.invented import ALBA, BENNO, CILIA, CODE, DARIO, INVITED, RULES, answer, file, mistyped
from tests.core.state.lines import draw, single, stand

BEGIN = draw(ALBA, BENNO, CILIA, DARIO)
BENNOS = {"code": CODE[BENNO], "birth_year": 1950, "sex": "m"}


def test_a_merge_names_only_those_whose_standing_changes() -> None:
    answers = file(answer(), answer(row=3, **BENNOS, consent="Nein"), answer(row=4, code=CODE[CILIA], birth_year=2009))
    judged = merge([answers], INVITED, RULES)
    told = merged(judged, stand(BEGIN))
    assert told == {"people": {"apply": [ALBA], "decline": [BENNO], "exclude": [CILIA]}}
    assert merged(judged, stand(BEGIN, told)) == {"people": {}}


def test_of_several_answers_the_best_counts() -> None:
    answers = file(answer(received="2024-03-30"), answer(row=3), answer(row=4, birth_year=1999))
    assert merged(merge([answers], INVITED, RULES), stand(BEGIN)) == {"people": {"apply": [ALBA]}}


def test_whoever_has_probably_answered_is_in_review_and_gets_no_reminder() -> None:
    typed = mistyped(mistyped(CODE[ALBA])[::-1])[::-1]
    judged = merge([file(answer(code=typed))], INVITED, RULES)
    assert merged(judged, stand(BEGIN)) == {"people": {"review": [ALBA]}}


def test_answers_that_are_gone_are_taken_back() -> None:
    judged = merge([file(answer())], INVITED, RULES)
    before = stand(BEGIN, single("apply", BENNO), single("review", CILIA))
    assert merged(judged, before) == {"people": {"apply": [ALBA], "unanswer": [BENNO, CILIA]}}


def test_selection_and_what_was_recorded_weigh_more_than_an_answer() -> None:
    judged = merge([file(answer(), answer(row=3, **BENNOS))], INVITED, RULES)
    seated = stand(BEGIN, single("apply", ALBA, BENNO), single("select", ALBA), single("withdraw", BENNO))
    assert merged(judged, seated) == {"people": {}}
    assert merged(judged, stand(BEGIN, single("moved", ALBA), single("died", BENNO))) == {"people": {"apply": [ALBA]}}


def test_a_selection_tells_of_everybody_in_the_pool() -> None:
    before = stand(BEGIN, single("apply", ALBA, BENNO))
    assert selected([ALBA], [BENNO], [ALBA, BENNO, CILIA], before) == {
        "people": {"apply": [CILIA], "reject": [CILIA], "wait": [BENNO], "select": [ALBA]}
    }


def test_a_draw_made_once_more_tells_the_difference() -> None:
    assert drawn(["B", "A"], 1, {}) == {"people": {"draw": ["A", "B"]}}
    before = stand(draw("A", "B"), draw("X", wave=2))
    assert drawn(["B", "C"], 1, before) == {"people": {"undraw": ["A"], "draw": ["C"]}}
    again = stand(draw("A", "B"), draw("C", undraw=["A"]))
    assert drawn(["A", "B"], 1, again) == {"people": {"undraw": ["C"], "draw": ["A"]}}


def test_a_replacement_tells_who_dropped_out_and_who_joined() -> None:
    pool = (draw(*"ABCDE"), single("apply", *"ABCDE"))
    seated = (*pool, single("select", "A", "B", "C"), single("wait", "D"), single("reject", "E"))
    before = stand(*seated, single("confirm", "A"), single("died", "B"))
    told = replaced(["A", "D"], [], ["B", "C"], before)
    assert told == {"people": {"withdraw": ["C"], "select": ["D"]}}
    again = replaced(["A", "E"], ["D"], ["B", "C"], stand(*seated, single("died", "B"), told))
    assert again == {"people": {"wait": ["D"], "select": ["E"]}}
    last = replaced(["A", "D"], [], ["B", "C"], stand(*seated, single("died", "B"), told, again))
    assert last == {"people": {"reject": ["E"], "select": ["D"]}}

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buergerforum.errors import InputError
from buergerforum.io.application_files import read_answers, read_invitees, write_answers, write_pool
from buergerforum.io.tables import Table, read_table
from buergerforum.model.applications import Answer, AnswerFile, Channel, Invitee
from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.record import FileDigest

DIGEST = "ab" * 32
ANSWER = Answer(2, Channel.PHONE, "ABC", "2024-03-10", None, "w", "=1+1", (("school", "Abitur"),), "7")


def table(tmp_path: Path, text: str, name: str = "invitees.csv") -> Table:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read_table(path)


def kept(tmp_path: Path, *answers: Answer) -> Path:
    path = tmp_path / f"{DIGEST}.csv"
    write_answers(path, AnswerFile(FileDigest("web.csv", DIGEST, 1234), answers))
    return path


def test_answers_are_kept_and_read_back(tmp_path: Path) -> None:
    path = kept(tmp_path, ANSWER)
    assert read_answers(path, ("school",)) == AnswerFile(FileDigest("web.csv", DIGEST, 1234), (ANSWER,))


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12).map(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answer=st.builds(
        Answer,
        row=st.integers(2, 10**6),
        channel=st.sampled_from(Channel),
        code=st.text("ABC237", max_size=10),
        received=st.sampled_from(["", "2024-03-10", "2024-03-10 08:00:00"]),
        birth_year=st.one_of(st.none(), st.integers(1900, 2020)),
        sex=texts,
        consent=texts,
        values=st.tuples(st.tuples(st.just("school"), texts)),
        reference=texts,
    )
)
def test_whatever_was_answered_comes_back_as_it_was(tmp_path: Path, answer: Answer) -> None:
    assert read_answers(kept(tmp_path, answer), ("school",)).answers == (answer,)


def test_a_feature_asked_later_is_blank_in_earlier_answers(tmp_path: Path) -> None:
    (found,) = read_answers(kept(tmp_path, ANSWER), ("children", "school")).answers
    assert found.values == (("children", ""), ("school", "Abitur"))


@pytest.mark.parametrize(("old", "new"), [("phone", "pigeon"), (";2;", ";two;"), ("1234", "much")])
def test_kept_answers_that_somebody_edited_are_refused(tmp_path: Path, old: str, new: str) -> None:
    path = kept(tmp_path, ANSWER)
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(InputError) as caught:
        read_answers(path, ("school",))
    assert str(caught.value) == (
        f"{DIGEST}.csv, row 2: The answers were changed after “forum merge” had kept them. "
        "Remove the file and merge the original again."
    )


def test_kept_answers_that_somebody_emptied_are_refused(tmp_path: Path) -> None:
    path = kept(tmp_path, ANSWER)
    path.write_text(path.read_text("utf-8").split("\n")[0] + "\n", "utf-8")
    with pytest.raises(InputError, match="The answers were changed"):
        read_answers(path, ("school",))


def test_invitees_of_all_waves_are_read(tmp_path: Path) -> None:
    first = table(tmp_path, "id;district;birth_year;sex;ticket\nA1;Eving;1985;w;00\nA2;Hörde;;x;01\n")
    second = table(tmp_path, "sex;birth_year;id;district\nm;1950;A3;Mengede\n", "wave-2.csv")
    assert read_invitees([first, second], ("district", "sex")) == {
        "A1": Invitee("A1", 1985, "w", ("Eving", "w")),
        "A2": Invitee("A2", None, "x", ("Hörde", "x")),
        "A3": Invitee("A3", 1950, "m", ("Mengede", "m")),
    }


def test_what_is_wrong_with_invitees_is_said_at_once(tmp_path: Path) -> None:
    first = table(tmp_path, "id;district;birth_year;sex\nA1;Eving;1985;w\nA2;Eving;12.3.85;w\n")
    second = table(tmp_path, "id;district;birth_year;sex\nA1;Eving;1985;w\n", "wave-2.csv")
    with pytest.raises(InputError) as caught:
        read_invitees([first, second], ("district",))
    assert str(caught.value).split("\n") == [
        "invitees.csv, row 3, column “birth_year”: This is no year of birth. Expected: four digits, or blank.",
        "wave-2.csv, row 2, column “id”: “A1” was invited in an earlier wave already.",
    ]


def test_a_feature_that_the_draw_did_not_carry_along_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_invitees([table(tmp_path, "id;sex\nA1;w\n")], ("nationality", "sex"))
    assert [problem.what for problem in caught.value.problems] == [
        "The column “birth_year” is missing.",
        "The column “nationality” is missing.",
    ]


def test_the_pool_is_written_with_ids_and_features_only(tmp_path: Path) -> None:
    pool = Pool(("sex", "school"), (Applicant("A1", ("w", "keine Angabe"), "household"),))
    write_pool(tmp_path / "pool.csv", pool)
    assert (tmp_path / "pool.csv").read_bytes() == b"id;sex;school\nA1;w;keine Angabe\n"

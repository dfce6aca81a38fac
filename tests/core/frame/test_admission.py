"""Who is in the frame at all."""

import dataclasses
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.frame.extract import complaints
from tests.core.frame.register import RULES, column, extract, frame_of, person, refusal

OTHER = person(family_name="Probemann")


def test_a_row_for_every_nationality_is_one_person_and_german_wins() -> None:
    rows = [person(person_key="7", nationality=code) for code in ("163", "000", "152")]
    made = frame_of(*rows)
    assert (made.tally.rows, made.tally.persons, made.tally.residents) == (3, 1, 1)
    assert column(made, "nationality") == ["DE"]
    assert column(frame_of(rows[0], rows[2]), "nationality") == ["EU"]


def test_a_row_for_a_second_dwelling_is_the_same_person_at_home() -> None:
    second = person(person_key="7", status="Nebenwohnung", street="Nebenweg", district="012")
    made = frame_of(second, person(person_key="7"))
    assert (made.tally.residents, made.tally.secondary) == (1, 0)
    assert column(made, "district") == ["Nord"]
    assert made.key[5] == ["Erfundenstraße"]


def test_without_a_key_the_same_names_birth_and_address_are_one_person() -> None:
    again = person(family_name="BEISPIELMANN", birth_date="1980-12-31", street="Erfundenstr.", house_number="12 ")
    assert frame_of(person(), again, OTHER, keyed=False).tally.residents == 2
    assert frame_of(person(), person(house_number="13"), keyed=False).tally.residents == 2
    assert frame_of(person(), person(first_names="Probe"), keyed=False).tally.residents == 2


def test_a_row_without_a_key_joins_the_person_who_has_one() -> None:
    rows = [person(person_key="7", nationality="163"), person(nationality="000"), person(family_name="Probemann")]
    made = frame_of(*rows, keyed=False)
    assert (made.tally.persons, made.tally.residents) == (2, 2)
    assert column(made, "nationality") == ["DE", "DE"]


def test_two_keys_are_two_people_however_alike() -> None:
    assert frame_of(person(), person()).tally.residents == 2


@pytest.mark.parametrize("entry", ["3", "11", "§ 51", "52", "§52"])
def test_a_block_takes_the_person_out(entry: str) -> None:
    tally = frame_of(person(block=entry), OTHER).tally
    assert (tally.blocked, tally.residents) == (1, 1)


@pytest.mark.parametrize("entry", ["J", "ja", "x", "1", "§ 52"])
def test_a_conditional_block_takes_the_person_out(entry: str) -> None:
    assert frame_of(person(conditional_block=entry), OTHER).tally.blocked == 1


def test_a_block_counts_for_every_row_of_a_person_and_comes_before_everything_else() -> None:
    blocked = person(person_key="7", status="Nebenwohnung", block="3", death="01.01.2024", birth_date="2020-01-01")
    tally = frame_of(person(person_key="7"), blocked, OTHER).tally
    assert (tally.blocked, tally.dead, tally.secondary, tally.young, tally.residents) == (1, 0, 0, 0, 1)


def test_a_blocked_row_is_not_looked_at_any_further() -> None:
    broken = person(block="3", status="", birth_date="never", sex="?", nationality="abroad", district="999")
    assert frame_of(broken, OTHER).tally.blocked == 1


def test_without_a_key_a_block_covers_everybody_of_that_name_and_birth() -> None:
    elsewhere = person(street="Nebenweg", district="012")
    for rows in ([person(block="3"), elsewhere], [elsewhere, person(block="3")]):
        made = frame_of(*rows, OTHER, keyed=False)
        assert (made.tally.blocked, made.tally.residents) == (2, 1)
    keyed = [person(person_key="7", block="3"), elsewhere]
    assert frame_of(*keyed, OTHER, keyed=False).tally.blocked == 2
    assert frame_of(*keyed, OTHER).tally.blocked == 1, "two keys tell the two apart"


def test_an_unknown_block_is_refused_without_saying_whose_it_is() -> None:
    said = refusal(OTHER, person(block="17"), person(block="Adoption geheim"))
    assert "It is not known whether these entries are blocks" in said
    assert "“17”, 1 longer entry, not shown" in said
    assert "row" not in said
    assert "Adoption" not in said
    known = dataclasses.replace(RULES, block_keys=("17",), harmless_keys=("Adoption geheim",))
    assert frame_of(OTHER, person(block="17"), person(block="adoption geheim"), rules=known).tally.blocked == 1


@pytest.mark.parametrize(
    "entry", ["3", "03", "011", "3, 11", "0;3", "§ 51", "§51 Abs. 1 BMG", "§§ 52", "Sperre nach § 51 BMG", "52 | 0"]
)
def test_every_way_of_writing_a_block_is_one(entry: str) -> None:
    assert frame_of(person(block=entry), OTHER).tally.blocked == 1


@pytest.mark.parametrize("entry", ["", "0", "00", "0;0", "nein", "-"])
def test_what_is_no_block_keeps_nobody_out(entry: str) -> None:
    assert frame_of(person(block=entry), OTHER).tally.blocked == 0


@pytest.mark.parametrize("entry", ["0", "nein", "n"])
def test_what_is_settled_as_a_block_is_never_overruled(entry: str) -> None:
    rules = dataclasses.replace(RULES, block_keys=(entry,), harmless_keys=(entry,))
    assert frame_of(person(block=entry), OTHER, rules=rules).tally.blocked == 1
    assert frame_of(person(block=entry), OTHER).tally.blocked == 0


@pytest.mark.parametrize(("death", "dead"), [("01.02.2024", 1), ("2024", 1), ("", 0), ("00.00.0000", 0), ("0", 0)])
def test_the_dead_are_left_out(death: str, dead: int) -> None:
    assert frame_of(person(death=death), OTHER).tally.dead == dead


@pytest.mark.parametrize("status", ["Hauptwohnung", "HW", "hw", "H", "alleinige Wohnung", "Einzige Wohnung"])
def test_main_and_only_residences_count(status: str) -> None:
    assert frame_of(person(status=status)).tally.residents == 1


@pytest.mark.parametrize("status", ["Nebenwohnung", "NW", "N"])
def test_who_has_only_a_secondary_residence_is_left_out(status: str) -> None:
    tally = frame_of(person(status=status), OTHER).tally
    assert (tally.secondary, tally.residents) == (1, 1)


def test_no_status_is_an_error_and_no_default() -> None:
    said = refusal(OTHER, person(status=""), person(status="9"), person(status=""))
    assert "column “Spalte status”: It is not said whether this is a main residence. Found: 2 rows (3, 5)." in said
    assert "row 4, column “Spalte status”: The kind of residence is not understood: “9”." in said
    rules = dataclasses.replace(RULES, main_words=("9",), secondary_words=("8",))
    assert frame_of(person(status="9"), person(status="8"), rules=rules).tally.residents == 1


def test_two_main_residences_contradict_each_other() -> None:
    rows = [person(person_key="7"), OTHER, person(person_key="7", house_number="13")]
    assert "Somebody has several main residences. Found: 2 rows (2, 4)." in refusal(*rows)
    assert frame_of(rows[0], OTHER, person(person_key="7", street="Erfunden-Str.")).tally.residents == 2


@pytest.mark.parametrize(
    ("meaning", "value"),
    [("family_name", "Probemann"), ("first_names", "Erdacht"), ("birth_date", "01.01.1970"), ("sex", "m")],
)
def test_rows_of_one_person_must_agree(meaning: str, value: str) -> None:
    said = refusal(person(person_key="7"), OTHER, person(person_key="7", **{meaning: value}))
    assert f"column “Spalte {meaning}”: Rows with the same Ordnungsmerkmal differ here" in said
    assert "2 rows (2, 4)" in said
    assert value not in said or value == "m"


@pytest.mark.parametrize("meaning", ["family_name", "first_names", "called_name", "street", "town", "addition"])
@pytest.mark.parametrize("text", ["Muster?ine", "Muster\ufffdine", "MÃ¼ster", "JÃ¶rgâ€“Muster", "Muster\x84ine"])
def test_lost_letters_refuse_the_file(meaning: str, text: str) -> None:
    said = refusal(OTHER, person(**{meaning: text}))
    assert f"extract.csv, row 3, column “Spalte {meaning}”" in said
    assert "Letter" in said.title()
    assert text not in said


def test_rare_letters_are_no_damage() -> None:
    names = ["Ñoño", "São-Örnekoğlu", "K̂eispil", "Ẽrdacht", "Åsa", "Mu’ster", "ÃO", "łło", "D'Erdacht"]
    assert frame_of(*(person(family_name=name) for name in names)).tally.residents == len(names)


ROWS = st.builds(
    person,
    person_key=st.sampled_from(["", "1", "2", "3"]),
    nationality=st.sampled_from(["000", "163", "152"]),
    status=st.sampled_from(["HW", "NW"]),
    block=st.sampled_from(["", "", "", "3"]),
    death=st.sampled_from(["", "", "", "01.01.2024"]),
)


@given(st.lists(ROWS, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows: list[dict[str, str]], chance: random.Random) -> None:
    grown = person(family_name="Schlussmann", person_key="99")
    shuffled = [*rows, grown]
    chance.shuffle(shuffled)
    one, other = frame_of(*rows, grown, keyed=False), frame_of(*shuffled, keyed=False)
    assert one.tally == other.tally
    for heading in ("birth_year", "sex", "nationality", "district"):
        assert column(one, heading) == column(other, heading)


@given(st.lists(ROWS, min_size=1, max_size=12))
def test_everybody_is_counted_exactly_once(rows: list[dict[str, str]]) -> None:
    tally = frame_of(*rows, person(family_name="Schlussmann", person_key="99"), keyed=False).tally
    out = tally.blocked + tally.dead + tally.secondary + tally.young + tally.undated
    assert tally.persons == out + tally.residents
    assert tally.rows == len(rows) + 1 >= tally.persons


def test_problems_name_the_file_they_are_in() -> None:
    two = extract(person(), person(status=""), person(status=""))
    first = dataclasses.replace(two.sources[0], rows=range(2, 4))
    second = dataclasses.replace(two.sources[0], file="second.csv", rows=range(2, 3))
    joined = dataclasses.replace(two, sources=(first, second))
    said = [str(problem) for problem in complaints(joined, [1, 2], "status", "Wrong.")]
    assert said == [
        "extract.csv, row 3, column “Spalte status”: Wrong.",
        "second.csv, row 2, column “Spalte status”: Wrong.",
    ]

from pathlib import Path

import pytest

from buergerforum.core.letters.contents import Content
from buergerforum.core.letters.kinds import ENCLOSURES, LETTERS, MAILINGS, Code
from buergerforum.core.letters.wording import named
from buergerforum.model.letters import Kind

TEMPLATES = Path(__file__).parents[3] / "letters"


def test_every_kind_has_a_row_and_a_template() -> None:
    assert list(LETTERS) == list(Kind)
    stems = [row.template for row in LETTERS.values()]
    assert len(set(stems)) == len(stems)
    assert {path.name for path in (TEMPLATES / "de").iterdir()} == {f"{stem}.md.j2" for stem in stems}


def test_the_second_language_has_only_letters_that_there_are() -> None:
    stems = {row.template for row in LETTERS.values()}
    found = {path.name.removesuffix(".md.j2") for path in (TEMPLATES / "en").iterdir()}
    assert {"einladung", "erinnerung", "zusage", "absage"} <= found <= stems


def test_only_the_invitation_gives_out_codes() -> None:
    assert [kind for kind, row in LETTERS.items() if row.code is Code.GIVES] == [Kind.INVITATION]
    assert {LETTERS[kind].code for kind in ENCLOSURES} == {Code.NONE}
    assert (*MAILINGS, *ENCLOSURES) == tuple(Kind)


@pytest.mark.parametrize("content", Content)
def test_every_content_is_named_and_wanted_by_some_letter(content: Content) -> None:
    assert named(content)
    assert any(content in row.contents for row in LETTERS.values())


def test_the_specification_says_who_gets_what() -> None:
    document = (TEMPLATES.parent / "docs" / "specification.md").read_text(encoding="utf-8")
    table = document.partition("| kind | goes to people who are |")[2].partition("\n\n")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("| `")
    ]
    assert [row[0].strip("`") for row in rows] == [kind.value for kind in MAILINGS]
    for (_kind, goes, again, never), kind in zip(rows, MAILINGS, strict=True):
        row = LETTERS[kind]
        assert {state.value for state in row.states} == set(goes.partition(",")[0].partition(" (")[0].split(" or "))
        assert {state.value for state in row.once_more} == ({again} - {""})
        assert {other.value for other in row.never_after} == set(never.replace("`", "").split(", ")) - {""}

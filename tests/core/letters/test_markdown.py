import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from buergerforum.core.letters.literal import veiled, written
from buergerforum.core.letters.markdown import blocks_of, plain_text
from buergerforum.model.letters import (
    Block,
    Drawn,
    Grid,
    Heading,
    Listing,
    PageBreak,
    Paragraph,
    Part,
    Span,
)

names = st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xEFFFF))


def paragraph(*texts: str) -> Paragraph:
    """Return a paragraph in which every second span is bold."""
    return Paragraph(tuple(Span(text, bool(place % 2)) for place, text in enumerate(texts)))


@given(names)
@example("*")
@example("**")
@example("#include <stdio.h>")
@example("{{ name }}")
@example("$x$")
@example("<b>")
@example("\\")
@example("@Muster")
@example("- a\n- b")
@example("1. a")
@example("|a|b|")
@example("&nbsp;")
@example("[tr] x")
@example("---")
def test_names_are_never_markup(name: str) -> None:
    text = f"Guten Tag {veiled(name)},\n\n**{veiled(name)}** und\n{veiled(name)}\n\n- {veiled(name)}"
    assert blocks_of(text) == (
        paragraph(f"Guten Tag {name},"),
        Paragraph(((Span(name, strong=True)), Span(f" und {name}"))),
        Listing(((paragraph(name),),)),
    )
    assert plain_text(f"Für {veiled(name)}") == f"Für {name}"


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("Bürger*innen und Teilnehmer*innen", paragraph("Bürger*innen und Teilnehmer*innen")),
        (
            "**Bürger*innen** und Kolleg*innen",
            Paragraph((Span("Bürger*innen", strong=True), Span(" und Kolleg*innen"))),
        ),
        ("a **b** c _d_", paragraph("a ", "b", " c ", "d")),
        ("<b>a</b> [a](b) `c` ![d](e)", paragraph("<b>a</b> [a](b) `c` ![d](e)")),
        ("a\nb  \nc\\\nd", paragraph("a b\nc\nd")),
        ("# Betreff", Heading((Span("Betreff"),), 2)),
        ("### Kleiner", Heading((Span("Kleiner"),), 3)),
        ("---", PageBreak()),
        ("12. September ist der Tag.", paragraph("12. September ist der Tag.")),
        ("[tr] Merhaba", Paragraph((Span("Merhaba"),), "tr")),
        ("[siehe] oben", paragraph("[siehe] oben")),
        ("1. a\n2. b", Listing(((paragraph("a"),), (paragraph("b"),)), numbered=True)),
        ("1. a\n1. b", Listing(((paragraph("a"),), (paragraph("b"),)), numbered=True)),
        ("- a\n  - b", Listing(((paragraph("a"), Listing(((paragraph("b"),),))),))),
        ("| A |  |\n|---|---|\n| b | **c** |", Grid(((Span("A"),), ()), (((Span("b"),), (Span("c", strong=True),)),))),
    ],
)
def test_markdown_as_clerks_write_it(text: str, block: Block) -> None:
    assert blocks_of(text) == (block,)


def test_a_date_after_a_list_does_not_become_its_next_item() -> None:
    assert blocks_of("1. a\n2. b\n\n12. September") == (
        Listing(((paragraph("a"),), (paragraph("b"),)), numbered=True),
        paragraph("12. September"),
    )


def test_parts_stand_alone_in_a_line() -> None:
    box = written(Part.ANSWER, "de")
    assert blocks_of(f"a\n\n{box}\n\nb") == (paragraph("a"), Drawn(Part.ANSWER), paragraph("b"))


@given(st.text())
def test_any_template_text_gives_blocks(text: str) -> None:
    assert isinstance(blocks_of(text), tuple)


def test_a_box_to_be_ticked_begins_a_paragraph() -> None:
    (block,) = blocks_of("[ ] **Ja**, ich mache mit.")
    assert block == Paragraph((Span("Ja", strong=True), Span(", ich mache mit.")), tick=True)
    (plain,) = blocks_of("Ja [ ] nein")
    assert plain == Paragraph((Span("Ja [ ] nein"),))

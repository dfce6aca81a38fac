"""``forum seed``."""

from typing import Annotated

import typer

from buergerforum.cli.printing import say, say_notes, say_verbatim
from buergerforum.texts import _

HELP = _(
    "Make a seed from dice, lottery numbers, a beacon or words, and say how much chance it carries.\n\n"
    "Nothing is written and nothing is made up: without a source there is no seed."
)


def command(
    title: Annotated[
        str, typer.Option("--title", metavar=_("TEXT"), help=_("Occasion and date; stands first in the seed."))
    ] = "",
    dice: Annotated[
        str, typer.Option("--dice", metavar=_("THROWS"), help=_("Throws of dice, with blanks: “4 6 1 1 3”."))
    ] = "",
    lotto: Annotated[
        str,
        typer.Option("--lotto", metavar=_("NUMBERS"), help=_("Six of 49, then the Superzahl: “3 17 22 31 40 44 5”.")),
    ] = "",
    beacon: Annotated[
        str, typer.Option("--beacon", metavar=_("VALUE"), help=_("A public random value in hexadecimal digits."))
    ] = "",
    words: Annotated[
        list[str] | None,
        typer.Option("--words", metavar=_("TEXT"), help=_("Words of a person; may be given several times.")),
    ] = None,
) -> None:
    from buergerforum.core.chance.making import ENOUGH_BITS, Sources, make_seed

    made = make_seed(Sources(title, dice, lotto, beacon, tuple(words or ())))
    say_verbatim(_("Seed: {seed}").format(seed=made.text))
    say(_("Chance in it: {bits} bits (what people choose is not counted).").format(bits=made.bits))
    say("")
    say(_("To publish, word for word:"))
    say_verbatim(
        _(
            "The seed is “{seed}”. It decides together with the sealed files; whoever has these can repeat the draw "
            "and check it."
        ).format(seed=made.text)
    )
    if made.bits < ENOUGH_BITS:
        say_notes(
            [
                _(
                    "{bits} bits are few: somebody could try out all such seeds beforehand. That does no harm if the "
                    "inputs were sealed and published before the seed was drawn; otherwise add more dice "
                    "({number} throws carry {enough} bits)."
                ).format(bits=made.bits, number=25, enough=ENOUGH_BITS)
            ]
        )

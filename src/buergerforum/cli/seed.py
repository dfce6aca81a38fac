"""``forum seed``."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from buergerforum.cli.options import AgainOption, ProcedureOption, needed, reason
from buergerforum.cli.printing import say, say_notes, say_verbatim
from buergerforum.core.chance.making import ENOUGH_BITS, MadeSeed, Sources, make_seed
from buergerforum.errors import UsageError
from buergerforum.model.seal import Sealed
from buergerforum.texts import _

HELP = _(
    "Make a seed from dice, lottery numbers, a beacon or words, and say how much chance it carries.\n\n"
    "Nothing is made up: without a source there is no seed. Nothing is written either, unless it is said which draw "
    "the seed decides (draw or selection): then it goes into the journal of the procedure, and its protocol, to be "
    "signed by two people, into the folder “seals”."
)


def command(
    what: Annotated[
        Sealed | None,
        typer.Argument(metavar="draw|selection", help=_("Which draw it decides; recorded in the procedure.")),
    ] = None,
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
    date: Annotated[
        str,
        typer.Option("--date", metavar=_("DATE"), help=_("Day of the lottery numbers or the beacon: 2026-10-10.")),
    ] = "",
    lot: Annotated[
        str | None,
        typer.Option("--number", metavar="N", help=_("Number of a lot drawn with balls, in place of a seed.")),
    ] = None,
    protocol: Annotated[
        Path | None,
        typer.Option("--protocol", metavar=_("FILE"), help=_("Write the protocol to be signed: PDF, or .txt.")),
    ] = None,
    procedure: ProcedureOption = None,
    again: AgainOption = "",
) -> None:
    day = _day(date)
    given = Sources(_titled(title, day), dice, lotto, beacon, tuple(words or ()))
    made = _made(given, lot, what)
    if made:
        _say(made)
        if lotto and not day:
            say_notes([_("Say of which day the lottery numbers are: --date 2026-10-10. Otherwise nobody can check.")])
    if what is not None:
        from buergerforum.stages.seeding import Outcome, record_seed

        home = needed(procedure)
        text, pdf = record_seed(home, what, Outcome(made, lot, day), reason(again))
        told = _("Recorded in the journal. Protocol for two signatures: {pdf}, and as text {text}")
        say(told.format(pdf=home.name_of(pdf), text=home.name_of(text)))
    elif protocol and made:
        from buergerforum.stages.seeding import write_protocol

        write_protocol(protocol, made, given.title, day)


def _made(given: Sources, lot: str | None, what: Sealed | None) -> MadeSeed | None:
    """Return the seed; None: a number was drawn instead."""
    if lot is None:
        return make_seed(given)
    if what is not Sealed.SELECTION or any((given.dice, given.lotto, given.beacon, *given.words)):
        raise UsageError(
            _("A number is drawn for the selection only, and in place of a seed."),
            hint=_("Type: forum seed selection --number 187."),
        )
    return None


def _day(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return dt.date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise UsageError(
            _("“{text}” is no date.").format(text=text), hint=_("Write it like this: --date 2026-10-10.")
        ) from None


def _titled(title: str, day: str) -> str:
    """Return the title with the day in it: it becomes part of the seed."""
    return f"{title} {day}".strip() if day and day not in title else title


def _say(made: MadeSeed) -> None:
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

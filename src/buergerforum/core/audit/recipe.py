"""The recipe: every check with its number and the sentence that ought to be true.

Numbers are stable: a check that is given up leaves a gap, a new one gets a new number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from buergerforum.model.audit import Finding, Verdict
from buergerforum.texts import _, language

_LISTED = 12
_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the recipe; makes the findings that carry its number."""

    number: str
    """Such as ``6.2``."""
    title: str
    """The sentence that ought to be true."""

    def ok(self, found: str = "", file: str = "") -> Finding:
        """Return the finding that all is well."""
        return Finding(self.number, self.title, Verdict.OK, plain(file), "", plain(found))

    def note(self, found: str, file: str = "") -> Finding:
        """Return a finding that somebody should know."""
        return Finding(self.number, self.title, Verdict.NOTE, plain(file), "", plain(found))

    def contradiction(self, found: str, *, file: str = "", expected: str = "") -> Finding:
        """Return the finding that something is not as it must be."""
        return Finding(self.number, self.title, Verdict.CONTRADICTION, plain(file), plain(expected), plain(found))

    def not_checked(self, reason: str, file: str = "") -> Finding:
        """Return the finding that the check could not be made."""
        return Finding(self.number, self.title, Verdict.NOT_CHECKED, plain(file), "", plain(reason))

    def concluded(self, findings: Iterable[Finding], ok: str = "", file: str = "") -> list[Finding]:
        """Return what was found, or that all is well; of very many contradictions only the first.

        Parameters
        ----------
        findings
            Contradictions and notes.
        ok
            What to say if there is none.
        file
            What the check looked at.
        """
        made = list(findings)
        contradictions = [one for one in made if one.verdict is Verdict.CONTRADICTION]
        shown = contradictions[:_LISTED]
        if left := len(contradictions) - len(shown):
            shown.append(self.contradiction(_("{number} more.").format(number=left)))
        others = [one for one in made if one.verdict is not Verdict.CONTRADICTION]
        return [*shown, *others] or [self.ok(ok, file)]


def recipe() -> tuple[Check, ...]:
    """Return all checks in their order, in the language spoken."""
    return _recipe(language())


@cache
def _recipe(_language: str) -> tuple[Check, ...]:
    return tuple(Check(number, title) for number, title in (*_records(), *_results()))


def _records() -> tuple[tuple[str, str], ...]:
    """Return number and title of the checks of journal, files, seals and draw."""
    return (
        ("1.1", _("Every line of the journal follows from the line before it")),
        ("1.2", _("The times in the journal never go backwards")),
        ("1.3", _("What the journal tells about people is possible")),
        ("2.1", _("Every receipt is the one that the journal names")),
        ("2.2", _("Every result is what its receipt says")),
        ("2.3", _("No file and no result lies there that nobody accounts for")),
        ("2.4", _("Nothing is half done")),
        ("3.1", _("Every stage read what the stage before it wrote")),
        ("3.2", _("What the stages read from outside is still the same")),
        ("3.3", _("Copies of pool, quotas and lottery are faithful")),
        ("3.4", _("The pool is those who applied, as the journal tells")),
        ("4.1", _("The inputs of the draw were sealed before its seed, and are the ones it used")),
        ("4.2", _("The inputs of the selection were sealed before its lot, and are the ones it used")),
        ("4.3", _("Every seal is older than the seed or number that decided")),
        ("4.4", _("The inputs of the draw of towns were sealed before its seed, and are the ones it used")),
        ("5.1", _("The places of every stratum follow from frame and seed")),
        ("5.2", _("The invitees are those whom frame and seed give, in this order")),
        ("5.3", _("The reserve is all others, in the order of the draw")),
        ("5.4", _("Everybody's ticket, chance and data are right")),
        ("5.5", _("The towns, and how many people each invites, follow from the directory and the seed")),
        ("5.6", _("Every town drew at home what it was told, with its part of the seed")),
        ("5.7", _("The comparison of the drawn with the frame is right")),
    )


def _results() -> tuple[tuple[str, str], ...]:
    """Return number and title of the checks of lottery, selection, letters, repetitions and publication."""
    return (
        ("6.1", _("The lots are numbered from 0 without a gap")),
        ("6.2", _("Every lot is a panel of the pool and meets every quota")),
        ("6.3", _("The numbers of the lots follow from the lots alone")),
        ("6.4", _("Everybody's chance is the number of their lots")),
        ("6.5", _("Everybody's chance is within one lot of the optimum")),
        ("6.6", _("The certificate was made for these lots, this pool and these quotas")),
        ("6.7", _("No lottery could be fairer than the optimal chances")),
        ("6.8", _("The optimal chances can be reached exactly")),
        ("6.9", _("Every cut that the certificate uses holds for every panel")),
        ("6.10", _("The figures of fairness follow from the lots")),
        ("7.1", _("The lot is the one that was drawn")),
        ("7.2", _("The panel is that lot")),
        ("7.3", _("The waiting list is the one that the rule gives")),
        ("8.1", _("Letters went only to those they were meant for")),
        ("8.2", _("Nobody was both accepted and rejected")),
        ("8.3", _("Nobody got the same letter twice")),
        ("9.1", _("Nothing was done a second time without a reason")),
        ("10.1", _("Every published file is the one that the manifest lists")),
        ("10.2", _("What is published is what the journal says was published")),
        ("10.3", _("The lots were published before one of them was drawn, and are still the same")),
        ("10.4", _("Everybody's data are those that the office committed itself to")),
        ("14.1", _("Every replacement keeps the members who remain, and asks only those who may be asked")),
        ("14.2", _("Every replacement is the lot of a lottery that rooms 6 and 7 find right")),
    )


def further() -> tuple[Check, ...]:
    """Return the checks that are made only when they are asked for: they take longer, or need to be told something."""
    return tuple(
        Check(number, title)
        for number, title in (
            ("11.1", _("The draw, done once more, gives the same bytes")),
            ("11.2", _("The lottery, made once more, gives the same bytes")),
            ("11.3", _("The selection, done once more, gives the same bytes")),
            ("12.1", _("Drawn with other seeds, all lots are equally likely")),
            ("12.2", _("Drawn with other seeds, everybody sits as often as their chance says")),
            ("13.1", _("The fingerprint is the one that was published")),
        )
    )


OCCASIONAL = ("4.4", "5.5", "5.6")
"""Checks of a draw in many towns; where there is none, nothing is said of them."""


def check(number: str) -> Check:
    """Return the check with a number."""
    return _numbered(language())[number]


@cache
def _numbered(_language: str) -> dict[str, Check]:
    return {one.number: one for one in (*recipe(), *further())}


def room(number: str) -> list[Check]:
    """Return the checks of a room, such as ``6``."""
    return [one for one in (*recipe(), *further()) if one.number.startswith(f"{number}.")]


def not_checked(checks: Iterable[Check], reason: str, file: str = "") -> list[Finding]:
    """Return that none of these checks could be made."""
    return [one.not_checked(reason, file) for one in checks]


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of the recipe; those of one check as they were found."""
    places = {one.number: place for place, one in enumerate((*recipe(), *further()))}
    return tuple(sorted(findings, key=lambda finding: places[finding.number]))


def plain(text: str) -> str:
    """Return a text without anything that could play tricks on a terminal or a file: it may come from a forger."""
    text = " ".join(text.split("\n"))
    shown = text if text.isprintable() else "".join(_visible(character) for character in text)
    return shown if len(shown) <= _LENGTH else f"{shown[:_LENGTH]} …"


def _visible(character: str) -> str:
    return character if character.isprintable() else f"\\u{ord(character):04x}"

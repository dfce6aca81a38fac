"""What the audit says: one finding per check, and all of them together."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a check came to."""

    OK = "ok"
    """What was found is what must be."""
    NOTE = "note"
    """Nothing is contradicted, but somebody should know."""
    CONTRADICTION = "contradiction"
    """Something is missing, damaged, or not what the rules give."""
    NOT_CHECKED = "not checked"
    """There is nothing to check yet, or what is needed for it is not here."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check, or one of several things that a check found."""

    number: str
    """Of the check in the recipe, such as ``6.2``; stable."""
    title: str
    """What is checked, a sentence that ought to be true."""
    verdict: Verdict
    """What it came to."""
    file: str = ""
    """Place inside the folder, with ``/``; blank: no single file."""
    expected: str = ""
    """What ought to be; blank where nothing is contradicted."""
    found: str = ""
    """What is; for a check that was not made, why not."""


@dataclass(frozen=True, slots=True)
class Audit:
    """All findings."""

    findings: tuple[Finding, ...]
    """In the order of the recipe; every number at least once."""
    lines: int
    """Of the journal."""
    fingerprint: str
    """SHA-256 of the last line of the journal, to compare with what was published; blank without a journal."""
    plot: str = ""
    """What drawing with other seeds gave, as SVG; blank: it was not asked for."""

    def count(self, verdict: Verdict) -> int:
        """Return how many findings have a verdict."""
        return sum(finding.verdict is verdict for finding in self.findings)

    @property
    def clean(self) -> bool:
        """Whether nothing is contradicted and something was checked."""
        return self.overall is Verdict.OK

    @property
    def overall(self) -> Verdict:
        """One contradiction contradicts the whole; without one, one check that was made is enough."""
        if self.count(Verdict.CONTRADICTION):
            return Verdict.CONTRADICTION
        return Verdict.OK if self.count(Verdict.OK) else Verdict.NOT_CHECKED

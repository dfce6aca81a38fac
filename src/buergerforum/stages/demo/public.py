"""What the demonstration shows to everybody: seals, published folders, the page, the projector, the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.chance.making import MadeSeed, Sources, make_seed
from buergerforum.core.publishing.manifest import Level
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.model.seal import Sealed
from buergerforum.stages.ceremony import DEFAULT as PROJECTOR
from buergerforum.stages.ceremony import run_ceremony
from buergerforum.stages.demo.chance import invented_bytes
from buergerforum.stages.publish import run_publish
from buergerforum.stages.publish.page import write_page
from buergerforum.stages.report import DEFAULT as REPORT
from buergerforum.stages.report import run_report
from buergerforum.stages.seal import run_seal
from buergerforum.stages.seal_page import write_seal_page
from buergerforum.stages.seeding import Outcome, record_seed
from buergerforum.texts import _, speaking

FOLDER = "veroeffentlichung"
PAGE = f"{FOLDER}.html"
_TITLE, _THROWS = "Demo 2026-09-01", "4 6 1 3 3 5"


@dataclass(frozen=True, slots=True)
class Public:
    """The public side of one demonstration."""

    folder: Path
    """Of the demonstration."""
    seed: str
    """Of everything invented."""

    def seal(self, home: Procedure, what: Sealed) -> None:
        """Seal, and make the page to publish."""
        with speaking(read_settings(home.settings_path)[0].language):
            rule = _("Six throws of a die with six sides, in the order of the throws (for this show; in earnest, 25)")
        run_seal(home, what, rule=rule if what is Sealed.DRAW else "")
        write_seal_page(home, what)

    def thrown(self, home: Procedure) -> MadeSeed:
        """Write down what the dice showed."""
        made = make_seed(Sources(_TITLE, _THROWS))
        record_seed(home, Sealed.DRAW, Outcome(made, None, ""))
        return made

    def drawn(self, home: Procedure, lot: str) -> None:
        """Publish the lots, make the page for the projector, write down the number that was drawn."""
        self.publish(home, (Level.PUBLIC,))
        run_ceremony(home, home.path(PROJECTOR))
        record_seed(home, Sealed.SELECTION, Outcome(None, lot, ""))

    def publish(self, home: Procedure, levels: Sequence[Level] = tuple(Level)) -> None:
        """Publish what there is, and the page with it."""
        run_publish(home, self.folder / FOLDER, invented_bytes(self.seed, "salt"), levels=levels)
        language = read_settings(home.settings_path)[0].language
        write_page(self.folder / FOLDER / Level.PUBLIC.value, self.folder / PAGE, language)

    def report(self, home: Procedure) -> None:
        """Write the report."""
        run_report(home, home.path(REPORT))

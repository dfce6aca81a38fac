"""A small honest procedure, published before the draw and after it."""

from dataclasses import dataclass
from pathlib import Path

from buergerforum.io.procedure import Procedure
from buergerforum.model.seal import Sealed
from buergerforum.stages.demo.chance import invented_bytes
from buergerforum.stages.publish import run_publish
from buergerforum.stages.seal import run_seal
from tests.stages import honest


@dataclass(frozen=True, slots=True)
class Made:
    """What was made."""

    home: Procedure
    folder: Path

    @property
    def public(self) -> Path:
        return self.folder / "public"

    @property
    def auditors(self) -> Path:
        return self.folder / "auditors"


def publish(home: Procedure, folder: Path) -> Made:
    """Publish what there is."""
    run_publish(home, folder, invented_bytes("test", "salt"))
    return Made(home, folder)


def make(folder: Path, measures: honest.Measures = honest.SMALL) -> Made:
    """Make a procedure, publish its lots, draw one, publish everything."""
    home = honest.new(folder / "forum", measures)
    honest.frame(home, residents=measures.residents)
    run_seal(home, Sealed.DRAW)
    honest.draw(home, size=measures.invited)
    honest.letters(home, "invitation", honest.invited(home), ("draw/wave-1/invitees.csv",))
    honest.merge(home)
    honest.lottery(home, lots=measures.lots)
    run_seal(home, Sealed.SELECTION)
    publish(home, folder / "published")
    honest.select(home, lots=measures.lots)
    honest.answer(home)
    return publish(home, folder / "published")

"""A draw from more people than fit into memory: one pass, keeping only those who can still matter.

Who can be invited has one of the smallest tickets of their stratum; who is in the beginning of the reserve, one of the
smallest of all. So of every stratum the smallest tickets are kept, several times as many as it can get places, and of
all people as many as are invited or written into the reserve. Beyond a limit, which only ever falls, everybody of the
stratum is let go; up to it nobody is. Afterwards the draw is held among those who were kept, exactly as among all. Had
it needed somebody beyond a limit, it would notice, and the pass is made again with a wider sieve.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING

from buergerforum.core.chance import Seed, in_ticket_order, tickets
from buergerforum.core.draw.wave import Weights, hold, proportional_counts
from buergerforum.model.draw import Allocation, Draw, Frame, Register, Standing, Stratum

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_AT_LEAST = 60
"""Smallest tickets kept of every stratum, however few places it gets."""
_HIGHEST = 2**64 - 1
_ROOM = 100_000
"""People kept before the sieve is shaken."""


@dataclass(frozen=True, slots=True)
class Mesh:
    """What the draw needs to know before the pass."""

    size: int
    """Places."""
    reserve: int
    """How many of the reserve are written."""
    seed: Seed
    """Public."""
    rule: Allocation
    """How places are given to strata."""
    weights: Callable[[Iterable[Stratum]], Weights]
    """Of strata, for the allocation ``weighted``."""
    width: int = 3
    """How many times as many are kept of a stratum as it can get places."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """People who were kept, column by column."""

    ids: list[str] = field(default_factory=list)
    """As they stand in the register."""
    codes: list[int] = field(default_factory=list)
    """Numbers of their strata, in the order in which these came up."""
    households: list[str] = field(default_factory=list)
    """Keys; blank: none."""
    tickets: list[bytes] = field(default_factory=list)
    """32 bytes each."""
    first: list[int] = field(default_factory=list)
    """First eight bytes of the tickets, as numbers."""
    rows: list[tuple[str, ...]] = field(default_factory=list)
    """What is carried along."""

    def chosen(self, stay: Sequence[bool]) -> "_Kept":
        """Return those who stay."""
        return _Kept(
            list(compress(self.ids, stay)),
            list(compress(self.codes, stay)),
            list(compress(self.households, stay)),
            list(compress(self.tickets, stay)),
            list(compress(self.first, stay)),
            list(compress(self.rows, stay)),
        )


class Sieve:
    """One pass over a register.

    Parameters
    ----------
    mesh
        What the draw needs to know.
    """

    def __init__(self, mesh: Mesh) -> None:
        self.mesh = mesh
        self.residents = 0
        """People seen."""
        self.firsts: list[NDArray[np.uint64]] = []
        """First eight bytes of every ticket: equal ids have equal ones."""
        self._codes: dict[Stratum, int] = {}
        self._counts: list[int] = []
        self._limits: list[int] = []
        self._kept = _Kept()
        self._room = _ROOM
        self._headings: tuple[str, ...] = ()

    def add(self, part: Register) -> None:
        """Take the next people."""
        import numpy as np

        frame = part.frame
        if not frame.ids:
            return
        drawn = tickets(self.mesh.seed, frame.ids)
        first = np.frombuffer(b"".join(drawn), dtype=">u8").reshape(-1, 4)[:, 0].astype(np.uint64)
        self.firsts.append(first)
        strata = [()] * len(frame.ids) if self.mesh.rule is Allocation.SIMPLE else frame.strata
        codes = np.array([self._codes.setdefault(one, len(self._codes)) for one in strata], dtype=np.int64)
        fresh = len(self._codes) - len(self._counts)
        self._counts += [0] * fresh
        self._limits += [_HIGHEST] * fresh
        self._counts = (np.array(self._counts) + np.bincount(codes, minlength=len(self._counts))).tolist()
        self.residents += len(frame.ids)
        self._headings = tuple(part.carried)
        columns = tuple(part.carried.values())
        kept = self._kept
        for place in np.flatnonzero(first <= np.array(self._limits, dtype=np.uint64)[codes]).tolist():
            kept.ids.append(frame.ids[place])
            kept.codes.append(int(codes[place]))
            kept.households.append(frame.households[place])
            kept.tickets.append(drawn[place])
            kept.first.append(int(first[place]))
            kept.rows.append(tuple(column[place] for column in columns))
        if len(kept.ids) > self._room:
            self._shake()

    def counted(self) -> Mapping[Stratum, int]:
        """Return how many residents were seen of every stratum."""
        return {stratum: self._counts[code] for stratum, code in self._codes.items()}

    def held(self) -> tuple[Register, Draw] | None:
        """Hold the draw among those who were kept; None: somebody beyond a limit might have come first."""
        mesh, kept = self.mesh, self._kept
        residents = dict(self.counted())
        weights = mesh.weights(residents)
        counts = proportional_counts(mesh.size, residents, mesh.seed, mesh.rule, weights)
        named = {code: stratum for stratum, code in self._codes.items()}
        strata = [named[code] for code in kept.codes]
        frame = Frame(kept.ids, strata, kept.households)
        columns = list(zip(*kept.rows, strict=True)) or [()] * len(self._headings)
        register = Register(frame, dict(zip(self._headings, columns, strict=True)))
        order = in_ticket_order(kept.tickets, kept.ids)
        drawn = hold(Standing(frame, kept.tickets, (), order, residents), strata, counts)
        reserve = drawn.reserve[: mesh.reserve]
        cut = {stratum for stratum, code in self._codes.items() if self._limits[code] < _HIGHEST}
        short = any(count.invited < count.places for count in drawn.counts if count.stratum in cut)
        missing = bool(cut) and len(reserve) < mesh.reserve
        beyond = bool(reserve) and kept.first[reserve[-1]] > min(self._limits)
        if short or missing or beyond:
            return None
        return register, Draw(drawn.invited, reserve, drawn.tickets, drawn.counts, drawn.gave_way)

    def _shake(self) -> None:
        """Let those go who can no longer matter, and lower the limits accordingly."""
        import numpy as np

        mesh, kept = self.mesh, self._kept
        first, codes = np.array(kept.first, dtype=np.uint64), np.array(kept.codes)
        wanted = min(mesh.size + mesh.reserve, len(first))
        overall = int(np.partition(first, wanted - 1)[wanted - 1]) if wanted else 0
        size = min(mesh.size, self.residents)
        residents = self.counted()
        shares = proportional_counts(size, residents, mesh.seed, mesh.rule, mesh.weights(residents))
        places = {self._codes[count.stratum]: count.places for count in shares}
        order = np.lexsort((first, codes))
        starts = np.searchsorted(codes[order], np.arange(len(self._counts) + 1))
        for code, (begin, end) in enumerate(zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)):
            keep = mesh.width * (places[code] + 1) + _AT_LEAST
            if end - begin > keep:
                limit = max(int(first[order[begin + keep - 1]]), overall)
                self._limits[code] = min(self._limits[code], limit)
        stay = first <= np.array(self._limits, dtype=np.uint64)[codes]
        self._kept = kept.chosen(stay.tolist())
        self._room = max(_ROOM, 2 * len(self._kept.ids))


def shared_first(parts: "list[NDArray[np.uint64]]") -> set[int]:
    """Return the first eight bytes that stand at the beginning of more than one ticket.

    Equal ids are among them; of 84 million different ids two share them with a chance of 2 in 10,000.

    Parameters
    ----------
    parts
        First eight bytes of all tickets.
    """
    import numpy as np

    found: set[int] = set()
    for top in range(16):  # a sixteenth at a time needs little memory besides
        some = np.concatenate([part[part >> np.uint64(60) == top] for part in parts] or [np.empty(0, np.uint64)])
        some.sort()
        found.update(some[1:][some[1:] == some[:-1]].tolist())
    return found

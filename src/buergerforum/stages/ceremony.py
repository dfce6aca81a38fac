"""``forum ceremony``: the page for the projector, on which three balls become a panel."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.publishing.salted import Salting
from buergerforum.core.record.receipt import read_receipt
from buergerforum.core.selection.panel_check import memberships
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.files import read_bytes, write_bytes
from buergerforum.io.lottery_files import read_lottery
from buergerforum.io.pages import embedded, page
from buergerforum.io.pools import read_pool
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.io.staging import make_folder
from buergerforum.io.tables import read_table
from buergerforum.model import places
from buergerforum.model.lottery import Lottery
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from buergerforum.model.seal import Sealed
from buergerforum.stages.publish import salt_of
from buergerforum.stages.quotas import read_quotas
from buergerforum.stages.running import journal_of, runs_of
from buergerforum.stages.seal import Seal, as_seal
from buergerforum.stages.sealing import seals_of
from buergerforum.texts import _, moment, number, speaking

DEFAULT = f"{places.PRIVATE}/ceremony.html"
MOST = 10_000
"""Lots that a field can show."""
_PACE = 220
"""Milliseconds from one member to the next."""


@dataclass(frozen=True, slots=True)
class Ceremony:
    """What the page is made from."""

    lottery: Lottery
    """All lots."""
    pool: Pool
    """With all their members."""
    table: QuotaTable
    """The quotas."""
    shown: dict[str, str]
    """What is shown for every id: the salted one, or a name."""
    seal: Seal | None
    """Of the selection; None: this is a rehearsal."""


def run_ceremony(procedure: Procedure, path: Path, *, names: Path | None = None, rehearsal: bool = False) -> Ceremony:
    """Write the page.

    Counts of every lot are in it, from which attributes could be computed: it is shown, not published.

    Parameters
    ----------
    procedure
        With a lottery; for the real draw sealed, published, and not drawn yet.
    path
        The page.
    names
        A private table ``id;name``; None: salted ids are shown.
    rehearsal
        Whether it is one: people are invented, and nobody can take it for the draw.

    Raises
    ------
    UsageError
        If it is too early or too late for the draw.
    InputError
        If the lottery or the names cannot be used.
    """
    journal = journal_of(procedure)
    if not runs_of(journal, places.LOTTERY_FOLDER):
        raise UsageError(_("There is no lottery yet."), hint=_("Make it first: forum lottery."))
    seals = seals_of(journal, Sealed.SELECTION)
    if not rehearsal:
        _refuse(procedure, sealed=bool(seals))
    made = _read(procedure, names, as_seal(seals[-1]) if seals and not rehearsal else None, rehearsal=rehearsal)
    settings = read_settings(procedure.settings_path)[0]
    with speaking(settings.language):
        raw = page("ceremony.html.j2", _values(made, f"{settings.name}, {settings.city}", settings.language))
    make_folder(path.parent)
    write_bytes(path, raw)
    return made


def _refuse(procedure: Procedure, *, sealed: bool) -> None:
    if not sealed:
        raise UsageError(
            _("The selection is not sealed yet."),
            hint=_("Seal and publish first: forum seal selection. To try the page: forum ceremony --rehearsal."),
        )
    if runs_of(journal_of(procedure), places.SELECTION):
        raise UsageError(
            _("The lot was drawn already."), hint=_("To show the page once more: forum ceremony --rehearsal.")
        )
    if salt_of(procedure) is None:
        raise UsageError(
            _("The lots are not published yet."),
            hint=_("Publish them before one is drawn: forum publish ../published. Then everybody can compare the ids."),
        )


def _read(procedure: Procedure, names: Path | None, seal: Seal | None, *, rehearsal: bool) -> Ceremony:
    folder = procedure.path(places.LOTTERY_FOLDER)
    receipt = read_receipt(read_bytes(folder / places.RECEIPT), places.RECEIPT)
    bare = next(
        places.bare(one.name) for one in receipt.outputs if places.bare(one.name).startswith(f"{places.QUOTAS}.")
    )
    seats = receipt.options.get("seats")
    table = read_quotas(folder / bare, seats if isinstance(seats, int) else None).table
    lottery = read_lottery(folder / places.LOTS)
    if lottery.lots > MOST:
        raise UsageError(
            _("The page can show {most} lots; these are {lots}.").format(most=MOST, lots=lottery.lots),
            hint=_("Draw such a lottery by a seed: forum select --seed."),
        )
    pool = read_pool(folder / places.POOL_FILE, table, id_column="id").pool
    ids = [one.id for one in pool.applicants]
    return Ceremony(lottery, pool, table, _shown(procedure, ids, names, rehearsal=rehearsal), seal)


def _shown(procedure: Procedure, ids: Sequence[str], names: Path | None, *, rehearsal: bool) -> dict[str, str]:
    if rehearsal:
        return {person: _("invented {number}").format(number=f"{place:03}") for place, person in enumerate(ids, 1)}
    if names is None:
        return dict(zip(ids, Salting(salt_of(procedure) or "").people(ids), strict=True))
    listed = read_table(names, required=("id", "name"))
    found = dict(zip(listed.columns["id"], listed.columns["name"], strict=True))
    missing = [person for person in ids if not found.get(person)]
    if missing:
        problem = Problem(
            _("People of the pool without a name: {number}.").format(number=len(missing)),
            file=names.name,
            remedy=_("Everybody of the pool may be drawn: complete the table, or show ids."),
        )
        raise InputError([problem])
    return {person: found[person] for person in ids}


def _values(made: Ceremony, name: str, language: str) -> dict[str, object]:
    order = sorted(made.shown, key=made.shown.__getitem__)
    place_of = {person: place for place, person in enumerate(order)}
    counted = memberships(made.pool, made.table)
    lots, counts = [], []
    for block in made.lottery.blocks:
        totals = [0] * len(made.table.quotas)
        for member in block.members:
            for place in counted[member]:
                totals[place] += 1
        for _lot in range(block.first, block.last + 1):
            lots.append(sorted(place_of[member] for member in block.members))
            counts.append(totals)
    labels = {feature.name: {one.name: str(one) for one in feature.values} for feature in made.table.features}
    quotas = [
        (" × ".join(labels[feature].get(value, value) for feature, value in one.cell), one.minimum, one.maximum)
        for one in made.table.quotas
    ]
    data = {
        "people": [made.shown[person] for person in order],
        "lots": lots,
        "counts": counts,
        "quotas": quotas,
        "pace": _PACE,
        "texts": {"none": _("There is no such lot. This ball does not count; it is drawn again.")},
    }
    digits = len(str(made.lottery.lots - 1))
    return {
        "language": language,
        "name": name,
        "rehearsal": made.seal is None,
        "seal": made.seal.digest if made.seal else "",
        "sealed": moment(made.seal.time) if made.seal else "",
        "rule": made.seal.rule if made.seal else "",
        "columns": 40 if made.lottery.lots > 200 else 20,
        "digits": _digits(digits),
        "t": _texts(made),
        "data": embedded(data),
    }


def _digits(count: int) -> list[str]:
    known = [_("Thousands"), _("Hundreds"), _("Tens"), _("Ones")]
    return known[len(known) - count :]


def _texts(made: Ceremony) -> dict[str, str]:
    return {
        "title": _("Public draw"),
        "rehearsal": _("REHEARSAL"),
        "warning": _("REHEARSAL – invented people – this is not the draw"),
        "invented": _("Rehearsal with invented people; nothing that is entered here counts."),
        "seal": _("Sealed before the draw"),
        "field": _("{number} panels, all equally likely").format(number=number(made.lottery.lots)),
        "number": _("The number, ball by ball"),
        "confirm": _("This is the number: show the panel"),
        "lot": _("Lot"),
        "finished": _("The panel is complete and meets every quota."),
        "next": _("In the office it is now recorded with:"),
        "quotas": _("Quotas"),
        "group": _("Group"),
        "least": _("at least"),
        "seated": _("seated"),
        "most": _("at most"),
    }

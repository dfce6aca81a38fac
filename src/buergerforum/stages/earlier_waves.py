"""The waves that were drawn before: read back, and refused unless they are what the draw left."""

from collections.abc import Sequence
from dataclasses import dataclass

from buergerforum.core.draw.rules import Rules, read_rules
from buergerforum.core.record.receipt import read_receipt
from buergerforum.errors import InputError, Problem
from buergerforum.io.files import digest_file, read_bytes
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import Table, read_table
from buergerforum.model import places
from buergerforum.model.draw import Frame, Register, Standing, Stratum, StratumCount
from buergerforum.model.record import FileDigest, Receipt
from buergerforum.stages.draw_files import OWN_COLUMNS
from buergerforum.stages.register import Columns, households_of, strata_of
from buergerforum.stages.running import journal_of, runs_of
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the waves before this one left, unchanged."""

    rules: Rules
    """Of the first wave."""
    standing: Standing
    """How far the draw has come."""
    register: Register
    """Everybody of the frame who is listed."""
    counts: tuple[StratumCount, ...]
    """Of the first wave."""
    cut: bool
    """Whether the reserve holds fewer people than are left."""
    files: tuple[FileDigest, ...]
    """What was read."""


def read_earlier(home: Procedure, number: int) -> Earlier:
    """Read all waves before one, and refuse what is not as the draw left it.

    Parameters
    ----------
    home
        The procedure.
    number
        Of the wave to be drawn.

    Raises
    ------
    InputError
        If a receipt is not the one that the journal knows, or a file not the one that its receipt knows.
    """
    receipts = [_receipt_of(home, one) for one in range(1, number)]
    rules = read_rules(receipts[0])
    if rules is None:
        raise _damaged(f"{places.wave_folder(1)}/{places.RECEIPT}")
    names = [f"{places.wave_folder(one)}/{places.INVITEES}" for one in range(1, number)]
    names += [f"{places.wave_folder(number - 1)}/{places.RESERVE}", f"{places.wave_folder(1)}/{places.STRATA}"]
    outputs = {one.name: one for receipt in receipts for one in receipt.outputs}
    files = tuple(_unchanged(home, name, outputs) for name in names)
    tables = [read_table(home.path(name)) for name in names[:-1]]
    counts = _counts(read_table(home.path(names[-1])), rules.strata)
    register, drawn = joined(tables, rules)
    invited = sum(len(table) for table in tables[:-1])
    residents = {count.stratum: count.residents for count in counts}
    everybody = range(len(register.frame.ids))
    standing = Standing(register.frame, drawn, everybody[:invited], everybody[invited:], residents)
    cut = sum(residents.values()) > len(register.frame.ids)
    return Earlier(rules, standing, register, counts, cut, files)


def _receipt_of(home: Procedure, number: int) -> Receipt:
    place = f"{places.wave_folder(number)}/{places.RECEIPT}"
    journaled = runs_of(journal_of(home), places.wave_folder(number))[-1].details.get("receipt")
    raw = read_bytes(home.path(place))
    if digest_file(home.path(place)).sha256 != journaled:
        raise _damaged(place)
    return read_receipt(raw, place)


def _unchanged(home: Procedure, name: str, outputs: dict[str, FileDigest]) -> FileDigest:
    found = digest_file(home.path(name), name)
    if outputs.get(name) != found:
        raise _damaged(name)
    return found


def _damaged(place: str) -> InputError:
    problem = Problem(
        _("The file is not as the draw left it."), file=place, remedy=_("Restore it. “forum audit” says more.")
    )
    return InputError([problem])


def _counts(table: Table, columns: tuple[str, ...]) -> tuple[StratumCount, ...]:
    """Return the strata of the first wave; its file is as the draw wrote it."""
    keys: Sequence[Stratum] = strata_of(table.columns, columns, len(table))
    found = []
    for place, key in enumerate(keys):
        residents, given, invited = (int(table.columns[name][place]) for name in ("residents", "places", "invited"))
        above, _slash, below = table.columns["chance"][place].partition("/")
        found.append(StratumCount(key, residents, given, invited, (int(above), int(below))))
    return tuple(found)


def joined(tables: Sequence[Table], rules: Rules) -> tuple[Register, list[bytes]]:
    """Return all invitees, wave by wave, then the reserve, as one register; and their tickets.

    Raises
    ------
    InputError
        If a table lacks a column that the rules name.
    ValueError
        If a ticket is none.
    """
    header = [heading for heading in tables[0].header if heading not in ("id", *OWN_COLUMNS)]
    carried = {heading: [cell for table in tables for cell in table.columns[heading]] for heading in header}
    ids = [person for table in tables for person in table.columns["id"]]
    drawn = [bytes.fromhex(ticket) for table in tables for ticket in table.columns["ticket"]]
    columns = Columns(rules.strata, rules.household, rules.special, "id", ())
    households = [household for table in tables for household in households_of(table, columns)]
    strata = strata_of({**carried, "id": ids}, rules.strata, len(ids))
    return Register(Frame(ids, strata, households), carried), drawn

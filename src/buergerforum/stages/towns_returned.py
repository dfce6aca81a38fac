"""``forum draw-towns --receipts FOLDER``: take in what the towns sent back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.chance import Seed
from buergerforum.core.draw.returned import Order, doubly_filled, faults, order_of
from buergerforum.core.record.receipt import read_receipt, stated_seed
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.files import digest_of, read_bytes, write_bytes
from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import make_folder
from buergerforum.io.tables import Table, read_table, write_csv
from buergerforum.io.versions import versions
from buergerforum.model import places
from buergerforum.model.record import Receipt
from buergerforum.stages.running import Destination, running
from buergerforum.texts import _, listed

RETURNED_HEADER = ("number", "replaces", "key", "persons", "residents", "invited", "receipt")


@dataclass(frozen=True, slots=True)
class ReturnedPlan:
    """What is taken in, and where to."""

    orders: Path
    """Folder of the draw of towns."""
    receipts: Path
    """Folder with the receipts, below any names."""
    destination: Destination
    """Where the result goes."""


@dataclass(frozen=True, slots=True)
class ReturnedResult:
    """What the command says at the end."""

    returned: int
    """Towns whose receipt is there."""
    missing: tuple[str, ...]
    """Keys of towns that have not sent theirs, and for which nobody stepped in."""
    invited: int
    """People invited in all of them."""
    receipt: Receipt
    """What was written down."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """A receipt that a town sent."""

    order: Order
    """What it answers."""
    receipt: Receipt
    """As it was sent."""
    raw: bytes
    """Its bytes."""


def plan_returned(home: Procedure | None, receipts: Path, orders: Path | None, out: Path | None) -> ReturnedPlan:
    """Find the draw of towns that the receipts answer.

    Raises
    ------
    UsageError
        If there is none.
    """
    folder = orders or (home.path(places.TOWNS_FOLDER) if home else None)
    if folder is None or not (folder / places.RECEIPT).is_file():
        raise UsageError(
            _("No towns have been drawn yet."),
            hint=_("Run it in the procedure that drew them, or name the folder of the draw with --orders FOLDER."),
        )
    return ReturnedPlan(folder, receipts, Destination(home, places.TOWNS_RETURNED_FOLDER, out, renewable=True))


def orders_in(table: Table) -> list[Order]:
    """Return the orders that ``towns.csv`` holds.

    Raises
    ------
    ValueError
        If a number in it is none.
    """
    columns = [table.columns[heading] for heading in ("number", "replaces", "key", "persons")]
    return [
        Order(int(number), int(replaces), key, int(persons))
        for number, replaces, key, persons in zip(*columns, strict=True)
    ]


def run_returned(plan: ReturnedPlan) -> ReturnedResult:
    """Take in receipts and write ``returned.csv``, copies of them and ``receipt.json``; can be repeated at any time.

    Raises
    ------
    InputError
        With everything that is not as it was ordered.
    """
    destination = plan.destination
    with running(destination) as run:
        drawn = read_receipt(read_bytes(plan.orders / places.RECEIPT), places.RECEIPT)
        seed = stated_seed(drawn)
        table = read_table(plan.orders / places.TOWNS)
        if seed is None or drawn.stage != "draw-towns":
            raise InputError([Problem(_("This is no result of a draw of towns."), file=plan.orders.name)])
        orders = orders_in(table)
        answers = _answers(plan.receipts, orders, seed)
        make_folder(run.folder / places.RETURNED_RECEIPTS)
        for one in answers:
            write_bytes(run.folder / places.RETURNED_RECEIPTS / f"{one.order.key}.json", one.raw)
        write_csv(run.folder / places.RETURNED, RETURNED_HEADER, [_row(one) for one in answers])
        invited = sum(_count(one, "invited") for one in answers)
        missing = _missing(orders, answers)
        receipt = run.finish(
            Receipt(
                "towns-returned",
                {},
                (destination.as_read(table.digest, plan.orders / places.TOWNS),),
                figures={"returned": len(answers), "missing": len(missing), "invited": invited},
                versions=versions(),
            )
        )
    return ReturnedResult(len(answers), missing, invited, receipt)


def _answers(folder: Path, orders: Sequence[Order], seed: Seed) -> list[_Answer]:
    """Read all receipts below a folder and refuse what is not as it was ordered."""
    if not folder.is_dir():
        raise InputError([Problem(_("There is no such folder."), file=folder.name, remedy=_("Check the name."))])
    found: dict[int, _Answer] = {}
    by_number: dict[tuple[int, bool], _Answer] = {}
    problems = []
    for path in sorted(folder.rglob("*.json")):
        name = path.relative_to(folder).as_posix()
        raw = read_bytes(path)
        receipt = read_receipt(raw, name)
        order = order_of(receipt, orders, seed)
        if order is None:
            problems.append(Problem(_("This seed is part of no order."), file=name, remedy=_("Take the file away.")))
            continue
        answer = _Answer(order, receipt, raw)
        if by_number.setdefault((order.number, bool(order.replaces)), answer).raw != raw:
            problems.append(Problem(_("There are two different receipts for {key}.").format(key=order.key), file=name))
        problems += [
            Problem(_("Not as ordered: {what}.").format(what=what), file=name) for what in faults(order, receipt)
        ]
    found = dict(enumerate(sorted(by_number.values(), key=lambda one: (one.order.replaces > 0, one.order.number))))
    for one in doubly_filled({place: answer.order for place, answer in found.items()}):
        told = _("{key} drew although the municipality of order sheet {number} drew, too.")
        problems.append(Problem(told.format(key=one.key, number=one.replaces), file=folder.name))
    if problems:
        raise InputError(
            problems, hint=_("Nothing was taken in. Ask these municipalities, then run the command again.")
        )
    if not found:
        raise InputError(
            [Problem(_("There are no receipts in this folder."), file=folder.name, expected=_("files ending in .json"))]
        )
    return list(found.values())


def _row(one: _Answer) -> tuple[str, ...]:
    return (
        *(str(one.order.number), str(one.order.replaces), one.order.key, str(one.order.persons)),
        *(str(_count(one, "residents")), str(_count(one, "invited")), digest_of(one.raw, "").sha256),
    )


def _count(one: _Answer, name: str) -> int:
    figure = one.receipt.figures.get(name)
    return figure if isinstance(figure, int) else 0


def _missing(orders: Sequence[Order], answers: Sequence[_Answer]) -> tuple[str, ...]:
    done = {one.order.replaces or one.order.number for one in answers}
    return tuple(one.key for one in orders if not one.replaces and one.number not in done)


def said_missing(result: ReturnedResult) -> str:
    """Return which towns are missing, for people."""
    return listed(result.missing)

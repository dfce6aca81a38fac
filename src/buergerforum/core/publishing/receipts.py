"""Receipts as they are published: one that names people has their salted ids, under the digest of the whole receipt.

Most receipts hold digests and totals only and are published as they are. Those of a lottery, a selection and a
replacement also name whoever was fixed beforehand, dropped out or was not available.
"""

from dataclasses import replace

from buergerforum.core.publishing.manifest import Level
from buergerforum.core.publishing.salted import Salting
from buergerforum.model.record import Option, Receipt

FIXED = ("fixed_in", "fixed_out")
"""Options that hold ids with reasons."""
NAMED = ("out", "unavailable")
"""Options that hold ids."""
PEOPLE = (*FIXED, *NAMED)
"""Options by which a receipt names people."""
STAGES = ("lottery", "select", "replace")
"""Whose receipts have these options."""
CONFIDENTIAL = ("fixed_out", "unavailable")
"""Not for everybody: next to those who dropped out they would tell who lives with whom."""


def names_people(receipt: Receipt) -> bool:
    """Whether a receipt holds ids."""
    return any(receipt.options.get(name) for name in PEOPLE)


def may_be_withheld(receipt: Receipt) -> bool:
    """Whether a receipt may be published without ids: it names people, or this level leaves them out."""
    return names_people(receipt) or (receipt.stage in STAGES and "fixed_out" not in receipt.options)


def published_receipt(receipt: Receipt, digest: str, level: Level, salting: Salting) -> Receipt:
    """Return a receipt as it is published.

    Parameters
    ----------
    receipt
        As the stage wrote it.
    digest
        SHA-256 of that.
    level
        Auditors see the reasons; everybody sees who remained and who dropped out.
    salting
        Of the procedure.
    """
    if not names_people(receipt):
        return receipt
    options: dict[str, Option] = {}
    for name, value in receipt.options.items():
        if name not in PEOPLE or not isinstance(value, tuple):
            options[name] = value
        elif level is Level.AUDITORS or name not in CONFIDENTIAL:
            options[name] = _salted(value, salting, reasons=name in FIXED and level is Level.AUDITORS)
    return replace(receipt, options=options, withheld=digest)


def _salted(lines: tuple[str, ...], salting: Salting, *, reasons: bool) -> tuple[str, ...]:
    """Return ids, each perhaps with a blank and a reason after it, under salted ids."""
    parts = [line.partition(" ") for line in lines]
    people = salting.people([person for person, _blank, _reason in parts])
    told = [blank + reason if reasons else "" for _person, blank, reason in parts]
    return tuple(sorted(person + more for person, more in zip(people, told, strict=True)))

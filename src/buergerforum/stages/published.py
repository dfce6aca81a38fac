"""A lottery that was made before: read back, and refused unless it is, byte for byte, what was published.

1. The receipt is that of a lottery, and in a procedure the one that the journal knows.
2. Every file that the receipt lists is there, with the digest in the receipt.
3. What was asked for now (pool, quotas, seats …) agrees with what the lottery was made from.
4. Lots, chances, pool, quotas and certificate fit each other.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.certificate.form import read_certificate
from buergerforum.core.record.canonical import Json
from buergerforum.core.record.receipt import read_receipt
from buergerforum.errors import InputError, Problem
from buergerforum.io.files import digest_file, digest_of, read_bytes
from buergerforum.io.lottery_files import read_chances, read_lottery
from buergerforum.io.procedure import Procedure
from buergerforum.model import places
from buergerforum.model.households import key_of
from buergerforum.model.lottery import Chance, Lottery
from buergerforum.model.record import FileDigest, Option, Receipt
from buergerforum.stages.fixing import of_options
from buergerforum.stages.running import Destination, journal_of, runs_of
from buergerforum.stages.selection_inputs import Inputs, copy_unchanged, read_inputs
from buergerforum.texts import _

_QUOTAS = re.compile(rf"{places.QUOTAS}\.\w+")


@dataclass(frozen=True, slots=True)
class Said:
    """What was asked for in selecting, to be compared with the lottery; None: nothing."""

    pool: Path | None
    """Must be the file that the lottery was made from."""
    quotas: Path | None
    """The same."""
    options: Mapping[str, Option]
    """By their names in receipts."""


@dataclass(frozen=True, slots=True)
class Published:
    """A lottery that was made before."""

    folder: Path
    """Where it lies."""
    receipt: Receipt
    """Of the lottery."""
    inputs: Inputs
    """The copies of pool and quotas beside it."""
    lottery: Lottery
    """All lots."""
    chances: tuple[Chance, ...]
    """Of all applicants, sorted by id."""
    files: tuple[FileDigest, ...]
    """Everything that was read, by its name in the folder."""

    def digests(self, destination: Destination) -> tuple[FileDigest, ...]:
        """Return the digests of everything that was read, named as receipts of the destination name them."""
        return tuple(destination.as_read(one, self.folder / one.name) for one in self.files)

    def write_copies(self, folder: Path) -> None:
        """Copy everything but the receipt, byte for byte.

        Raises
        ------
        InputError
            If a file is no longer what was read.
        """
        for one in self.files:
            if one.name != places.RECEIPT:
                copy_unchanged(self.folder / one.name, folder / one.name, one)


def folder_of(destination: Destination) -> Path | None:
    """Return the folder of the lottery that a procedure has, or None."""
    procedure = destination.procedure
    if procedure is None or not runs_of(journal_of(procedure), places.LOTTERY_FOLDER):
        return None
    return procedure.path(places.LOTTERY_FOLDER)


def quotas_in(folder: Path) -> Path:
    """Return the quota file inside a lottery folder.

    Raises
    ------
    InputError
        If this is no folder of a lottery, or its quotas are not there.
    """
    return folder / _quotas_of(_read_receipt(folder)[0], folder)


def read_published(folder: Path, destination: Destination, said: Said) -> Published:
    """Read a lottery that was made before.

    Parameters
    ----------
    folder
        Where it lies.
    destination
        Of the selection; its journal knows the lottery of a procedure.
    said
        What was asked for in selecting.

    Raises
    ------
    InputError
        With everything that keeps it from being the lottery that was published.
    """
    receipt, digest = _read_receipt(folder)
    quotas = _quotas_of(receipt, folder)
    needed = (places.LOTS, places.PROBABILITIES, places.POOL_FILE, quotas)
    files = _unchanged(folder, receipt, dict.fromkeys((*needed, *(places.bare(one.name) for one in receipt.outputs))))
    _agrees(receipt, digest, folder, destination, said)
    seats, lots = _count(receipt, "seats"), _count(receipt, "lots")
    household = receipt.options.get("household")
    if not isinstance(household, str):
        raise _damaged()
    inputs = read_inputs(
        folder / places.POOL_FILE, folder / quotas, seats, key_of(household), "id", of_options(receipt.options)
    )
    try:
        lottery, chances = read_lottery(folder / places.LOTS), read_chances(folder / places.PROBABILITIES)
    except (ValueError, OverflowError) as defect:  # numbers of thousands of digits: no honest file holds them
        raise _damaged(places.LOTS) from defect
    if problems := [*_contradictions(inputs, lottery, chances, lots), *_uncertified(folder, receipt)]:
        raise InputError(problems, hint=_hint())
    return Published(folder, receipt, inputs, lottery, chances, (*files, digest))


def _read_receipt(folder: Path) -> tuple[Receipt, FileDigest]:
    name = folder.resolve().name
    if not folder.is_dir():
        raise InputError([Problem(_("There is no such folder."), file=name, remedy=_("Check the name."))])
    if not (folder / places.RECEIPT).is_file():
        raise _no_lottery(name)
    raw = read_bytes(folder / places.RECEIPT)
    receipt = read_receipt(raw, places.RECEIPT)
    if receipt.stage != "lottery":
        raise _no_lottery(name)
    return receipt, digest_of(raw, places.RECEIPT)


def _no_lottery(name: str) -> InputError:
    problem = Problem(
        _("This is no folder of a lottery."), file=name, remedy=_("Name a folder that “forum lottery” made.")
    )
    return InputError([problem])


def _quotas_of(receipt: Receipt, folder: Path) -> str:
    names = [name for one in receipt.outputs if _QUOTAS.fullmatch(name := places.bare(one.name))]
    if len(names) != 1:
        raise _no_lottery(folder.resolve().name)
    return names[0]


def _unchanged(folder: Path, receipt: Receipt, names: Iterable[str]) -> tuple[FileDigest, ...]:
    """Return the digests of the files as they are, which must be those in the receipt."""
    made = {places.bare(one.name): (one.sha256, one.size) for one in receipt.outputs}
    problems = []
    files = []
    for name in names:
        if not (folder / name).is_file():
            problems.append(Problem(_("The file is not there."), file=name))
            continue
        here = digest_file(folder / name)
        files.append(here)
        if made.get(name) != (here.sha256, here.size):
            problems.append(Problem(_("The file is not as the lottery left it."), file=name))
    if problems:
        raise InputError(problems, hint=_hint())
    return tuple(files)


def _hint() -> str:
    return _("Fetch the files again from where they were published. “forum audit” says more.")


def _agrees(receipt: Receipt, digest: FileDigest, folder: Path, destination: Destination, said: Said) -> None:
    """Refuse what was asked for but is not what the lottery was made from."""
    procedure = destination.procedure
    own = procedure is not None and folder.resolve() == procedure.path(places.LOTTERY_FOLDER).resolve()
    if procedure and own and _journaled(procedure) != digest.sha256:
        problem = Problem(_("The journal knows another receipt of the lottery."), file=places.RECEIPT)
        raise InputError([problem], hint=_hint())
    problems = _other_files(receipt, said.pool, said.quotas)
    for name, wish in said.options.items():
        made = receipt.options.get(name)
        if wish is not None and wish != made:
            what = _("The lottery was made with {name} = {made}, not {wish}.")
            problems.append(Problem(what.format(name=name, made=_shown(made), wish=_shown(wish)), file=places.RECEIPT))
    if problems:
        raise InputError(problems, hint=_remedy())


def _shown(option: Option) -> str:
    if isinstance(option, bool):
        return _("yes") if option else _("no")
    return "; ".join(option) or "“”" if isinstance(option, tuple) else str(option or "“”")


def _journaled(procedure: Procedure) -> Json:
    """Return the digest of the receipt of the lottery that the journal knows."""
    return runs_of(journal_of(procedure), places.LOTTERY_FOLDER)[-1].details.get("receipt")


def _other_files(receipt: Receipt, pool: Path | None, quotas: Path | None) -> list[Problem]:
    """Find files that are not the ones that the lottery was made from; its quotas are copied as they were."""
    tables = {one.sha256 for one in receipt.outputs if _QUOTAS.fullmatch(places.bare(one.name))}
    pools = {one.sha256 for one in receipt.inputs if one.name != places.SETTINGS} - tables
    return [
        Problem(_("The file is not the one that the lottery was made from."), file=path.name)
        for path, right in ((pool, pools), (quotas, tables))
        if path is not None and digest_file(path).sha256 not in right
    ]


def _remedy() -> str:
    return _(
        'Restore what was changed, or make the lottery once more and publish it anew: forum lottery --again "reason".'
    )


def require_unchanged(folder: Path, pool: Path, quotas: Path) -> None:
    """Make sure that a lottery was made from this pool and these quotas.

    Parameters
    ----------
    folder
        Of the lottery.
    pool, quotas
        As they are now.

    Raises
    ------
    InputError
        If they are others, or this is no folder of a lottery.
    """
    if problems := _other_files(_read_receipt(folder)[0], pool, quotas):
        raise InputError(problems, hint=_remedy())


def _count(receipt: Receipt, name: str) -> int:
    number = receipt.options.get(name)
    if type(number) is not int or number < 1:
        raise _damaged()
    return number


def _damaged(name: str = places.RECEIPT) -> InputError:
    return InputError([Problem(_("The file is damaged."), file=name)], hint=_hint())


def _contradictions(inputs: Inputs, lottery: Lottery, chances: tuple[Chance, ...], lots: int) -> Iterator[Problem]:
    """Find what does not fit together, file by file."""
    people = inputs.ids()
    if lottery.lots != lots:
        what = _("There are {found} lots; the receipt says {lots}.").format(found=lottery.lots, lots=lots)
        yield Problem(what, file=places.LOTS)
    known = frozenset(people)
    if not all(known.issuperset(block.members) for block in lottery.blocks):
        yield Problem(_("The lottery seats people who are not in its pool."), file=places.LOTS)
    if tuple(one.id for one in chances) != people:
        yield Problem(_("These are not the people of the pool, in the order of their ids."), file=places.PROBABILITIES)


def _uncertified(folder: Path, receipt: Receipt) -> Iterator[Problem]:
    """Find choices in the receipt that are not those of the certificate beside it."""
    if places.CERTIFICATE not in {places.bare(one.name) for one in receipt.outputs}:
        return
    one = read_certificate(read_bytes(folder / places.CERTIFICATE))
    stated = {"objective": one.objective, "seats": one.seats, "lots": one.lots, "household": one.household}
    for name, value in stated.items():
        if receipt.options.get(name) != value:
            what = _("The certificate says {name} = {value}.").format(name=name, value=value or "“”")
            yield Problem(what, file=places.RECEIPT)

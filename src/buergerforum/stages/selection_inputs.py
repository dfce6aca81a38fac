"""What a lottery follows from, pool and quotas: read, checked against each other, and copied beside the result."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.files import digest_of, read_bytes, write_bytes
from buergerforum.io.headings import Headings
from buergerforum.io.pools import LoadedPool, ids_are_no_households
from buergerforum.io.tables import write_csv
from buergerforum.model import places
from buergerforum.model.households import HouseholdRule
from buergerforum.model.pool import Fixed
from buergerforum.model.record import FileDigest
from buergerforum.stages.fixing import told, with_fixed
from buergerforum.stages.households import load_pool
from buergerforum.stages.quotas import LoadedQuotas, read_quotas
from buergerforum.texts import _, headings_said

ID = "id"


@dataclass(frozen=True, slots=True)
class Inputs:
    """Pool and quotas, read."""

    pool: LoadedPool
    """Everybody who may be seated."""
    quotas: LoadedQuotas
    """The table for this number of seats."""
    seats: int
    """To fill."""
    household: str
    """Column of results whose values nobody may share; blank: no such rule."""

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all applicants, sorted by code points."""
        return tuple(one.id for one in self.pool.pool.applicants)

    def notes(self) -> tuple[str, ...]:
        """Return what was interpreted in reading, and who is fixed in or out."""
        return (*self.quotas.notes, *self.pool.notes, *told(self.pool.pool))

    def refuse_more_than_needed(self) -> None:
        """Refuse columns that a pool does not need: in a procedure, what is published would carry them along.

        Raises
        ------
        InputError
            If there are any.
        """
        pool = self.pool
        household = Headings(pool.carried_header, pool.digest.name).find(self.household) if self.household else []
        if more := [heading for heading in pool.carried_header if heading not in household]:
            problem = Problem(
                _("The pool holds columns that the selection does not look at; in a procedure it would publish them."),
                file=pool.digest.name,
                found=headings_said(more),
                remedy=_("Use the pool that “forum merge” makes, or remove these columns."),
            )
            raise InputError([problem])

    def header(self) -> tuple[str, ...]:
        """Return the headings of a table of people: id, features, then what the file carries besides.

        A carried column whose heading is taken by ours gets a star, so that headings stay unique.
        """
        header = [ID, *self.pool.pool.features]
        for heading in self.pool.carried_header:
            own = heading
            while own in header or own.casefold() == ID:
                own += " *"
            header.append(own)
        return tuple(header)

    def rows(self, people: Sequence[str]) -> list[list[str]]:
        """Return the rows of a table of people, in the order given."""
        values = {one.id: one.values for one in self.pool.pool.applicants}
        return [[person, *values[person], *self.pool.carried[person]] for person in people]

    def write_people(self, path: Path, people: Sequence[str]) -> None:
        """Write a table of people, in the order given."""
        write_csv(path, self.header(), self.rows(people))

    def write_copies(self, folder: Path, quotas: Path) -> None:
        """Write the pool as it counts, and the quota file as it is.

        Parameters
        ----------
        folder
            Where to.
        quotas
            The file that was read.

        Raises
        ------
        InputError
            If the quota file is no longer the one that was read.
        """
        self.write_people(folder / places.POOL_FILE, self.ids())
        copy_unchanged(quotas, folder / quotas_name(quotas), self.quotas.digest)


def quotas_name(quotas: Path) -> str:
    """Return the name of the copy of a quota file beside a lottery."""
    return f"{places.QUOTAS}{quotas.suffix or '.csv'}"


def read_inputs(
    pool: Path,
    quotas: Path,
    seats: int | None,
    household: HouseholdRule,
    id_column: str | None,
    fixed: Sequence[Fixed] = (),
) -> Inputs:
    """Read pool and quotas and check that they fit each other.

    Parameters
    ----------
    pool
        CSV or XLSX.
    quotas
        YAML, CSV or XLSX.
    seats
        To fill; None: as the quota file says.
    household
        Who belongs to one household.
    id_column
        Column of the pool; None: the usual one.
    fixed
        Who is fixed in or out, sorted by id.

    Raises
    ------
    InputError
        With all problems of a file.
    UsageError
        If nobody said how many seats there are.
    QuotaError
        If the quotas were made for another number of seats and contradict this one.
    """
    loaded = read_quotas(quotas, seats, sums=False)
    table = loaded.table
    if table.seats is None:
        raise UsageError(
            _("It is not said how many seats there are."),
            hint=_("Add --seats with their number: “{file}” does not say it.").format(file=quotas.name),
        )
    if any(feature.name == ID for feature in table.features):
        problem = Problem(
            _("A feature cannot be called “{name}”: that is the column of the ids.").format(name=ID),
            file=quotas.name,
            remedy=_("Rename it in the quota file and in the pool."),
        )
        raise InputError([problem])
    people = load_pool(pool, table, household, id_column)
    people = dataclasses.replace(people, pool=with_fixed(people.pool, fixed, pool.name))
    inputs = Inputs(people, loaded, table.seats, household.column)
    if inputs.household and not _keeps_households(inputs):
        raise InputError([ids_are_no_households(pool.name, inputs.household)])
    return inputs


def _keeps_households(inputs: Inputs) -> bool:
    """Whether copies of the pool have the column of the households under the heading by which it was found."""
    headings = (*inputs.pool.pool.features, *inputs.pool.carried_header)
    written = dict(zip(headings, inputs.header()[1:], strict=True))
    found = Headings(headings, inputs.pool.digest.name).find(inputs.household)
    return bool(found) and written[found[0]] == found[0]


def copy_unchanged(source: Path, target: Path, digest: FileDigest) -> None:
    """Copy a file, byte for byte, that was read before.

    Raises
    ------
    InputError
        If it is no longer what was read.
    StorageError
        If the copy cannot be written.
    """
    raw = read_bytes(source)
    if digest_of(raw, digest.name) != digest:
        problem = Problem(
            _("The file was changed while the command was at work."),
            file=source.name,
            remedy=_("Run the command again when nobody is editing it."),
        )
        raise InputError([problem])
    write_bytes(target, raw)

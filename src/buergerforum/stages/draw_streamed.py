"""A first wave from a register that need not fit into memory: one pass, the same result."""

from collections import Counter
from collections.abc import Iterable, Mapping

from buergerforum.core.chance import Seed, tickets
from buergerforum.core.draw.sieve import Mesh, Sieve, shared_first
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.identities import identities
from buergerforum.io.streams import can_stream, is_parquet, streamed
from buergerforum.io.tables import Table
from buergerforum.model.draw import Stratum
from buergerforum.model.households import rule_of
from buergerforum.model.progress import Progress
from buergerforum.stages.compared import columns_compared, compared_counts, tally, tally_of_strata
from buergerforum.stages.draw_inputs import Made, Settled, columns_for, digests_of, stop_list_of, weights_for
from buergerforum.stages.draw_plan import DrawPlan
from buergerforum.stages.register import Columns, register_of
from buergerforum.texts import _, number

_WIDTHS = (3, 30, 1000)
"""How wide the sieve is, first and whenever it was too narrow."""


def streams(plan: DrawPlan) -> bool:
    """Whether the register is read in one pass: where not all of the reserve is wanted, and nobody is numbered.

    Raises
    ------
    UsageError
        If it is a Parquet file, which cannot be read otherwise, and all of the reserve is wanted, or households are
        told by addresses: they are numbered over everybody.
    """
    if plan.options.address or rule_of(plan.options.household or "").numbered:
        if is_parquet(plan.register):
            raise UsageError(
                _("A Parquet file is read in one pass; households can be told by a key only, not by addresses."),
                hint=_("Name a column with a key with --household, or save the register as CSV or XLSX."),
            )
        return False
    if plan.options.reserve is not None:
        return can_stream(plan.register)
    if is_parquet(plan.register):
        raise UsageError(
            _("A Parquet file is read in one pass, and then only a beginning of the reserve can be written."),
            hint=_("Say how many with --reserve, such as --reserve 20000."),
        )
    return False


class _Pass:
    """What one pass over the register finds.

    Parameters
    ----------
    sieve
        Keeps who can still matter.
    columns
        What the draw looks at.
    head
        The register without its rows.
    """

    def __init__(self, sieve: Sieve, columns: Columns, head: Table) -> None:
        compared = columns_compared((), tuple(head.columns))
        self.sieve = sieve
        self.columns = columns
        self.tallies: dict[str, Counter[tuple[str, Stratum]]] = {
            one: Counter() for one in compared if one not in columns.strata
        }
        self.seen = 0
        self.digest = head.digest
        self.notes = identities(head, columns.id).notes


def draw_streamed(plan: DrawPlan, seed: Seed, settled: Settled, progress: Progress) -> Made:
    """Draw from a register in one pass; in the rare case that the sieve was too narrow, in another one.

    Parameters
    ----------
    plan
        As published before the seed.
    seed
        Drawn in public.
    settled
        Told what the draw looks at.
    progress
        Told how far it is.

    Raises
    ------
    InputError
        If the register cannot be used.
    """
    stop = stop_list_of(plan)
    without = stop.ids if stop else frozenset[str]()
    for width in _WIDTHS:
        made = _pass(plan, seed, without, settled, (width, progress))
        if shared := shared_first(made.sieve.firsts):
            _refuse_double(plan, seed, made.columns.id, shared)
        _refuse_too_few(plan, made.sieve.residents)
        held = made.sieve.held()
        if held:
            break
    else:  # pragma: no cover - households that fill a stratum a thousand times over
        raise InputError([Problem(_("The register cannot be drawn from in one pass."), file=plan.register.name)])
    register, result = held
    residents: dict[str, Mapping[tuple[str, Stratum], int]] = dict(made.tallies)
    for place, column in enumerate(made.columns.strata):
        residents[column] = tally_of_strata(place, result.counts)
    order = columns_compared(made.columns.strata, tuple(register.carried))
    drawn = {column: Counter(register.carried[column][place] for place in result.invited) for column in order}
    comparisons = compared_counts({column: residents[column] for column in order}, drawn, result.counts)
    stopped = made.seen - made.sieve.residents
    return Made(
        register,
        result,
        made.columns,
        tuple(comparisons),
        made.sieve.residents,
        stopped,
        len(without) - stopped,
        digests_of(plan, made.digest, stop),
        (*made.notes, *made.columns.notes, *(stop.notes if stop else ())),
    )


def _pass(plan: DrawPlan, seed: Seed, without: frozenset[str], settled: Settled, how: tuple[int, Progress]) -> _Pass:
    width, progress = how
    with streamed(plan.register) as stream:
        head = stream.head()
        columns = columns_for(plan, head)
        settled(columns)

        def weights(strata: Iterable[Stratum]) -> Mapping[Stratum, int]:
            return weights_for(plan, strata, columns.strata)

        sieve = Sieve(Mesh(plan.size, plan.options.reserve or 0, seed, plan.rule, weights, width))
        made = _Pass(sieve, columns, head)
        for table in stream.chunks:
            _take(made, table, without)
            progress(_("Rows read: {number}").format(number=number(made.seen)), 0, 0)
        made.digest = stream.digest()
    return made


def _take(made: _Pass, table: Table, without: frozenset[str]) -> None:
    """Take the next rows of the register."""
    part = register_of(table, identities(table, made.columns.id), made.columns).without(without)
    made.seen += len(table)
    made.sieve.add(part)
    for column, counts in made.tallies.items():
        counts.update(tally(part.carried[column], part.frame.strata))


def _refuse_too_few(plan: DrawPlan, residents: int) -> None:
    if plan.size > residents:
        problem = Problem(
            _("More people are to be drawn than there are in the frame."),
            found=number(residents),
            expected=_("at least {number}").format(number=plan.size),
            remedy=_("Give a smaller --size, or check whether the frame is complete."),
        )
        raise InputError([problem])


def _refuse_double(plan: DrawPlan, seed: Seed, column: str, shared: set[int]) -> None:
    """Read the register once more and refuse ids that are there twice; tickets may begin alike by chance."""
    first: dict[str, int] = {}
    problems = []
    with streamed(plan.register) as stream:
        for table in stream.chunks:
            ids = table.columns[column]
            for row, person, ticket in zip(table.rows, ids, tickets(seed, ids), strict=True):
                if int.from_bytes(ticket[:8], "big") in shared and first.setdefault(person, row) != row:
                    what = _("The id is there twice, first in row {row}.").format(row=first[person])
                    problems.append(Problem(what, file=table.name, row=row, column=column, remedy=_("Correct the id.")))
    if problems:
        raise InputError(problems)

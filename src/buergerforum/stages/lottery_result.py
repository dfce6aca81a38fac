"""What is written of a lottery: lots, chances, copies of what it follows from, certificate, figures."""

from collections.abc import Sequence
from pathlib import Path

from buergerforum.core.certificate.form import certificate_bytes
from buergerforum.core.certificate.making import make_certificate
from buergerforum.core.fairness.figures import groups, spread
from buergerforum.core.fairness.form import fairness_bytes
from buergerforum.core.selection.engine import LotteryResult
from buergerforum.core.selection.variety import variety
from buergerforum.io.files import digest_file, write_bytes
from buergerforum.io.lottery_files import write_lottery
from buergerforum.model import places
from buergerforum.model.lottery import Chance, Lottery
from buergerforum.model.record import Option
from buergerforum.stages.selection_inputs import Inputs, quotas_name


def write_result(folder: Path, inputs: Inputs, quotas: Path, objective: str, result: LotteryResult) -> None:
    """Write a lottery with everything that is needed to check it.

    That is lots, chances, copies of pool and quotas, the certificate that no lottery could be fairer, and figures.

    Parameters
    ----------
    folder
        Where to.
    inputs
        Pool and quotas, as they were read.
    quotas
        The quota file.
    objective
        What was made as fair as possible.
    result
        Of the selection.

    Raises
    ------
    InputError
        If the quota file is no longer the one that was read.
    StorageError
        If something cannot be written.
    """
    write_lottery(folder, result.lottery, result.chances)
    inputs.write_copies(folder, quotas)
    names = (places.LOTS, places.PROBABILITIES, places.POOL_FILE, quotas_name(quotas))
    files = tuple(digest_file(folder / name) for name in names)
    made_for = (objective, inputs.household, files)
    certificate = make_certificate(result, inputs.pool.pool, inputs.quotas.table, inputs.seats, made_for)
    write_bytes(folder / places.CERTIFICATE, certificate_bytes(certificate))
    write_bytes(folder / places.FAIRNESS, figures_of(inputs, result))


def figures_of(inputs: Inputs, result: LotteryResult) -> bytes:
    """Return the figures of fairness of a lottery, as they are written."""
    pool, table, lots = inputs.pool.pool, inputs.quotas.table, result.lottery.lots
    appearances = {one.id: one.lots for one in result.chances}
    return fairness_bytes(spread(list(appearances.values()), lots), groups(pool, table, appearances, lots))


def lottery_figures(lottery: Lottery, chances: Sequence[Chance]) -> dict[str, Option]:
    """Return what receipts say of a lottery.

    Parameters
    ----------
    lottery
        All lots.
    chances
        Of all applicants.
    """
    various = variety(lottery)
    return {
        "panels": various.panels,
        "commonest_pair": various.commonest_pair,
        "largest_deviation": f"{max(abs(one.lots / lottery.lots - one.optimal) for one in chances):.3e}",
    }

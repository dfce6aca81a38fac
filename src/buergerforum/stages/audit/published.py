"""The recipe on what ``forum publish`` wrote, at both levels; what needs original ids or more data is left open."""

from collections.abc import Callable
from dataclasses import dataclass

from buergerforum.core.audit.chain import Chain
from buergerforum.core.audit.evidence import Run, latest_of, waves_of
from buergerforum.core.audit.files import receipts
from buergerforum.core.audit.links import chained
from buergerforum.core.audit.lottery import MOST_LOTS, Conditions, counted, near, numbered, valid
from buergerforum.core.audit.publication import (
    Opened,
    committed,
    explained,
    journaled,
    listed,
    lots_published,
    rest_of,
)
from buergerforum.core.audit.published_draw import Resident, public_places, public_tickets, ticket_draw
from buergerforum.core.audit.recipe import check, not_checked, room
from buergerforum.core.audit.reruns import check_reruns
from buergerforum.core.audit.seals import check_seals
from buergerforum.core.audit.seeds import check_seeds
from buergerforum.core.audit.selection import drawn, lot_drawn
from buergerforum.core.draw.rules import Rules, read_rules
from buergerforum.core.publishing.manifest import Level, Manifest, read_manifest
from buergerforum.io.lottery_files import read_lottery
from buergerforum.io.pools import read_pool
from buergerforum.model import places
from buergerforum.model.audit import Finding, Verdict
from buergerforum.model.lottery import Lottery
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from buergerforum.model.record import Receipt
from buergerforum.stages.audit.case import Case, Unfit, attempt
from buergerforum.stages.audit.published_panel import public_quotas, seated_quotas
from buergerforum.stages.quotas import read_quotas
from buergerforum.stages.register import SPECIAL_MARKS
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class _Folder:
    """A published folder under audit."""

    case: Case
    manifest: Manifest | None
    chain: Chain

    @property
    def confidential(self) -> bool:
        return self.manifest is not None and self.manifest.level == Level.AUDITORS

    def receipt(self, run: Run) -> Receipt:
        if run.receipt is None:
            raise Unfit(run.at(places.RECEIPT), _("The receipt is missing or damaged."))
        return run.receipt


def published_findings(case: Case, chain: Chain) -> list[Finding]:
    """Return all findings but those of room 1.

    Parameters
    ----------
    case
        The folder.
    chain
        Its journal, in which lines may be withheld.
    """
    raw = case.root.joinpath(places.MANIFEST).read_bytes() if places.MANIFEST in case.evidence.files else b""
    folder = _Folder(case, read_manifest(raw), chain)
    told = _("This is a published folder; see room 10.")
    return [
        *receipts(case.runs, case.evidence),
        *not_checked([check(number) for number in ("2.2", "2.3", "2.4")], told),
        *chained(case.runs),
        *not_checked([check("3.2"), check("3.4")], told),
        *check_seals(chain.entries, case.runs),
        *check_seeds(chain.entries, case.runs),
        *check_reruns(chain.entries, case.runs),
        *_draw(folder),
        *_selection(folder),
        *not_checked(room("8"), explained()),
        *_publication(folder),
    ]


def _draw(folder: _Folder) -> list[Finding]:
    waves = waves_of(folder.case.runs)
    if not waves:
        return not_checked(room("5"), _("There is no draw yet."))
    run = waves[0]

    def work() -> list[Finding]:
        receipt = folder.receipt(run)
        rules = read_rules(receipt)
        if rules is None:
            raise Unfit(run.at(places.RECEIPT), _("The receipt does not say by which rules and which seed was drawn."))
        strata = folder.case.listing(run.at(places.STRATA))
        if folder.confidential:
            invited, reserve = (_residents(folder, run.at(name), rules) for name in (places.INVITEES, places.RESERVE))
            return [*ticket_draw(rules, invited, reserve, strata), *rest_of("5", ("5.1", "5.2", "5.3"), explained())]
        found = [*public_places(rules, strata, receipt)]
        found += public_tickets(folder.case.listing(run.at(places.TICKETS)), receipt)
        return [*found, *rest_of("5", ("5.1", "5.2"), _("Data of single people are not published at this level."))]

    return attempt(room("5"), work)


def _residents(folder: _Folder, place: str, rules: Rules) -> list[Resident]:
    table = folder.case.listing(place)
    needed = ("id", "ticket", *rules.strata, *(one for one in (rules.household, rules.special) if one))
    if missing := [heading for heading in needed if heading not in table.columns]:
        raise Unfit(place, _("There is no column “{column}”.").format(column=missing[0]))
    ids, size = table.columns["id"], len(table.rows)
    strata = list(zip(*(table.columns[one] for one in rules.strata), strict=True)) or [()] * size
    homes = table.columns[rules.household] if rules.household else [""] * size
    if rules.household and rules.special:
        marks = [SPECIAL_MARKS.get(mark.casefold(), True) for mark in table.columns[rules.special]]
        homes = ["" if special else home for home, special in zip(homes, marks, strict=True)]
    return [Resident(*one) for one in zip(ids, strata, homes, table.columns["ticket"], strict=True)]


def _selection(folder: _Folder) -> list[Finding]:
    runs = folder.case.runs
    selection = latest_of(runs, "select")
    made = latest_of(runs, "lottery") or selection
    open_ = not_checked([check("3.3")], _("Copies are not published."))
    if made is None:
        return [*open_, *not_checked([*room("6"), *room("7")], _("There is no lottery yet."))]
    lots = attempt(room("6"), lambda: _lots(folder, made))
    if selection is None:
        return [*open_, *lots, *not_checked(room("7"), _("There is no panel yet."))]
    return [*open_, *lots, *attempt(room("7"), lambda: _panel(folder, made, selection))]


def _lottery(folder: _Folder, run: Run) -> Lottery:
    lottery = folder.case.parse(run.at(places.LOTS), read_lottery)
    if lottery.lots > MOST_LOTS:
        raise Unfit(run.at(places.LOTS), _("There are more lots than anybody could draw from."))
    return lottery


def _lots(folder: _Folder, run: Run) -> list[Finding]:
    receipt, lottery, case = folder.receipt(run), _lottery(folder, run), folder.case
    chances = case.listing(run.at(places.PROBABILITIES))
    if missing := {"id", "optimal", "lots", "chance"} - set(chances.columns):
        raise Unfit(chances.file, _("There is no column “{column}”.").format(column=min(missing)))
    people = case.listing(run.at(places.COMMITMENTS)).columns.get("id", [])
    seats = receipt.options.get("seats")
    return [
        *numbered(lottery, receipt.options.get("lots"), run.at(places.LOTS)),
        *attempt([check("6.2")], lambda: _valid(folder, run, lottery)),
        check("6.3").not_checked(explained()),
        *counted(lottery, chances, sorted(people)),
        *near(lottery, chances, seats if isinstance(seats, int) else None),
        *rest_of("6", ("6.1", "6.2", "6.3", "6.4", "6.5"), explained()),
    ]


def _valid(folder: _Folder, run: Run, lottery: Lottery) -> list[Finding]:
    """For auditors every lot is counted; for everybody the stated counts must fit the quotas and add up."""
    receipt, file = folder.receipt(run), run.at(places.LOTS)
    table, seats = _quotas(folder, run), receipt.options.get("seats")
    if not isinstance(seats, int):
        raise Unfit(run.at(places.RECEIPT), _("The receipt does not say how many seats there are."))
    counts = folder.case.listing(run.at(places.COUNTS))
    if not folder.confidential:
        return public_quotas(lottery, table, seats, counts)
    pool = _pool(folder, run, table)
    found = valid(lottery, Conditions(pool, table, seats), file)
    if any(one.verdict is Verdict.CONTRADICTION for one in found):
        return found
    return public_quotas(lottery, table, seats, counts, pool) or found


def _pool(folder: _Folder, run: Run, table: QuotaTable) -> Pool:
    home = "household" if folder.receipt(run).options.get("household") else None
    path = folder.case.path(run.at(places.POOL_FILE))
    return read_pool(path, table, id_column="id", household_column=home).pool


def _quotas(folder: _Folder, run: Run) -> QuotaTable:
    """Return the quota table; its file is published as it is, so that the receipt vouches for it."""
    receipt = folder.receipt(run)
    stated = receipt.options.get("seats")
    seats = stated if isinstance(stated, int) else None
    for one in receipt.outputs:
        bare = places.bare(one.name)
        if bare.startswith(f"{places.QUOTAS}."):
            here = folder.case.evidence.files.get(run.at(bare))
            if here is None or here.sha256 != one.sha256:
                raise Unfit(run.at(bare), _("The quota file is not the one that the receipt names."))
            return folder.case.parse(run.at(bare), lambda path: read_quotas(path, seats).table)
    raise Unfit(run.at(places.RECEIPT), _("The receipt names no quota file."))


def _panel(folder: _Folder, made: Run, run: Run) -> list[Finding]:
    receipt, lottery = folder.receipt(run), _lottery(folder, made)
    file = run.at(places.RECEIPT)
    first = drawn(receipt, lottery.lots, file)
    lot = lot_drawn(receipt, lottery.lots)
    if lot is None:
        return [*first, *not_checked(room("7")[1:], _("It is not known which lot was drawn."))]
    members, seated = lottery.members_of(lot), folder.case.listing(run.at(places.PANEL))
    second = check("7.2")
    if list(seated.columns.get("id", [])) != sorted(members):
        told = _("The panel is not the lot {lot}.").format(lot=lot)
        return [*first, second.contradiction(told, file=seated.file), check("7.3").not_checked(explained())]
    return [
        *first,
        *attempt([second], lambda: _seated(folder, made, run, members)),
        check("7.3").not_checked(explained()),
    ]


def _seated(folder: _Folder, made: Run, run: Run, members: tuple[str, ...]) -> list[Finding]:
    table = _quotas(folder, made)
    pool = _pool(folder, made, table) if folder.confidential else None
    if pool is not None and not {one.id for one in pool.applicants}.issuperset(members):
        raise Unfit(made.at(places.POOL_FILE), _("The lot seats people who are not in the pool."))
    stated = folder.case.listing(run.at(places.REACHED))
    people = _("people: {number}").format(number=len(members))
    return check("7.2").concluded(seated_quotas(stated, table, members, pool), people, run.at(places.PANEL))


def _publication(folder: _Folder) -> list[Finding]:
    case, manifest, entries = folder.case, folder.manifest, folder.chain.entries
    made = latest_of(case.runs, "lottery") or latest_of(case.runs, "select")
    lots = case.evidence.files.get(made.at(places.LOTS)) if made else None
    found = listed(manifest, case.evidence)
    second = check("10.2").not_checked(_("There is no manifest."))
    found += [second] if manifest is None else journaled(manifest, entries)
    found += lots_published(entries, case.runs, lots.sha256 if lots else None)
    if made is None or not folder.confidential:
        return [*found, *committed(None)]
    return [*found, *attempt([check("10.4")], _committed(folder, made))]


def _committed(folder: _Folder, made: Run) -> Callable[[], list[Finding]]:
    names = (places.POOL_FILE, places.OPENINGS, places.COMMITMENTS)
    return lambda: committed(Opened(*(folder.case.listing(made.at(name)) for name in names)))

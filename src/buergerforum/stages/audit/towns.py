"""Checks 5.5 and 5.6: reading the directory, the towns, and what they sent back."""

from collections.abc import Sequence

from buergerforum.core.audit.evidence import Run, latest_of
from buergerforum.core.audit.recipe import check
from buergerforum.core.audit.towns import TownsWritten, check_returned, check_towns, draw_again
from buergerforum.core.record.receipt import read_receipt, stated_seed
from buergerforum.errors import InputError
from buergerforum.io.files import read_bytes
from buergerforum.io.municipalities import read_municipalities
from buergerforum.io.tables import read_table
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.record import Receipt
from buergerforum.model.towns import Municipality
from buergerforum.stages.audit.case import Absent, Case, Unfit, attempt
from buergerforum.stages.town_files import CELLS_HEADER, TOWNS_HEADER, cell_rows, town_rows
from buergerforum.stages.towns import taking_part
from buergerforum.stages.towns_returned import orders_in
from buergerforum.texts import _


def town_findings(case: Case) -> list[Finding]:
    """Return the findings on a draw in many towns; none where there is no such draw."""
    drawn, returned = latest_of(case.runs, "draw-towns"), latest_of(case.runs, "towns-returned")
    found = []
    if drawn:
        found += attempt([check("5.5")], lambda: _towns(case, drawn))
    if returned:
        found += attempt([check("5.6")], lambda: _returned(case, returned, drawn))
    return found


def _towns(case: Case, run: Run) -> list[Finding]:
    receipt = _receipt(run)
    table = read_municipalities(case.path(run.at(places.TOWN_TABLE))).towns
    again = draw_again(receipt, table)
    rows = {
        "towns": (TOWNS_HEADER, town_rows(again) if again else []),
        "cells": (CELLS_HEADER, cell_rows(again) if again else []),
    }
    written = TownsWritten(
        case.listing(run.at(places.TOWNS)), case.listing(run.at(places.TOWN_CELLS)), run.at(places.RECEIPT)
    )
    return check_towns(again, rows, written, receipt, _foreign(case, receipt, table))


def _foreign(case: Case, receipt: Receipt, copied: Sequence[Municipality]) -> str:
    """Say if the copy is not the directory that was read, where that one is at hand."""
    read = [one for one in receipt.inputs if one.name != places.SETTINGS]
    if len(read) != 1:
        return _("The receipt does not say which directory was read.")
    try:
        directory = read_municipalities(case.input(read[0]))
    except Absent:
        return ""
    lands = receipt.options.get("lands")
    chosen = lands if isinstance(lands, tuple) else ()
    towns = taking_part(directory, chosen, associations=receipt.options.get("associations") is True)
    return "" if _plain(towns) == _plain(copied) else _("The copy of the directory is not the one that was read.")


def _plain(towns: Sequence[Municipality]) -> list[tuple[str, str, str, int]]:
    """Return what the copy of a directory holds of it."""
    return [(one.key, one.name, one.land, one.inhabitants) for one in towns]


def _returned(case: Case, run: Run, drawn: Run | None) -> list[Finding]:
    receipt = _receipt(run)
    listed = next((one for one in receipt.inputs if places.bare(one.name) == places.TOWNS), None)
    if listed is None or drawn is None:
        raise Absent(_("The draw of towns is not in this folder."))
    try:
        orders = orders_in(read_table(case.input(listed)))
    except ValueError as defect:
        raise Unfit(listed.name, _("The file is damaged.")) from defect
    seed = stated_seed(_receipt(drawn))
    if seed is None:
        raise Unfit(drawn.at(places.RECEIPT), _("The receipt is missing or damaged."))
    folder = run.at(places.RETURNED_RECEIPTS)
    sent = [place for place in case.evidence.files if place.startswith(f"{folder}/")]
    return check_returned(orders, seed, {place: _sent(case, place) for place in sent}, run.at(places.RETURNED))


def _sent(case: Case, place: str) -> Receipt | None:
    try:
        return read_receipt(read_bytes(case.path(place)), place)
    except InputError:
        return None


def _receipt(run: Run) -> Receipt:
    if run.receipt is None:
        raise Unfit(run.at(places.RECEIPT), _("The receipt is missing or damaged."))
    return run.receipt

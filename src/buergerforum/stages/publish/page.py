"""The page for everybody: what is in the public folder, told in words, and checked in the reader's browser."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from buergerforum.core.plots.drawing import Axes, line, plot
from buergerforum.core.publishing.manifest import Manifest, read_manifest
from buergerforum.core.record.receipt import read_receipt
from buergerforum.errors import InputError, Problem
from buergerforum.io.files import read_bytes, write_bytes
from buergerforum.io.lottery_files import lot_name
from buergerforum.io.pages import drawing, embedded, page
from buergerforum.io.tables import read_table
from buergerforum.model import places
from buergerforum.model.record import Receipt
from buergerforum.stages.quotas import read_quotas
from buergerforum.texts import _, moment, speaking
from buergerforum.texts import number as figure

Values = dict[str, object]


def write_page(folder: Path, path: Path, language: str) -> None:
    """Write the page of a published folder.

    Parameters
    ----------
    folder
        For everybody, as ``forum publish`` made it.
    path
        The page.
    language
        That it opens in, ``de`` or ``en``; both are in it.

    Raises
    ------
    InputError
        If the folder is damaged.
    StorageError
        If the page cannot be written.
    """
    raw = read_bytes(folder / places.MANIFEST)
    manifest = read_manifest(raw)
    if manifest is None:
        raise InputError([Problem(_("This is no manifest, or it is damaged."), file=places.MANIFEST)])
    files = {one.name: read_bytes(folder.joinpath(*one.name.split("/"))).decode() for one in manifest.files}
    data = embedded({"manifest": raw.decode(), "files": files})
    with speaking(language):
        facts = _facts(folder, manifest, files)
    write_bytes(path, page("published.html.j2", {"language": language, "facts": facts, "data": data}))


def _facts(folder: Path, manifest: Manifest, files: Mapping[str, str]) -> Values:
    journal = [json.loads(one) for one in files[places.JOURNAL].splitlines()]
    lottery = next((one for one in ("lottery", "selection") if f"{one}/{places.LOTS}" in files), "")
    waves, chain = _waves(folder, files), _chain(journal, files)
    replaced = [_replacement(folder, number, name, lottery) for number, name in enumerate(chain, 1)]
    facts: Values = {
        "name": manifest.name,
        "draw": _draw(folder, journal, waves) if waves else None,
        "waves": waves[1:],
        "replacements": replaced,
        "members": _ids(folder / (chain[-1] if chain else places.SELECTION) / places.PANEL) if replaced else [],
        "lottery": _lottery(folder, lottery) if lottery else None,
        "selection": _selection(folder) if f"{places.SELECTION}/{places.PANEL}" in files else None,
        "quotas": _quotas(folder, lottery) if lottery else None,
        "curve": _curve(folder / lottery) if lottery else "",
        "levels": _levels(folder / lottery) if lottery else [],
        "seals": [_seal(one) for one in journal if one["event"] == "seal"],
        "journal": [_line(one) for one in journal],
        "runs": _runs(journal),
    }
    return facts | {"figures": _figures(facts)}


def _receipt(folder: Path) -> Receipt:
    return read_receipt(read_bytes(folder / places.RECEIPT), places.RECEIPT, published=True)


def _whole(value: object) -> str:
    return figure(value) if isinstance(value, int) else str(value)


def _ids(path: Path) -> list[str]:
    return read_table(path).columns["id"]


def _waves(folder: Path, files: Mapping[str, str]) -> list[Values]:
    """Return number and figures of every wave."""
    found: list[Values] = []
    before = 0
    while f"{(place := places.wave_folder(len(found) + 1))}/{places.STRATA}" in files:
        invited = int(str(_receipt(folder.joinpath(*place.split("/"))).figures.get("invited")))
        found.append({"number": len(found) + 1, "invited": figure(invited), "before": figure(before)})
        before += invited
    return found


def _chain(journal: list[Values], files: Mapping[str, str]) -> list[str]:
    """Return the replacements of the panel that stands, in their order."""
    found: dict[str, None] = {}
    for one in journal:
        details = _details(one)
        if one["event"] == "run" and details.get("stage") == "select":
            found = {}
        elif one["event"] == "run" and details.get("stage") == "replace":
            found[str(details.get("folder"))] = None
    return [name for name in found if f"{name}/{places.LOTS}" in files]


def _replacement(folder: Path, number: int, name: str, lottery: str) -> Values:
    receipt = _receipt(folder / name)
    out = receipt.options.get("out")
    first, now = (_quota_digest(_receipt(folder / one)) for one in (lottery, name))
    return {
        "number": number,
        "out": ", ".join(out) if isinstance(out, tuple) else "",
        "joined": ", ".join(_ids(folder / name / places.JOINED)),
        "seed": receipt.seed,
        "lot": receipt.figures.get("lot"),
        "lots": _whole(receipt.options.get("lots")),
        "relaxed": first != now,
    }


def _quota_digest(receipt: Receipt) -> list[str]:
    return [one.sha256 for one in receipt.outputs if places.bare(one.name).startswith(f"{places.QUOTAS}.")]


def _draw(folder: Path, journal: list[Values], waves: list[Values]) -> Values:
    receipt = _receipt(folder.joinpath(*places.wave_folder(1).split("/")))
    seals = [one for one in journal if one["event"] == "seal" and _details(one).get("what") == "draw"]
    figures = receipt.figures
    return {
        "residents": _whole(figures.get("residents")),
        "invited": _whole(figures.get("invited"))
        if len(waves) == 1
        else " + ".join(str(one["invited"]) for one in waves),
        "gave_way": figures.get("gave_way") and _whole(figures.get("gave_way")),
        "seed": receipt.seed,
        "seal": {"time": _time(seals[-1])} if seals else None,
    }


def _lottery(folder: Path, name: str) -> Values:
    receipt, lots = _receipt(folder / name), _lots(folder / name)
    total = int(str(receipt.options.get("lots")))
    return {
        "applicants": figure(len(lots)),
        "lots": figure(total),
        "seats": _whole(receipt.options.get("seats")),
        "lowest": _percent(min(lots) / total),
        "highest": _percent(max(lots) / total),
        "first": lot_name(0, total),
        "last": lot_name(total - 1, total),
    }


def _selection(folder: Path) -> Values:
    receipt = _receipt(folder / places.SELECTION)
    return {"lot": receipt.figures.get("lot"), "seed": receipt.seed}


def _lots(folder: Path) -> list[int]:
    return sorted(map(int, read_table(folder / places.PROBABILITIES).columns["lots"]))


def _total(folder: Path) -> int:
    return int(read_table(folder / places.LOTS).columns["last"][-1]) + 1


def _quotas(folder: Path, name: str) -> list[Values]:
    """Return the quota table in the words of the quota file, with the panel where there is one."""
    receipt = _receipt(folder / name)
    file = next(
        places.bare(one.name) for one in receipt.outputs if places.bare(one.name).startswith(f"{places.QUOTAS}.")
    )
    seats = receipt.options.get("seats")
    table = read_quotas(folder / name / file, seats if isinstance(seats, int) else None).table
    labels = {
        feature.name: (str(feature), {one.name: str(one) for one in feature.values}) for feature in table.features
    }
    path = folder / places.SELECTION / places.REACHED
    reached = read_table(path).columns["reached"] if path.exists() else [""] * len(table.quotas)
    rows: list[Values] = []
    for quota, count in zip(table.quotas, reached, strict=True):
        names = [labels[feature][0] for feature, _value in quota.cell]
        values = [labels[feature][1].get(value, value) for feature, value in quota.cell]
        limits = {"minimum": quota.minimum, "reached": count, "maximum": quota.maximum}
        rows.append({"feature": " × ".join(names), "value": " × ".join(values)} | limits)
    return rows


def _curve(folder: Path) -> object:
    lots, total = _lots(folder), _total(folder)
    seats = sum(lots) / total
    people = len(lots)
    top = min(1.0, -(-max(lots) * 10 // total) / 10)
    ticks = [(one * people / 4, figure(round(one * people / 4))) for one in range(5)]
    upward = [(one / 10, f"{10 * one} %") for one in range(round(top * 10) + 1)]
    axes = Axes((0, people), (0, top), _("applicants"), _("chance"), ticks, upward)
    points = [point for place, one in enumerate(lots) for point in ((place, one / total), (place + 1, one / total))]
    mean = seats / people
    marks = [line(axes, points), line(axes, [(0, mean), (people, mean)], 1)]
    said = _("Chance of all applicants, from {lowest} to {highest}; the mean is {mean}.").format(
        lowest=_percent(lots[0] / total), highest=_percent(lots[-1] / total), mean=_percent(mean)
    )
    return drawing(plot(axes, marks, [(_("chance"), 0), (_("mean (seats by applicants)"), 1)], said))


def _levels(folder: Path) -> list[Values]:
    counted, total = Counter(_lots(folder)), _total(folder)
    return [
        {"lots": lots, "chance": _percent(lots / total), "people": people} for lots, people in sorted(counted.items())
    ]


def _seal(one: Values) -> Values:
    details = _details(one)
    draw = details.get("what") == "draw"
    return {
        "de": "Siegel für die Ziehung der Einzuladenden" if draw else "Siegel für die Auslosung des Forums",
        "en": "Seal of the draw of invitees" if draw else "Seal of the selection of the panel",
        "time": _time(one),
        "digest": details.get("digest"),
        "rule": details.get("rule"),
    }


def _line(one: Values) -> Values:
    details = _details(one)
    step = [str(details.get("stage") or one["event"]), *([str(details["what"])] if "what" in details else [])]
    return {"number": one["number"], "time": _time(one), "step": " ".join(step), "again": details.get("again") or ""}


def _runs(journal: list[Values]) -> Values:
    again = sum(bool(_details(one).get("again")) for one in journal)
    if not again:
        return {"de": "Kein Schritt wurde wiederholt.", "en": "No step was done a second time."}
    return {
        "de": f"Wiederholt wurden {again} Schritte; die Begründungen stehen unten bei allen Schritten.",
        "en": f"{again} steps were done once more; the reasons stand below, with all steps.",
    }


def _figures(facts: Values) -> list[Values]:
    found: list[Values] = []
    for part, key, de, en in (
        ("draw", "residents", "Menschen, die gezogen werden konnten", "people who could be drawn"),
        ("draw", "invited", "eingeladen", "invited"),
        ("lottery", "applicants", "Bewerbungen, die ausgelost werden konnten", "applicants who could be selected"),
        ("lottery", "seats", "Plätze im Forum", "seats on the panel"),
        ("lottery", "lots", "Lose, alle gleich wahrscheinlich", "lots, all equally likely"),
        ("selection", "lot", "Nummer des gezogenen Loses", "number of the lot that was drawn"),
    ):
        values = facts[part]
        if isinstance(values, dict):
            found.append({"figure": values[key], "de": de, "en": en})
    return found


def _details(one: Values) -> Values:
    details = one["details"]
    return details if isinstance(details, dict) else {}


def _time(one: Values) -> str:
    return moment(str(one["time"]))


def _percent(share: float) -> str:
    return f"{figure(100 * share, 1)} %"

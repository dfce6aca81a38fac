"""The technical annex: seals, seeds, digests, versions."""

from buergerforum.core.record.canonical import sha256_hex
from buergerforum.core.record.journal import entry_line
from buergerforum.model.documents import Grid, Heading, Part, Verbatim, Words
from buergerforum.stages.report.course import all_steps, source, step_named
from buergerforum.stages.report.sources import Sources
from buergerforum.texts import _, moment


def annex(sources: Sources) -> list[Part]:
    """Return the annex."""
    seals = [
        (step_named(str(one.details.get("what"))), moment(one.time), str(one.details.get("digest")))
        for one in sources.events("seal")
    ]
    receipts = [
        (str(one.details.get("folder")), str(one.details.get("run")), str(one.details.get("receipt")))
        for one in sources.events("run")
    ]
    rules = [
        (step_named(str(one.details.get("what"))), str(one.details["rule"]))
        for one in sources.events("seal")
        if "rule" in one.details
    ]
    last = sources.selection or (sources.lottery.receipt if sources.lottery else sources.draw)
    versions = sorted(last.versions.items()) if last else []
    return [
        Heading(_("Technical annex")),
        all_steps(sources),
        Grid((_("Seal"), _("Time"), "SHA-256"), seals, _("Seals, made before chance decided")),
        Grid((_("Draw"), _("How chance was to come about")), rules, _("Rules published with the seals")),
        Grid((_("Draw"), _("Seed or number")), _seeds(sources), _("What chance gave")),
        Grid((_("Result"), _("Run"), _("SHA-256 of its receipt")), receipts, _("Results")),
        Grid((_("Program"), _("Version")), versions, _("Versions")),
        Verbatim(
            sha256_hex(entry_line(sources.journal[-1]).removesuffix(b"\n")),
            _("Fingerprint of the journal, to compare with the published one:"),
        ),
        Words(
            _(
                "Everything can be checked: with “forum audit”, in the browser with the published page, or with a "
                "program of one's own after the specification."
            )
        ),
        Words(source("journal.jsonl", "receipt.json")),
    ]


def _seeds(sources: Sources) -> list[tuple[str, str]]:
    """Return the seed or number of every draw."""
    decided = [("draw", sources.draw), ("selection", sources.selection)]
    decided += [(one.folder, one.receipt) for one in sources.replacements]
    return [(step_named(name), str(one.seed or one.options.get("number"))) for name, one in decided if one]

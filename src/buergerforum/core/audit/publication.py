"""Room 10: what was published, and what binds it to the journal."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from buergerforum.core.audit.evidence import Evidence, Run
from buergerforum.core.audit.listing import Listing
from buergerforum.core.audit.recipe import check, not_checked, room
from buergerforum.core.certificate.bounds import TOLERANCE
from buergerforum.core.publishing.manifest import Level, Manifest
from buergerforum.core.publishing.salted import opened
from buergerforum.core.publishing.tallies import BOUNDS_HEADER
from buergerforum.core.record.canonical import sha256_hex
from buergerforum.core.record.journal import Entry
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.record import FileDigest
from buergerforum.texts import _, ngettext


@dataclass(frozen=True, slots=True)
class Opened:
    """What auditors see of the pool."""

    pool: Listing
    """Salted ids and features."""
    openings: Listing
    """Salted ids and nonces."""
    commitments: Listing
    """Salted ids and commitments; the same file as for everybody."""


def unpublished(entries: Sequence[Entry], runs: Sequence[Run]) -> list[Finding]:
    """Return the findings of the room for a procedure folder: only when the lots were published is seen there."""
    told = _("This is not a published folder.")
    return [
        *not_checked([check("10.1"), check("10.2")], told),
        *lots_published(entries, runs, None),
        check("10.4").not_checked(told),
    ]


def listed(manifest: Manifest | None, evidence: Evidence) -> list[Finding]:
    """Check 10.1: the files and no others, byte for byte.

    Proves that nothing was changed, lost or added after the manifest was written; whether the manifest is the right one
    is check 10.2.
    """
    made = check("10.1")
    if manifest is None:
        return [made.contradiction(_("This is no manifest, or it is damaged."), file=places.MANIFEST)]
    wanted = {one.name: one for one in manifest.files}
    here = {name: one for name, one in evidence.files.items() if name != places.MANIFEST}
    if evidence.journal is not None:
        raw = evidence.journal
        here[places.JOURNAL] = FileDigest(places.JOURNAL, sha256_hex(raw), len(raw))
    found = []
    for name in sorted(wanted.keys() | here.keys() | set(evidence.unreadable)):
        if name not in here:
            found.append(made.contradiction(_("The file is missing."), file=name, expected=wanted[name].sha256))
        elif name not in wanted:
            found.append(made.contradiction(_("The manifest does not list this file."), file=name))
        elif here[name] != wanted[name]:
            told = _("SHA-256 {digest}").format(digest=here[name].sha256)
            found.append(made.contradiction(told, file=name, expected=wanted[name].sha256))
    return made.concluded(found, _("files: {number}").format(number=len(wanted)), places.MANIFEST)


def journaled(manifest: Manifest, entries: Sequence[Entry]) -> list[Finding]:
    """Check 10.2: digest of the contents, level, salt and name are those of the last publication in the journal.

    Proves that this folder is what the office wrote into its journal. That the journal is the published one is seen
    from its fingerprint.
    """
    made = check("10.2")
    told = [one for one in entries if one.event == "publish"]
    if not told:
        return [made.contradiction(_("The journal knows of no publication."), file=places.JOURNAL)]
    last = told[-1]
    contents = last.details.get("contents")
    stated = contents.get(manifest.level) if isinstance(contents, Mapping) else None
    pairs = (
        (manifest.contents(), stated),
        (manifest.salt, last.details.get("salt")),
        (manifest.name, last.details.get("name")),
    )
    found = [made.contradiction(have, file=places.MANIFEST, expected=str(want)) for have, want in pairs if have != want]
    level = _("for everybody") if manifest.level == Level.PUBLIC else _("for auditors")
    return made.concluded(found, _("{level}, line {line} of the journal").format(level=level, line=last.number))


def lots_published(entries: Sequence[Entry], runs: Sequence[Run], lots: str | None) -> list[Finding]:
    """Check 10.3: the lots were published before one of them was drawn, and have not changed since.

    Parameters
    ----------
    entries
        Of the journal.
    runs
        What the journal tells of.
    lots
        SHA-256 of the published lots that lie here; None: they are not looked at.
    """
    made = check("10.3")
    told = [one for one in entries if one.event == "publish" and one.details.get("lots")]
    drawn = [run for run in runs if run.stage == "select" and run.latest]
    if not told and lots is None:
        return [made.not_checked(_("No lots have been published with “forum publish”."))]
    found = []
    first = min([one.number for one in told], default=0)
    if lots is not None and (not told or told[-1].details.get("lots") != lots):
        found.append(made.contradiction(_("These are not the lots that the journal names."), file=places.LOTS))
    since = [run.line for run in runs if run.stage == "lottery" and run.latest]
    after = [one for one in told if one.number > max(since, default=0)]
    if len({one.details.get("lots") for one in after}) > 1:
        found.append(made.contradiction(_("Different lots were published, although the lottery was made once.")))
    if drawn and not any(one.number < drawn[-1].line for one in after):
        line = drawn[-1].line
        found.append(made.note(_("The lots were first published after one was drawn (line {line}).").format(line=line)))
    return made.concluded(found, _("first published in line {line} of the journal").format(line=first))


def committed(people: Opened | None) -> list[Finding]:
    """Check 10.4: the commitments follow from ids, nonces and data, person by person.

    Proves that auditors see the data that were committed to in public. Does not prove that the data are true.
    """
    made = check("10.4")
    if people is None:
        return [made.not_checked(_("Data of single people are not published at this level."))]
    header = [heading for heading in people.pool.header if heading != "id"]
    ids = people.pool.columns.get("id", [])
    if not (ids == people.openings.columns.get("id") == people.commitments.columns.get("id")):
        told = _("The people are not the same in {files}.")
        files = f"{places.POOL_FILE}, {places.OPENINGS}, {places.COMMITMENTS}"
        return [made.contradiction(told.format(files=files))]
    nonces = people.openings.columns.get("nonce", [""] * len(ids))
    stated = people.commitments.columns.get("commitment", [""] * len(ids))
    wrong = 0
    for place, (person, nonce, commitment) in enumerate(zip(ids, nonces, stated, strict=True)):
        values = [(heading, people.pool.columns[heading][place]) for heading in header]
        wrong += opened(nonce, person, values) != commitment
    if wrong:
        told = ngettext("{n} person has other data.", "{n} people have other data.", wrong).format(n=wrong)
        return [made.contradiction(told, file=people.pool.file)]
    return [made.ok(_("people: {number}").format(number=len(ids)), people.pool.file)]


def stated_levels(bounds: Listing, chances: Listing, *, leximin: bool) -> list[Finding]:
    """Find levels of a certificate that are not those of the optimal chances, as far as everybody can see.

    With the objective ``leximin`` everybody is at the level of their chance, but for those who are fixed: their chance
    is 0 or 1.

    Parameters
    ----------
    bounds
        ``bounds.csv``.
    chances
        ``probabilities.csv``.
    leximin
        Whether that is the objective.
    """
    made = check("6.6")
    if bounds.header != BOUNDS_HEADER:
        return [made.contradiction(", ".join(bounds.header), file=bounds.file, expected=", ".join(BOUNDS_HEADER))]
    people: Counter[Fraction] = Counter()
    try:
        optimal = [Fraction(cell) for cell in chances.columns["optimal"]]
        for level, applicants in zip(bounds.columns["chance"], bounds.columns["applicants"], strict=True):
            people[Fraction(level)] += int(applicants)
    except (ValueError, ZeroDivisionError):
        return [made.contradiction(_("The file is damaged."), file=bounds.file)]
    found = []
    for chance in people if leximin else ():
        # Levels may lie closer together than printed chances are exact; then they count as one.
        number = sum(count for other, count in people.items() if abs(other - chance) <= 4 * TOLERANCE)
        here = sum(abs(one - chance) <= TOLERANCE for one in optimal)
        around = sum(abs(one - chance) <= 5 * TOLERANCE for one in optimal)
        if number > around or (number < here and TOLERANCE < chance < 1 - TOLERANCE):
            told = _("chance {chance}: {number} applicants").format(chance=chance, number=number)
            found.append(made.contradiction(told, file=bounds.file, expected=str(here)))
    return found


def explained() -> str:
    """Return why checks that need original ids cannot be made on what is published."""
    return _("This needs the ids of the office, which are not published.")


def rest_of(number: str, made: Sequence[str], reason: str) -> list[Finding]:
    """Return that the other checks of a room could not be made."""
    return not_checked([one for one in room(number) if one.number not in made], reason)

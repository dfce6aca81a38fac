"""Check what buergerforum wrote, without buergerforum: python verify.py FOLDER [--fingerprint HEX]

FOLDER is a procedure (with journal.jsonl), what was published of one (with manifest.json besides), or one result (with
receipt.json). Python 3.11 is all that is needed; nothing is changed. No line is shared with the program that is
checked; § points to docs/specification.md. Output:
    ok: found as it must be    WRONG: missing, damaged, or not what the rules give
    note: somebody should know this    open: it could not be checked, and why
Exit code: 0 nothing is wrong, 5 something is, 2 wrong usage.

It cannot see whether the frame holds everybody, whether a seed was really drawn in public after the seal was published
(compare both with the newspaper), nor whether the whole folder was written anew: for that, compare the fingerprint.
"""

import csv
import hashlib
import io
import json
import sys
import unicodedata
from collections import Counter
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path

CLOSE = Fraction(1, 10**9)  # how exactly the optimal chances are known
DAMAGE = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError, csv.Error)
LITTER = (".DS_Store", "Thumbs.db", "desktop.ini", "~$", ".~lock.")  # left behind by other programs


class Note(str):  # something that somebody should know
    __slots__ = ()


class Open(Note):  # why something cannot be checked
    __slots__ = ()


class Run:
    """A stage at work: its line in the journal (0: none), its folder then and now, its receipt."""

    def __init__(self, line, folder, place, receipt):
        self.line, self.folder, self.place, self.receipt = line, folder, place, receipt
        self.stage, self.options, self.seed = receipt["stage"], receipt["options"], receipt["seed"]
        self.inputs = {one["name"]: (one["sha256"], one["size"]) for one in receipt["inputs"]}
        self.outputs = {one["name"]: (one["sha256"], one["size"]) for one in receipt["outputs"]}

    def at(self, name):
        return f"{self.place}/{name}" if self.place else name

    def lies(self):
        """Yield name, place now, and digest of every output in the folder of the result."""
        start = f"{self.folder}/" if self.folder else ""
        for name, digest in self.outputs.items():
            if name.startswith(start) and not name.startswith("private/"):
                yield name, self.at(name.removeprefix(start)), digest


class Verifier:
    """A folder: all its files with digest and size, the lines of its journal, its runs."""

    def __init__(self, root):
        self.root, self.wrong, self.right, self.files, self.entries, self.runs = root, 0, 0, {}, [], []
        self.published = (root / "manifest.json").exists() and not (root / "forum.yaml").exists()
        self.fingerprint = ""
        for path in sorted(root.rglob("*")):
            place = path.relative_to(root).as_posix()
            if path.is_file() and place != ".lock" and not place.startswith(".staging/"):
                try:
                    with path.open("rb") as file:
                        self.files[place] = (hashlib.file_digest(file, "sha256").hexdigest(), file.tell())
                except OSError:
                    self.files[place] = ("it cannot be read", 0)

    def check(self, title, findings):
        """Make one check; `findings` yields what is wrong, notes, and what cannot be checked."""
        found = []
        try:
            for one in findings:
                found.append(one)  # noqa: PERF402 - what was found before the damage counts
        except DAMAGE as damage:
            found.append(f"cannot be read ({type(damage).__name__}: {damage})")
        wrong = [one for one in found if not isinstance(one, Note)]
        for one in [*wrong[:10], *(one for one in found if isinstance(one, Note))]:
            say("open" if isinstance(one, Open) else "note" if isinstance(one, Note) else "WRONG", f"{title}: {one}")
        if not wrong and not any(isinstance(one, Open) for one in found):
            self.right += 1
            say("ok", title)
        self.wrong += len(wrong)

    def table(self, place):
        """§ 7: a table of ours, as columns by heading; an apostrophe may protect a cell from spreadsheets."""
        text = (self.root / place).read_bytes().decode("utf-8")
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
        header, *rows = [[c[1:] if c[:1] == "'" and c[1:2] and c[1] in "=+-@\t\r'" else c for c in row] for row in rows]
        if any(len(row) != len(header) for row in rows):
            raise ValueError(f"{place} has rows that are not whole")
        return dict(zip(header, map(list, zip(*rows, strict=True)) if rows else [[] for _ in header], strict=True))

    def chain(self):
        """§ 8: every line is numbered, and has the digest of the line before it."""
        *lines, rest = (self.root / "journal.jsonl").read_bytes().split(b"\n")
        before = sha(b"")
        if rest:
            yield "the last line is not complete"
        for number, line in enumerate(lines, 1):
            entry = json.loads(line)
            if canonical(entry) != line or (entry["number"], entry["previous"]) != (number, before):
                yield f"line {number} is not in its one form, or does not follow from the line before it"
            before = entry["withheld"] if self.published and "withheld" in entry else sha(line)
            self.fingerprint = before
            self.entries.append(entry)

    def receipts(self):
        """Every run of the journal has its receipt: the last of a folder there, those before it below earlier/."""
        told = [(entry["number"], entry["details"]) for entry in self.entries if entry["event"] == "run"]
        last, times, taken = {run["folder"]: line for line, run in told}, Counter(), set()
        for line, run in told:
            folder, digest = run["folder"], run["receipt"]
            times[folder] += 1
            if run["run"] != times[folder] or (times[folder] > 1 and not run["again"] and run["stage"] != "merge"):
                yield f"line {line}: {folder} was made {times[folder]} times; this is not said, or no reason is given"
            elif run["again"]:
                yield Note(f"{folder} was made again, because: {run['again']}")
            kept = [p.removesuffix("/receipt.json") for p, one in self.files.items() if one[0] == digest]
            kept = [p for p in kept if p.startswith(f"earlier/{folder}-") and p not in taken]
            place = folder if last[folder] == line else next(iter(kept), None)
            taken.add(place)
            if place is None:
                yield Note(f"the earlier result of line {line} is no longer kept")
            elif self.files.get(f"{place}/receipt.json", "?")[0] != digest:
                yield f"{place}/receipt.json is missing, or not the one that line {line} names"
            else:
                self.runs.append(
                    Run(line, folder, place, json.loads((self.root / place / "receipt.json").read_bytes()))
                )

    def single(self):
        """One result; where it is a copy out of a procedure, its outputs have the name of its folder before them."""
        receipt, self.fingerprint = json.loads((self.root / "receipt.json").read_bytes()), self.files["receipt.json"][0]
        if canonical(receipt, indent=1) + b"\n" != (self.root / "receipt.json").read_bytes():
            yield "receipt.json is not in its one form"
        folder = min((one["name"].rpartition("/")[0] for one in receipt["outputs"]), default="")
        self.runs.append(Run(0, folder, "", receipt))

    def results(self):
        """Every output is there as it was written (what is private may be gone), and nothing else."""
        known = {run.at("receipt.json") for run in self.runs}
        for run in self.runs:
            lying = {name: place for name, place, _digest in run.lies()}
            for name, digest in run.outputs.items():
                place = lying.get(name) or (name if self.writer(name) is run else None)
                known.add(place)
                if place and place not in self.files:
                    lost = f"{place} is missing"
                    yield Note(lost) if name.startswith("private/") else lost
                elif place and self.files[place] != digest:
                    yield f"{place} is not as it was written"
        for place in self.files.keys() - known:
            name, beside = place.rpartition("/")[2], any(place.startswith(run.at("")) for run in self.runs)
            if (name == "receipt.json" or beside) and not place.startswith("private/"):
                told = f"{place} is listed by no receipt"
                harmless = name.startswith(LITTER) or place == "frame/receipt.json" or not self.entries
                yield Note(told) if harmless else told

    def writer(self, name, before=None):
        """Return the last run, before a line, that wrote a file of this name."""
        return next((r for r in reversed(self.runs) if name in r.outputs and (not before or r.line < before)), None)

    def links(self):
        """What a stage read is what the stage before it wrote."""
        for run in self.runs:
            for name, digest in run.inputs.items():
                before = self.writer(name, run.line) if run.line else None
                if before and before.outputs[name] != digest:
                    yield f"{run.folder} read another {name} than {before.folder} wrote"
                elif not before and self.files.get(name, digest) != digest:
                    yield Note(f"{name} was changed after {run.folder} had read it")

    def latest(self, stage):
        return next((run for run in reversed(self.runs) if run.stage == stage and run.place in (run.folder, "")), None)

    def sealed(self, what, run):
        """§ 8: the last seal before the run has the files and choices that the run used."""
        seals = [entry for entry in self.entries if (entry["event"], entry["details"].get("what")) == ("seal", what)]
        before = [entry["details"] for entry in seals if entry["number"] < run.line]
        if not before:
            yield "it was sealed only afterwards" if seals else Open("there is no seal here")
            return
        used, seal = dict(run.inputs), before[-1]
        for name in run.inputs:
            lottery = self.writer(name, run.line)
            if lottery and lottery.stage == "lottery":
                used = {name: one for name, one in lottery.inputs.items() if name != "forum.yaml"} | used
        if seal["digest"] != sha(canonical({"files": seal["files"], "options": seal["options"]})):
            yield "the digest of the seal is not that of what it lists"
        for one in seal["files"]:
            if used.get(one["name"], ("",))[0] != one["sha256"] and (
                one["name"] in used or one["name"] != "forum.yaml"
            ):
                yield f"{one['name']} is not the one that was sealed"
        for name, value in seal["options"].items():
            if run.options.get(name) != value:
                yield f"{name} is {run.options.get(name)}; sealed was {value}"
        told = [entry for entry in self.entries if (entry["event"], entry["details"].get("what")) == ("seed", what)]
        first = next((entry["details"] for entry in told if entry["number"] < run.line), None)
        if first and (first.get("seed"), str(first.get("number") or "").lstrip("0")) != (
            run.seed,
            str(run.options.get("number") or "").lstrip("0"),
        ):
            yield "the seed or number is not the one that was written down before"

    def manifest(self):
        """§ 13: every file is the one that the manifest lists; the journal says what was published, lots first."""
        raw = (self.root / "manifest.json").read_bytes()
        found, lots = json.loads(raw), self.files.get("lottery/lottery.csv", ("",))[0]
        listed = {one["name"]: (one["sha256"], one["size"]) for one in found["files"]}
        if canonical(found, indent=1) + b"\n" != raw or found["format"] != 1:
            yield "manifest.json is not in its one form"
        for name in sorted((listed.keys() | self.files.keys()) - {"manifest.json"}):
            if listed.get(name) != self.files.get(name):
                yield f"{name} is not the file that the manifest lists"
        own = [one for one in found["files"] if one["name"] not in ("journal.jsonl", "README.txt")]
        told = [one for one in self.entries if one["event"] == "publish"]
        last, drawn = told[-1]["details"] if told else {"contents": {}}, self.latest("select")
        if not found["contents"] == sha(canonical(own)) == last["contents"].get(found["level"]):
            yield "the journal does not say that this was published"
        if any(found[key] != last.get(key) for key in ("name", "salt")) or (lots and last.get("lots") != lots):
            yield "the journal says that something else was published"
        if drawn and not any(one["details"].get("lots") == lots and one["number"] < drawn.line for one in told):
            yield "the lots were not published before one of them was drawn"

    def outcome(self, run):
        """§ 5, 13: places follow from the seed; as many were invited, in the order of their tickets."""
        o, strata = run.options, self.table(run.at("strata.csv"))
        sizes, given = ([int(cell) for cell in strata[column]] for column in ("residents", "places"))
        if o["allocation"] in ("exact", "simple") and given != places("exact", o["size"], sizes, seed_of(run)):
            yield "the places do not follow from the seed"
        name = "tickets.csv" if run.at("tickets.csv") in self.files else "invitees.csv"
        tickets = self.table(run.at(name))["ticket"]
        if tickets != sorted(tickets) or len(tickets) != sum(map(int, strata["invited"])) or len(tickets) > o["size"]:
            yield f"{name} is not in the order of the tickets, or not as many people as were invited"
        yield Note("whose ticket is whose is hidden; everybody can compute their own from their id and the seed")

    def draw(self, run):
        """§ 2, 4, 5: everybody's ticket, the places, invitees and reserve follow from frame and seed."""
        o, read = run.options, [name for name in run.inputs if name != "forum.yaml"]
        place = next((p for p, one in self.files.items() if one in [run.inputs[name] for name in read]), None)
        if o["allocation"] not in ("exact", "largest-remainder", "simple") or o.get("wave", 1) != 1 or len(read) != 1:
            yield Open("only a first wave with a usual allocation and no stop list is held again here")
            return
        if place is None:
            gone = f"{read[0]}, as it was used, is not here"
            yield gone if self.entries and "/" in read[0] else Open(gone)
            return
        if o.get("household_columns"):
            yield Open("households told by addresses are held again by forum audit only")
            return
        frame, seed, own = self.table(place), seed_of(run), o.get("id") or "id"
        ids = frame[own]
        strata = list(zip(*(frame[column] for column in o["strata"]), strict=True)) or [()] * len(ids)
        marks = frame[o["special"]] if o["special"] else [""] * len(ids)
        homes = [
            "" if mark.casefold() not in ("", "0", "no", "false", "nein", "falsch") else home
            for home, mark in zip(frame[o["household"]] if o["household"] else [""] * len(ids), marks, strict=True)
        ]
        ticket = [hash_of("ticket", seed, person).hex() for person in ids]
        sizes = dict(sorted(Counter(strata).items()))
        given = dict(zip(sizes, places(o["allocation"], o["size"], [*sizes.values()], seed), strict=True))
        room, seen, invited, reserve = dict(given), set(), [], []
        for n in sorted(range(len(ids)), key=lambda n: (ticket[n], ids[n])):
            if room[strata[n]] and not (homes[n] and homes[n] in seen):
                room[strata[n]] -= 1
                seen.add(homes[n])
                invited.append(n)
            else:
                reserve.append(n)
        equal = o["allocation"] != "largest-remainder"
        chance = {h: f"{o['size']}/{len(ids)}" if equal else f"{given[h]}/{sizes[h]}" for h in sizes}
        right = {column: [h[n] for h in sizes] for n, column in enumerate(o["strata"])}
        right |= {"residents": [*map(str, sizes.values())], "places": [*map(str, given.values())]}
        right |= {"invited": [str(given[h] - room[h]) for h in sizes], "chance": [*chance.values()]}
        yield from differences("strata.csv", self.table(run.at("strata.csv")), right)
        for name, chosen, wave in (("invitees.csv", invited, "1"), ("reserve.csv", reserve, "")):
            right = {"id": ids} | {c: cells for c, cells in frame.items() if c != own}
            right |= {"chance": [chance[h] for h in strata], "ticket": ticket, "wave": [wave] * len(ids)}
            right = {column: [cells[n] for n in chosen] for column, cells in right.items()}
            yield from differences(name, self.table(run.at(name)), right)


class Lottery:
    """Lots, people and rules, as they lie beside a lottery or a selection."""

    def __init__(self, v, run):
        self.v, self.run, o = v, run, run.options
        lots, self.pool = v.table(run.at("lottery.csv")), v.table(run.at("pool.csv"))
        self.certificate = json.loads((v.root / run.at("certificate.json")).read_bytes())
        self.chances_ = v.table(run.at("probabilities.csv"))
        spans = zip(lots["first"], lots["last"], lots["members"], strict=True)
        self.blocks = [(int(first), int(last), tuple(members.split(" "))) for first, last, members in spans]
        self.n, self.ids, self.seats = self.blocks[-1][1] + 1, self.pool["id"], o["seats"]
        self.quotas = [(one["cell"], one["min"], one["max"]) for one in self.certificate["quotas"]]
        self.counts = {
            one: {q for q, (cell, _, _) in enumerate(self.quotas) if all(self.pool[f][n] == x for f, x in cell.items())}
            for n, one in enumerate(self.ids)
        }
        columns = [c for c in self.pool if o["household"] and c.casefold() == o["household"].casefold()]
        homes = (
            self.pool[columns[0] if len(columns) == 1 else o["household"]] if o["household"] else [""] * len(self.ids)
        )
        tidy = (" ".join(unicodedata.normalize("NFC", home).split()).casefold() for home in homes)
        self.home = dict(zip(self.ids, tidy, strict=True))
        self.always, self.never = ({one.split(" ")[0] for one in o.get(f"fixed_{way}") or ()} for way in ("in", "out"))

    def no_panel(self, members):
        """Say why these people are no panel (blank: they are one)."""
        if not len(members) == len(set(members)) == self.seats or not set(members) <= set(self.ids):
            return "not as many people of the pool as seats"
        sums = Counter(q for one in members for q in self.counts[one])
        homes = [self.home[one] for one in members if self.home[one]]
        wrong = [f"{cell} {sums[q]} times" for q, (cell, a, b) in enumerate(self.quotas) if not a <= sums[q] <= b]
        wrong += ["two of one household"] if len(homes) > len(set(homes)) else []
        fixed = self.always <= {*members} and not self.never & {*members}
        wrong += [] if fixed else ["somebody fixed in is missing, or fixed out is seated"]
        return ", ".join(wrong)

    def lots(self):
        """§ 6: numbered without a gap, every lot a panel, in the order of the digests of their members."""
        yield from self.gap()
        yield from (f"lot {a} is no panel: {why}" for a, _, members in self.blocks if (why := self.no_panel(members)))
        keys = [(hash_of("numbering", *members), members) for _, _, members in self.blocks]
        if any(list(members) != sorted(members) for _, members in keys) or any(a > b for a, b in pairwise(keys)):
            yield "the numbers of the lots do not follow from their members"

    def gap(self):
        ends, lots = [-1, *(last for _, last, _ in self.blocks)], self.run.options["lots"]
        fit = all(a == before + 1 and a <= b for before, (a, b, _) in zip(ends, self.blocks, strict=False))
        if not fit or self.n != lots:
            yield f"the lots are not numbered from 0 to {lots - 1} without a gap"

    def chances(self):
        """§ 7: in how many lots everybody sits, and that this is within one lot of the optimum."""
        sits = Counter()
        for first, last, members in self.blocks:
            sits.update(dict.fromkeys(members, last - first + 1))
        ids, optimal = sorted(self.ids), self.chances_["optimal"]
        right = {"id": ids, "optimal": optimal, "lots": [str(sits[one]) for one in ids]}
        right["chance"] = [f"{sits[one] / self.n:.12g}" for one in ids]
        yield from differences("probabilities.csv", self.chances_, right)
        if abs(sum(map(Fraction, optimal)) - self.seats) > Fraction(1, 10**4):
            yield "the optimal chances do not add up to the seats"
        if any(abs(sits[one] - self.n * Fraction(p)) > 1 + self.n * CLOSE for one, p in zip(ids, optimal, strict=True)):
            yield Note("somebody's chance is more than a lot away from the optimum")

    def copies(self):
        """Quotas, pool and lottery are those that were read; the certificate has the quotas of the quota file."""
        read = {name.rpartition("/")[2]: (name, digest) for name, digest in self.run.inputs.items()}
        sources = [p for p, one in self.v.files.items() if one in self.run.inputs.values() and p.endswith("/pool.csv")]
        for name, place, digest in self.run.lies():
            bare, quotas = name.rpartition("/")[2], {(*sorted(cell.items()), a, b) for cell, a, b in self.quotas}
            if bare.startswith("quotas.") and digest not in self.run.inputs.values():
                yield f"{place} is not the quota file that was read"
            elif "lottery.csv" in read and read.get(bare, ("", digest))[1] != digest:
                yield f"{place} is not that of the lottery"
            if bare.startswith("quotas.") and "lottery.csv" not in read:
                found = quota_rows(self.v.root / place)
                if found is None:
                    shown = (f"{' × '.join(cell.values())} {least}–{most}" for cell, least, most in self.quotas)
                    yield Note(f"this program cannot read {place}; compare with the certificate: {', '.join(shown)}")
                elif found != quotas:
                    yield f"the certificate has other quotas than {place}"
        for table in (table for place in sources if "id" in (table := self.v.table(place))):
            row = {one: n for n, one in enumerate(table["id"])}
            for c in self.pool.keys() & table.keys():  # a quota file may join values, but alike for everybody
                pairs = {(table[c][row[one]], copy) for one, copy in zip(self.ids, self.pool[c], strict=True)}
                if len(pairs) > len({one for one, _ in pairs}) or len(row) != len(self.ids):
                    yield f"pool.csv, {c}: not a copy of the pool that was read"

    def proof(self):
        """§ 11: by whole numbers alone, no lottery could be fairer, and the optimal chances are possible."""
        c, o, at = self.certificate, self.run.options, self.run.at
        stated = {one["name"]: (one["sha256"], one["size"]) for one in c["files"]}
        if {"lottery.csv", "pool.csv", "probabilities.csv"} - {*stated} or any(
            self.v.files.get(at(n)) != d for n, d in stated.items()
        ):
            yield "the certificate was made for other files"
        yield from (
            f"the certificate was made for {x} {c[x]}"
            for x in ("objective", "seats", "lots", "household")
            if c[x] != o[x]
        )
        kinds, p = [one["members"].split(" ") for one in c["types"]], [Fraction(one["chance"]) for one in c["types"]]
        beside = {self.home[one] for one in self.always} - {""}
        free = [one for one in self.ids if one not in self.always | self.never and self.home[one] not in beside]
        homes = Counter(self.home[one] for one in free)
        shared = sorted(home for home, many in homes.items() if home and many > 1)
        alike = all(
            self.counts[one] == self.counts[m[0]] and (self.home[one] not in shared or len(m) == 1)
            for m in kinds
            for one in m
            if one in self.counts
        )
        if sorted(one for m in kinds for one in m) != sorted(free) or not alike:
            yield "the certificate is about other people, or puts people together who do not count alike"
            return
        optimal = dict.fromkeys(self.always, 1) | {one: p[t] for t, m in enumerate(kinds) for one in m}
        if any(
            abs(Fraction(x) - optimal.get(one, 0)) > CLOSE
            for one, x in zip(self.chances_["id"], self.chances_["optimal"], strict=True)
        ):
            yield "the certificate has other chances than probabilities.csv"
        # The rows of the rules: which kinds of people count, how often, and from where to where their sum must be.
        taken, k = Counter(q for one in self.always for q in self.counts[one]), self.seats - len(self.always)
        size, count = [len(m) for m in kinds], [self.counts[m[0]] for m in kinds]
        rows = {"seats": [(dict.fromkeys(range(len(kinds)), 1), k, k)]}
        rows["quotas"] = [
            ({t: 1 for t in range(len(kinds)) if q in count[t]}, max(0, a - taken[q]), b - taken[q])
            for q, (_, a, b) in enumerate(self.quotas)
        ]
        rows["households"] = [({t: 1 for t, m in enumerate(kinds) if self.home[m[0]] == home}, 0, 1) for home in shared]
        panels = [row for block in rows.values() for row in block]
        rows["cuts"] = [(sparse(cut["weights"]), None, int(cut["bound"])) for cut in c["cuts"]]
        kind = {one: t for t, m in enumerate(kinds) for one in m}
        sits = {a: Counter(kind[one] for one in m if one in kind) for a, _, m in self.blocks}
        for weights, _, bound in rows["cuts"]:
            if any(sum(w * x[t] for t, w in weights.items()) > bound for x in sits.values()):
                yield "a cut excludes a lot, although that is a panel"
        if rows["cuts"]:
            yield Note("it rests on cuts, which every lot keeps; forum audit --solver proves them for every panel")
        yield from self.levels(c, p, size, rows) if c["objective"] in ("leximin", "maximin") else [Open(c["objective"])]
        yield from (
            self.mixture(c["mixture"], p, size, panels, sits) if c["mixture"] else [Note("no exact mixture is named")]
        )

    def levels(self, c, p, size, rows):
        """No lottery has Σ y·x above Σ u·(most where u > 0, least where u < 0) + Σ max(y − uA, 0)·size; p has that."""
        fixed, before = Counter(), Fraction(0)
        for n, level in enumerate(c["levels"], 1):
            y, v, types = sparse(level["weights"]), Fraction(level["chance"]), [*map(int, level["types"].split())]
            rest, bound = Counter(y), 0
            for name, block in rows.items():
                for row, u in sparse("0:" + level[name] if name == "seats" else level[name]).items():
                    counted, least, most = block[row]
                    bound += u * (most if u > 0 else least)  # a cut has no least: then this fails, as it must
                    rest.subtract({t: u * weight for t, weight in counted.items()})
            bound += sum(max(rest[t], 0) * m for t, m in enumerate(size))
            share = sum(y.get(t, 0) * size[t] for t in types)
            if bound != int(level["bound"]) or min(y.values()) <= 0 or not {*types} <= {*y}:
                yield f"level {n}: its numbers do not add up"
            if not share or abs(bound - sum(y[t] * size[t] * p[t] for t in y)) > CLOSE * share:
                yield f"level {n}: the bound does not show that these chances are the largest possible"
            off = any(p[t] > v + CLOSE for t in y) or any(abs(p[t] - v) > CLOSE for t in types)
            low = any(q < v - CLOSE for t, q in enumerate(p) if t not in fixed) and c["objective"] == "maximin"
            if off or low or v < before - CLOSE:
                yield f"level {n}: it is not the chance of those whom it is about"
            before = max(before, v)
            fixed.update(types)
        if not fixed or (c["objective"] == "leximin" and fixed != Counter(range(len(p)))):
            yield "not everybody is fixed at exactly one level"

    def mixture(self, mixture, p, size, rows, sits):
        """An unequal lottery over these lots, and further panels, gives exactly the optimal chances."""
        parts = [(int(one["weight"]), Counter(sparse(one["types"]))) for one in mixture["panels"]]
        for _, x in parts:
            sums = [(sum(x[t] for t in counted), least, most) for counted, least, most in rows]
            if not all(0 <= x[t] <= size[t] for t in x) or not all(a <= s <= b for s, a, b in sums):
                yield "the mixture holds something that is no panel"
        parts += [(w, sits[self.block(lot)[0]]) for lot, w in sparse(mixture["lots"]).items()]
        total, given = sum(w for w, _ in parts), [sum(w * x[t] for w, x in parts) for t in range(len(p))]
        if min(w for w, _ in parts) <= 0 or any(
            abs(Fraction(g, total * m) - q) > CLOSE for g, m, q in zip(given, size, p, strict=True)
        ):
            yield "the mixture does not give the optimal chances"

    def block(self, lot):
        return next(block for block in [*self.blocks, ()] if block[0] <= lot <= block[1])

    def panel(self):
        """§ 6: the lot follows from seed or number, the panel is that lot; nobody on the waiting list is on it."""
        run, number = self.run, self.run.options["number"]
        lot = number_below(self.n, "lot", seed_of(run)) if run.seed is not None and number is None else int(number)
        shown = str(lot).zfill(len(str(self.n - 1)))
        if run.receipt["figures"]["lot"] != shown or (run.seed is not None) == (number is not None):
            yield f"the receipt states lot {run.receipt['figures']['lot']}, drawn was {shown}"
        row, members = {one: n for n, one in enumerate(self.ids)}, self.block(lot)[2]
        waiting = self.v.table(run.at("waiting.csv"))
        for name, people in (("panel.csv", members), ("waiting.csv", waiting["id"])):
            right = {c: [cells[row[one]] for one in people] for c, cells in self.pool.items()}
            yield from differences(name, self.v.table(run.at(name)), right)
        if {*waiting["id"]} & {*members} or len(waiting["id"]) > run.options["waiting"]:
            yield "the waiting list is too long, or holds members"


class Salted(Lottery):
    """What was published of a lottery: people under salted ids."""

    def __init__(self, v, run):
        self.v, self.run, self.home = v, run, {}
        lots, self.chances_ = v.table(run.at("lottery.csv")), v.table(run.at("probabilities.csv"))
        spans = zip(lots["first"], lots["last"], lots["members"], strict=True)
        self.blocks = [(int(first), int(last), tuple(members.split(" "))) for first, last, members in spans]
        self.n, self.ids, self.seats = self.blocks[-1][1] + 1, self.chances_["id"], run.options["seats"]

    def counted(self):
        """§ 13: no gap between the lots; every quota is met in every lot, as far as the counts say."""
        yield from self.gap()
        if any(len({*members}) != self.seats for _, _, members in self.blocks):
            yield "not as many members as seats"
        counts, sums = self.v.table(self.run.at("counts.csv")), Counter()
        for *cell, least, count, most, lots in zip(
            *(counts[c] for c in ("feature", "value", "minimum", "count", "maximum", "lots")), strict=True
        ):
            sums[tuple(cell)] += int(lots)
            if not int(least) <= int(count) <= int(most):
                yield f"{' '.join(cell)}: {count} in {lots} lots, not {least} to {most}"
        if any(lots != self.n for lots in sums.values()):
            yield "counts.csv does not tell of every lot"

    def commitments(self):
        """§ 13: everybody has a commitment; where they are opened, the data of the pool are those committed to."""
        stated = self.v.table(self.run.at("commitments.csv"))
        if stated["id"] != sorted(self.ids):
            yield "commitments.csv does not hold everybody"
        if self.run.at("openings.csv") not in self.v.files:
            return
        pool, nonce = self.v.table(self.run.at("pool.csv")), self.v.table(self.run.at("openings.csv"))
        committed, nonces = (
            dict(zip(t["id"], t[c], strict=True)) for t, c in ((stated, "commitment"), (nonce, "nonce"))
        )
        columns = [c for c in pool if c != "id"]
        for n, one in enumerate(pool["id"]):
            fields = [text for c in columns for text in (c, pool[c][n])]
            if hash_of("applicant", nonces[one], one, *fields).hex() != committed[one]:
                yield f"{one}: the data are not those committed to"

    def members_drawn(self, run):
        """§ 6: the panel is the lot that follows from seed or number."""
        lot = number_below(self.n, "lot", seed_of(run)) if run.seed is not None else int(run.options["number"])
        if int(run.receipt["figures"]["lot"]) != lot or self.v.table(run.at("panel.csv"))["id"] != [
            *self.block(lot)[2]
        ]:
            yield f"the panel is not lot {lot}"


def hash_of(purpose, *fields):
    """§ 1: SHA-256 over fields, each with its length before it."""
    raw = [field.encode("utf-8") for field in ("buergerforum 1", purpose, *fields)]
    return hashlib.sha256(b"".join(len(one).to_bytes(8, "big") + one for one in raw)).digest()


def number_below(n, purpose, seed):
    """§ 3: a whole number without bias."""
    counter = 0
    while (value := int.from_bytes(hash_of(purpose, seed, str(counter)), "big")) >= 2**256 // n * n:
        counter += 1
    return value % n


def places(rule, size, sizes, seed):
    """§ 4: places for strata in their order."""
    total = sum(sizes)
    if rule == "largest-remainder":
        order = sorted(range(len(sizes)), key=lambda h: (-(size * sizes[h] % total), h))
        more = {*order[: size - sum(size * one // total for one in sizes)]}
        return [size * one // total + (h in more) for h, one in enumerate(sizes)]
    start = number_below(total, "allocation", seed)
    return [
        (size * b + start) // total - (size * a + start) // total for a, b in pairwise(accumulate(sizes, initial=0))
    ]


def quota_rows(path):
    """§ 10: the quotas of a table with commas or semicolons; None: they cannot be read here."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
        rows = [
            [" ".join(c.split()) for c in row] for row in csv.reader(lines, delimiter=max(";,\t", key=lines[0].count))
        ]
        heads = [head.casefold() for head in rows[0]]
        known = (("feature", "value"), ("category", "name"), ("category", "feature"))
        pair = next((pair for pair in known if {*pair} <= {*heads}), known[0])
        columns = [heads.index(head) for head in (*pair, "min", "max")]
        table = [[row[c] for c in columns] for row in rows[1:] if any(row)]
        cells = [sorted(zip(*([p.strip() for p in c.split("×")] for c in row[:2]), strict=True)) for row in table]
        return {(*cell, int(row[2]), int(row[3])) for cell, row in zip(cells, table, strict=True)}
    except (ValueError, IndexError, csv.Error):
        return None


def seed_of(run):
    if not run.seed or unicodedata.normalize("NFC", run.seed).strip() != run.seed:
        raise ValueError("the seed is missing, or not in its one form")
    return run.seed


def differences(file, table, right):
    """Yield where a table is not what it must be."""
    if list(table) != list(right):
        yield f"{file} has the columns {', '.join(table)}, not {', '.join(right)}"
    for heading in table.keys() & right.keys():
        if table[heading] != right[heading]:
            pairs = zip(table[heading], right[heading], strict=False)
            row = next((n for n, (a, b) in enumerate(pairs, 2) if a != b), "after the last common one")
            yield f"{file}, column {heading}, row {row}: not what the rules give"


def sparse(text):
    return {int(place): int(number) for place, _, number in (pair.partition(":") for pair in text.split())}


def sha(raw):
    return hashlib.sha256(raw).hexdigest()


def canonical(value, indent=None):
    separators = None if indent else (",", ":")
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent, separators=separators).encode()


def say(kind, text):
    print(f"{kind:6}", "".join(one if one.isprintable() else "?" for one in text[:2000]))


def main(words):
    """Make all checks; return the exit code."""
    published = words.pop(words.index("--fingerprint") + 1).lower() if "--fingerprint" in words[:-1] else ""
    root = Path(next((word for word in words if not word.startswith("-")), ""))
    if not (root / "journal.jsonl").exists() and not (root / "receipt.json").exists():
        print(__doc__.splitlines()[0], "\nThere is neither journal.jsonl nor receipt.json in this folder.")
        return 2
    v = Verifier(root)
    if (root / "journal.jsonl").exists():
        v.check("the journal: every line follows from the one before it", v.chain())
        v.check("every run has the receipt that the journal names, and a second one has a reason", v.receipts())
    else:
        v.check("the receipt is one", v.single())
    say("note", f"fingerprint, to compare with the published one: {v.fingerprint}")
    v.check(
        "the fingerprint is the published one", [] if v.fingerprint == published else ["it is not"]
    ) if published else None
    if v.published:
        v.check("every file is the one that was published, lots first", v.manifest())
    else:
        v.check("every result is what its receipt says, and nothing lies beside it", v.results())
    v.check("every stage read what the stage before it wrote", v.links())
    drawn, lottery, selected = (v.latest(stage) for stage in ("draw", "lottery", "select"))
    if drawn:
        v.check("draw: sealed before it, and as it was sealed", v.sealed("draw", drawn))
        title = "draw: tickets, places, invitees and reserve follow from frame and seed"
        v.check(
            "draw: places and tickets" if v.published else title, v.outcome(drawn) if v.published else v.draw(drawn)
        )
    if selected:
        v.check("select: sealed before it, and as it was sealed", v.sealed("selection", selected))
    if v.published and (lottery or selected):
        made = []
        reading = (made.append(Salted(v, one)) for one in [lottery or selected])
        v.check("lottery: lots and chances can be read", filter(None, reading))
        for one in made:
            v.check("lottery: numbered without a gap, every quota met", one.counted())
            v.check("lottery: everybody's chance is the number of their lots", one.chances())
            v.check("lottery: everybody has a commitment, and data fit where they are opened", one.commitments())
            if selected:
                v.check("select: the panel is the lot that was drawn", one.members_drawn(selected))
    for run in filter(None, () if v.published else (lottery, selected)):
        made = []
        reading = (made.append(Lottery(v, one)) for one in [run])
        v.check(f"{run.stage}: lots, pool, chances and certificate can be read", filter(None, reading))
        for one in made:
            v.check(f"{run.stage}: every lot is a panel, and has the number that follows from its members", one.lots())
            v.check(f"{run.stage}: everybody's chance is the number of their lots", one.chances())
            v.check(f"{run.stage}: pool, quotas and lottery are copies of what was read", one.copies())
            v.check(
                f"{run.stage}: no lottery could be fairer than the optimal chances, and they are possible", one.proof()
            )
            v.check("select: the panel is the lot that was drawn", one.panel()) if run is selected else None
    print(f"\n{v.wrong} contradictions." if v.wrong else f"\nNo contradiction; checks that could be made: {v.right}.")
    return 5 if v.wrong else 0 if v.right else 5


if __name__ == "__main__":
    csv.field_size_limit(10**7)
    sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))

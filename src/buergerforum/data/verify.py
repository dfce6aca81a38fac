"""Check what buergerforum wrote, without buergerforum: python verify.py FOLDER [--fingerprint HEX]

FOLDER is a procedure, or what was published of one. Python 3.11 is all that is needed, nothing is changed, no line is
shared with the program that is checked. § is the section of docs/specification.md that says the rule. Printed is
ok; WRONG: missing, damaged, not what the rules give; note: somebody should know; open: it could not be checked here.
Exit code: 0 nothing is wrong, 5 something is, 2 wrong usage. Left to `forum audit`: single, earlier, private results,
what lies beside results, letters, waiting lists, figures, towns, allocations but exact and simple, objectives but
leximin, cuts, and how optimal chances are reached exactly. No program sees whether the frame holds everybody, or a seed
was drawn after its seal was published: compare seal, seed and fingerprint with the newspaper.
"""

import csv
import hashlib
import json
import sys
import unicodedata
from collections import Counter
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path
from types import SimpleNamespace

WRONG, OPEN, NOTE, OK = "WRONG", "open", "note", "ok"
DAMAGE = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError, csv.Error)
REPEATABLE = ("merge", "purge", "towns-returned")  # stages that need no reason to be made again
LOTTERIES, FIXED = ("lottery", "select", "replace"), ("fixed_in", "fixed_out")  # stages with lots, and their options
GONE = ("withdraw", "objects", "died", "moved")  # what takes people out of the pool, whatever they answer
NO_MARKS = ("", "0", "no", "false", "nein", "falsch")  # of addresses that are not special
CLOSE = Fraction(1, 10**9)  # how exactly the optimal chances are written down
FOUND, SAID = Counter(), {OPEN: "it is open whether ", NOTE: ""}  # how many checks found what; how it is said


def check(title, claims):
    """Make one check. Its claims are pairs: whether it is so (True, False, or a NOTE, or OPEN), and a sentence."""
    found = []
    try:
        for truth, sentence in claims:
            if truth is not True:
                found.append((truth, SAID[truth] + sentence) if truth in SAID else (WRONG, "it is not so: " + sentence))
    except DAMAGE as damage:
        found.append((WRONG, f"it cannot be read ({type(damage).__name__}: {damage})"))
    if not {WRONG, OPEN} & {kind for kind, _sentence in found}:
        found.append((OK, "as it must be"))
    for kind, sentence in found:
        FOUND[kind] += 1
        print(f"{kind:6}", repr(f"{title}: {sentence}"[:2000])[1:-1])  # no signs that play tricks on a terminal


def digest(purpose, *fields):
    """§ 1: SHA-256 over fields, each with its length before it."""
    encoded = [field.encode("utf-8") for field in ("buergerforum 1", purpose, *fields)]
    return hashlib.sha256(b"".join(len(raw).to_bytes(8, "big") + raw for raw in encoded)).hexdigest()


def number_below(n, purpose, seed):
    """§ 3: a whole number below n; digests at the upper end, which would favour some remainders, are passed over."""
    for counter in range(100):
        value = int(digest(purpose, seed, str(counter)), 16)
        if value < 2**256 // n * n:
            return value % n
    raise ValueError(f"no number below {n} can be drawn")


def canonical(value, indent=None):
    """§ 8: JSON in its short form; with indent=1 in its file form, without the line feed at its end."""
    between = None if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent, separators=between, allow_nan=False)
    return text.encode("utf-8")


def dense(text, length):
    """§ 11: whole numbers by place, such as 0:12 5:-7, as a list with the zeros between."""
    numbers = dict(pair.split(":") for pair in text.split())
    return [int(numbers.get(str(place), 0)) for place in range(length)]


class Folder:
    def __init__(self, root):
        """Files are listed as in receipts, with name, sha256, size; of every result only the last run counts."""
        self.root, self.files, self.lines, self.runs, self.blocks = root, {}, [], [], []
        self.published = (root / "manifest.json").exists() and not (root / "forum.yaml").exists()

    def json(self, name):
        raw = (self.root / self.files[name]["name"]).read_bytes()  # only regular files are listed
        value = json.loads(raw)
        if canonical(value, indent=1) + b"\n" != raw:
            raise ValueError(f"{name} is not in its one form")
        return value

    def table(self, name):
        """§ 7: a table of ours, as lists of cells by heading; an apostrophe may protect a cell from spreadsheets."""
        with (self.root / self.files[name]["name"]).open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, delimiter=";", strict=True)
            columns = {heading: [] for heading in next(rows)}
            for row in rows:
                for column, cell in zip(columns.values(), row, strict=True):
                    column.append(cell[1:] if cell[:1] == "'" and cell[1:2] in [*"=+-@\t\r'"] else cell)
        return columns

    def journal(self, fingerprint):
        """§ 8: every line holds its number and the digest of the line before it."""
        *lines, rest = (self.root / "journal.jsonl").read_bytes().split(b"\n")
        before = hashlib.sha256(b"").hexdigest()
        for number, line in enumerate(lines, 1):
            entry = json.loads(line)
            follows = (entry["number"], entry["previous"]) == (number, before) and canonical(entry) == line
            yield follows, f"line {number} is in its one form and follows from the line before it"
            before = hashlib.sha256(line).hexdigest()
            before = entry.get("withheld", before) if self.published else before  # § 13: where it named people
            self.lines.append(entry)
        yield NOTE, f"its fingerprint, to be compared with the published one, is {before}"
        yield rest == b"" and fingerprint in ("", before), "the last line is complete, and has that fingerprint"

    def results(self):
        """§ 8: receipts are those that the lines name, files are as they were written, stages read what was written."""
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            if path.is_file() and not name.startswith("private/"):
                raw = path.read_bytes()
                self.files[name] = {"name": name, "sha256": hashlib.sha256(raw).hexdigest(), "size": len(raw)}
        told = [(entry["number"], entry["details"]) for entry in self.lines if entry["event"] == "run"]
        last, times, written = {details["folder"]: line for line, details in told}, Counter(), {}
        for line, details in told:
            place, again = details["folder"] + "/", details["again"]
            times[place] += 1
            honest = details["run"] == times[place] and (again or times[place] == 1 or details["stage"] in REPEATABLE)
            yield bool(honest) and (NOTE if again else True), f"line {line}: {place} was made again, because: {again}"
            if line != last[details["folder"]]:
                continue  # it lies below earlier/
            run, found = self.json(place + "receipt.json"), self.files[place + "receipt.json"]["sha256"]
            hidden = self.published and run["stage"] in LOTTERIES and run.get("withheld")  # § 13: it named people
            right = (hidden or found, run["stage"]) == (details["receipt"], details["stage"])
            yield right, f"{place}receipt.json is the one that line {line} names"
            fixed_in, fixed_out = ({text.split(" ")[0] for text in run["options"].get(one) or ()} for one in FIXED)
            self.runs.append(SimpleNamespace(line=line, place=place, fixed_in=fixed_in, fixed_out=fixed_out, **run))
            for one in run["inputs"]:
                yield written.get(one["name"], one) == one, f"{place} read {one['name']} as it had been written"
            for one in run["outputs"]:
                if not one["name"].startswith("private/"):
                    written[one["name"]] = one
                    yield self.published or self.files.get(one["name"]) == one, f"{one['name']} is as it was written"

    def manifest(self):
        """§ 13: every file is the one that the manifest lists; the journal says what was published, lots first."""
        found, told = self.json("manifest.json"), [entry for entry in self.lines if entry["event"] == "publish"]
        listed, last = {one["name"]: one for one in found["files"]}, told[-1]["details"]
        for name in sorted((listed.keys() | self.files.keys()) - {"manifest.json"}):
            yield listed.get(name) == self.files.get(name), f"{name} is the file that the manifest lists"
        own = [one for one in found["files"] if one["name"] not in ("journal.jsonl", "README.txt")]
        right = (1, last["name"], last["salt"], last["contents"][found["level"]])
        yield right == tuple(found[key] for key in ("format", "name", "salt", "contents")), "the journal tells of it"
        yield found["contents"] == hashlib.sha256(canonical(own)).hexdigest(), "its contents are these files"
        made = max((run.line for run in self.runs if run.stage == "lottery"), default=0)
        for run in self.runs:
            lots = self.files.get(run.place + "lottery.csv", {}).get("sha256", last["lots"])
            yield run.stage == "replace" or lots == last["lots"], "the journal tells of these lots"
            before = {entry["details"]["lots"] for entry in told if made < entry["number"] < run.line}
            when = "before one was drawn" if before else "only after one was drawn"
            yield run.stage != "select" or before == {last["lots"]} or (not before and NOTE), f"lots were told {when}"

    def seal(self, what, run):
        """§ 8: files and choices were sealed, then the seed or number was drawn, then the run used all of them."""
        told = [entry for entry in self.lines if entry["details"].get("what") == what]
        seals, seeds = ([entry for entry in told if entry["event"] == event] for event in ("seal", "seed"))
        lottery = [one for one in self.runs if one.place == "lottery/" and one.line < run.line]
        used = {one["name"]: one for one in run.inputs}
        if not seals or ("lottery/lottery.csv" in used and not lottery):
            yield OPEN, "this was sealed (nothing was, or the lottery was made again since)"
            return
        if "lottery/lottery.csv" in used:
            used |= {one["name"]: one for one in lottery[0].inputs if one["name"] not in used}
        sealed = ([entry for entry in seals if entry["number"] < run.line] or seals)[-1]
        yield sealed["number"] < run.line, "it was sealed before it was drawn"
        listed = {name: sealed["details"][name] for name in ("files", "options")}
        yield hashlib.sha256(canonical(listed)).hexdigest() == sealed["details"]["digest"], "the seal has its digest"
        for one in listed["files"]:
            yield one["name"] == "forum.yaml" or used.get(one["name"]) == one, f"{one['name']} was used as sealed"
        for name, value in listed["options"].items():
            hidden = self.published and hasattr(run, "withheld") and name in FIXED  # § 13: they name people
            yield hidden or run.options.get(name) == value, f"{name} is {value}, as it was sealed"
        for first in [entry for entry in seeds if entry["number"] < run.line][:1]:
            stated, number = (str(one.get("number")).lstrip("0") for one in (first["details"], run.options))
            same = (first["details"]["seed"], stated) == (run.seed, number) and sealed["number"] < first["number"]
            yield same, "the first seed or number that was written down decided, and is younger than the seal"
        yield run.seed in (None, unicodedata.normalize("NFC", run.seed or "").strip()), "the seed is in its one form"

    def draws(self):
        """§ 2, 4, 5: places follow from the seed, and who is invited in every wave from everybody's ticket."""
        homes, reserve = set(), None  # households invited so far, and who is left after the wave before
        yield any(run.stage == "draw" for run in self.runs) or OPEN, "there will be a draw"
        for run in [run for run in self.runs if run.stage == "draw"]:
            options, wave, strata = run.options, run.options.get("wave", 1), self.table(run.place + "strata.csv")
            residents, places, invited = ([int(x) for x in strata[one]] for one in ("residents", "places", "invited"))
            usual = options["allocation"] in ("exact", "simple") and options.get("basis") in (None, "proportional")
            start = number_below(sum(residents), "allocation" + f" of wave {wave}" * (wave > 1), run.seed)
            ends = [(options["size"] * n + start) // sum(residents) for n in accumulate(residents, initial=0)]
            yield places == [b - a for a, b in pairwise(ends)] if usual else OPEN, f"wave {wave} has the right places"
            if self.published and run.place + "tickets.csv" in self.files:  # § 13: all that everybody may see
                tickets = self.table(run.place + "tickets.csv")["ticket"]
                fit = len(tickets) == sum(invited) == run.figures["invited"]
                yield fit and tickets == sorted({*tickets}), f"wave {wave} has a ticket for everybody who was invited"
                continue
            if options.get("household_columns"):
                yield OPEN, f"wave {wave} invites the right people: its households were told by addresses"
                continue
            drawn, left = self.table(run.place + "invitees.csv"), self.table(run.place + "reserve.csv")
            people, whole = reserve, self.files.get("frame/frame.csv") in run.inputs and not options.get("stop_list")
            if wave == 1 and whole:
                people = self.table("frame/frame.csv")
                people["id"] = people.pop(options["id"] or "id")
            elif wave == 1:
                yield NOTE, "who is in the frame is believed, and where it is published, all tickets"
                people = {heading: cells + left[heading] for heading, cells in drawn.items()}
            if wave == 1 and not self.published:
                people["ticket"] = [digest("ticket", run.seed, one) for one in people["id"]]
            order = [*zip(*(strata[one] for one in options["strata"]), strict=True)] or [()]
            group = [*zip(*(people[one] for one in options["strata"]), strict=True)] or [()] * len(people["id"])
            counted = Counter(group) == dict(zip(order, residents, strict=True))
            yield counted or wave > 1 or (not whole and options.get("reserve") is not None), "residents are counted"
            room, invited, rest = dict(zip(order, places, strict=True)), [], []
            for n in sorted(range(len(group)), key=lambda n: (people["ticket"][n], people["id"][n])):
                special = options["special"] and people[options["special"]][n].casefold() not in NO_MARKS
                home = people[options["household"]][n] if options["household"] and not special else ""
                if room[group[n]] > 0 and home not in homes:
                    room[group[n]] -= 1
                    homes |= {home} - {""}
                    invited.append(n)
                else:
                    rest.append(n)
            for listed, chosen in ((drawn, invited), (left, rest[: options.get("reserve")])):
                right = {heading: [cells[n] for n in chosen] for heading, cells in people.items()}
                right |= {"chance": listed["chance"], "wave": listed["wave"]}  # these are left to forum audit
                yield listed == right, f"wave {wave} invites, or leaves, the right people"
            reserve = left

    def applicants(self, run):
        """§ 8: the pool has everybody of whom the journal tells last that they applied, and nobody who never did."""
        last, here = {}, {*self.table(run.place + "pool.csv")["id"]}
        told = [entry["details"].get("people", {}) for entry in self.lines[: run.line]]
        for people in told:
            last |= {one: happening for happening, ids in people.items() for one in ids}
        ever, gone = ({one for p in told for what in some for one in p.get(what, ())} for some in (("apply",), GONE))
        lost = {one for one, happening in last.items() if happening == "apply"} - gone - here
        yield "people" in self.lines[run.line - 1]["details"] or OPEN, "everybody who applied is in the pool"
        yield not lost and (here <= ever or not ever), "those in the pool are those who applied"

    def lots(self, run):
        """§ 6, 7: lots are numbered by the digests of their members; everybody's chance is the number of their lots."""
        lots, chances = (self.table(run.place + name) for name in ("lottery.csv", "probabilities.csv"))
        self.blocks, sits, end, before = [], Counter(), 0, ""
        for first, last, text in zip(lots["first"], lots["last"], lots["members"], strict=True):
            members, key = text.split(" "), digest("numbering", *text.split(" "))
            yield int(first) == end <= int(last), f"lot {first} comes after the one before it"
            yield members == sorted({*members}) and len(members) == run.options["seats"], f"lot {first} fills all seats"
            yield self.published or before <= key, f"the number of lot {first} follows from its members"
            end, before = int(last) + 1, key
            self.blocks.append((int(first), int(last), members))
            sits.update(dict.fromkeys(members, end - int(first)))
        yield end == run.options["lots"], f"there are {run.options['lots']} lots"
        run.optimal = dict(zip(chances["id"], map(float, chances["optimal"]), strict=True))
        right = [(str(sits[one]), f"{sits[one] / end:.12g}") for one in run.optimal]
        yield right == [*zip(chances["lots"], chances["chance"], strict=True)], "chances are numbers of lots"
        yield chances["id"] == sorted(run.optimal.keys() | sits.keys()), "everybody is listed once"
        yield all(0 <= chance <= 1 for chance in run.optimal.values()), "optimal chances are chances"
        far = max(abs(sits[one] - chance * end) for one, chance in run.optimal.items())
        yield far <= 1 + end * CLOSE or NOTE, f"the chance furthest from the optimal one is {far:.2f} lots away"

    def panels(self, run):
        """§ 6, 10: the quotas are those of the quota file; every lot meets them and all other rules of a panel."""
        run.pool, run.certificate = self.table(run.place + "pool.csv"), self.json(run.place + "certificate.json")
        ids, run.quotas, rule = run.pool["id"], run.certificate["quotas"], run.options["household"]
        yield ids == sorted(run.optimal), "the pool has those to whom the chances belong"
        file = next(one for one in run.outputs if one["name"].startswith(run.place + "quotas."))
        yield self.files.get(file["name"]) == file, "the quota file is as it was written"
        yield file["sha256"] in [one["sha256"] for one in run.inputs], "the quota file is the one that was read"
        try:
            table = self.table(file["name"])
            rows = zip(table["feature"], table["value"], table["min"], table["max"], strict=True)
            found = {(*sorted(zip(f.split(" × "), v.split(" × "), strict=True)), int(a), int(b)) for f, v, a, b in rows}
            yield found == {(*sorted(one["cell"].items()), one["min"], one["max"]) for one in run.quotas}, "they agree"
        except DAMAGE:
            yield OPEN, f"certificate.json has the quotas of {file['name']}, whose form is not read here"
        column = "household" if self.published else rule
        homes = [cells for heading, cells in run.pool.items() if rule and heading.casefold() == column.casefold()]
        homes = [unicodedata.normalize("NFC", home).casefold() for home in homes[0]] if rule else [""] * len(ids)
        run.home = {one: " ".join(home.split()) for one, home in zip(ids, homes, strict=True)}
        run.counts = {one: set() for one in ids}  # the quotas for which everybody counts
        for q, quota in enumerate(run.quotas):
            for n, one in enumerate(ids):
                if all(run.pool[feature][n] == value for feature, value in quota["cell"].items()):
                    run.counts[one].add(q)
        for first, _last, members in self.blocks:
            sums, homes = Counter(q for one in members for q in run.counts[one]), Counter(map(run.home.get, members))
            met = all(quota["min"] <= sums[q] <= quota["max"] for q, quota in enumerate(run.quotas))
            fit = all(many == 1 for home, many in homes.items() if home) and run.fixed_in <= {*members}
            yield met and fit and not run.fixed_out & {*members}, f"lot {first} is a panel"
        source = next(one for one in run.inputs if one["name"].rpartition("/")[2] == "pool.csv")
        table = self.table(source["name"]) if self.files.get(source["name"]) == source else {}
        yield bool(table) or self.published or OPEN, f"{source['name']} is here as it was read"
        for heading in sorted(run.pool.keys() & table.keys() - {"id"}):
            cells, joined = dict(zip(table["id"], table[heading], strict=True)), {}
            for one, cell in zip(run.pool["id"], run.pool[heading], strict=True):
                yield joined.setdefault(cells[one], cell) == cell, f"{heading} of {one} is that of the pool read"

    def proof(self, run):
        """§ 11: by whole numbers and fractions alone, no lottery could be fairer than the optimal chances."""
        given, fixed = run.certificate, run.fixed_in
        if run.options["objective"] != "leximin" or given["cuts"]:
            yield OPEN, "this is so with another objective than leximin, or with cuts: forum audit --solver"
            return
        types = [one["members"].split(" ") for one in given["types"]]
        chance = [Fraction(*map(int, one["chance"].split("/"))) for one in given["types"]]
        beside = {run.home[one] for one in fixed} - {""}
        free = [one for one in run.home if one not in fixed | run.fixed_out and run.home[one] not in beside]
        shared = sorted(home for home, many in Counter(run.home[one] for one in free).items() if home and many > 1)
        yield sorted(free) == sorted(one for members in types for one in members), "the types hold everybody"
        optimal = dict.fromkeys(run.home, 0) | dict.fromkeys(fixed, 1)
        for members, share in zip(types, chance, strict=True):
            kinds = {(*sorted(run.counts[one]), run.home[one] if run.home[one] in shared else "") for one in members}
            yield len(kinds) == 1, f"no rule tells {members} apart"
            optimal |= dict.fromkeys(members, share)
        yield all(abs(optimal[one] - p) <= CLOSE for one, p in run.optimal.items()), "the stated chances are those here"
        taken, seats = Counter(q for one in fixed for q in run.counts[one]), run.options["seats"] - len(fixed)
        rows = [([1] * len(types), seats, seats)]  # what panels keep: how often types count, least and largest sum
        for q, quota in enumerate(run.quotas):
            counting = [int(q in run.counts[members[0]]) for members in types]
            rows.append((counting, max(0, quota["min"] - taken[q]), quota["max"] - taken[q]))
        rows += [([int(run.home[members[0]] == home) for members in types], 0, 1) for home in shared]
        done, value, size = [], 0, [len(members) for members in types]
        for n, level in enumerate(given["levels"], 1):
            weights, here = dense(level["weights"], len(types)), [int(t) for t in level["types"].split()]
            multipliers = dense(level["quotas"], len(run.quotas)) + dense(level["households"], len(shared))
            bound, rest, before, value = 0, weights, value, Fraction(*map(int, level["chance"].split("/")))
            for u, (counting, least, most) in zip([int(level["seats"]), *multipliers], rows, strict=True):
                bound += u * (most if u > 0 else least)
                rest = [left - u * counted for left, counted in zip(rest, counting, strict=True)]
            bound += sum(max(left, 0) * many for left, many in zip(rest, size, strict=True))
            reached = sum(y * many * p for y, many, p in zip(weights, size, chance, strict=True))
            scale = sum(weights[t] * size[t] for t in here)
            yield bound == int(level["bound"]) and abs(bound - reached) <= CLOSE * scale, f"level {n} allows no more"
            right = all(weights[t] > 0 and abs(chance[t] - value) <= CLOSE for t in here) and min(weights) >= 0 < scale
            least = all(p <= value + CLOSE for y, p in zip(weights, chance, strict=True) if y)
            yield right and least and value >= before - CLOSE, f"level {n} is about the smallest chances left"
            done += here
        yield sorted(done) == [*range(len(types))], "every type is fixed at exactly one level"

    def panel(self, run):
        """§ 6: the lot follows from seed or number, and the panel is that lot."""
        if not self.blocks and any(one.stage == "lottery" for one in self.runs):
            yield OPEN, "it is the lot that was drawn: the lottery was made again since"
            return
        number, panel = run.options["number"], self.table(run.place + "panel.csv")
        lot = int(number) if run.seed is None else number_below(self.blocks[-1][1] + 1, "lot", run.seed)
        yield (run.seed is None) != (number is None) and int(run.figures["lot"]) == lot, f"lot {lot} was drawn"
        members = next(members for first, last, members in self.blocks if first <= lot <= last)
        yield panel["id"] == members, f"the panel is lot {lot}"
        if not self.published:
            rows = [run.pool["id"].index(one) for one in members]
            right = {heading: [cells[n] for n in rows] for heading, cells in run.pool.items()}
            yield panel == right, "the panel has the data of the pool"
        before = [one for one in run.inputs if one["name"].endswith("/panel.csv")]
        if before and (self.published or self.files.get(before[0]["name"]) == before[0]):
            stay = {*self.table(before[0]["name"])["id"]} - {*run.options["out"]}
            yield run.fixed_in == stay, "all members but those who left were fixed in"
            yield self.table(run.place + "joined.csv")["id"] == sorted({*members} - stay), "joined.csv has all others"

    def commitments(self, run):
        """§ 13: counts are within the quotas and tell of every lot; data are those that were committed to."""
        if run.place + "counts.csv" in self.files:
            counts, sums = self.table(run.place + "counts.csv"), Counter()
            for feature, value, least, most, count, lots in zip(*counts.values(), strict=True):
                sums[feature, value] += int(lots)
                yield int(least) <= int(count) <= int(most), f"{count} people are within the quota {feature}: {value}"
            yield {*sums.values()} == {run.options["lots"]}, "counts.csv tells of every lot"
        stated = self.table(run.place + "commitments.csv")
        yield stated["id"] == sorted(run.optimal), "there is a commitment for everybody"
        if run.place + "openings.csv" in self.files:
            nonces = self.table(run.place + "openings.csv")["nonce"]
            for n, one in enumerate(run.pool["id"]):
                fields = [text for heading in run.pool if heading != "id" for text in (heading, run.pool[heading][n])]
                yield digest("applicant", nonces[n], one, *fields) == stated["commitment"][n], f"{one} is right"


def main(words):
    FOUND.clear()
    fingerprint = words.pop(words.index("--fingerprint") + 1).lower() if "--fingerprint" in words[:-1] else ""
    given = [word for word in words if word != "--fingerprint"]
    there = len(given) == 1 and any(Path(given[0], name).is_file() for name in ("journal.jsonl", "manifest.json"))
    if not there or len(words) - 1 != bool(fingerprint):
        print(__doc__)
        return 2
    folder = Folder(Path(given[0]))
    check("journal", folder.journal(fingerprint))
    check("results", folder.results())
    if folder.published:
        check("manifest", folder.manifest())
    check("draw", folder.draws())
    for run in folder.runs:
        if run.stage == "merge" and not folder.published:
            check(f"{run.place} pool", folder.applicants(run))
        if run.stage in ("draw", "select") and run.options.get("wave", 1) == 1:
            check(f"{run.place} seal", folder.seal("draw" if run.stage == "draw" else "selection", run))
        whole = run.stage in LOTTERIES and not folder.published
        if whole or run.stage == "lottery" or run.place + "lottery.csv" in folder.files:
            check(f"{run.place} lots and chances", folder.lots(run))
            if whole or run.place + "pool.csv" in folder.files:
                check(f"{run.place} panels", folder.panels(run))
                check(f"{run.place} certificate", folder.proof(run))
            if folder.published:
                check(f"{run.place} commitments", folder.commitments(run))
        if run.stage == "select" or (run.stage == "replace" and run.place + "panel.csv" in folder.files):
            check(f"{run.place} panel", folder.panel(run))
    return 5 if FOUND[WRONG] or not FOUND[OK] else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))

"use strict";
/* Checks of a published folder in the reader's own browser: no network, nothing stored. */
const DATA = JSON.parse(document.getElementById("data").textContent);
const FILES = DATA.files;
const say = (de, en) => ({ de, en });
const JOURNAL = "journal.jsonl", WAVE = "draw/wave-1/", PEOPLE = ["fixed_in", "fixed_out", "out", "unavailable"];

function must(condition, de, en) { if (!condition) throw say(de, en || de); }
function lines() {
  return FILES[JOURNAL].split("\n").filter((line) => line !== "").map((raw) => ({ raw, ...JSON.parse(raw) }));
}
const runs = (stage) => lines().filter((line) => line.event === "run" && line.details.stage === stage);
const receipt = (place) => JSON.parse(FILES[place + "receipt.json"]);
const has = (place) => place in FILES;
function waves() {
  const found = [];
  for (let number = 1; has("draw/wave-" + number + "/strata.csv"); number++) found.push({ number, folder: "draw/wave-" + number + "/" });
  return found;
}
/* The replacements of the panel that stands: those after the last selection. */
function replacements() {
  const selected = runs("select").pop(), folders = runs("replace").filter((line) => selected && line.number > selected.number).map((line) => line.details.folder + "/");
  return [...new Set(folders)];
}
const lotsFolder = () => has("lottery/lottery.csv") ? "lottery/" : "selection/";
const idsOf = (place) => table(FILES[place]).map((row) => row.id);
function lottery(folder = lotsFolder()) {
  const lots = [];
  let next = 0;
  for (const row of table(FILES[folder + "lottery.csv"])) {
    must(Number(row.first) === next && Number(row.last) >= next, "Nach Los " + next + " fehlt ein Los.", "A lot is missing after lot " + next + ".");
    const members = row.members.split(" ");
    for (; next <= Number(row.last); next++) lots.push(members);
  }
  return { folder, lots };
}
function drawnLot(lots, folder = "selection/") {
  const made = receipt(folder);
  return made.seed === null ? Number(made.options.number) : wholeNumber(lots, "lot", made.seed);
}

/* Every lot has as many members as seats, and everybody's chance is the number of their lots. */
function counted({ folder, lots }) {
  const made = receipt(folder), found = {};
  must(lots.length === made.options.lots, lots.length + " ≠ " + made.options.lots);
  for (const members of lots) {
    must(members.length === made.options.seats && new Set(members).size === members.length, "Ein Los hat nicht so viele Mitglieder wie Plätze.", "A lot has not as many members as seats.");
    for (const one of members) found[one] = (found[one] || 0) + 1;
  }
  const stated = table(FILES[folder + "probabilities.csv"]);
  for (const row of stated) {
    must((found[row.id] || 0) === Number(row.lots), row.id + ": " + row.lots + " ≠ " + (found[row.id] || 0));
    must(Math.abs(Number(row.chance) - Number(row.lots) / lots.length) < 1e-9, row.id + ": " + row.chance);
    delete found[row.id];
  }
  must(Object.keys(found).length === 0, "Im Los sitzt jemand, der nicht im Pool ist.", "A lot seats somebody who is not in the pool.");
  must(idsOf(folder + "commitments.csv").join() === stated.map((row) => row.id).join(), "Festlegungen und Chancen nennen nicht dieselben Menschen.", "Commitments and chances do not name the same people.");
  return stated.length;
}
function quotaFile(folder) {
  const quotas = Object.values(receipt(folder).outputs).find((one) => /(^|\/)quotas\.\w+$/.test(one.name));
  must(digestOf(FILES[folder + quotas.name.split("/").pop()]) === quotas.sha256, "Die Quotendatei ist nicht die, die im Beleg steht.", "The quota file is not the one in the receipt.");
}
/* One replacement, against the panel and the waiting list before it. */
function replaced(folder, before) {
  const made = receipt(folder), found = lottery(folder), out = made.options.out, stay = idsOf(before + "panel.csv").filter((one) => !out.includes(one));
  must(made.inputs.some((one) => one.name === before + "panel.csv"), folder + " geht nicht vom Forum davor aus.", folder + " does not start from the panel before it.");
  must(out.length && stay.length + out.length === idsOf(before + "panel.csv").length, "Ausgeschieden ist jemand, der nicht im Forum war.", "Somebody dropped out who was not on the panel.");
  counted(found);
  quotaFile(folder);
  must(made.options.fixed_in.map((one) => one.split(" ")[0]).sort().join() === stay.sort().join(), "Nicht alle Übrigen sind gesetzt.", "Not all of the others are fixed in.");
  for (const members of found.lots) must(stay.every((one) => members.includes(one)) && !out.some((one) => members.includes(one)), "Ein Los behält nicht alle Übrigen.", "A lot does not keep all of the others.");
  const lot = drawnLot(found.lots.length, folder), panel = idsOf(folder + "panel.csv");
  must(Number(made.figures.lot) === lot && found.lots[lot] && [...found.lots[lot]].sort().join() === panel.join(), "Das Forum ist nicht das Los " + lot + ".", "The panel is not lot " + lot + ".");
  must(idsOf(folder + "joined.csv").join() === panel.filter((one) => !stay.includes(one)).join(), "Nachgerückt sind andere.", "Others have joined.");
  const waiting = idsOf(before + "waiting.csv");
  let place = -1;
  for (const one of idsOf(folder + "waiting.csv")) {
    const at = waiting.indexOf(one);
    must(at > place && !panel.includes(one) && !out.includes(one), "Die Nachrückliste ist nicht die davor ohne einige Menschen.", "The waiting list is not the one before without some people.");
    place = at;
  }
}

const CHECKS = [
  [say("Alle Dateien sind die, die im Verzeichnis stehen", "All files are those that the manifest lists"), () => {
    const manifest = JSON.parse(DATA.manifest);
    for (const one of manifest.files) {
      must(has(one.name), "Es fehlt " + one.name, one.name + " is missing");
      must(digestOf(FILES[one.name]) === one.sha256, one.name + " wurde verändert.", one.name + " was changed.");
    }
    must(Object.keys(FILES).length === manifest.files.length, "Eine Datei steht nicht im Verzeichnis.", "A file is not listed.");
    const counted = manifest.files.filter((one) => ![JOURNAL, "README.txt"].includes(one.name));
    const contents = digestOf(canonical(counted));
    const told = lines().filter((line) => line.event === "publish").pop();
    must(told && told.details.contents[manifest.level] === contents && manifest.contents === contents, "Das Protokoll nennt einen anderen Inhalt.", "The journal names other contents.");
    must(told.details.salt === manifest.salt && told.details.name === manifest.name, "Das Verzeichnis passt nicht zum Protokoll.", "The manifest does not fit the journal.");
    return say(manifest.files.length + " Dateien nachgerechnet", manifest.files.length + " files digested");
  }],
  [say("Jede Zeile des Protokolls folgt aus der vorigen", "Every line of the journal follows from the one before"), () => {
    let previous = digestOf("");
    lines().forEach((line, place) => {
      const { raw, ...entry } = line;
      must(line.number === place + 1 && line.previous === previous && canonical(entry) === raw, "Zeile " + (place + 1) + " passt nicht.", "Line " + (place + 1) + " does not fit.");
      must(!line.withheld || !["new", "seal", "seed", "publish"].includes(line.event), "Eine entscheidende Zeile fehlt.", "A line that decides is withheld.");
      previous = line.withheld || digestOf(raw);
    });
    document.getElementById("fingerprint").textContent = previous;
    return say("Fingerabdruck: " + previous, "Fingerprint: " + previous);
  }],
  [say("Jeder Beleg ist der, den das Protokoll nennt", "Every receipt is the one that the journal names"), () => {
    const last = {};
    for (const line of lines()) if (line.event === "run") last[line.details.folder] = line.details.receipt;
    for (const [folder, sha] of Object.entries(last)) {
      must(has(folder + "/receipt.json"), folder);
      const made = receipt(folder + "/");
      if (made.withheld === undefined) must(digestOf(FILES[folder + "/receipt.json"]) === sha, folder);
      else must(made.withheld === sha && ["lottery", "select", "replace"].includes(made.stage), folder);
    }
    return say(Object.keys(last).length + " Belege", Object.keys(last).length + " receipts");
  }],
  [say("Versiegelt wurde, bevor gezogen wurde", "It was sealed before it was drawn"), () => {
    const told = [];
    for (const [what, stage, folder] of [["draw", "draw", WAVE], ["selection", "select", "selection/"]]) {
      const run = runs(stage).filter((line) => line.details.folder + "/" === folder).pop();
      if (!run || !has(folder + "receipt.json")) continue;
      const seal = lines().filter((line) => line.event === "seal" && line.details.what === what && line.number < run.number).pop();
      must(seal, "Vor Zeile " + run.number + " wurde nichts versiegelt.", "Nothing was sealed before line " + run.number + ".");
      must(digestOf(canonical({ files: seal.details.files, options: seal.details.options })) === seal.details.digest, "Ein Siegel passt nicht zu seinen Dateien.", "A seal does not fit its files.");
      const made = receipt(folder);
      for (const [name, value] of Object.entries(seal.details.options)) must((made.withheld !== undefined && PEOPLE.includes(name)) || canonical(made.options[name] ?? null) === canonical(value), "Anders als versiegelt: " + name, "Other than sealed: " + name);
      const early = lines().find((line) => line.event === "seed" && line.details.what === what && line.number < seal.number);
      must(!early, "Der Startwert stand vor dem Siegel fest.", "The seed was known before the seal.");
      told.push(seal.number + " < " + run.number);
    }
    return told.length ? say("Zeilen " + told.join(", "), "lines " + told.join(", ")) : null;
  }],
  [say("Die Plätze je Schicht folgen aus den Zahlen und dem Startwert", "The places of the strata follow from counts and seed"), () => {
    if (!waves().length) return null;
    const seen = new Set(), told = [];
    for (const { number, folder } of waves()) {
      const made = receipt(folder), rows = table(FILES[folder + "strata.csv"]), sum = (name) => rows.reduce((all, row) => all + Number(row[name]), 0);
      const total = sum("residents"), size = made.options.size;
      must(total === made.figures.residents && sum("invited") === made.figures.invited, "Die Summe der Schichten stimmt nicht.", "The strata do not add up.");
      must(made.seed === receipt(WAVE).seed && (number === 1 || sum("before") === seen.size), "Die Welle " + number + " setzt die vorige nicht fort.", "Wave " + number + " does not continue the one before it.");
      if (["exact", "simple"].includes(made.options.allocation) && (made.options.basis || "proportional") === "proportional") {
        const start = BigInt(wholeNumber(total, number === 1 ? "allocation" : "allocation of wave " + number, made.seed));
        let upto = 0;
        for (const row of rows) {
          const before = (BigInt(size) * BigInt(upto) + start) / BigInt(total);
          upto += Number(row.residents);
          must(Number((BigInt(size) * BigInt(upto) + start) / BigInt(total) - before) === Number(row.places), Object.values(row).slice(0, 3).join(", "));
        }
      }
      const tickets = table(FILES[folder + "tickets.csv"]).map((row) => row.ticket);
      must(tickets.length === made.figures.invited && tickets.every((one, place) => !seen.has(one) && (!place || tickets[place - 1] < one)), "Die Losziffern stimmen nicht.", "The tickets are not right.");
      for (const one of tickets) seen.add(one);
      told.push(tickets.length);
    }
    return say("Losziffern in ihrer Reihenfolge: " + told.join(" + "), "tickets in order: " + told.join(" + "));
  }],
  [say("Die Lose sind lückenlos; jede Chance ist nachgezählt", "The lots have no gap; every chance is counted again"), () => {
    const found = lottery(), people = counted(found);
    return say(found.lots.length + " Lose, " + people + " Bewerbungen", found.lots.length + " lots, " + people + " applicants");
  }],
  [say("Die Quotentabelle geht auf", "The quota table adds up"), () => {
    const { folder, lots } = lottery(), sums = {};
    for (const row of table(FILES[folder + "counts.csv"])) {
      must(Number(row.minimum) <= Number(row.count) && Number(row.count) <= Number(row.maximum), row.feature + " " + row.value + ": " + row.count);
      const key = row.feature + "\n" + row.value;
      sums[key] = (sums[key] || 0) + Number(row.lots);
    }
    for (const [key, sum] of Object.entries(sums)) must(sum === lots.length, key);
    quotaFile(folder);
    if (has("selection/reached.csv")) {
      const seats = {};
      for (const row of table(FILES["selection/reached.csv"])) {
        must(Number(row.minimum) <= Number(row.reached) && Number(row.reached) <= Number(row.maximum), row.feature + " " + row.value + ": " + row.reached);
        must(row.feature + "\n" + row.value in sums, row.value);
        if (!row.feature.includes(" × ")) seats[row.feature] = (seats[row.feature] || 0) + Number(row.reached);
      }
      for (const [feature, sum] of Object.entries(seats)) must(sum === receipt("selection/").options.seats, feature + ": " + sum);
    }
    return say(Object.keys(sums).length + " Quoten über alle Lose", Object.keys(sums).length + " quotas over all lots");
  }],
  [say("Das gezogene Los ist das Forum", "The lot that was drawn is the panel"), () => {
    if (!has("selection/panel.csv")) return null;
    const { lots } = lottery(), lot = drawnLot(lots.length), panel = table(FILES["selection/panel.csv"]).map((row) => row.id);
    must(Number(receipt("selection/").figures.lot) === lot, "Im Beleg steht ein anderes Los.", "The receipt names another lot.");
    must(lots[lot] && [...lots[lot]].sort().join() === panel.join(), "Das Forum ist nicht das Los " + lot + ".", "The panel is not lot " + lot + ".");
    const noted = lines().filter((line) => line.event === "seed" && line.details.what === "selection")[0];
    must(!noted || noted.details.number === null || Number(noted.details.number) === lot, "Festgehalten wurde eine andere Zahl.", "Another number was written down.");
    return say("Los " + lot + ", " + panel.length + " Mitglieder", "lot " + lot + ", " + panel.length + " members");
  }],
  [say("Bei jeder Nachbesetzung bleiben die Übrigen; das gezogene Los ist das neue Forum", "In every replacement the others stay; the lot that was drawn is the new panel"), () => {
    const folders = replacements();
    if (!folders.length) return null;
    folders.forEach((folder, place) => replaced(folder, place ? folders[place - 1] : "selection/"));
    return say("Nachbesetzungen: " + folders.length, "replacements: " + folders.length);
  }],
  [say("Die Lose standen fest, bevor eines gezogen wurde", "The lots were published before one was drawn"), () => {
    const told = lines().filter((line) => line.event === "publish" && line.details.lots), drawn = runs("select").pop();
    const here = digestOf(FILES[lottery().folder + "lottery.csv"]);
    must(told.length && told[told.length - 1].details.lots === here, "Das sind nicht die Lose, die das Protokoll nennt.", "These are not the lots that the journal names.");
    if (drawn && !told.some((line) => line.number < drawn.number && line.details.lots === here)) return { ...say("Hinweis: Die Lose wurden erst nach der Auslosung mit diesem Programm veröffentlicht.", "Note: the lots were published with this program only after the draw."), note: true };
    return say("zuerst in Zeile " + told[0].number, "first in line " + told[0].number);
  }],
];

const language = () => document.documentElement.dataset.language;
const both = (node, told) => {
  for (const code of ["de", "en"]) {
    const part = document.createElement("span");
    part.lang = code;
    part.textContent = told[code];
    node.append(part);
  }
};
function result([title, check]) {
  try {
    const told = check();
    if (told === null) return { title, kind: "open", told: say("Das gibt es hier noch nicht.", "Not here yet.") };
    return { title, kind: told.note ? "note" : "right", told };
  } catch (problem) {
    const known = problem && typeof problem.de === "string";
    return { title, kind: "wrong", told: known ? problem : say("Die Daten sind beschädigt.", "The data are damaged.") };
  }
}
const MARKS = { right: "✓", wrong: "✗", note: "!", open: "–" };
function runChecks() {
  const began = performance.now(), list = document.getElementById("checks"), results = CHECKS.map(result);
  list.replaceChildren(...results.map((one) => {
    const item = document.createElement("li");
    item.className = one.kind;
    const mark = document.createElement("span");
    mark.className = "mark";
    mark.textContent = MARKS[one.kind] + " ";
    const title = document.createElement("b");
    both(title, one.title);
    const told = document.createElement("div");
    told.className = "quiet";
    both(told, one.told);
    item.append(mark, title, told);
    return item;
  }));
  const wrong = results.filter((one) => one.kind === "wrong").length, verdict = document.getElementById("verdict");
  verdict.className = "verdict " + (wrong ? "wrong" : "right");
  verdict.replaceChildren();
  both(verdict, wrong
    ? say("✗ " + wrong + " Widerspruch gefunden. Bitte melden.", "✗ " + wrong + " contradiction found. Please report it.")
    : say("✓ Kein Widerspruch: Ihr Gerät hat alles nachgerechnet.", "✓ No contradiction: your own device computed all of it."));
  document.documentElement.dataset.checked = wrong ? "wrong" : "right";
  document.documentElement.dataset.milliseconds = String(Math.round(performance.now() - began));
}

function showLot() {
  const box = document.getElementById("lot"), out = document.getElementById("members"), found = lottery().lots[Number(box.value)];
  out.replaceChildren();
  if (!/^[0-9]+$/.test(box.value.trim()) || !found) {
    const text = document.createElement("p");
    both(text, say("Dieses Los gibt es nicht.", "There is no such lot."));
    out.append(text);
    return;
  }
  const list = document.createElement("ul");
  list.className = "ids";
  list.append(...found.map((one) => Object.assign(document.createElement("li"), { textContent: one })));
  out.append(list);
}
function showTicket() {
  const id = document.getElementById("person").value.trim(), out = document.getElementById("ticket");
  out.replaceChildren();
  if (!id || !has(WAVE + "tickets.csv")) return;
  const own = digest("ticket", receipt(WAVE).seed, id);
  const wave = waves().find(({ folder }) => table(FILES[folder + "tickets.csv"]).some((row) => row.ticket === own));
  const code = Object.assign(document.createElement("p"), { className: "digest", textContent: own });
  const text = document.createElement("p");
  both(text, wave
    ? say("Diese Losziffer ist unter den gezogenen" + (wave.number > 1 ? ", in der Welle " + wave.number : "") + ".", "This ticket is among those drawn" + (wave.number > 1 ? ", in wave " + wave.number : "") + ".")
    : say("Diese Losziffer ist nicht unter den gezogenen.", "This ticket is not among those drawn."));
  out.append(code, text);
}
async function recount() {
  const out = document.getElementById("recounted"), chosen = {};
  out.replaceChildren();
  for (const file of document.getElementById("confidential").files) chosen[file.name] = await file.text();
  const text = document.createElement("p");
  const told = result([say("", ""), () => recounted(chosen)]);
  text.className = "verdict " + told.kind;
  both(text, told.told);
  out.append(text);
}
function recounted(chosen) {
  must(chosen["pool.csv"] && chosen["openings.csv"], "Bitte beide Dateien wählen: pool.csv und openings.csv.", "Please choose both files: pool.csv and openings.csv.");
  const { folder, lots } = lottery(), pool = table(chosen["pool.csv"]), features = chosen["pool.csv"].split("\n")[0].split(";").slice(1);
  const nonces = Object.fromEntries(table(chosen["openings.csv"]).map((row) => [row.id, row.nonce]));
  const stated = Object.fromEntries(table(FILES[folder + "commitments.csv"]).map((row) => [row.id, row.commitment]));
  must(pool.length === Object.keys(stated).length, "Das sind nicht alle Bewerbungen.", "These are not all applicants.");
  for (const row of pool) must(digest("applicant", nonces[row.id] || "", row.id, ...features.flatMap((name) => [name, row[name]])) === stated[row.id], row.id + ": andere Daten als festgelegt", row.id + ": other data than committed to");
  const people = Object.fromEntries(pool.map((row) => [row.id, row])), tally = {};
  const quotas = [...new Set(table(FILES[folder + "counts.csv"]).map((row) => JSON.stringify([row.feature, row.value])))].map((text) => JSON.parse(text));
  for (const members of lots) for (const [feature, value] of quotas) {
    const names = feature.split(" × "), values = value.split(" × ");
    const count = members.filter((one) => names.every((name, place) => people[one][name] === values[place])).length;
    const key = [feature, value, count].join("\n");
    tally[key] = (tally[key] || 0) + 1;
  }
  for (const row of table(FILES[folder + "counts.csv"])) must(tally[[row.feature, row.value, row.count].join("\n")] === Number(row.lots), row.feature + " " + row.value + ": " + row.count);
  return say("✓ Alle Festlegungen passen, alle " + lots.length + " Lose sind nachgezählt.", "✓ All commitments fit, all " + lots.length + " lots are counted again.");
}
function speak(code) {
  document.documentElement.dataset.language = code;
  document.documentElement.lang = code;
  for (const button of document.querySelectorAll("[data-speak]")) button.setAttribute("aria-pressed", String(button.dataset.speak === code));
}
for (const button of document.querySelectorAll("[data-speak]")) button.addEventListener("click", () => speak(button.dataset.speak));
const on = (id, event, work) => { const node = document.getElementById(id); if (node) node.addEventListener(event, work); };
on("run", "click", runChecks);
on("show", "submit", (event) => { event.preventDefault(); showLot(); });
on("own", "submit", (event) => { event.preventDefault(); showTicket(); });
on("recount", "click", recount);
if (new URLSearchParams(location.search).has("check") || location.hash === "#check") runChecks();

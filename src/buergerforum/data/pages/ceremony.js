"use strict";
/* The public draw: digits as the balls are drawn, then the panel of that lot. Nothing here is random. */
const DATA = JSON.parse(document.getElementById("data").textContent);
const node = (id) => document.getElementById(id);
const boxes = [...document.querySelectorAll(".digits input")];
const cells = DATA.lots.map((_members, lot) => {
  const cell = document.createElement("span");
  cell.textContent = String(lot).padStart(boxes.length, "0");
  return cell;
});
node("field").append(...cells);
const typed = () => boxes.map((box) => box.value);
const complete = () => typed().every((digit) => /^[0-9]$/.test(digit));
const lot = () => Number(typed().join(""));

function narrow() {
  const digits = typed();
  cells.forEach((cell) => {
    const fits = digits.every((digit, place) => digit === "" || cell.textContent[place] === digit);
    cell.className = fits ? "" : "out";
  });
  const known = complete() && lot() < DATA.lots.length;
  if (known) cells[lot()].className = "won";
  node("confirm").disabled = !known;
  node("told").textContent = complete() && !known ? DATA.texts.none : "";
}
boxes.forEach((box, place) => {
  box.addEventListener("input", () => {
    box.value = box.value.replace(/[^0-9]/g, "").slice(-1);
    narrow();
    if (box.value && place + 1 < boxes.length) boxes[place + 1].focus();
    else if (box.value && !node("confirm").disabled) node("confirm").focus();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !box.value && place) boxes[place - 1].focus();
  });
});

/* The table fills up with the number of members, not with each member: who has which attribute stays unknown. */
function fill(rows, counts, share) {
  rows.forEach((row, place) => {
    const count = share >= 1 ? counts[place] : Math.floor(counts[place] * share);
    const [, minimum, maximum] = DATA.quotas[place];
    row.count.textContent = String(count);
    row.bar.style.width = Math.min(100, (100 * count) / maximum) + "%";
    row.state.textContent = count >= minimum && count <= maximum ? "✓" : "";
  });
}
function quotaRows() {
  if (DATA.quotas.length > 18) node("quotas").parentElement.className = "long";
  return DATA.quotas.map(([label, minimum, maximum]) => {
    const row = document.createElement("tr"), name = document.createElement("th"), bar = document.createElement("i");
    name.scope = "row";
    name.textContent = label;
    const [state, low, count, high, drawn] = ["", "number", "number", "number", "bar"].map((kind) => Object.assign(document.createElement("td"), { className: kind }));
    low.textContent = String(minimum);
    high.textContent = String(maximum);
    drawn.append(bar);
    row.append(name, low, count, high, state, drawn);
    node("quotas").append(row);
    return { count, state, bar };
  });
}
function reveal() {
  const number = lot(), members = DATA.lots[number].map((place) => DATA.people[place]), counts = DATA.counts[number];
  boxes.forEach((box) => { box.readOnly = true; });
  node("confirm").disabled = true;
  node("draw").hidden = true;
  node("result").hidden = false;
  node("number").textContent = typed().join("");
  for (const place of document.querySelectorAll(".typed")) place.textContent = typed().join("");
  const rows = quotaRows(), still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let shown = 0;
  const finish = () => {
    fill(rows, counts, 1);
    node("finished").hidden = false;
    document.documentElement.dataset.finished = typed().join("");
  };
  const next = () => {
    if (shown < members.length) {
      node("members").append(Object.assign(document.createElement("li"), { textContent: members[shown] }));
      shown += 1;
      fill(rows, counts, shown / members.length);
    }
    if (shown === members.length) return finish();
    if (still || DATA.pace === 0) return next();
    setTimeout(next, DATA.pace);
  };
  node("result").focus({ preventScroll: true });
  next();
}
node("confirm").addEventListener("click", reveal);
boxes[0].focus({ preventScroll: true });

"use strict";
/* SHA-256 (FIPS 180-4), plain, because a page opened from a disk has no Web Crypto. */
const sha256 = (() => {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const fraction = (x) => ((x - Math.floor(x)) * 4294967296) | 0;
  const K = primes.map((p) => fraction(Math.cbrt(p)));
  const H = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  const w = new Int32Array(64);
  return (bytes) => {
    const length = bytes.length, size = ((length + 72) >> 6) << 6, padded = new Uint8Array(size);
    padded.set(bytes);
    padded[length] = 128;
    const view = new DataView(padded.buffer);
    view.setUint32(size - 8, Math.floor(length / 536870912));
    view.setUint32(size - 4, (length << 3) >>> 0);
    const h = Int32Array.from(H);
    for (let at = 0; at < size; at += 64) {
      for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
      for (let i = 16; i < 64; i++) {
        const a = w[i - 15], b = w[i - 2];
        w[i] = (w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
      }
      let [a, b, c, d, e, f, g, i] = h;
      for (let t = 0; t < 64; t++) {
        const one = (i + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
        const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        i = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
      }
      [a, b, c, d, e, f, g, i].forEach((value, place) => { h[place] = (h[place] + value) | 0; });
    }
    return Array.from(h, (value) => (value >>> 0).toString(16).padStart(8, "0")).join("");
  };
})();

/* The digests of the specification, section 1. */
const utf8 = (text) => new TextEncoder().encode(text);
const digestOf = (text) => sha256(utf8(text));
function digest(...fields) {
  const parts = ["buergerforum 1", ...fields].map(utf8);
  const all = new Uint8Array(parts.reduce((sum, part) => sum + 8 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    new DataView(all.buffer).setUint32(at + 4, part.length);
    all.set(part, at + 8);
    at += 8 + part.length;
  }
  return sha256(all);
}
/* A whole number below n without bias (section 3). */
function wholeNumber(n, purpose, seed) {
  const size = BigInt(n), limit = ((1n << 256n) / size) * size;
  for (let c = 0; ; c++) {
    const value = BigInt("0x" + digest(purpose, seed, String(c)));
    if (value < limit) return Number(value % size);
  }
}
/* Canonical JSON, short form (section 8). */
const canonical = (value) => {
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return "{" + Object.keys(value).sort().map((key) => JSON.stringify(key) + ":" + canonical(value[key])).join(",") + "}";
};
/* A table of the toolkit (section 7) as a list of objects. */
function table(text) {
  const rows = text.split("\n").filter((row) => row !== "").map((row) => row.split(";").map((cell) => cell.replace(/^"(.*)"$/, "$1").replace(/^'(?=[=+\-@'])/, "")));
  const header = rows.shift() || [];
  return rows.map((row) => Object.fromEntries(header.map((name, place) => [name, row[place] ?? ""])));
}

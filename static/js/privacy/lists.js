// An agency's own names, places and streets, found by hash: the phone never gets the list itself.
// The same as `fieldlog/domain/privacy/lists.py`; a test holds the two together.

import { MARK } from './tokens.js';

export const WHY = "On your agency's list";
export const SCORE = 0.99;
const MOST_WORDS = 6;
const JOINS = new Set(['', ' ', '-', "'", '. ', '.', ' & ']);
const SAME = new Map(Object.entries({
  ave: 'avenue', blvd: 'boulevard', cir: 'circle', co: 'county', ct: 'court', dr: 'drive', ft: 'fort',
  hwy: 'highway', ln: 'lane', mt: 'mount', pkwy: 'parkway', rd: 'road', rte: 'route', st: 'street',
}));
const same = (word) => SAME.get(word) ?? word;

/** `{ salt, hashes }` of `GET /api/v1/me` → `lookup(words)`, which gives a kind or undefined. */
export function lookupIn({ salt = '', hashes = {} } = {}) {
  const kinds = new Map(Object.entries(hashes).flatMap(([kind, all]) => all.map((hash) => [hash, kind])));
  return (words) => (kinds.size ? kinds.get(nameHash(salt, words)) : undefined);
}

/** Listed names among the tokens that aren't taken: `[first, last, kind]`, the longest from the left. */
export function listed(flat, tokens, taken, lookup) {
  const order = tokens.flatMap((token, n) => (token.shape === MARK ? [] : [n]));
  const found = [];
  for (let at = 0; at < order.length; ) {
    const [size, kind] = longest(flat, tokens, taken, order.slice(at, at + MOST_WORDS), lookup);
    if (size) found.push([order[at], order[at + size - 1], kind]);
    at += size || 1;
  }
  return found;
}

function longest(flat, tokens, taken, order, lookup) {
  let best = [0, ''];
  let before = '';
  for (const [k, n] of order.entries()) {
    const { word, start } = tokens[n];
    if (taken[n] || (k && !JOINS.has(flat.slice(tokens[order[k - 1]].end, start)))) break;
    for (const [form, onlyName] of forms(word)) {
      const kind = lookup(before + form);
      if (!kind || kind === 'NEVER' || (onlyName && kind !== 'NAME')) continue;
      best = [k + 1, kind];
      break;
    }
    before += `${same(word)} `;
  }
  return best;
}

function forms(word) {
  const out = [[same(word), false]];
  if (word.endsWith("'s")) out.push([same(word.slice(0, -2)), false]);
  else if (word.endsWith('s')) out.push([same(word.slice(0, -1)), true]);
  return out;
}

/** Ten hex digits: two 32-bit lanes over the character codes. Hides a list from a glance, not from an attacker. */
export function nameHash(salt, words) {
  const text = `${salt} ${words}`;
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let n = 0; n < text.length; n += 1) {
    const code = text.charCodeAt(n);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
    b ^= b >>> 15;
  }
  a = Math.imul(a ^ (a >>> 16) ^ b, 0x85ebca6b);
  b = Math.imul(b ^ (b >>> 13) ^ a, 0xc2b2ae35);
  const hex = (value, size) => (value >>> 0).toString(16).padStart(size, '0');
  return hex(a ^ (a >>> 16), 8) + hex((b >>> 7) & 0xff, 2);
}

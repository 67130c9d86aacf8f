// Places whose names are two to four ordinary words ("church rock"), known by fingerprint.
// The same as `fieldlog/domain/privacy/places.py`; a test holds the two together.

import { stirred, textHash } from './tagger.js';
import { MARK } from './tokens.js';

const MOST_WORDS = 4;
const DIGITS = 3;
const TEMPLATE = 91;
const MASK = 0x3ffffff;

export function readPlaces(line) {
  const keys = new Set();
  let key = 0;
  for (let n = 0; n < line.length; n += DIGITS) {
    let step = 0;
    for (let k = n; k < n + DIGITS; k += 1) step = step * 90 + line.charCodeAt(k) - 35;
    key += step;
    keys.add(key);
  }
  return keys;
}

/** `[first, last]` of each known place among the tokens that aren't taken, the longest from the left. */
export function placesAmong(flat, tokens, taken, known) {
  const found = [];
  for (let at = 0; at < tokens.length; ) {
    const size = longest(flat, tokens, taken, at, known);
    if (size) found.push([at, at + size - 1]);
    at += size || 1;
  }
  return found;
}

function longest(flat, tokens, taken, at, known) {
  const hashes = [];
  let best = 0;
  for (let n = at; n < Math.min(at + MOST_WORDS, tokens.length); n += 1) {
    const { word, shape, start } = tokens[n];
    const follows = hashes.length > 0;
    if (taken[n] || shape === MARK || (follows && flat.slice(tokens[n - 1].end, start) !== ' ')) break;
    const key = stirred([TEMPLATE, ...hashes, textHash(word.replace(/'s$/, ''))]) & MASK;
    if (follows && known.has(key)) best = hashes.length + 1;
    hashes.push(textHash(word));
  }
  return best;
}

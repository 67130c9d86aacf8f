// What a word is, by itself and by its neighbors: the same sums of whole numbers as
// `fieldlog/domain/privacy/tagger.py`, which says what the features mean.

import { ADJECTIVE, ED, ING, NOUN, OTHER, PAST, PLURAL, UNKNOWN, VERB, VERB_S } from './lexicon.js';
import { MARK } from './tokens.js';

export const KINDS = ['NAME', 'PLACE', 'ORG', 'ADDRESS'];
const CUE_BASE = 2048;
const EDGE_CLASS = 2047;
const FIRST_CLOSED_GROUP = 20;
const CACHE = 20000;
const LONG = 90;
const MIDDLE = 80;
const PERSONS = ['kin', 'kins', 'role'];
const FAR = 8;
const [NOBODY, SINGLE, KIN] = [0, 1, 2];
const TAILS = new Set(['s', 'll', 've', 'd', 're', 'm']);
const DOUBTFUL = 50;
const DOUBTFUL_PART = new Map([[NOUN, 1], [VERB, 2], [PAST, 2], [ED, 2], [VERB_S, 2], [ADJECTIVE, 3]]);
const GROUP_OF_PART = [];
for (const [part, group] of [[OTHER, 5], [NOUN, 6], [VERB, 7], [ADJECTIVE, 8], [PAST, 9], [ED, 9], [ING, 10], [PLURAL, 11], [VERB_S, 12]]) {
  GROUP_OF_PART[part] = group;
}

function mix(state, value) {
  const mixed = Math.imul(state ^ value, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

export function textHash(text) {
  let state = 0x811c9dc5;
  for (let n = 0; n < text.length; n += 1) state = Math.imul(state ^ text.charCodeAt(n), 0x01000193);
  return state >>> 0;
}

export function stirred(values) {
  let state = 0x5bd1e995;
  for (const value of values) state = mix(state, value);
  return state;
}

const key = (...values) => stirred(values) & 0x3fffff;

const EDGE = { text: '', shape: MARK, kind: EDGE_CLASS, exact: EDGE_CLASS, group: 0, marks: UNKNOWN, hash: 0, person: NOBODY };

export class Vocabulary {
  #lexicon;
  #cues;
  #groups = new Map();
  #persons = new Map();
  #known = new Map();

  constructor(lexicon, cues, groups, single) {
    this.#lexicon = lexicon;
    for (const name of PERSONS) for (const word of groups[name].split(' ')) this.#persons.set(word, KIN);
    for (const word of single.split(' ')) this.#persons.set(word, SINGLE);
    this.#cues = new Map(cues.map((word, n) => [word, CUE_BASE + n]));
    Object.values(groups).forEach((words, n) => {
      for (const word of words.split(' ')) this.#groups.set(word, FIRST_CLOSED_GROUP + n);
    });
  }

  word(text, shape) {
    const name = `${shape}${text}`;
    let known = this.#known.get(name);
    if (!known) {
      if (this.#known.size > CACHE) this.#known.clear();
      known = this.#look(text, shape);
      this.#known.set(name, known);
    }
    return known;
  }

  #look(text, shape) {
    const plain = (kind, group) => ({ text, shape, kind, exact: kind, group, marks: UNKNOWN, hash: kind, person: NOBODY });
    if (shape === MARK) return plain(1024 + Math.min(text.charCodeAt(0), 255), 1);
    if (isDigit(text)) return plain(1300 + numberKind(text), 2);
    const marks = this.#lexicon.marks(bare(text));
    const group = this.#groups.get(text) ?? groupOf(marks);
    const exact = this.#cues.get(text) ?? marks.code;
    const person = this.#persons.get(text) ?? NOBODY;
    return { text, shape, kind: marks.code, exact, group, marks, hash: textHash(text), person };
  }
}

const isDigit = (text) => text[0] >= '0' && text[0] <= '9';

function bare(text) {
  const at = text.lastIndexOf("'");
  return at >= 0 && TAILS.has(text.slice(at + 1)) ? text.slice(0, at) : text;
}

function numberKind(text) {
  const digits = /^[0-9]*/.exec(text)[0].length;
  if (digits === text.length) return Math.min(digits, 7);
  return /^(st|nd|rd|th)$/.test(text.slice(digits)) ? 8 : 9;
}

function groupOf(m) {
  if (m.common && (m.first || m.family >= 2)) return DOUBTFUL + (m.common >= 2 ? 4 : 0) + (DOUBTFUL_PART.get(m.part) ?? 0);
  if (m.common) return GROUP_OF_PART[m.part];
  if (m.first) return 13;
  if (m.family) return 14;
  return m.place ? 15 : 16;
}

function ownFeatures(word) {
  const { marks: m, shape, text, kind, group } = word;
  const out = [key(1, kind), key(2, kind, shape), key(3, shape), key(4, group, shape)];
  if (shape === MARK || isDigit(text)) return out;
  out.push(key(5, word.hash), key(6, m.common, m.first), key(7, m.first, m.family));
  out.push(key(8, m.family, m.place), key(9, Math.min(text.length, 12)));
  let strange = 0;
  if (!(m.common || m.first || m.family || m.place)) strange = 2;
  else if (!m.common) strange = 1;
  for (const n of [2, 3, 4]) {
    if (text.length > n) out.push(key(10 + n, strange, textHash(text.slice(-n))), key(14 + n, strange, textHash(text.slice(0, n))));
  }
  if (strange === 2) {
    const padded = `^${text}$`;
    for (let n = 0; n + 2 < padded.length; n += 1) out.push(key(20, textHash(padded.slice(n, n + 3))));
  }
  if (text.includes("'")) out.push(key(21, textHash(text.slice(text.lastIndexOf("'"))), group));
  return out;
}

function nearFeatures(word, offset) {
  const place = 30 + offset;
  const out = [key(place, word.exact), key(place + 10, word.group, word.shape)];
  if (word.exact !== word.kind || word.marks.common) out.push(key(place + 20, word.hash));
  return out;
}

function jointFeatures(a, b, c, d, e, far) {
  const ck = c.kind * 8 + c.shape;
  return [
    key(60, b.exact, ck),
    key(61, ck, d.exact),
    key(62, b.exact, c.kind, d.exact),
    key(63, b.exact, c.group, d.exact),
    key(64, b.exact, c.group, d.group),
    key(65, b.group, c.group, d.exact),
    key(66, a.exact, b.exact, c.group),
    key(67, c.group, d.exact, e.exact),
    key(68, a.group, b.group, c.group, d.group),
    key(69, b.group, c.group, d.group, e.group),
    key(70, b.group, c.kind, d.group),
    key(71, c.kind, d.group, e.group),
    key(72, a.group, b.group, c.kind),
    key(73, b.group, ck),
    key(74, ck, d.group),
    key(75, a.group, b.group, c.group, d.group, e.group),
    key(76, b.group, c.shape, c.hash, d.group),
    key(77, ck, far),
    key(78, b.group, c.group, far),
    key(79, c.group, d.group, far),
  ];
}

function nearest(words) {
  let last = NOBODY;
  let left = 0;
  return words.map(({ person }) => {
    const found = left > 0 ? last : NOBODY;
    left -= 1;
    if (person) [last, left] = [person, FAR];
    return found;
  });
}

function farPersons(words) {
  const before = nearest(words);
  const after = nearest(words.slice().reverse()).reverse();
  return before.map((b, n) => b + 3 * after[n]);
}

export class Tagger {
  #vocabulary;
  #weights;
  #bias;

  constructor(vocabulary, weights, bias) {
    this.#vocabulary = vocabulary;
    this.#weights = weights;
    this.#bias = bias;
  }

  /** For each token, one whole number per kind, in the order of KINDS. */
  scores(tokens) {
    const words = tokens.map(({ word, shape }) => this.#vocabulary.word(word, shape));
    const far = farPersons(words);
    const at = (n) => words[n] ?? EDGE;
    return words.map((c, n) => {
      const [a, b, d, e] = [at(n - 2), at(n - 1), at(n + 1), at(n + 2)];
      const sum = [...this.#bias];
      this.#add(sum, (c.own ??= ownFeatures(c)));
      [a, b, d, e].forEach((word, k) => this.#add(sum, ((word.near ??= [])[k] ??= nearFeatures(word, [-2, -1, 1, 2][k]))));
      this.#add(sum, jointFeatures(a, b, c, d, e, far[n]));
      return sum;
    });
  }

  #add(sum, keys) {
    for (const one of keys) {
      const row = this.#weights.get(one);
      if (row) for (let k = 0; k < sum.length; k += 1) sum[k] += row[k];
    }
  }
}

/** Weights from their five lines of text; the format is told in `weights.py`. `get(key)`: a row, or undefined. */
export function readWeights(highs, lows, longs, masks, values) {
  const size = masks.length;
  const keys = new Int32Array(size);
  const rows = new Int8Array(size * KINDS.length);
  const digit = (text, n) => text.charCodeAt(n) - 35;
  let sum = 0;
  let long = 0;
  let next = 0;
  for (let n = 0; n < size; n += 1) {
    const [high, low] = [digit(highs, n), digit(lows, n)];
    if (high === LONG) {
      sum += (low * 90 + digit(longs, long)) * 90 + digit(longs, long + 1);
      long += 2;
    } else sum += high * 90 + low;
    keys[n] = sum;
    const mask = digit(masks, n);
    for (let k = 0; k < KINDS.length; k += 1) {
      if ((mask >> k) & 1) rows[n * KINDS.length + k] = values.charCodeAt(next++) - MIDDLE;
    }
  }
  const get = (key) => {
    const n = indexOf(keys, key);
    return keys[n] === key ? rows.subarray(n * KINDS.length, (n + 1) * KINDS.length) : undefined;
  };
  return { get };
}

/** Where `key` stands, or would, in ascending `keys`. */
function indexOf(keys, key) {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle] < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

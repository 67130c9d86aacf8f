// Find what in a text could point to somebody, on the phone and without a signal. The same data and the
// same findings as `fieldlog/domain/privacy/finder.py`; a test holds the two together.

import { Lexicon } from './lexicon.js';
import { listed, lookupIn, SCORE, WHY } from './lists.js';
import { Patterns } from './patterns.js';
import { placesAmong, readPlaces } from './places.js';
import { KINDS, readWeights, Tagger, Vocabulary } from './tagger.js';
import { flatten, MARK, tokenize } from './tokens.js';

const PLAIN = 'PLAIN';
const SOME_SPANISH = 2;
const MOST_COMMON = 3;
const OFTEN = 2;
const JOINS = new Set(['', ' ', '-', "'", '. ', '.', ' & ']);
const DATA = new URL('../../privacy/', import.meta.url);

/** Fetch the data (the service worker may have them) and return a Finder. `lists`: those of `GET /api/v1/me`. */
export async function loadFinder(lists) {
  const names = ['rules.json', 'lexicon.txt', 'model.txt'];
  const texts = await Promise.all(
    names.map(async (name) => {
      const reply = await fetch(new URL(name, DATA));
      if (!reply.ok) throw new Error(`no ${name}`);
      return reply.text();
    }),
  );
  return new Finder(...texts, lists);
}

/** Offsets of a finding in UTF-16 units, as text fields count. */
export function inUnits(text, { start, end }) {
  const points = [...text];
  const from = points.slice(0, start).join('').length;
  return { start: from, end: from + points.slice(start, end).join('').length };
}

export class Finder {
  #patterns;
  #kinds;
  #tails;
  #alone; // words that by themselves name nobody, by type
  #lexicon;
  #spanish;
  #doings;
  #tagger;
  #extend;
  #scale;
  #own;
  #places;
  #phrases = new Map();

  /** `lists`: the agency's own words as hashes, `{ salt, hashes }`. */
  constructor(rules, lexicon, model, lists) {
    const data = JSON.parse(rules);
    const [head, ...lines] = model.trimEnd().split('\n');
    this.#places = readPlaces(lines.pop());
    const settings = JSON.parse(head);
    this.version = `${data.version}.${settings.version}`;
    this.#patterns = new Patterns(data);
    this.#kinds = data.kinds;
    this.#tails = new Map(Object.entries(data.tails).map(([type, words]) => [type, new Set(words.split(' '))]));
    const alone = (type) => [data.tails[type], data.alone[type]].flatMap((words) => words?.split(' ') ?? []);
    this.#alone = new Map(KINDS.map((type) => [type, new Set(alone(type))]));
    this.#lexicon = new Lexicon(lexicon);
    this.#doings = new Set(['be', 'say', 'did'].flatMap((name) => data.groups[name].split(' ')));
    this.#spanish = new Set(data.spanish.split(' '));
    const vocabulary = new Vocabulary(this.#lexicon, settings.cues, data.groups, data.single);
    this.#tagger = new Tagger(vocabulary, readWeights(...lines), settings.bias);
    this.#extend = settings.extend;
    this.#scale = settings.scale;
    this.#own = lookupIn(lists);
    for (const [type, text] of Object.entries(data.phrases)) {
      this.#learn(type, text.split('|'));
    }
  }

  /** Everything found: `{ start, end, type, why, score, replacements }`, in code points, in order. */
  find(text) {
    const both = flatten(text);
    const { flat } = both;
    const tokens = tokenize(both);
    const found = this.#patterns.find(flat, tokens).map(({ start, end, rule }) =>
      this.#finding(start, end, rule.type, rule.why, rule.score),
    );
    const taken = tokens.map((token) => found.some((f) => token.start < f.end && token.end > f.start));
    const pieces = [...this.#listed(flat, tokens, taken), ...this.#tagged(flat, tokens, taken)];
    this.#grow(flat, tokens, taken, pieces);
    for (const { first, last, type, why, score } of pieces) {
      let { end } = tokens[last];
      if (flat.slice(0, end).endsWith("'s") && type !== 'ORG') end -= 2;
      found.push(this.#finding(tokens[first].start, end, type, why, score));
    }
    return found.sort((a, b) => a.start - b.start);
  }

  #finding(start, end, type, why, score) {
    return { start, end, type, why, score, replacements: this.#kinds[type].instead };
  }

  #learn(type, texts) {
    for (const text of texts) {
      const words = tokenize(flatten(text)).map((token) => token.word);
      if (!words.length) continue;
      if (!this.#phrases.has(words[0])) this.#phrases.set(words[0], []);
      this.#phrases.get(words[0]).push({ words, type, why: this.#kinds[type]?.why, score: 0.9 });
    }
  }

  #listed(flat, tokens, taken) {
    const pieces = [];
    for (const [first, last, type] of listed(flat, tokens, taken, this.#own)) {
      pieces.push({ first, last, type, why: WHY, score: SCORE });
      taken.fill(true, first, last + 1);
    }
    tokens.forEach((token, n) => {
      for (const { words, type, why, score } of this.#phrases.get(token.word) ?? []) {
        if (!words.every((word, k) => tokens[n + k]?.word === word && !taken[n + k])) continue;
        if (type !== PLAIN) pieces.push({ first: n, last: n + words.length - 1, type, why, score });
        taken.fill(true, n, n + words.length);
        break;
      }
    });
    for (const [first, last] of placesAmong(flat, tokens, taken, this.#places)) {
      pieces.push({ first, last, type: 'PLACE', why: this.#kinds.PLACE.why, score: 0.9 });
      taken.fill(true, first, last + 1);
    }
    return pieces;
  }

  #tagged(flat, tokens, taken) {
    const scores = this.#tagger.scores(tokens);
    if (this.#isPlayedOn(tokens)) scores[0] = scores[0].map((score, n) => (KINDS[n] === 'NAME' ? Math.max(score, this.#scale) : score));
    const pieces = [];
    for (const n of this.#chosen(flat, tokens, scores, taken)) {
      const best = Math.max(...scores[n]);
      const type = KINDS[scores[n].indexOf(best)];
      const score = 1 / (1 + Math.exp(-best / this.#scale));
      const piece = pieces.at(-1);
      if (piece && joined(flat, tokens[piece.last], tokens[n])) {
        piece.last = n;
        if (score > piece.score) Object.assign(piece, { type, score });
      } else pieces.push({ first: n, last: n, type, score });
    }
    for (const piece of pieces) {
      piece.why = this.#kinds[piece.type].why;
      piece.score = Math.round(piece.score * 100) / 100;
    }
    const spanish = tokens.filter(({ word }) => this.#spanish.has(word)).length >= SOME_SPANISH;
    return pieces.filter((piece) => !this.#namesNobody(tokens, piece, spanish));
  }

  /** Does a note begin with a name that is a word, and use the word, too? "dawn is up before dawn". */
  #isPlayedOn(tokens) {
    const [first = '', second, ...rest] = tokens.map(({ word }) => word);
    const { common, first: borne } = this.#lexicon.marks(first);
    return this.#doings.has(second) && rest.includes(first) && borne && common;
  }

  /** Words that alone are no name ("the preschool", "find" before a road), or Spanish ones that nobody is called. */
  #namesNobody(tokens, { first, last, type }, spanish) {
    const words = tokens.slice(first, last + 1).map(({ word }) => word);
    if (words.every((word) => this.#alone.get(type).has(word))) return true;
    if (type === 'ADDRESS' && words.length === 1) return this.#lexicon.marks(words[0]).common === MOST_COMMON;
    const among = spanish && tokens.slice(Math.max(first - 1, 0), last + 2).some(({ word }) => this.#spanish.has(word));
    return among && type === 'NAME' && !words.some((word) => this.#isBorne(word));
  }

  /** Whether people bear this word more than it is said of anything else. */
  #isBorne(word) {
    const { common, first, family } = this.#lexicon.marks(word);
    return (first || family) && !this.#spanish.has(word) && (!common || first >= OFTEN);
  }

  #grow(flat, tokens, taken, pieces) {
    const used = new Set();
    for (const { first, last } of pieces) for (let n = first; n <= last; n += 1) used.add(n);
    for (const piece of pieces) {
      const tails = this.#tails.get(piece.type);
      const goesOn = (n) =>
        tails?.has(tokens[n]?.word) && !taken[n] && !used.has(n) && flat.slice(tokens[n - 1].end, tokens[n].start) === ' ';
      while (goesOn(piece.last + 1)) piece.last += 1;
    }
  }

  #chosen(flat, tokens, scores, taken) {
    const order = tokens.flatMap((token, n) => (token.shape === MARK ? [] : [n]));
    const best = scores.map((row) => Math.max(...row));
    const mayBegin = ({ word }) => !(word[0] >= '0' && word[0] <= '9') && this.#own(word.replace(/'s$/, '')) !== 'NEVER';
    const chosen = order.map((n) => !taken[n] && mayBegin(tokens[n]) && best[n] >= 0);
    const extend = (at) => {
      const n = order[at];
      if (chosen[at] || taken[n] || best[n] < this.#extend) return;
      chosen[at] =
        (at > 0 && chosen[at - 1] && joined(flat, tokens[order[at - 1]], tokens[n])) ||
        (at + 1 < order.length && chosen[at + 1] && joined(flat, tokens[n], tokens[order[at + 1]]));
    };
    for (let at = 1; at < order.length; at += 1) extend(at);
    for (let at = order.length - 2; at >= 0; at -= 1) extend(at);
    return order.filter((_, at) => chosen[at]);
  }
}

function joined(flat, first, second) {
  return JOINS.has(flat.slice(first.end, second.start));
}

// Identifiers that can be told by their shape; see `fieldlog/domain/privacy/patterns.py`.

import { MARK } from './tokens.js';

const THEN_DIGIT = /[a-z]{1,5}(?:[0-9]|[- .][0-9a-z])/y;

export class Patterns {
  #anywhere = [];
  #byKind = new Map();
  #byWord = new Map();

  constructor(data) {
    const words = new Map(Object.entries(data.words).map(([name, text]) => [name, new Set(text.split(' '))]));
    for (const entry of data.rules) {
      const anywhere = entry.on === 'text';
      const rule = makeRule(entry, data.macros, words, anywhere ? 'g' : 'y');
      if (anywhere) this.#anywhere.push(rule);
      else if (words.has(entry.on)) for (const word of words.get(entry.on)) push(this.#byWord, word, rule);
      else push(this.#byKind, entry.on, rule);
    }
  }

  /** Matches that don't overlap, in order: `{ start, end, rule }`. */
  find(flat, tokens) {
    const found = [];
    for (const rule of this.#anywhere) {
      if (!flat.includes(rule.has)) continue;
      for (const match of flat.matchAll(rule.pattern)) {
        found.push({ start: match.index, end: match.index + match[0].length, rule });
      }
    }
    const taken = found.slice();
    let done = 0;
    let before = '';
    for (const token of tokens) {
      if (token.start >= done && !taken.some(({ start, end }) => start <= token.start && token.start < end)) {
        const match = this.#at(flat, token, before);
        if (match) {
          found.push(match);
          done = match.end;
        }
      }
      if (token.shape !== MARK) before = token.word;
    }
    return apart(found);
  }

  #at(flat, token, before) {
    for (const rule of this.#rules(flat, token)) {
      if (!flat.includes(rule.has) || (rule.after && !rule.after.has(before))) continue;
      rule.pattern.lastIndex = token.start;
      const match = rule.pattern.exec(flat);
      if (!match) continue;
      const start = token.start + (rule.cued ? match[1].length : 0);
      const end = token.start + match[0].length;
      if (end - start >= rule.longer) return { start, end, rule };
    }
    return null;
  }

  #rules(flat, token) {
    const first = token.word[0];
    if (first >= '0' && first <= '9') return this.#byKind.get('digit');
    if (token.shape === MARK) return this.#byKind.get(first) ?? [];
    const rules = [...(this.#byWord.get(token.word.replace(/'s$/, '')) ?? []), ...this.#byKind.get('letters')];
    THEN_DIGIT.lastIndex = token.start;
    return THEN_DIGIT.test(flat) ? [...this.#byKind.get('short'), ...rules] : rules;
  }
}

function makeRule(entry, macros, words, flags) {
  let source = entry.re;
  while (/<[a-z]+>/.test(source)) source = source.replace(/<([a-z]+)>/g, (_, name) => macros[name]);
  let made;
  return {
    ...entry,
    get pattern() {
      return (made ??= new RegExp(source, flags)); // when first tried: all of them at once would be half of a start
    },
    has: entry.has ?? '',
    after: entry.after ? words.get(entry.after) : null,
    cued: source.startsWith('(') && !source.startsWith('(?'),
    longer: entry.longer ?? 1,
  };
}

function apart(found) {
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const out = [];
  for (const match of found) if (!out.length || match.start >= out.at(-1).end) out.push(match);
  return out;
}

function push(map, key, value) {
  if (!map.has(key)) map.set(key, []);
  map.get(key).push(value);
}

// What is known of a word by itself; see `fieldlog/domain/privacy/lexicon.py`.

export const [OTHER, NOUN, VERB, ADJECTIVE, PAST, ED, ING, PLURAL, VERB_S] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

function marks(common, first, family, place, part) {
  const code = (((common * 4 + first) * 3 + family) * 2 + place) * 10 + part;
  return { common, first, family, place, part, code };
}

export const UNKNOWN = marks(0, 0, 0, 0, OTHER);

export class Lexicon {
  #table;
  #codes;
  #coded = new Map(); // a letter → its words as they are in the file, and how many come before them
  #words = new Map(); // a letter → its words, once one of them was asked for: all at once would be half of a start

  constructor(data) {
    const [head, codes, coded] = data.trimEnd().split('\n');
    this.#table = head.split(' ').map((entry) => marks(...[...entry].map(Number)));
    this.#codes = codes;
    let before = 0;
    for (const words of coded.split('0').slice(1)) {
      this.#coded.set(words[0], [words, before]);
      before += words.replace(/[a-z]+/g, '').length + 1;
    }
  }

  #find(word) {
    const letter = word[0];
    if (!this.#words.has(letter)) this.#words.set(letter, this.#read(...(this.#coded.get(letter) ?? [])));
    return this.#words.get(letter).get(word);
  }

  #read(coded = '', before = 0) {
    const words = new Map();
    let word = '';
    coded.split(/(?=[^a-z])/).forEach((one, n) => {
      word = n ? word.slice(0, word.length + 49 - one.charCodeAt(0)) + one.slice(1) : one;
      words.set(word, this.#table[this.#codes.charCodeAt(before + n) - 0x21]);
    });
    return words;
  }

  /** What is known of `word` (lower case): how common, how many bear it, what part of speech. */
  marks(word) {
    const plain = word.replaceAll("'", '');
    const found = this.#find(plain);
    if (found) return found;
    for (const [stem, part] of stems(plain)) {
      const base = this.#find(stem);
      if (!base) continue;
      const plural = part === PLURAL;
      if (base.common) {
        const form = plural && base.part === VERB ? VERB_S : part;
        return marks(base.common, form === PLURAL ? base.first : 0, 0, 0, form);
      }
      if (plural) return marks(0, base.first, base.family, base.place, PLURAL);
    }
    return UNKNOWN;
  }
}

/** What `word` may be a form of, likeliest first. */
function stems(word) {
  const size = word.length;
  const cut = (n) => word.slice(0, -n);
  if (word.endsWith('s') && size > 3) {
    const out = [[cut(1), PLURAL]];
    if (word.endsWith('es')) out.push([cut(2), PLURAL]);
    if (word.endsWith('ies')) out.push([`${cut(3)}y`, PLURAL]);
    return out;
  }
  if (word.endsWith('ed') && size > 4) {
    const out = [[cut(1), ED], [cut(2), ED]];
    if (word.endsWith('ied')) out.push([`${cut(3)}y`, ED]);
    if (size > 5 && word.at(-3) === word.at(-4)) out.push([cut(3), ED]);
    return out;
  }
  if (/ing?$/.test(word) && size > 5) {
    const base = word.endsWith('ing') ? cut(3) : cut(2);
    const out = [[base, ING], [`${base}e`, ING]];
    if (base.at(-1) === base.at(-2)) out.push([base.slice(0, -1), ING]);
    return out;
  }
  if (word.endsWith('ly') && size > 5) {
    return [[cut(2), OTHER], [word.endsWith('ily') ? `${cut(3)}y` : `${cut(2)}le`, OTHER]];
  }
  if (word.endsWith('er') && size > 5) {
    return [[cut(2), NOUN], [cut(1), NOUN], [word.at(-3) === word.at(-4) ? cut(3) : cut(1), NOUN]];
  }
  if (word.endsWith('est') && size > 6) return [[cut(3), ADJECTIVE], [cut(2), ADJECTIVE]];
  if (word.endsWith('ness') && size > 6) return [[cut(4), NOUN], [`${cut(5)}y`, NOUN]];
  return word.startsWith('un') && size > 5 ? [[word.slice(2), ADJECTIVE]] : [];
}

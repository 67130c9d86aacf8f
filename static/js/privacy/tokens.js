// Text to tokens, as `fieldlog/domain/privacy/tokens.py` does it: one plain BMP character per code point,
// so that an offset here is a code-point offset into what was typed.

export const [LOWER, TITLE, TITLE_FIRST, UPPER, MIXED, MARK] = [0, 1, 2, 3, 4, 5];

const LETTER = 'a-zªµºß-öø-ɏ\u0300-\u036fͰ-῿Ⰰ-ⷿ\u3040-\ud7ff\uf900-\ufaff';
const TOKEN = new RegExp(`([0-9${LETTER}]+(?:'[${LETTER}]+)*)|[^ \\n]`, 'g');
const PLAIN = /^[\x00-\x7f]*$/;
const SAME = new Map([
  ...[...'‘’ʼ`´'].map((c) => [c, "'"]),
  ...[...'“”'].map((c) => [c, '"']),
  ...[...'‐‑‒–—−'].map((c) => [c, '-']),
  ...[...'\t\r\f\v\xa0\u2002\u2003\u2009\u202f\u3000'].map((c) => [c, ' ']),
]);

/** `{ raw, flat }`: the text with one BMP character per code point, as typed and flattened. */
export function flatten(text) {
  if (PLAIN.test(text)) return { raw: text, flat: text.toLowerCase().replace(/[`\t\r\f\v]/g, (c) => SAME.get(c)) };
  let raw = '';
  let flat = '';
  for (const char of text) {
    raw += char.length > 1 ? '\ufffd' : char;
    flat += flatChar(char);
  }
  return { raw, flat };
}

function flatChar(char) {
  const code = char.codePointAt(0);
  if (code > 0xffff) return '\ufffd';
  if (SAME.has(char)) return SAME.get(char);
  const latin = (code >= 0xc0 && code <= 0x24f) || (code >= 0x1e00 && code <= 0x1eff);
  const base = latin ? char.normalize('NFD')[0] : char;
  const lower = code < 0x530 || latin ? base.toLowerCase() : base;
  return lower.length === 1 ? lower : base;
}

/** The tokens in order: `{ start, end, word, shape }`. */
export function tokenize({ raw, flat }) {
  const shouted = isShouted(raw);
  const tokens = [];
  let begins = true;
  let end = 0;
  for (const match of flat.matchAll(TOKEN)) {
    const start = match.index;
    if (flat.slice(end, start).includes('\n')) begins = true;
    const word = match[0];
    end = start + word.length;
    let shape = MARK;
    if (match[1]) {
      shape = shapeOf(raw.slice(start, end), begins, shouted);
      begins = false;
    } else if ('.!?:'.includes(word)) begins = true;
    tokens.push({ start, end, word, shape });
  }
  return tokens;
}

const isUpper = (c) => c >= 'A' && c <= 'Z';
const isLower = (c) => c >= 'a' && c <= 'z';

function isShouted(raw) {
  let upper = 0;
  let lower = 0;
  for (const c of raw) {
    if (isUpper(c)) upper += 1;
    else if (isLower(c)) lower += 1;
  }
  return upper > 8 && lower * 4 < upper;
}

function shapeOf(raw, begins, shouted) {
  const first = isUpper(raw[0]) || (raw[0] >= 'À' && raw[0] <= 'Þ');
  let upper = 0;
  let letters = 0;
  for (const c of raw) {
    if (isUpper(c)) upper += 1;
    if (isUpper(c) || isLower(c)) letters += 1;
  }
  if (shouted || !(first || upper)) return LOWER;
  if (first && upper <= 1) return begins ? TITLE_FIRST : TITLE;
  return upper === letters ? UPPER : MIXED;
}

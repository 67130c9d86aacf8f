// Label words ("non-compliant", "filthy"): what somebody thought of a family and not what was seen.
// The same as `fieldlog/domain/privacy/labels.py`; a test holds the two together.
import { flatten, MARK, tokenize } from './tokens.js';

const LONGEST = 3; // words of one label
const joined = (tokens) => tokens.map((token) => token.word).join('');
const wordsOf = (text) => tokenize(flatten(text)).filter((token) => token.shape !== MARK);

/** `{start, end, type: 'LABEL'}` in code points, in any case; "non compliant" is "non-compliant" too. */
export function labels(text, labelWords) {
  const wanted = new Set(labelWords.map((word) => joined(wordsOf(word))));
  const tokens = wordsOf(text);
  const found = [];
  for (let at = 0; at < tokens.length; at += 1) {
    for (let size = Math.min(LONGEST, tokens.length - at); size > 0; size -= 1) {
      const some = tokens.slice(at, at + size);
      if (!wanted.has(joined(some))) continue;
      found.push({ start: some[0].start, end: some.at(-1).end, type: 'LABEL' });
      at += size - 1;
      break;
    }
  }
  return found;
}

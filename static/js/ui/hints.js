// While a person writes: what could point to somebody, and words that are labels, beneath the field, with one tap to
// put something else in its place. It helps, it never blocks, it works without a signal, and nothing leaves the phone.
import { t } from '../core/i18n.js';
import { inUnits, loadFinder } from '../privacy/finder.js';
import { labels } from '../privacy/labels.js';
import { app } from './app.js';
import { all, button, find, icon, make, toast } from './page.js';

const PAUSE = 350; // a thumb that rests; sooner, half a word would be judged
const MOST = 2; // findings shown at once, so that what is typed stays in sight: the next come up as these are dealt with
const MOST_WAYS = 3;
// What stands before a name and says enough without it.
const SAYS_WHO = /\b(mom|dad|mother|father|grand(ma|pa|mother|father)|gma|gpa|abuel[ao]|nana|aunt(ie)?|uncle|t[ií][ao]|cousin|(step|foster) ?\w+|brother|sister|neighbor|worker|cw|officer|coach|pastor|teacher|judge)[\s,]+$/i;

let finder;
const boxes = new WeakMap(); // the field → its box
const left = new WeakMap(); // the field → what the person said is fine, in this entry

/** Fetch what the finder needs, once nothing else is to be done. */
export async function getReady() {
  finder = await loadFinder(await ownLists());
}

/** Look at every text that is typed from now on, and at what is there. */
export function watch() {
  document.addEventListener('input', ({ target }) => target.matches?.('textarea') && soon(target));
  for (const field of all('textarea')) look(field);
}

/** The agency's own words, as hashes: the server leaves out what is here already (page.js says which). */
async function ownLists() {
  const fresh = app.me?.lists;
  if (fresh?.hashes) {
    await app.device.set('lists', fresh);
    localStorage.setItem('lists', fresh.salt);
  }
  const lists = await app.device.get('lists');
  if (!lists) localStorage.removeItem('lists');
  return lists ?? undefined;
}

const timers = new WeakMap();

function soon(field) {
  clearTimeout(timers.get(field));
  timers.set(field, setTimeout(() => look(field), PAUSE));
}

function look(field) {
  const text = field.value;
  if (!text) left.delete(field);
  const fine = left.get(field) ?? new Set();
  const words = (find('[data-labels]')?.dataset.labels ?? '').split('|');
  const found = [...finder.find(text), ...labels(text, words)]
    .map((one) => ({ ...one, ...inUnits(text, one) }))
    .map((one) => ({ ...one, words: text.slice(one.start, one.end) }))
    .filter(({ type, words: said }) => !fine.has(`${type} ${said.toLowerCase()}`))
    .sort((a, b) => a.start - b.start);
  meansForward(field, text);
  draw(field, found);
}

function draw(field, found) {
  const box = boxes.get(field) ?? makeBox(field);
  const key = found.map(({ type, words }) => `${type} ${words}`).join('|');
  if (box.dataset.shown === key) return; // under a thumb, or being read aloud
  box.dataset.shown = key;
  const more = found.length - MOST;
  box.replaceChildren(...found.slice(0, MOST).map((one) => hint(field, one)));
  if (more > 0) box.append(make('p', { className: 'small' }, t('and {n} more', { n: more })));
  box.hidden = !found.length;
  if (found.length && document.activeElement === field) box.scrollIntoView({ block: 'nearest' });
}

function makeBox(field) {
  const box = make('div', { className: 'hints', hidden: true });
  box.setAttribute('role', 'status');
  field.after(box);
  boxes.set(field, box);
  return box;
}

function hint(field, one) {
  const label = one.type === 'LABEL';
  const facts = { words: one.words, why: one.why && t(one.why) };
  const why = label ? t('“{words}” is a label. What did you see or hear?', facts) : t('{why}: “{words}”', facts);
  const ways = (one.replacements ?? []).slice(0, MOST_WAYS).map((instead) => button(t(instead), () => replace(field, one, t(instead)), 'chip'));
  if (one.type === 'NAME' && SAYS_WHO.test(field.value.slice(0, one.start))) {
    ways.splice(0, ways.length, button(t('take it out'), () => replace(field, one, ''), 'chip')); // "aunt mom" helps nobody
  }
  const fine = button(one.type === 'NAME' ? t('not a name') : t('leave it'), () => leave(field, one), 'chip chip-quiet');
  return make('div', { className: 'hint-one' }, icon(label ? 'message-circle' : 'eye'), make('p', {}, why), make('div', { className: 'chips' }, ...ways, fine));
}

/** Put `instead` in the place of what was found, wherever it now stands, with a way back. */
function replace(field, { words, start }, instead) {
  const before = field.value;
  const at = before.startsWith(words, start) ? start : before.indexOf(words);
  if (at < 0) return look(field);
  const gap = instead || !/\s$/.test(before.slice(0, at)) ? 0 : 1; // with the words goes the space before them
  field.setRangeText(instead, at - gap, at + words.length, 'end');
  changed(field);
  return toast(t('Replaced'), { words: t('Undo'), act: () => ((field.value = before), changed(field)) });
}

function leave(field, { type, words }) {
  const fine = left.get(field) ?? new Set();
  left.set(field, fine.add(`${type} ${words.toLowerCase()}`));
  look(field);
  field.focus();
}

function changed(field) {
  field.dispatchEvent(new Event('input', { bubbles: true })); // the draft is kept, too
  look(field);
  field.focus();
}

/** The poverty check stands out where the words speak of means. */
function meansForward(field, text) {
  const check = field.form && find('[data-means]', field.form);
  if (!check) return;
  const means = check.dataset.means.split('|');
  const said = text.toLowerCase().match(/[a-z]+/g) ?? [];
  check.classList.toggle('forward', said.some((word) => means.includes(word)));
}

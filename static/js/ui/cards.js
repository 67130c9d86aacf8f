// How entries look on cards: each kind with its face, a fork as its versions side by side, what was removed as a row.
import { bodyOf } from '../core/entry.js';
import { clock, longDate, shortTime, t } from '../core/i18n.js';
import { restore, settle, statusWords } from './acts.js';
import { app } from './app.js';
import { button, clone, find, icon, make, reveal, wordsFor } from './page.js';
import { addressOf } from './router.js';

const A_DAY = 24 * 3600 * 1000;
const VISIT_ICONS = { home: 'house', school: 'school', court: 'landmark', office: 'building-2', phone: 'phone', drive: 'car', other: 'map-pin' };
const PROMISE_ICONS = { open: 'circle-dot', doing: 'clock', done: 'check', cannot: 'x' };

/** An entry as a card that leads to its form; a fork as both its versions, to choose from. */
export function card(entry) {
  return entry.heads.length > 1 ? forkCard(entry) : oneCard(entry, entry.body, statusWords(entry));
}

function oneCard(entry, body, status) {
  const { look, ...slots } = FACES[entry.type](body);
  const state = make('span', { className: `status-${entry.trouble?.state ?? entry.state}` }, status);
  const node = clone('entry-card', { ...slots, meta: [...slots.meta.map((words) => make('span', {}, words)), state] });
  if (look) node.classList.add(`card-${look}`);
  node.href = addressOf(entry);
  node.id = `entry-${entry.id}`;
  for (const answer of app.answers.filter((one) => one.entry_id === entry.id)) node.append(answerNote(answer));
  return node;
}

const WRITTEN = ['observation', 'reflection', 'promise'];

/** What a version says, in one line for a file. */
export function inWords(type, body) {
  const { title, words, cues, meta } = FACES[type](body);
  return [title, words, cues, meta.join(', ')].filter(Boolean).join('. ');
}

const FACES = {
  observation: (body) => ({
    look: body.lean,
    icon: icon(body.lean === 'strength' ? 'leaf' : 'triangle-alert'),
    title: `${(body.issues ?? []).map((code) => wordsFor('issues', code)).join(', ')} · ${wordsFor('lean', body.lean).toLowerCase()}`,
    words: body.note,
    cues: (body.cues ?? []).map((code) => wordsFor('cues', code)).join(' · '),
    meta: [wordsFor('evidence', body.evidence), wordsFor('sharing', body.sharing)],
  }),
  reflection: (body) => ({
    icon: icon('notebook-pen'),
    title: promptWords(body.prompt),
    words: body.answer,
    cues: '',
    meta: [wordsFor('sharing', body.sharing)],
  }),
  promise: (body) => ({
    icon: icon(PROMISE_ICONS[body.state] ?? 'circle-dot'),
    title: `${wordsFor('for_role', body.for_role)} · ${wordsFor('state', body.state).toLowerCase()}`,
    words: body.what,
    cues: '',
    meta: [body.by ? t('By {day}', { day: longDate(body.by) }) : '', body.told ? t('Told') : ''].filter(Boolean),
  }),
  ride: (body) => ({
    icon: icon('car'),
    title: rideTitle(body),
    words: '',
    cues: '',
    meta: [wordsFor('area', body.area), wordsFor('worker_role', body.worker_role), body.ended_at && t('ended {at}', { at: clock(body.ended_at) })].filter(Boolean),
  }),
  visit: (body) => ({ icon: icon(VISIT_ICONS[body.kind] ?? 'map-pin'), title: wordsFor('kind', body.kind), words: '', cues: '', meta: [visitSpan(body)] }),
};

export function answerNote({ author_name, words, at }) {
  const by = make('span', { className: 'small muted' }, `${author_name} · ${shortTime(at)}`);
  return make('span', { className: 'answer card-answer' }, make('b', {}, t('Your office answers')), ' ', by, make('br'), words);
}

/** Every version side by side: keep one, or where they are words of their own, both. */
export function forkCard(entry) {
  const node = clone('fork');
  for (const head of entry.heads) {
    const body = bodyOf(head.edit);
    const gone = head.edit.kind === 'retract';
    const when = shortTime(head.edit.occurred_at);
    const side = make('div', { className: 'stack-tight' }, gone ? make('p', {}, t('Removed {when}', { when })) : oneCard(entry, body, when));
    side.append(button(gone ? t('Leave it out') : t('Keep this one'), () => settle(entry, head), 'btn'));
    find('.fork-pair', node).append(side);
  }
  const saved = entry.heads.filter(({ edit }) => edit.kind !== 'retract');
  const [first, ...others] = saved;
  if (others.length && WRITTEN.includes(entry.type)) node.append(button(t('Keep both'), () => settle(entry, first, others), 'btn'));
  return node;
}

export function removedRow(entry) {
  const node = clone('removed-row', { title: t('Removed') });
  node.querySelector('button').onclick = () => restore(entry);
  return node;
}

export function visitHead(entry, number) {
  const { body } = entry;
  const meta = [wordsFor('kind', body.kind).toLowerCase(), visitSpan(body), body.signal === false && t('no signal')];
  const node = clone('visit-row', {
    icon: icon(VISIT_ICONS[body.kind] ?? 'map-pin'),
    title: t('Visit {n}', { n: number }),
    meta: `· ${meta.filter(Boolean).join(' · ')}`,
  });
  node.href = addressOf(entry);
  return node;
}

function visitSpan({ started_at, ended_at }) {
  if (!started_at) return '';
  return ended_at ? t('{from} to {to}', { from: clock(started_at), to: clock(ended_at) }) : t('since {from}', { from: clock(started_at) });
}

/** The entries of one type that were removed in the last day: each leaves a thin row with a way back. */
export function lately(type) {
  const since = Date.now() - A_DAY;
  return [...app.entries.values()].filter((one) => one.type === type && one.removed && !one.sealed && Date.parse(one.record.edit.occurred_at) > since);
}

export function rideTitle(body) {
  return [longDate(body.date), unitName(body.unit_id)].filter(Boolean).join(' · ');
}

export function unitName(id) {
  return app.me?.units.find((unit) => unit.id === id)?.name ?? '';
}

export function promptWords(code) {
  return document.querySelector(`[data-prompt="${CSS.escape(code)}"]`)?.textContent ?? code;
}

/** Fill a section's list; an empty section is not shown. */
export function list(section, nodes) {
  reveal(section, nodes.length);
  find('[data-list]', section).replaceChildren(...nodes);
}

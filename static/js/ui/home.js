// The first screen (what is open, what was begun, what was promised, what was), and how entries look on cards.
import { bodyOf } from '../core/entry.js';
import { clock, localDate, longDate, shortTime, t, tn } from '../core/i18n.js';
import { addressOf, app, commit, ofType, refresh, restore, settle, statusWords } from './app.js';
import { button, clone, find, icon, isInstalled, link, make, notice, show as reveal, slot, toast, wordsFor } from './page.js';
import { endChanges, isOpen, ofRide } from './ride.js';

export const views = { home: showHome, rides: showRides };
const SOME = 5;
const A_DAY = 24 * 3600 * 1000;

const rides = () => ofType('ride').sort((a, b) => (a.body.date < b.body.date ? 1 : -1));

function showRides(view) {
  find('[data-list]', view).replaceChildren(...rides().map(rideRow));
}

function showHome(view) {
  const everything = rides();
  const open = everything.filter(isOpen);
  const earlier = everything.filter((ride) => !isOpen(ride));
  const promises = ofType('promise').filter(({ body }) => !['done', 'cannot'].includes(body.state));
  const notes = app.drafts.map(draftNote);
  slot(view, 'offers').replaceChildren(...notes, ...(everything.length ? [] : warnings()));
  slot(view, 'open').replaceChildren(...open.flatMap(openRide), ...lately('ride').map(removedRow));
  reveal(slot(view, 'welcome'), !everything.length);
  list(slot(view, 'promises'), promises.map(card));
  list(slot(view, 'earlier'), earlier.slice(0, SOME).map(rideRow));
  reveal(find('[data-more]', view), earlier.length > SOME);
}

/** Fill a section's list; an empty section is not shown. */
export function list(section, nodes) {
  reveal(section, nodes.length);
  find('[data-list]', section).replaceChildren(...nodes);
}

/** The row of a ride that is on; before it, where it was left open on another day, the offer to close it. */
function openRide(ride) {
  const { date, started_at, unit_id } = ride.body;
  const today = date === localDate();
  const since = today ? t('since {from}', { from: clock(started_at) }) : longDate(date);
  const row = rowTo(ride, today ? t('You are on a ride-along') : t('This ride is still open'), [unitName(unit_id), since]);
  row.classList.add('card-strength');
  if (today) return [row];
  const close = () => commit(endChanges(ride, null)).then(() => toast(t('Closed')));
  return [notice('warn', 'clock', t('A ride was left open. Close it, or open it and go on.'), ' ', button(t('Close it'), close)), row];
}

/** What was being typed when the phone went away. */
function draftNote(draft) {
  const { note, what, answer } = draft.values;
  const words = (note || what || answer || '').slice(0, 60);
  const throwAway = async () => {
    await app.store.dropDraft(draft.key);
    await refresh();
    toast(t('Thrown away'), { words: t('Undo'), act: () => app.store.putDraft(draft).then(refresh) });
  };
  const begin = words ? t('You were writing: “{words}”', { words }) : t('You had begun something.');
  return notice('', 'pencil', begin, ' ', link(t('Go on'), draft.hash), ' ', button(t('Throw away'), throwAway));
}

/** What a person should know about this phone before trusting it with the first entry. */
export function warnings(kept = false) {
  const notes = [];
  if (!navigator.serviceWorker) {
    const why = window.isSecureContext ? t('This browser can’t open Fieldlog without a signal; private windows often can’t.') : t('This address is plain http: Fieldlog can’t open without a signal here.');
    notes.push(notice('warn', 'triangle-alert', why, ' ', t('Keep this page open while you ride.')));
  }
  if (!isInstalled() && !kept) {
    const words = t('In a private window, or when the browser clears its data, what is not yet sent would be lost.');
    notes.push(notice('warn', 'smartphone', words, ' ', link(t('Put Fieldlog on the home screen'), '#install')));
  }
  return notes;
}

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
  ride: (body) => ({ icon: icon('car'), title: rideTitle(body), words: '', cues: '', meta: [] }),
  visit: (body) => ({ icon: icon(VISIT_ICONS[body.kind]), title: wordsFor('kind', body.kind), words: '', cues: '', meta: [] }),
};

export function answerNote({ author_name, words, at }) {
  const by = make('span', { className: 'small muted' }, `${author_name} · ${shortTime(at)}`);
  return make('span', { className: 'answer card-answer' }, make('b', {}, t('Your office answers')), ' ', by, make('br'), words);
}

function forkCard(entry) {
  const node = clone('fork');
  for (const head of entry.heads) {
    const body = bodyOf(head.edit);
    const gone = head.edit.kind === 'retract';
    const when = shortTime(head.edit.occurred_at);
    const side = make('div', { className: 'stack-tight' }, gone ? make('p', {}, t('Removed {when}', { when })) : oneCard(entry, body, when));
    side.append(button(gone ? t('Leave it out') : t('Keep this one'), () => settle(entry, head), 'btn'));
    node.querySelector('.fork-pair').append(side);
  }
  return node;
}

export function removedRow(entry) {
  const node = clone('removed-row', { title: t('Removed') });
  node.querySelector('button').onclick = () => restore(entry);
  return node;
}

export function visitHead(entry, number) {
  const { body } = entry;
  const span = body.ended_at ? t('{from} to {to}', { from: clock(body.started_at), to: clock(body.ended_at) }) : t('since {from}', { from: clock(body.started_at) });
  const meta = [wordsFor('kind', body.kind).toLowerCase(), body.started_at && span, body.signal === false && t('no signal')];
  const node = clone('visit-row', {
    icon: icon(VISIT_ICONS[body.kind] ?? 'map-pin'),
    title: t('Visit {n}', { n: number }),
    meta: `· ${meta.filter(Boolean).join(' · ')}`,
  });
  node.href = addressOf(entry);
  return node;
}

function rideRow(ride) {
  const count = ofRide('observation', ride.id).length;
  const answers = app.answers.filter((one) => app.entries.get(one.entry_id)?.body.ride_id === ride.id).length;
  return rowTo(ride, rideTitle(ride.body), [tn('1 entry', '{n} entries', count), answers && tn('1 answer', '{n} answers', answers), statusWords(ride)]);
}

function rowTo(ride, title, meta) {
  const node = clone('ride-row', { title, meta: meta.filter(Boolean).join(' · ') });
  node.href = `#ride/${ride.id}`;
  return node;
}

/** The entries of one type that were removed in the last day: each leaves a thin row with a way back. */
export function lately(type) {
  const since = Date.now() - A_DAY;
  return [...app.entries.values()].filter((one) => one.type === type && one.removed && Date.parse(one.record.edit.occurred_at) > since);
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

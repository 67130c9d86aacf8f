// What is only shown: the first screen (what is open, was begun, was promised, was), a ride with its visits and the
// next thing to do within reach of the thumb, and how entries look on cards.
import { bodyOf, newId, unsent } from '../core/entry.js';
import { clock, localDate, longDate, shortTime, t, tn, utc } from '../core/i18n.js';
import { addressOf, app, commit, ofType, refresh, restore, settle, statusWords } from './app.js';
import {
  all, button, clone, find, frame, go, icon, isInstalled, link, make, notFound, notice, show as reveal, slot, toast, wordsFor,
} from './page.js';

export const views = {
  home: showHome, rides: showRides, ride: showRide, phone: showPhone, install: showInstall, 'sign-in': showSignIn,
};
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
function warnings(kept = false) {
  const notes = [];
  if (!navigator.serviceWorker) {
    const words = t('Without a signal this page can’t be opened again (plain http, or a private window). Keep it open while you ride.');
    notes.push(notice('warn', 'triangle-alert', words));
  }
  if (!isInstalled() && !kept) {
    const words = t('In a private window, or when the browser clears its data, what is not yet sent would be lost.');
    notes.push(notice('warn', 'smartphone', words, ' ', link(t('Put Fieldlog on the home screen'), '#install')));
  }
  return notes;
}

let choosing = null; // the ride for which "where?" was asked

function showRide(view, [id]) {
  const ride = app.entries.get(id);
  if (!ride || ride.removed) return notFound();
  const { body } = ride;
  const open = isOpen(ride);
  const visits = visitsOf(id);
  const current = visits.at(-1);
  frame({
    title: body.date === localDate() ? t('Today’s ride-along') : longDate(body.date),
    sub: [unitName(body.unit_id), wordsFor('area', body.area).toLowerCase(), wordsFor('worker_role', body.worker_role).toLowerCase()].filter(Boolean).join(' · '),
    back: '#home',
  });
  slot(view, 'visits').replaceChildren(...timeline(ride, visits));
  list(slot(view, 'reflections'), ofRide('reflection', id).map(card));
  list(slot(view, 'promises'), ofRide('promise', id).map(card));
  reveal(slot(view, 'empty'), !visits.length && open);
  reveal(slot(view, 'kinds'), choosing === id || !visits.length);
  for (const button of all('[data-kind]', view)) button.onclick = () => startVisit(view, ride, button.dataset.kind);
  links(view, { log: `#log/${id}/${current?.id ?? 'new'}`, reflect: `#reflect/${id}`, promise: `#promise/${id}/new`, edit: `#edit/${id}` });
  actions(view, ride, open);
}

/** A ride that is on, or was left open. */
export const isOpen = ({ body }) => !body.ended_at && !body.afterwards;

export function links(view, addresses) {
  for (const [name, href] of Object.entries(addresses)) find(`[data-link="${name}"]`, view).href = href;
}

export function visitsOf(id) {
  return ofType('visit').filter(({ body }) => body.ride_id === id).sort((a, b) => a.body.order - b.body.order);
}

export function ofRide(type, id) {
  return ofType(type).filter(({ body }) => body.ride_id === id);
}

/** Each visit with its entries; what was removed in the last day leaves a thin row with a way back. */
function timeline(ride, visits) {
  const gone = lately('observation').filter(({ body }) => body.ride_id === ride.id);
  const shown = [...ofRide('observation', ride.id), ...gone].sort((a, b) => (a.id < b.id ? -1 : 1));
  const draw = (one) => (one.removed ? removedRow(one) : card(one));
  const placed = visits.map((visit, i) => {
    const place = make('section', { className: 'entries' }, visitHead(visit, i + 1));
    place.append(...shown.filter((one) => one.body.visit_id === visit.id).map(draw));
    return place;
  });
  const ids = visits.map((visit) => visit.id);
  const rest = shown.filter((one) => !ids.includes(one.body.visit_id));
  const forks = [ride, ...visits].filter((one) => one.heads.length > 1);
  return [...forks.map(forkCard), ...placed, ...rest.map(draw)];
}

function actions(view, ride, open) {
  const next = find('[data-act="next"]', view);
  const end = find('[data-act="end"]', view);
  const resume = find('[data-act="resume"]', view);
  reveal(end, open);
  reveal(resume, !open && !ride.body.afterwards);
  next.textContent = open ? t('Next visit') : t('Add visit');
  next.onclick = () => {
    choosing = choosing === ride.id ? null : ride.id;
    showRide(view, [ride.id]);
    if (choosing) slot(view, 'kinds').scrollIntoView({ block: 'center' });
    if (choosing) find('[data-kind]', view).focus({ preventScroll: true });
  };
  end.onclick = async () => {
    await commit(endChanges(ride, utc()));
    go(`#reflect/${ride.id}`);
    setTimeout(() => toast(t('The ride is ended.'), { words: t('Undo'), act: () => reopen(ride.id) }));
  };
  resume.onclick = () => reopen(ride.id);
}

function reopen(id) {
  const ride = app.entries.get(id);
  return commit([{ entry: ride, body: { ...ride.body, ended_at: null } }]).then(() => go(`#ride/${id}`));
}

/** End a ride and the visit that is still on. Without a time: when the last thing on it was written down. */
export function endChanges(ride, at) {
  const seen = [...app.entries.values()].filter((one) => one.body.ride_id === ride.id).map((one) => one.record.edit.occurred_at);
  const ended_at = at ?? seen.sort().at(-1) ?? ride.body.started_at;
  const still = visitsOf(ride.id).filter(({ body }) => body.started_at && !body.ended_at);
  return [ride, ...still].map((entry) => ({ entry, body: { ...entry.body, ended_at } }));
}

async function startVisit(view, ride, kind) {
  choosing = null;
  const visit = newId();
  links(view, { log: `#log/${ride.id}/${visit}` }); // a Log that is tapped before the visit is saved belongs to it
  await commit(visitChanges(ride, kind, visit));
  toast(t('Saved on this phone'));
}

/** The next visit starts, the one before it ends. Afterwards there are no times to know. */
export function visitChanges(ride, kind, id) {
  const open = isOpen(ride);
  const now = open ? utc() : null;
  const visits = visitsOf(ride.id);
  const still = open ? visits.filter(({ body }) => body.started_at && !body.ended_at) : [];
  const order = Math.max(0, ...visits.map(({ body }) => body.order)) + 1;
  const body = { ride_id: ride.id, order, kind, started_at: now, ended_at: null, signal: null };
  return [...still.map((entry) => ({ entry, body: { ...entry.body, ended_at: now } })), { id, type: 'visit', body }];
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

// This phone: what it keeps and how safely, installing it, signing in.

async function showPhone(view) {
  const { waiting } = unsent(app.entries);
  const kept = await navigator.storage?.persisted?.();
  const sent = await app.store.meta('all_sent_at');
  frame({ sub: app.me?.name, back: '#home' });
  const facts = [
    [t('Not yet sent'), String(waiting)],
    [t('Everything was sent'), sent ? shortTime(sent) : t('not yet')],
    [t('The browser keeps the entries'), kept ? t('yes, for good') : t('it may clear them when space runs out')],
    [t('On the home screen'), isInstalled() ? t('yes') : t('no')],
  ];
  slot(view, 'facts').replaceChildren(...facts.map(([name, words]) => make('div', {}, make('dt', { className: 'muted small' }, name), make('dd', {}, words))));
  slot(view, 'warnings').replaceChildren(...warnings(kept));
  // Signing out leaves every entry where it is, and shows nobody's until somebody signs in.
  find('[data-act="leave"]', view).onclick = () => app.device.set('here', null);
  find('[data-act="send"]', view).onclick = async () => {
    await app.sync.kick(true);
    const { trouble } = app.sync.state;
    toast(trouble ? t('That did not work yet. Everything stays on this phone.') : t('Everything is sent'));
  };
}

function showInstall(view) {
  const { waiting } = unsent(app.entries);
  const words = tn('Send first: 1 entry waits here, and on an iPhone the installed app starts empty.', 'Send first: {n} entries wait here, and on an iPhone the installed app starts empty.', waiting);
  slot(view, 'unsent').replaceChildren(...(waiting ? [notice('warn', 'send', words)] : []));
  const button = find('[data-act="install"]', view);
  reveal(button, app.offer);
  button.onclick = async () => {
    await app.offer.prompt();
    app.offer = null;
    go('#home');
  };
}

async function showSignIn(view) {
  const people = await app.device.get('people');
  reveal(slot(view, 'words'), !people);
  reveal(slot(view, 'waiting'), people);
}

// A ride: its visits with what was noticed on each, and the next thing to do within reach of the thumb.
import { newId } from '../core/entry.js';
import { localDate, longDate, t, utc } from '../core/i18n.js';
import { app, commit, ofType } from './app.js';
import { card, forkCard, lately, list, removedRow, unitName, visitHead } from './cards.js';
import { all, find, make, reveal, slot, toast, wordsFor } from './page.js';
import { frame, go, notFound } from './router.js';

let choosing = null; // the ride for which "where?" was asked

export function showRide(view, [id]) {
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

// Views are sections of one document, chosen by what follows the `#`. The first form's code is here from the start,
// that of all others comes soon after (rest.js), so that a lost signal never finds half an app.
import { t } from '../core/i18n.js';
import { all, find, reveal, toast } from './page.js';

const FORMS = ['start', 'log', 'visit', 'reflect', 'answer', 'promise', 'install', 'sign-in', 'pin'];
const SAME = { past: 'start', edit: 'start' }; // the same form under other names
const LIVE = ['home', 'rides', 'ride', 'waiting', 'phone', 'leave', 'lock']; // only shown, never typed into: drawn again when something changes

const FIRST = ['home', 'start', 'sign-in', 'danger']; // in the document from the start; the others follow
const OPEN = ['lock', 'sign-in', 'danger']; // needs no PIN

/** `locked` while the PIN is not given. */
export const gate = { locked: false };

/** Where an entry is read and changed. */
export function addressOf({ id, type, body }) {
  const ride = body.ride_id ?? '-';
  const places = { visit: '', observation: `${body.visit_id}/`, reflection: `${body.prompt}/`, promise: '' };
  if (type === 'ride') return `#edit/${id}`;
  return `#${{ observation: 'log', reflection: 'answer' }[type] ?? type}/${ride}/${places[type]}${id}`;
}

let turn = null;
let opened;
const open = new Promise((resolve) => (opened = resolve));

let start; // shows the form that starts a ride

/** All that the first input does not wait for. */
export const rest = () => import('./rest.js');

const load = async (view) => (view === 'start' ? start : (await rest()).views[view]);

let coming = null;

/** The other views, fetched once. */
function more() {
  coming ??= fetch('/app/views')
    .then((answer) => answer.text())
    .then((html) => {
      const { body } = new DOMParser().parseFromString(html, 'text/html');
      document.body.append(...all('template', body));
      find('#main').append(...all('.view', body));
    });
  coming.catch(() => (coming = null));
  return coming;
}

let late = false; // the view that was asked for could not be fetched

/** Fetch every view while there is a signal. */
export const loadTheRest = () => Promise.all([more(), rest()]);

export const showWhatWasLate = () => late && route();

/** What was fetched, or null where the signal went meanwhile: then the view is shown when the rest has come. */
async function arrived(...parts) {
  const there = await Promise.all(parts).catch(() => null);
  late = !there;
  if (late) toast(t('No signal yet: this page comes as soon as there is one.'));
  return there;
}

export function go(hash) {
  if (location.hash === hash) route();
  else location.hash = hash;
}

/** Title, line below it and way back of the view that is on. */
export function frame({ title, sub = '', back }) {
  if (title) find('#title').textContent = title;
  find('#sub').textContent = sub;
  reveal(find('#back'), back);
  if (back) find('#back').href = back;
  document.title = `${find('#title').textContent} · Fieldlog`;
}

export function notFound() {
  reveal(turn.view, false);
  frame({ title: t('Not on this phone'), back: '#home' });
}

/** Show what the address asks for: the words at once, what the phone holds as soon as it is open. */
export async function route() {
  const [asked, ...args] = location.hash.slice(1).split('/');
  const wanted = SAME[asked] ?? asked;
  const known = [...LIVE, ...FORMS, 'danger'].includes(wanted) ? wanted : 'home';
  const name = gate.locked && !OPEN.includes(known) ? 'lock' : known;
  const now = (turn = { name, args, asked });
  if (!FIRST.includes(name) && !(await arrived(more()))) return;
  if (turn !== now) return;
  const view = (now.view = find(`[data-view="${name}"]`));
  for (const other of all('[data-view]')) reveal(other, other === view);
  find('#status').dataset.brief = LIVE.includes(name) ? '' : 'yes';
  frame({ title: view.dataset.title, back: view.dataset.back });
  if (name === 'danger') return;
  if (name !== 'sign-in') await open;
  if (turn === now && gate.locked && !OPEN.includes(name)) return route(); // it was not known before
  const there = await arrived(load(name), name === 'start' || more());
  if (!there || turn !== now) return;
  [now.show] = there;
  await now.show(view, args, asked);
}

let touching = false;
let due = false;

/**
 * Something changed underneath: what is only shown is drawn again, forms are left alone. Not under a finger, or
 * the tap would be lost; and what had the focus has it again.
 */
export function redraw() {
  due = touching;
  if (touching || !turn?.show || !LIVE.includes(turn.name)) return;
  const href = document.activeElement?.getAttribute('href');
  turn.show(turn.view, turn.args, turn.asked);
  if (href && document.activeElement === document.body) find(`[href="${CSS.escape(href)}"]`, turn.view)?.focus();
}

function mindTheFinger() {
  const lift = () => {
    touching = false;
    if (due) redraw();
  };
  window.addEventListener('pointerdown', () => (touching = true), true);
  for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, () => setTimeout(lift, 50), true);
}

/**
 * Follow the address from now on. `showStart` shows the first form; `opened` is to be called when the phone's storage
 * is; `routed` is the first view.
 */
export function startRouter(showStart) {
  start = showStart;
  window.addEventListener('hashchange', async () => {
    reveal(find('#toast'), false);
    await route();
    if (turn.view?.contains(document.activeElement) && document.activeElement.matches('input, textarea, select')) return; // already at it
    window.scrollTo(0, 0);
    find('#title').focus({ preventScroll: true });
  });
  find('#back').addEventListener('click', (event) => {
    if (find('#back').getAttribute('href') !== 'back') return;
    event.preventDefault();
    if (history.length > 1) history.back();
    else go('#home');
  });
  mindTheFinger();
  // What is typed or pressed before the storage is open waits for it.
  window.addEventListener('input', ({ target }) => target.form?.onsubmit || (target.dataset.early = 'yes'));
  window.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!event.target.onsubmit) event.target.early = event.submitter;
  });
  return { opened, routed: route() };
}

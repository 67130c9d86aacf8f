// Who is here, what the phone holds, where it stands with the server, and the one way in which anything is saved.
import * as core from '../core/entry.js';
import { shortTime, t, tn } from '../core/i18n.js';
import { Device, Store, StorageBlocked } from '../store/store.js';
import { flushDraft } from './form.js';
import { button, find, go, link, loadTheRest, make, notice, redraw, show, startRouter, toast, whoIsThere } from './page.js';

const OLD = 24 * 3600 * 1000;
const SKEW = 10 * 60 * 1000;
const SIGN_IN = '/sign-in?next=/app/';

// A storage that was blocked and opens after all: start again, or, with words on the screen, just go on.
const started = () => document.documentElement.dataset.ready;
const HOOKS = { onBlocked: storageTrouble, onOpen: () => (started() ? drawStatus() : location.reload()) };

export const app = { device: null, me: null, store: null, sync: null, entries: new Map(), answers: [], drafts: [] };

let startSync = null; // once its code is here

/** The living entries of one type, oldest first. */
export const ofType = (type) => core.ofType(app.entries, type);

/** Show the view at once, then open what the phone holds, then fetch everything else. */
async function start() {
  const { opened, routed } = startRouter();
  try {
    await open();
  } catch (error) {
    return storageTrouble(error);
  }
  opened();
  if (find('#ride-form').checkVisibility?.()) await routed;
  document.documentElement.dataset.ready = 'yes';
  listen();
  const { Sync } = await import('../sync/sync.js');
  startSync = () => {
    app.sync = new Sync({ store: app.store, device: app.deviceId, onChange: heard });
    app.sync.kick();
  };
  if (app.store) startSync();
  keepForOffline();
  await loadTheRest();
  document.documentElement.dataset.complete = 'yes';
}

async function open() {
  app.device = new Device(HOOKS);
  app.deviceId = await app.device.id();
  const here = await app.device.get('here');
  if (here) await enter(here);
  const meeting = meetServer();
  if (!here) await meeting;
}

/** Ask who is signed in. Each person has a storage of their own: nothing is ever mixed. */
async function meetServer() {
  const me = await whoIsThere();
  if (!me) return app.store || go('#sign-in');
  if (app.store && me.user_id !== app.store.person) {
    // Start afresh, so that nothing half-typed by one person is ever saved by the other.
    await app.device.welcome(me.user_id);
    history.replaceState(null, '', '/app/');
    return location.reload();
  }
  const cleared = me.device_id && me.device_id !== app.deviceId && !(await app.device.get('people'));
  if (cleared) await app.device.set('cleared', true);
  if (!app.store) await enter(me.user_id);
  if (location.hash === '#sign-in') go('#home');
  app.me = me;
  await app.store.setMeta('me', me);
  return redraw();
}

async function enter(person) {
  app.store = new Store(person, HOOKS);
  app.me = (await app.store.meta('me')) ?? null;
  app.cleared = await app.device.get('cleared');
  await app.device.welcome(person);
  app.channel = globalThis.BroadcastChannel && new BroadcastChannel(`fieldlog-${person}`);
  if (app.channel) app.channel.onmessage = refresh;
  await refresh();
  startSync?.();
  countOthers(person).catch(() => {}); // a storage that can't be opened now is no reason to stop
}

/** How many entries of other people wait on this phone. They stay theirs: nobody else sees or sends them. */
async function countOthers(person) {
  const people = (await app.device.get('people')).filter((one) => one !== person);
  const queues = await Promise.all(people.map((one) => new Store(one, HOOKS).queued()));
  app.others = new Set(queues.flat().map((edit) => edit.entry_id)).size;
  drawStatus();
}

async function heard({ trouble: wrong }, changed) {
  if (wrong === 'other_person') await meetServer();
  if (changed) await refresh();
  else drawStatus();
}

/** Read everything again and draw what shows it. */
export async function refresh() {
  const [{ records, answers }, drafts] = await Promise.all([app.store.everything(), app.store.drafts()]);
  Object.assign(app, { entries: core.project(records), answers, drafts });
  drawStatus();
  redraw();
}

/**
 * Save changes as one act: each is `{entry, kind, body}`, or `{id, type, body}` for a new one. Returns when they are
 * on disk; throws when they are not, and then nothing of it is. `draft` is the key of the draft they came from.
 */
export async function commit(changes, draft = null) {
  const now = new Date();
  const supersedes = [];
  const edits = await Promise.all(
    changes.map(({ entry, id = entry?.id, type = entry?.type, kind, body }) => {
      const follows = core.following(entry);
      supersedes.push(...follows.supersedes);
      const facts = { entryId: id, type, kind, body, bases: follows.bases, now };
      return core.makeEdit({ ...facts, author: app.store.person, device: app.deviceId });
    }),
  );
  await app.store.save(edits, { draft, supersedes });
  navigator.storage?.persist?.();
  await refresh();
  app.channel?.postMessage('saved');
  app.sync?.kick();
}

/** Take entries away as one act, with a way back and no question asked. */
export async function remove(entries, then) {
  await commit(entries.map((entry) => ({ entry, kind: 'retract', body: entry.body })));
  go(then);
  setTimeout(() => toast(t('Removed'), { words: t('Undo'), act: () => restore(entries[0]) }));
}

/** Undo a removal, and with it what was removed in the same act. */
export function restore({ id }) {
  const at = app.entries.get(id).record.edit.occurred_at;
  const same = [...app.entries.values()].filter((one) => one.removed && one.record.edit.occurred_at === at);
  const together = same.filter((one) => one.id === id || one.body.ride_id === id);
  return commit(together.map((entry) => ({ entry, body: entry.body })));
}

/** Settle a fork: the chosen version follows all of them. */
export function settle(entry, head) {
  const kind = head.edit.kind === 'retract' ? 'retract' : 'resolve';
  return commit([{ entry, kind, body: core.bodyOf(head.edit) }]);
}

/** The words for where an entry is. */
export function statusWords(entry) {
  if (entry.trouble) return t('Needs your attention');
  if (entry.state === 'held') return t('Waiting for your office');
  if (entry.state === 'queued') return t('Saved on this phone');
  return entry.record.at ? t('Sent {when}', { when: shortTime(entry.record.at) }) : t('Sent');
}

/** Where an entry is read and changed. */
export function addressOf({ id, type, body }) {
  const ride = body.ride_id ?? '-';
  const places = { visit: '', observation: `${body.visit_id}/`, reflection: `${body.prompt}/`, promise: '' };
  if (type === 'ride') return `#edit/${id}`;
  return `#${{ observation: 'log', reflection: 'answer' }[type] ?? type}/${ride}/${places[type]}${id}`;
}

function storageTrouble(error = new StorageBlocked()) {
  const words = error instanceof StorageBlocked
    ? t('This phone’s storage does not answer. Close the other Fieldlog tab; this one then goes on by itself.')
    : t('This browser does not let Fieldlog keep anything (a private window?). Open it in another one.');
  find('#status').replaceChildren(notice('danger', 'triangle-alert', words));
  find('#status').dataset.loud = 'yes';
  show(find('#status'), true);
}

/** One line that says what is not yet sent: quiet at zero, plain when old, stuck or signed out. */
function drawStatus() {
  const { waiting, stuck, oldest } = core.unsent(app.entries);
  const wrong = app.sync?.state.trouble;
  const lines = [];
  if (app.cleared) {
    const words = t('This phone’s storage was cleared. What was sent comes back by itself; what was not is lost here. Tell your office.');
    lines.push(notice('danger', 'triangle-alert', words, ' ', button(t('Understood'), forgetCleared)));
  }
  if (stuck.length) {
    const words = tn('1 needs your attention', '{n} need your attention', stuck.length);
    lines.push(notice('danger', 'triangle-alert', link(words, addressOf(stuck[0]))));
  }
  if (wrong === 'signed_out') {
    const words = waiting ? tn('Sign in to send 1', 'Sign in to send {n}', waiting) : t('Sign in to hear from your office');
    lines.push(notice('warn', 'user', link(words, SIGN_IN), ' ', t('Everything here stays on this phone.')));
  } else if (waiting) {
    const old = Date.now() - Date.parse(oldest) > OLD;
    const count = make('b', {}, tn('1 not yet sent.', '{n} not yet sent.', waiting));
    const line = notice('warn', 'wifi-off', count, ' ', whyUnsent(wrong, old && oldest));
    if (old || wrong === 'server') line.append(button(t('Send now'), () => app.sync.kick(true)));
    lines.push(line);
  }
  if (app.others) {
    const words = tn(
      '1 entry of another person waits on this phone. It goes when that person signs in here.',
      '{n} entries of another person wait on this phone. They go when that person signs in here.',
      app.others,
    );
    lines.push(notice('', 'lock', words));
  }
  if (Math.abs(app.sync?.state.skew) > SKEW) {
    lines.push(notice('warn', 'clock', t('This phone’s clock is wrong: look at its date and time. Your entries are safe all the same.')));
  }
  find('#status').replaceChildren(...lines);
  delete find('#status').dataset.loud;
}

async function forgetCleared() {
  app.cleared = null;
  await app.device.set('cleared', null);
  drawStatus();
}

function whyUnsent(wrong, oldest) {
  if (wrong === 'captive') return t('There is a signal but no internet. Saved on this phone.');
  if (wrong === 'server') return t('The server does not answer. Saved on this phone; it tries again by itself.');
  if (oldest) return t('The oldest is from {when}. Keep this page open where there is a signal.', { when: shortTime(oldest) });
  return t('Saved on this phone; they go when there is a signal and this page is open.');
}

/** Wake the sync when there may be something to do, and keep the draft when the page goes. */
function listen() {
  const wake = () => app.sync?.kick();
  window.addEventListener('online', wake);
  window.addEventListener('pageshow', ({ persisted }) => persisted && wake());
  document.addEventListener('visibilitychange', () => (document.hidden ? flushDraft() : wake()));
  window.addEventListener('pagehide', flushDraft);
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    app.offer = event; // the browser's own question, kept until asked for
  });
  minded(window.visualViewport);
}

/** Where the keyboard covers the page instead of shrinking it (iOS), lift what sticks to the bottom. */
function minded(viewport) {
  if (!viewport) return;
  const lift = () => {
    const covered = Math.max(0, innerHeight - viewport.height - viewport.offsetTop);
    document.documentElement.style.setProperty('--keyboard', `${viewport.scale > 1 ? 0 : Math.round(covered)}px`);
  };
  viewport.addEventListener('resize', lift);
  viewport.addEventListener('scroll', lift);
}

async function keepForOffline() {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  await serviceWorker.register('/app/sw.js', { scope: '/app/' }).catch(() => {});
  // This build has started: the worker may let go of the one before.
  serviceWorker.controller?.postMessage({ started: import.meta.url });
}

start();

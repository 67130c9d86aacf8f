// Who is here, what the phone holds, where it stands with the server, and the one way in which anything is saved.
import { following, livingOf, makeEdit, project } from '../core/entry.js';
import { Device, Store } from '../store/store.js';
import { whoIsThere } from './page.js';
import { gate, go, redraw, rest } from './router.js';

export const app = { device: null, me: null, store: null, sync: null, entries: new Map(), answers: [], drafts: [] };

const started = () => document.documentElement.dataset.ready;

// Not needed for the first input: they come when there is something to say.
export const drawStatus = () => started() && rest().then((its) => its.showStatus(app), () => {});
export const storageTrouble = (error) => rest().then((its) => its.sayStorageTrouble(error));

// A storage that was blocked and opens after all: start again, or, with words on the screen, just go on.
const HOOKS = { onBlocked: () => storageTrouble(), onOpen: () => (started() ? drawStatus() : location.reload()) };

let startSync = () => {}; // once its code is here

/** From now on what is saved is sent. */
export function withSync(Sync) {
  startSync = () => {
    app.sync = new Sync({ store: app.store, device: app.deviceId, onChange: heard });
    app.sync.kick();
    rest().then((its) => its.countOthers()).catch(() => {}); // a storage that can't be opened now is no reason to stop
  };
  if (app.store) startSync();
}

/** The living entries of one type, oldest first. */
export const ofType = (type) => livingOf(app.entries, type);

/** Open what the phone holds of whoever was here last, and ask the server who is signed in. */
export async function open() {
  app.device = new Device(HOOKS);
  app.deviceId = await app.device.id();
  const here = await app.device.get('here');
  if (here) await enter(here);
  const meeting = meetServer();
  if (!here) await meeting;
}

const signedOutFromElsewhere = async (person) => (await rest()).signedOutFromElsewhere(person);

/** Each person has a storage of their own: nothing is ever mixed. */
async function meetServer() {
  const me = await whoIsThere();
  if (me?.error) return signedOutFromElsewhere(me.user_id);
  if (!me || ((await app.device.get('left')) && (await (await rest()).leftBefore(me)))) return app.store || go('#sign-in');
  if (app.store && me.user_id !== app.store.person) {
    // Start afresh, so that nothing half-typed by one person is ever saved by the other.
    await app.device.welcome(me.user_id);
    history.replaceState(null, '', '/app/');
    return location.reload();
  }
  const cleared = me.device_id && me.device_id !== app.deviceId && !(await app.device.get('people'));
  if (cleared) await app.device.set('cleared', me.device ?? {});
  if (!app.store) await enter(me.user_id);
  if (location.hash === '#sign-in') go('#home');
  app.me = me;
  if (app.store.vault && me.seal) app.store.vault.office = me.seal;
  await app.store.setMeta('me', { ...me, lists: null }); // kept by themselves (hints.js)
  return redraw();
}

async function enter(person) {
  app.store = new Store(person, HOOKS);
  app.me = (await app.store.meta('me')) ?? null;
  app.store.lock = (await app.store.meta('lock')) ?? null;
  gate.locked = app.store.locked;
  app.cleared = await app.device.get('cleared');
  await app.device.welcome(person);
  await app.device.set('revoked', null);
  app.channel = globalThis.BroadcastChannel && new BroadcastChannel(`fieldlog-${person}`);
  if (app.channel) app.channel.onmessage = ({ data }) => (data === 'lock' ? location.reload() : refresh());
  await refresh();
  startSync();
}

/** The PIN was right: everything can be read. */
export async function unlocked(vault) {
  app.store.vault = vault;
  gate.locked = false;
  await refresh();
  app.sync?.kick();
}

async function heard({ trouble: wrong }, changed) {
  if (wrong === 'revoked') return signedOutFromElsewhere(app.store.person);
  if (wrong === 'other_person') await meetServer();
  return changed ? refresh() : drawStatus();
}

/** Read everything again and draw what shows it. */
export async function refresh() {
  const { store } = app;
  const [{ records, answers }, drafts, allSentAt] = await Promise.all([store.everything(), store.drafts(), store.meta('all_sent_at')]);
  Object.assign(app, { entries: project(records), answers, drafts, allSentAt });
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
      const follows = following(entry);
      supersedes.push(...follows.supersedes);
      const facts = { entryId: id, type, kind, body, bases: follows.bases, now };
      return makeEdit({ ...facts, author: app.store.person, device: app.deviceId });
    }),
  );
  await app.store.save(edits, { draft, supersedes });
  navigator.storage?.persist?.();
  await refresh();
  app.channel?.postMessage('saved');
  app.sync?.kick();
}

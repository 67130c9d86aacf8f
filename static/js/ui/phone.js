// This phone: what it keeps and how safely, room on it, installing, signing in and out.
import { unsent } from '../core/entry.js';
import { t, tn } from '../core/i18n.js';
import { forget } from '../store/leaving.js';
import { signOut } from './acts.js';
import { app, refresh } from './app.js';
import { warnings } from './home.js';
import { find, isInstalled, notice, reveal, slot, toast } from './page.js';
import { frame, go } from './router.js';
import { exits, saveFile, takeAway } from './waiting.js';

const WEEK = 7; // days

export async function showPhone(view) {
  const { waiting } = unsent(app.entries);
  const kept = await navigator.storage?.persisted?.();
  frame({ sub: app.me?.name, back: '#home' });
  const facts = {
    waiting: waiting ? tn('1 entry', '{n} entries', waiting) : t('nothing'),
    installed: isInstalled() ? t('yes') : t('not yet'),
    pin: app.store.lock ? t('set') : t('none: whoever holds this phone unlocked can read your entries'),
    room: [
      app.room ? t('{n} GB left', { n: (app.room / 1e9).toFixed(1) }) : '',
      kept ? t('the browser keeps the entries for good') : t('the browser may clear them when space runs out'),
    ].filter(Boolean).join('; '),
    lost: t('sign it out from here'),
    leave: t('your entries stay on this phone, for you only'),
  };
  for (const [name, words] of Object.entries(facts)) slot(view, name).textContent = words;
  slot(view, 'warnings').replaceChildren(...warnings(kept));
  slot(view, 'days').textContent = app.me?.phone_days ? t('What your office has leaves this phone {n} days after its last change.', { n: app.me.phone_days }) : '';
  find('[data-act="room"]', view).onclick = async () => {
    await forget(app.store, WEEK);
    await refresh();
    toast(t('Only what is newer than a week, or not yet safe at your office, is left here.'));
  };
}

export function showInstall(view) {
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

/** Signing out leaves every entry where it is, unless it is in a file and its owner says otherwise. */
export async function showLeave(view) {
  const { waiting, stuck } = unsent(app.entries);
  const n = waiting + stuck.length;
  const words = tn('1 entry is not sent yet. It stays on this phone for you, and goes when you sign in here again.', '{n} entries are not sent yet. They stay on this phone for you, and go when you sign in here again.', n);
  slot(view, 'unsent').replaceChildren(n ? notice('warn', 'smartphone', words) : notice('good', 'check', t('Everything is with your office.')));
  exits(view, n);
  const records = (await app.store.everything()).records.filter(({ state }) => !['acked', 'held', 'superseded'].includes(state));
  const ids = records.map(({ edit }) => edit.edit_id);
  const exported = (await app.store.meta('exported')) ?? [];
  const away = find('[data-act="away"]', view);
  reveal(away, n && ids.every((id) => exported.includes(id)));
  reveal(slot(view, 'file-first'), n && away.hidden);
  away.onclick = () => takeAway(ids);
  find('[data-act="file"]', view).onclick = saveFile;
  find('[data-act="leave"]', view).onclick = leave;
}

async function leave() {
  // Without a signal the session ends with the next contact, before anything is shown.
  if (!(await signOut())) await app.device.set('left', app.me?.signed_in_at ?? null);
  await app.device.set('here', null);
  location.assign('/app/#sign-in');
  location.reload();
}

export async function showSignIn(view) {
  const [people, revoked] = await Promise.all(['people', 'revoked'].map((key) => app.device.get(key)));
  reveal(slot(view, 'words'), !people);
  reveal(slot(view, 'waiting'), people);
  reveal(slot(view, 'revoked'), revoked);
}

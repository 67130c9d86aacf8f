// This phone: what it keeps and how safely, installing it, signing in; and what wakes the sync.
import { unsent } from '../core/entry.js';
import { shortTime, t, tn } from '../core/i18n.js';
import { app } from './app.js';
import { flushDraft } from './form.js';
import { warnings } from './home.js';
import { find, frame, go, isInstalled, make, notice, show as reveal, slot, toast } from './page.js';

export const views = { phone: showPhone, install: showInstall, 'sign-in': showSignIn };
let offer = null; // the browser's own install question, kept until asked for

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
  reveal(button, offer);
  button.onclick = async () => {
    await offer.prompt();
    offer = null;
    go('#home');
  };
}

async function showSignIn(view) {
  const people = await app.device.get('people');
  reveal(slot(view, 'words'), !people);
  reveal(slot(view, 'waiting'), people);
}

/** Wake the sync when there may be something to do, keep the draft when the page goes, keep the app for offline. */
export function startPhone() {
  const wake = () => app.sync?.kick();
  window.addEventListener('online', wake);
  window.addEventListener('pageshow', ({ persisted }) => persisted && wake());
  document.addEventListener('visibilitychange', () => (document.hidden ? flushDraft() : wake()));
  window.addEventListener('pagehide', flushDraft);
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer = event;
  });
  minded(window.visualViewport);
  keepForOffline();
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


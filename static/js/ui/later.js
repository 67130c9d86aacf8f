// What wakes the app once it has started: the network, the screen, a new version; and whether there is room left.
import { forget } from '../store/leaving.js';
import { app, drawStatus, refresh } from './app.js';
import { loadTheRest, showWhatWasLate } from './router.js';

const IDLE = 5 * 60 * 1000; // this long out of sight, and a PIN is asked for again

/** Everything that the first input does not wait for, in the order in which it is missed. */
export async function goOn(untilThere) {
  const { dataset } = document.documentElement;
  listen();
  keepForOffline().catch(() => {}); // the page works without its copy, too
  await untilThere(loadTheRest);
  await showWhatWasLate();
  dataset.complete = 'yes';
  await mindTheRoom();
  const hints = await untilThere(() => import('./hints.js'));
  await untilThere(hints.getReady);
  hints.watch();
  dataset.finder = 'yes';
}

/** Wake the sync when there may be something to do. */
function listen() {
  const wake = () => app.sync?.kick();
  let left = 0;
  window.addEventListener('online', wake);
  window.addEventListener('pageshow', ({ persisted }) => persisted && wake());
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) left = Date.now();
    else if (app.store?.vault && Date.now() - left > IDLE) location.reload(); // the key goes with the page
    else wake();
  });
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

/** A new version is kept beside this one and takes over when no page is open any more: it is said, never forced. */
async function keepForOffline() {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  const registration = await serviceWorker.register('/app/sw.js', { scope: '/app/' });
  // This build has started: the worker may let go of the one before.
  serviceWorker.controller?.postMessage({ started: import.meta.url });
  const look = () => {
    app.update = Boolean(registration.waiting && serviceWorker.controller);
    drawStatus();
  };
  registration.addEventListener('updatefound', () => registration.installing.addEventListener('statechange', look));
  look();
}

/** What the agency says has been here long enough goes; and is there room for more? */
async function mindTheRoom() {
  if (!app.store) return;
  if (app.me?.phone_days) await forget(app.store, app.me.phone_days);
  const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
  app.room = quota ? quota - usage : null;
  await refresh();
}

// The start: the view at once, then what the phone holds, then everything else.
import { drawStatus, open, storageTrouble, withSync } from './app.js';
import { find } from './page.js';
import { loadTheRest, startRouter } from './router.js';

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
  drawStatus();
  const [{ Sync }, later] = await Promise.all([import('../sync/sync.js'), import('./later.js')]);
  withSync(Sync);
  later.listen();
  later.keepForOffline().catch(() => {}); // the page works without its copy, too
  await loadTheRest();
  document.documentElement.dataset.complete = 'yes';
  await later.mindTheRoom();
  await (await import('./hints.js')).watch();
  document.documentElement.dataset.finder = 'yes';
}

start();

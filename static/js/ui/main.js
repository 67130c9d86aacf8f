// The start: the view at once, then what the phone holds, then everything else.
import { drawStatus, open, storageTrouble, withSync } from './app.js';
import { showStart } from './form.js';
import { find } from './page.js';
import { rest, startRouter } from './router.js';

const PAUSE = 10_000;

async function start() {
  const { opened, routed } = startRouter(showStart);
  try {
    await open();
  } catch (error) {
    return storageTrouble(error);
  }
  opened();
  if (find('#ride-form').checkVisibility?.()) await routed;
  document.documentElement.dataset.ready = 'yes';
  drawStatus();
  const { Sync, goOn } = await untilThere(rest);
  withSync(Sync);
  await goOn(untilThere);
}

/** Fetch something; where the signal goes while it is on its way, it comes later. */
async function untilThere(bring) {
  for (;;) {
    try {
      return await bring();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}

start();

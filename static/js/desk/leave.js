// Signing out at a desk also closes the field app for whoever comes next. Every entry stays where it is; where some
// are not yet sent, the field app's own page is asked first: it can send them, or save them to a file.

const PATIENCE = 1000;

for (const form of document.querySelectorAll('form[action="/sign-out"]')) {
  form.addEventListener('submit', async (event) => {
    if (form.dataset.left) return;
    event.preventDefault();
    form.dataset.left = 'yes';
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE, 0));
    const waiting = await Promise.race([leave().catch(() => 0), patience]);
    if (waiting) return location.assign('/app/#leave');
    sessionStorage.clear(); // half-written words are for nobody else
    return form.requestSubmit();
  });
}

/** How many saved versions of whoever is here wait on this machine; with none, nobody is here any more. */
async function leave() {
  const device = await opened('fieldlog-device');
  if (!device) return 0;
  const here = await settled(device.transaction('meta').objectStore('meta').get('here'));
  const db = here && (await opened(`fieldlog-${here}`));
  const waiting = db ? await settled(db.transaction('edits').objectStore('edits').index('state').count('queued')) : 0;
  if (!waiting) await settled(device.transaction('meta', 'readwrite').objectStore('meta').put(null, 'here'));
  db?.close();
  device.close();
  return waiting;
}

/** Only what is there: opening a database would make it. */
async function opened(name) {
  const known = await indexedDB.databases();
  return known.some((one) => one.name === name) ? settled(indexedDB.open(name)) : null;
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

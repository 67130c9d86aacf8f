// Signing out at a desk also closes the field app for whoever comes next. Every entry stays where it is.

const PATIENCE = 1000;

for (const form of document.querySelectorAll('form[action="/sign-out"]')) {
  form.addEventListener('submit', async (event) => {
    if (form.dataset.left) return;
    event.preventDefault();
    form.dataset.left = 'yes';
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    await Promise.race([forgetWhoIsHere().catch(() => {}), patience]);
    form.requestSubmit();
  });
}

async function forgetWhoIsHere() {
  const known = await indexedDB.databases();
  if (!known.some(({ name }) => name === 'fieldlog-device')) return; // opening it would make it
  const db = await settled(indexedDB.open('fieldlog-device'));
  await settled(db.transaction('meta', 'readwrite').objectStore('meta').put(null, 'here'));
  db.close();
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

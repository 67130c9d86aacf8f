// Keeps the app for when there is no signal. `BUILD` and `FILES` (address → SHA-256) are written above by the server.
//
// A new version is kept whole or not at all: one file that fails or does not match its hash, and the version
// before it stays. It takes over when no page of the old one is open any more, never by force, and the old
// copy goes only after a page of the new one has started.

const CACHE = `fieldlog-${BUILD}`;

self.addEventListener('install', (event) => event.waitUntil(keepAll()));

self.addEventListener('message', (event) => {
  if (event.data?.started?.includes(`/static/${BUILD}/`)) event.waitUntil(dropOlder());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  const path = url.pathname;
  if (path === '/app/' || path in FILES) event.respondWith(fromCache(path, request));
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.entries(FILES).map(([path, integrity]) => keep(cache, path, integrity)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function keep(cache, path, integrity) {
  if (await cache.match(path)) return;
  // What the page has just loaded is good if its hash is; otherwise it comes over the network once more.
  const load = (from) => fetch(path, { integrity, cache: from });
  const response = await load('force-cache').catch(() => load('reload'));
  if (!response.ok || response.redirected) throw new Error(`${path}: ${response.status}`);
  await cache.put(path, response);
}

async function fromCache(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

async function dropOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('fieldlog-') && name !== CACHE).map((name) => caches.delete(name)));
}

"""The bare reference: one form, one script that keeps what was written, one worker that keeps the page.

Nothing that does this job can weigh or take much less, so a page is read by its distance from it.
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import waitress

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>One form</title>
<style>body{font:17px/1.5 system-ui;margin:1rem}label,textarea,select,button{display:block;width:100%;margin:.5rem 0}</style>
<script type="module" src="/form.js"></script></head>
<body><h1>What did you notice?</h1><form>
<label for="issue">Issue</label><select id="issue" name="issue"><option>Safety</option><option>Housing</option></select>
<label for="note">Note</label><textarea id="note" name="note" rows="3"></textarea>
<button>Save</button></form><p role="status"></p></body></html>
"""
SCRIPT = """const open = new Promise((resolve, reject) => {
  const request = indexedDB.open('one-form', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('notes', { autoIncrement: true });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const db = await open;
const form = document.querySelector('form');
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const tx = db.transaction('notes', 'readwrite', { durability: 'strict' });
  tx.objectStore('notes').add(Object.fromEntries(new FormData(form)));
  tx.oncomplete = () => (document.querySelector('[role=status]').textContent = 'Saved on this phone');
});
document.documentElement.dataset.ready = 'yes';
navigator.serviceWorker.register('/worker.js');
"""
WORKER = """const FILES = ['/', '/form.js'];
self.addEventListener('install', (event) =>
  event.waitUntil(caches.open('1').then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => event.respondWith(caches.match(event.request).then((hit) => hit ?? fetch(event.request))));
"""
FILES = {
    "/": (PAGE, "text/html; charset=utf-8"),
    "/form.js": (SCRIPT, "text/javascript"),
    "/worker.js": (WORKER, "text/javascript"),
}

StartResponse = Callable[[str, list[tuple[str, str]]], object]


def application(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
    """Every file compressed, as ours are."""
    found = FILES.get(environ["PATH_INFO"])
    if found is None:
        start_response("404 Not Found", [("Content-Length", "0")])
        return [b""]
    text, kind = found
    body = gzip.compress(text.encode(), 9)
    headers = [("Content-Type", kind), ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]


@contextmanager
def reference_server() -> Iterator[int]:
    """Serve the reference by waitress, as ours is; gives the port."""
    server = waitress.create_server(application, host="127.0.0.1", port=0, threads=4, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server.effective_port
    finally:
        server.close()
        thread.join(5)

"""What a real browser seals with WebCrypto, this server opens: docs/sync.md means the same to both."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from fieldlog.domain.people import Person
from tests.support.browsers import Browsers
from tests.support.people import Agency
from tests.support.phone import Item, Phone

# By the letter of docs/sync.md, beside the field app's own code.
SEAL = """async ([edits, key]) => {
  const bytes = (text) => new TextEncoder().encode(text);
  const plain = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...new Uint8Array(part)]));
  const hex = (data) => [...new Uint8Array(data)].map((b) => b.toString(16).padStart(2, '0')).join('');
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const server = plain(key.public_key);
  const theirs = await crypto.subtle.importKey('raw', server, curve, false, []);
  const sealed = [];
  for (const edit of edits) {
    const own = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
    const point = await crypto.subtle.exportKey('raw', own.publicKey);
    const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256);
    const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
    const derivation = { name: 'HKDF', hash: 'SHA-256', salt: joined(point, server), info: bytes('fieldlog sealed1') };
    const aes = await crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = bytes(`${edit.edit_id}|${edit.author_id}`);
    const words = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, aes, bytes(edit.body));
    const body = btoa(String.fromCharCode(...joined(point, iv, words)));
    const body_sha256 = hex(await crypto.subtle.digest('SHA-256', bytes(body)));
    sealed.push({ ...edit, enc: 'sealed1', key_id: key.key_id, body, body_sha256 });
  }
  return sealed;
}"""
ASK = """async ([path, body]) => (await fetch(path, {
  method: body ? 'POST' : 'GET',
  headers: { 'X-Fieldlog': '1', 'Content-Type': 'application/json' },
  body: body ? JSON.stringify(body) : undefined,
})).json()"""


def test_what_webcrypto_seals_is_the_plain_edit(desk: Page, browsers: Browsers, leader: Person, agency: Agency) -> None:
    phone = Phone(leader, agency.unit)
    browsers.sign_in(desk, leader)
    desk.goto("/phones/")

    def post(items: list[Item]) -> list[Any]:
        results = desk.evaluate(ASK, ["/api/v1/sync", phone.request(items)])["results"]
        return [(result["status"], result["content_sha256"]) for result in results]

    key = desk.evaluate(ASK, ["/api/v1/me", None])["seal"]
    items = [*phone.outing(note="señal perdida — 🌧"), phone.promise(what="long " * 9_000)]
    sealed = desk.evaluate(SEAL, [items, key])
    assert all("señal" not in item["body"] for item in sealed)
    assert post(sealed) == [("ok", item["content_sha256"]) for item in items]
    assert post(items) == [("dup", item["content_sha256"]) for item in items]

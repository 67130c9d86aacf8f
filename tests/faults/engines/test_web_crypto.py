"""What a vault on the phone asks of WebCrypto is there in each engine, over plain http on this machine, and is right."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest

from tests.faults.line import Line
from tests.support.engines.browsers import Engine

# One side makes a key pair and hands out its public half as bytes; the other seals to it with a pair of its own.
SEAL = """async () => {
  const { subtle } = crypto;
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const words = (text) => new TextEncoder().encode(text);
  const pair = () => subtle.generateKey(curve, true, ['deriveBits']);
  const raw = async ({ publicKey }) => new Uint8Array(await subtle.exportKey('raw', publicKey));
  const key = async (own, other) => {
    const publicKey = await subtle.importKey('raw', other, curve, true, []);
    const shared = await subtle.deriveBits({ name: 'ECDH', public: publicKey }, own.privateKey, 256);
    const secret = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
    const how = { name: 'HKDF', hash: 'SHA-256', salt: words('salt'), info: words('fieldlog') };
    return subtle.deriveKey(how, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  };
  const [office, once] = [await pair(), await pair()];
  const [publicOffice, publicOnce] = [await raw(office), await raw(once)];
  const gcm = { name: 'AES-GCM', iv: crypto.getRandomValues(new Uint8Array(12)), additionalData: words('edit 1') };
  const sealed = await subtle.encrypt(gcm, await key(once, publicOffice), words('grandmother reads to them'));
  const opened = await subtle.decrypt(gcm, await key(office, publicOnce), sealed);
  const moved = { ...gcm, additionalData: words('edit 2') };
  const refused = await subtle.decrypt(moved, await key(office, publicOnce), sealed).catch(({ name }) => name);
  return {
    secure: isSecureContext, first: publicOffice[0], length: publicOffice.length, sealed: sealed.byteLength,
    opened: new TextDecoder().decode(opened), refused,
  };
}"""
DERIVE = """async ({ pin, salt, iterations }) => {
  const { subtle } = crypto;
  const bytes = (text) => new TextEncoder().encode(text);
  const hex = (buffer) => [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, '0')).join('');
  const secret = await subtle.importKey('raw', bytes(pin), 'PBKDF2', false, ['deriveBits', 'deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(salt), iterations };
  const key = await subtle.deriveKey(how, secret, { name: 'AES-GCM', length: 256 }, true, ['encrypt']);
  const stretched = await subtle.importKey('raw', await subtle.deriveBits(how, secret, 256), 'HKDF', false, ['deriveBits']);
  const drawn = await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: bytes(salt), info: bytes('') }, stretched, 256);
  return { key: hex(await subtle.exportKey('raw', key)), drawn: hex(drawn) };
}"""
ITERATIONS = 600_000


@pytest.fixture(params=["webkit", "firefox"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(request.param)
    return found


def test_sealing_and_stretching(line: Line) -> None:
    page = line.browsers.phone()
    page.goto(line.proxy.url.replace("127.0.0.1", "localhost") + "/sign-in")
    words = "grandmother reads to them"
    assert page.evaluate(SEAL) == {
        "secure": True,
        "first": 4,  # an uncompressed point
        "length": 65,
        "sealed": len(words) + 16,
        "opened": words,
        "refused": "OperationError",
    }
    asked: dict[str, Any] = {"pin": "4711", "salt": "of this phone", "iterations": ITERATIONS}
    key = hashlib.pbkdf2_hmac("sha256", b"4711", b"of this phone", ITERATIONS)
    assert page.evaluate(DERIVE, asked) == {"key": key.hex(), "drawn": hkdf(key, b"of this phone").hex()}


def hkdf(secret: bytes, salt: bytes) -> bytes:
    """The first 32 bytes of RFC 5869 with SHA-256 and no info."""
    drawn = hmac.digest(salt, secret, "sha256")
    return hmac.digest(drawn, b"\x01", "sha256")

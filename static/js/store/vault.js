// A screen lock that can never lose an entry. Behind a PIN every edit is kept twice: sealed to the office's public
// key, which is what sync sends, PIN or no PIN; and a copy to read, locked with a key that only the PIN opens.
// Formats: docs/sync.md (sealed1) and docs/adr/0043.
import { sha256 } from '../core/entry.js';
import { STRICT } from './store.js';

const ROUNDS = 600_000; // of PBKDF2-SHA256, as OWASP asks in 2023; a second or so on an old phone
const FREE_TRIES = 3;
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 15 * 60_000;

const { subtle } = globalThis.crypto ?? {};
const bytes = (text) => new TextEncoder().encode(text);
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...new Uint8Array(part)]));

/** Plain http has no WebCrypto: then there is no lock to offer. */
export const canLock = () => Boolean(subtle);

/** Milliseconds to wait before the next try, after `wrong` PINs in a row; never more than a quarter of an hour. */
export function waitAfter(wrong) {
  return wrong < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (wrong - FREE_TRIES));
}

/** The key that a PIN opens; it stays in memory, and goes with the page. */
export class Vault {
  constructor(key, office) {
    Object.assign(this, { key, office });
    this.words = new Map(); // what has been unlocked: an edit never changes
  }

  /** A new one. `office` is `{key_id, public_key}` of the server's `me`. */
  static async make(office) {
    return new Vault(await subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']), office);
  }

  /** Open the one that `lock` holds; null when the PIN is wrong. */
  static async open(lock, pin, office) {
    const { iv, wrapped } = lock;
    const uses = ['encrypt', 'decrypt'];
    const params = [{ name: 'AES-GCM', iv }, { name: 'AES-GCM' }, true, uses];
    const key = await subtle.unwrapKey('raw', wrapped, await pinKey(pin, lock), ...params).catch(() => null);
    return key && new Vault(key, office);
  }

  /** What is kept of the key: wrapped by the PIN. */
  async lockedBy(pin) {
    const lock = { salt: random(16), rounds: ROUNDS, iv: random(12) };
    const wrapped = await subtle.wrapKey('raw', this.key, await pinKey(pin, lock), { name: 'AES-GCM', iv: lock.iv });
    return { ...lock, wrapped };
  }

  /** A record as it is kept: sealed for the office beside a locked copy of the words. */
  async hidden(record) {
    const { edit, answer, locked } = record;
    if (locked) return record;
    if (edit) return { ...record, edit: await this.seal(edit), locked: await this.hide(edit.body) };
    const { id, entry_id, at } = answer;
    return { ...record, answer: { id, entry_id, at }, locked: await this.hide(answer) };
  }

  /** A record as it is read. */
  async shown(record) {
    const { locked, edit, ...rest } = record;
    if (!locked) return record;
    const id = record.edit_id ?? record.id;
    const words = this.words.get(id) ?? (await this.show(locked));
    this.words.set(id, words);
    if (!edit) return { ...rest, answer: words };
    return { ...rest, edit: { ...edit, enc: 'plain', key_id: null, body: words, body_sha256: edit.content_sha256 } };
  }

  async hiddenDraft({ key, ...words }) {
    return { key, locked: await this.hide(words) };
  }

  async shownDraft(draft) {
    return draft.locked ? { key: draft.key, ...(await this.show(draft.locked)) } : draft;
  }

  /** Any value that JSON can hold, as bytes that only this key reads. */
  async hide(value) {
    const iv = random(12);
    return joined(iv, await subtle.encrypt({ name: 'AES-GCM', iv }, this.key, bytes(JSON.stringify(value))));
  }

  async show(hidden) {
    const plain = await subtle.decrypt({ name: 'AES-GCM', iv: hidden.slice(0, 12) }, this.key, hidden.slice(12));
    return JSON.parse(new TextDecoder().decode(plain));
  }

  /** A plain edit as it is sent from behind the lock: `enc: sealed1`, readable by the office only. */
  async seal(edit) {
    const office = Uint8Array.from(atob(this.office.public_key), (char) => char.charCodeAt(0));
    const curve = { name: 'ECDH', namedCurve: 'P-256' };
    const once = await subtle.generateKey(curve, false, ['deriveBits']);
    const theirs = await subtle.importKey('raw', office, curve, false, []);
    const secret = await subtle.deriveBits({ name: 'ECDH', public: theirs }, once.privateKey, 256);
    const mine = await subtle.exportKey('raw', once.publicKey);
    const key = await subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: joined(mine, office), info: bytes('fieldlog sealed1') },
      await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']),
      { name: 'AES-GCM', length: 256 },
      false,
      ['encrypt'],
    );
    const iv = random(12);
    const additionalData = bytes(`${edit.edit_id}|${edit.author_id}`);
    const sealed = joined(mine, iv, await subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, bytes(edit.body)));
    const body = btoa(Array.from(sealed, (byte) => String.fromCharCode(byte)).join(''));
    return { ...edit, enc: 'sealed1', key_id: this.office.key_id, body, body_sha256: await sha256(body) };
  }
}

/**
 * Put everything that `store` holds behind `vault`, or with null in the clear, and `lock` with it: all or nothing.
 * Only the form of the words changes. To be run while no sync is on.
 */
export async function relock(store, vault, lock) {
  const { records, answers } = await store.everything();
  const drafts = await store.drafts();
  store.vault = vault;
  const forms = await store.hidden([...records, ...answers.map((answer) => ({ id: answer.id, answer }))]);
  const notes = vault ? await Promise.all(drafts.map((draft) => vault.hiddenDraft(draft))) : drafts;
  await store.db.use(async (db) => {
    const tx = db.transaction(['edits', 'pulled', 'drafts', 'meta'], 'readwrite', STRICT);
    for (const { edit_id, id, edit, answer, locked } of forms) {
      const place = tx.objectStore(edit_id ? 'edits' : 'pulled');
      const { locked: _, ...now } = await place.get(edit_id ?? id);
      await place.put({ ...now, ...(edit ? { edit } : { answer }), ...(locked && { locked }) });
    }
    for (const note of notes) await tx.objectStore('drafts').put(note);
    await tx.objectStore('meta').put(lock, 'lock');
    await tx.done;
  });
  store.lock = lock;
}

async function pinKey(pin, { salt, rounds }) {
  const typed = await subtle.importKey('raw', bytes(pin), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
  return subtle.deriveKey(how, typed, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey']);
}

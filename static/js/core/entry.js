// An entry, the edits that make it, and the ids they carry. An edit is one saved version of one entry: whole,
// immutable, named on the phone. Entries are a projection of their edits: nothing else is stored about them.
import { utc } from './i18n.js';

export const SCHEMA_V = 1;
const WORST_FIRST = ['needs_fix', 'not_yours', 'held', 'queued', 'acked'];

/** A UUIDv7: sorts by the time it was made. `now` in milliseconds since 1970. */
export function newId(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Random, so that equal notes do not have equal hashes. */
export function newNonce() {
  return toHex(crypto.getRandomValues(new Uint8Array(12)));
}

export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Lowercase hex SHA-256 of the UTF-8 bytes of `text`. Plain http has no crypto.subtle: there a vendored one steps in. */
export async function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  if (globalThis.crypto?.subtle) return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  const noble = await import('../../vendor/noble-hashes@2.4.0/sha2.js');
  return toHex(noble.sha256(bytes));
}

/**
 * A new edit of `entryId`. `bases` are the ids of the versions it follows: none for a new entry,
 * two where it settles a fork. `device_seq` is given by the store when it is saved.
 */
export async function makeEdit({ entryId, type, kind = 'save', bases = [], body, author, device, now = new Date() }) {
  const text = JSON.stringify({ ...body, nonce: newNonce() });
  const hash = await sha256(text);
  return {
    edit_id: newId(now.getTime()),
    entry_id: entryId,
    entry_type: type,
    kind,
    base_edit_ids: bases,
    author_id: author,
    device_id: device,
    occurred_at: utc(now),
    occurred_offset: -now.getTimezoneOffset(),
    schema_v: SCHEMA_V,
    enc: 'plain',
    key_id: null,
    body: text,
    body_sha256: hash,
    content_sha256: hash,
  };
}

/**
 * All entries that the records make. A record is `{edit, state, at, code}`; a superseded one is left out.
 * An entry is `{id, type, heads, body, removed, state, record}`: more than one head is a fork, and the
 * last one made stands for it until a person chooses.
 */
export function project(records) {
  const byEntry = new Map();
  for (const record of records) {
    if (record.state === 'superseded') continue;
    const list = byEntry.get(record.edit.entry_id) ?? [];
    list.push(record);
    byEntry.set(record.edit.entry_id, list);
  }
  return new Map([...byEntry].map(([id, list]) => [id, entryOf(id, list)]));
}

function entryOf(id, records) {
  const followed = new Set(records.flatMap((record) => record.edit.base_edit_ids));
  const heads = records.filter((record) => !followed.has(record.edit.edit_id)).sort(byMaking);
  const record = heads.at(-1) ?? records.at(-1);
  const states = records.map((one) => one.state);
  return {
    id,
    type: record.edit.entry_type,
    heads,
    record,
    body: bodyOf(record.edit),
    sealed: record.edit.enc === 'sealed1', // behind a PIN that is not given, or forgotten: it counts, and can't be shown
    removed: heads.length === 1 && record.edit.kind === 'retract',
    state: WORST_FIRST.find((state) => states.includes(state)),
    trouble: records.find((one) => one.state === 'needs_fix' || one.state === 'not_yours'),
  };
}

/** The words of an edit; an unreadable body is shown as an empty entry, never as a dead app. */
export function bodyOf(edit) {
  try {
    return JSON.parse(edit.body);
  } catch {
    return {};
  }
}

function byMaking(a, b) {
  return a.edit.edit_id < b.edit.edit_id ? -1 : 1;
}

/**
 * What a new version of `entry` follows, and what it replaces on the phone: a version that the server
 * could not take was never stored there, so the next one follows what that one followed.
 */
export function following(entry) {
  if (!entry) return { bases: [], supersedes: [] };
  const refused = entry.heads.filter((head) => head.state === 'needs_fix');
  const bases = entry.heads.flatMap((head) => (refused.includes(head) ? head.edit.base_edit_ids : [head.edit.edit_id]));
  return { bases: [...new Set(bases)], supersedes: refused.map((head) => head.edit.edit_id) };
}

/** The living entries of one type, oldest first. */
export function livingOf(entries, type) {
  return [...entries.values()].filter((entry) => entry.type === type && !entry.removed && !entry.sealed).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** How many entries are not yet sent, how many need a person, and when the oldest was saved. */
export function unsent(entries) {
  const all = [...entries.values()];
  const waiting = all.filter((entry) => entry.state === 'queued');
  const times = waiting.flatMap((entry) => entry.heads.filter((head) => head.state === 'queued').map((head) => head.edit.occurred_at));
  return {
    waiting: waiting.length,
    stuck: all.filter((entry) => entry.trouble),
    held: all.filter((entry) => entry.state === 'held').length,
    oldest: times.sort()[0] ?? null,
  };
}

// How entries leave a phone: by age, for room, when it is lost, when its PIN is forgotten, or by their author's own
// choice. What the office does not have yet is only ever taken by the last.
import { STRICT } from './store.js';

const A_DAY = 24 * 3600 * 1000;

/** Take away what the office has and what nobody touched for `days`; an entry goes whole or not at all. */
export async function forget(store, days) {
  const before = Date.now() - days * A_DAY;
  await store.db.use(async (db) => {
    const tx = db.transaction(['edits', 'pulled'], 'readwrite', STRICT);
    const [edits, pulled] = await Promise.all([tx.objectStore('edits').getAll(), tx.objectStore('pulled').getAll()]);
    const entry = ({ edit, answer }) => (edit ?? answer).entry_id;
    const fresh = ({ edit, answer }) => Date.parse(edit?.occurred_at ?? answer.at) >= before;
    const stays = new Set([...edits, ...pulled.filter(fresh)].map(entry));
    for (const one of pulled) if (!stays.has(entry(one))) await tx.objectStore('pulled').delete(one.id);
    await tx.done;
  });
}

/** The phone was signed out from elsewhere: what the office has is gone from it, and what waits stays. */
export function dropSent(store) {
  return clear(store, (record) => (['acked', 'superseded'].includes(record.state) ? null : record));
}

/**
 * The PIN is forgotten: nothing can be read any more, so only the sealed copies stay. What waits can still be
 * sent, and what no backup holds yet can be sent once more; everything comes back to read with the next sign-in.
 */
export function keepSealed(store) {
  const stays = ({ state }) => ['queued', 'acked', 'held'].includes(state); // of the others the office has the words
  return clear(store, ({ locked: _, ...record }) => (stays(record) ? record : null), ['drafts']);
}

async function clear(store, change, more = []) {
  await store.db.use(async (db) => {
    const tx = db.transaction(['edits', 'pulled', 'drafts', 'meta'], 'readwrite', STRICT);
    for await (const cursor of tx.objectStore('edits')) {
      const record = change(cursor.value);
      await (record ? cursor.update(record) : cursor.delete());
    }
    for (const name of ['pulled', ...more]) await tx.objectStore(name).clear();
    const meta = tx.objectStore('meta');
    if (more.length) await meta.delete('lock');
    await Promise.all([meta.delete('me'), meta.put(0, 'cursor')]); // all of it is asked for again
    await tx.done;
  });
}

/** Take these versions away; what they were, so that it can be undone. */
export function take(store, ids) {
  return store.db.use(async (db) => {
    const tx = db.transaction('edits', 'readwrite', STRICT);
    const records = await Promise.all(ids.map((id) => tx.store.get(id)));
    for (const id of ids) await tx.store.delete(id);
    await tx.done;
    return records;
  });
}

export async function putBack(store, records) {
  await store.db.use(async (db) => {
    const tx = db.transaction('edits', 'readwrite', STRICT);
    for (const record of records) await tx.store.put(record);
    await tx.done;
  });
}

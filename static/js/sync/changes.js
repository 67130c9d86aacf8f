// What an answer changes on the phone: acks, what was pulled, and what a restored server lacks.
import { STRICT } from '../store/store.js';

/** Where sync stands: epoch, cursor, whether `have` is due, the last device_seq. */
export async function standing(store) {
  const keys = ['epoch', 'cursor', 'check', 'device_seq', 'all_sent_at'];
  const values = await store.db.use((db) => Promise.all(keys.map((key) => db.get('meta', key))));
  return Object.fromEntries(keys.map((key, i) => [key, values[i] ?? null]));
}

/**
 * Apply a judged reply. A new epoch means that the server was restored: nothing else of that reply is
 * believed about the past, the cursor goes back to 0, and `have` is due. Returns `{renewed, again}`: again where there
 * is more to ask for.
 */
export async function apply(store, { verdicts, reply, standing: { epoch, cursor }, at }) {
  const renewed = epoch !== null && reply.epoch !== epoch;
  // What comes while the PIN is not given could not be hidden: it is asked for again later.
  const pulls = !renewed && !store.locked;
  const changes = pulls ? await store.hidden((reply.changes ?? []).map(recordOf)) : [];
  let next = renewed ? 0 : pulls ? reply.cursor : (cursor ?? 0);
  await store.db.use(async (db) => {
    const tx = db.transaction(['edits', 'pulled', 'meta'], 'readwrite', STRICT);
    const edits = tx.objectStore('edits');
    if (renewed) for await (const cursor of edits) await cursor.update({ ...cursor.value, rev: null });
    for (const { edit_id, state, rev, code } of verdicts) {
      const record = await edits.get(edit_id);
      if (record?.state === 'queued') await edits.put({ ...record, state, rev, code, at });
      if (record && unreadable(record)) next = 0; // it can be read here again once it has come back
    }
    for (const change of changes) await keep(tx, change);
    await prune(tx, renewed ? 0 : (reply.backed_up_rev ?? 0));
    const meta = tx.objectStore('meta');
    await meta.put(reply.epoch, 'epoch');
    await meta.put(next, 'cursor');
    if (renewed) await meta.put(true, 'check');
    if (!(await edits.index('state').count('queued'))) await meta.put(at, 'all_sent_at');
    await tx.done;
  });
  return { renewed, again: renewed || (pulls && next < reply.cursor) };
}

const recordOf = ({ rev, kind, edit, answer }) =>
  kind === 'answer' ? { id: answer.id, rev, answer } : { id: edit.edit_id, rev, edit, state: 'acked', at: null };

/** Its PIN was forgotten: only the sealed copy is left. */
const unreadable = ({ edit, locked }) => edit.enc === 'sealed1' && !locked;

/** An edit, and behind a PIN its words, as one place hands it to the next. */
const words = ({ edit, locked }) => (locked ? { edit, locked } : { edit });

/** The ids that the server should have: everything acked here, and everything of ours that came from it. */
export async function known(store) {
  const [acked, held, pulled] = await store.db.use((db) =>
    Promise.all([...['acked', 'held'].map((state) => db.getAllKeysFromIndex('edits', 'state', state)), db.getAll('pulled')]),
  );
  return [...acked, ...held, ...pulled.filter((one) => one.edit).map((one) => one.id)];
}

/** The server has lost these: queue them again. */
export async function requeue(store, missing) {
  await store.db.use(async (db) => {
    const tx = db.transaction(['edits', 'pulled'], 'readwrite', STRICT);
    const edits = tx.objectStore('edits');
    const pulled = tx.objectStore('pulled');
    for (const id of missing) {
      const record = (await edits.get(id)) ?? (await pulled.get(id));
      if (!record?.edit) continue;
      await edits.put({ edit_id: id, ...words(record), state: 'queued', rev: null, at: null, code: null });
      await pulled.delete(id);
    }
    await tx.done;
  });
}

async function keep(tx, record) {
  const pulled = tx.objectStore('pulled');
  const { id, rev, edit } = record;
  if (!edit) return pulled.put(record);
  const edits = tx.objectStore('edits');
  const own = await edits.get(id);
  // Our own edit coming back is no ack: that needs the echo of its hash. One that was held or set aside and
  // comes back was let in by the office: it goes once more, and hears "dup".
  const letIn = ['held', 'needs_fix', 'not_yours'].includes(own?.state) && edit.content_sha256 === own.edit.content_sha256;
  if (letIn) return edits.put({ ...own, state: 'queued', code: null });
  if (own) return own.state === 'acked' ? edits.put({ ...own, rev, ...(unreadable(own) && words(record)) }) : undefined;
  const before = await pulled.get(id);
  return pulled.put({ ...record, at: before?.at ?? null });
}

/** What is safe in the server's own backup moves out of the queue's way; it stays readable here. */
async function prune(tx, backedUp) {
  const edits = tx.objectStore('edits');
  for (const record of await edits.index('state').getAll('acked')) {
    const { edit_id, rev, at } = record;
    if (rev === null || rev > backedUp) continue;
    if (!unreadable(record)) await tx.objectStore('pulled').put({ id: edit_id, rev, ...words(record), state: 'acked', at });
    await edits.delete(edit_id);
  }
}

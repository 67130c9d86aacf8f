// What a sync reply changes on the phone, each reply in one transaction.

const STRICT = { durability: 'strict' };

/** Where sync stands: epoch, cursor, whether `have` is due, the last device_seq. */
export async function standing(store) {
  const keys = ['epoch', 'cursor', 'check', 'device_seq', 'all_sent_at'];
  const values = await store.db.use((db) => Promise.all(keys.map((key) => db.get('meta', key))));
  return Object.fromEntries(keys.map((key, i) => [key, values[i] ?? null]));
}

/**
 * Apply a judged reply. A new epoch means that the server was restored: nothing else of that reply is
 * believed about the past, the cursor goes back to 0, and `have` is due.
 */
export async function apply(store, { verdicts, reply, epoch, at }) {
  const renewed = epoch !== null && reply.epoch !== epoch;
  await store.db.use(async (db) => {
    const tx = db.transaction(['edits', 'pulled', 'meta'], 'readwrite', STRICT);
    const edits = tx.objectStore('edits');
    if (renewed) for await (const cursor of edits) await cursor.update({ ...cursor.value, rev: null });
    for (const { edit_id, state, rev, code } of verdicts) {
      const record = await edits.get(edit_id);
      if (record?.state === 'queued') await edits.put({ ...record, state, rev, code, at });
    }
    if (!renewed) for (const change of reply.changes ?? []) await keep(tx, change);
    await prune(tx, renewed ? 0 : (reply.backed_up_rev ?? 0));
    const meta = tx.objectStore('meta');
    await meta.put(reply.epoch, 'epoch');
    await meta.put(renewed ? 0 : reply.cursor, 'cursor');
    if (renewed) await meta.put(true, 'check');
    if (!(await edits.index('state').count('queued'))) await meta.put(at, 'all_sent_at');
    await tx.done;
  });
  return renewed;
}

/** The ids that the server should have: everything acked here, and everything of ours that came from it. */
export async function known(store) {
  const [acked, pulled] = await store.db.use((db) =>
    Promise.all([db.getAllKeysFromIndex('edits', 'state', 'acked'), db.getAll('pulled')]),
  );
  return [...acked, ...pulled.filter((one) => one.edit).map((one) => one.id)];
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
      await edits.put({ edit_id: id, edit: record.edit, state: 'queued', rev: null, at: null, code: null });
      await pulled.delete(id);
    }
    await tx.done;
  });
}

async function keep(tx, { rev, kind, edit, answer }) {
  const pulled = tx.objectStore('pulled');
  if (kind === 'answer') return pulled.put({ id: answer.id, rev, answer });
  const edits = tx.objectStore('edits');
  const own = await edits.get(edit.edit_id);
  // Our own edit coming back is no ack: that needs the echo of its hash. One that was held and comes
  // back was let in by the office: it goes once more, and hears "dup".
  if (own?.state === 'held') return edits.put({ ...own, state: 'queued', code: null });
  if (own) return own.state === 'acked' ? edits.put({ ...own, rev }) : undefined;
  const before = await pulled.get(edit.edit_id);
  return pulled.put({ id: edit.edit_id, rev, edit, state: 'acked', at: before?.at ?? null });
}

/** What is safe in the server's own backup moves out of the queue's way; it stays readable here. */
async function prune(tx, backedUp) {
  const edits = tx.objectStore('edits');
  for (const record of await edits.index('state').getAll('acked')) {
    if (record.rev === null || record.rev > backedUp) continue;
    await tx.objectStore('pulled').put({ id: record.edit_id, rev: record.rev, edit: record.edit, state: 'acked', at: record.at });
    await edits.delete(record.edit_id);
  }
}

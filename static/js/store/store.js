// What the phone keeps: one database per person, and a small one for the phone itself. Nothing here trusts a write
// before it is done. Behind a PIN (store/vault.js) the words of a record are in `locked`, and its `edit` is sealed.
import { newId } from '../core/entry.js';
import { Database } from './database.js';

export const STRICT = { durability: 'strict' };

export class Device {
  constructor(hooks) {
    this.db = new Database('fieldlog-device', 1, (db) => db.createObjectStore('meta'), hooks);
  }

  get(key) {
    return this.db.use((db) => db.get('meta', key));
  }

  set(key, value) {
    return this.db.use((db) => db.put('meta', value, key));
  }

  /** This phone's own id, made once. */
  async id() {
    return this.db.use(async (db) => {
      const tx = db.transaction('meta', 'readwrite');
      const id = (await tx.store.get('device_id')) ?? newId();
      await tx.store.put(id, 'device_id');
      await tx.done;
      return id;
    });
  }

  /** Remember who is here, and that this person has entries on this phone. */
  async welcome(person) {
    const people = (await this.get('people')) ?? [];
    if (!people.includes(person)) await this.set('people', [...people, person]);
    await this.set('here', person);
  }
}

/** The browser said yes and then did not keep it. */
export class NotKept extends Error {}

/** Another tab has set a PIN since this one was opened. */
export class Locked extends Error {}

export class Store {
  constructor(person, hooks) {
    this.person = person;
    this.vault = null;
    this.lock = null; // what is kept of the PIN; with it and without the vault, nothing can be read
    this.db = new Database(`fieldlog-${person}`, 1, makeStores, hooks);
  }

  get locked() {
    return Boolean(this.lock && !this.vault);
  }

  /**
   * Save edits and drop the draft they came from, in one transaction that is on disk when this returns.
   * `supersedes` are edits that the server refused and that these stand in for.
   */
  async save(edits, { draft = null, supersedes = [] } = {}) {
    const records = await this.hidden(edits.map(newRecord));
    await this.db.use(async (db) => {
      const tx = db.transaction(['edits', 'drafts', 'meta'], 'readwrite', STRICT);
      const failed = tx.done.catch((error) => error); // settled below; a put may "succeed" and the transaction still abort
      try {
        if (!this.vault && (await tx.objectStore('meta').get('lock'))) throw new Locked();
        await putEdits(tx, records, supersedes);
        if (draft) await tx.objectStore('drafts').delete(draft);
      } catch (error) {
        abort(tx);
        await failed;
        throw error;
      }
      await tx.done;
    });
    const kept = await this.db.use((db) => Promise.all(edits.map((edit) => db.get('edits', edit.edit_id))));
    if (kept.some((record, i) => record?.edit.body !== records[i].edit.body)) throw new NotKept();
  }

  async putDraft(draft) {
    const kept = this.vault ? await this.vault.hiddenDraft(draft) : draft;
    return this.db.use((db) => db.put('drafts', kept));
  }

  dropDraft(key) {
    return this.db.use((db) => db.delete('drafts', key));
  }

  async draft(key) {
    const kept = await this.db.use((db) => db.get('drafts', key));
    return kept && this.vault ? this.vault.shownDraft(kept) : kept;
  }

  async drafts() {
    const kept = await this.db.use((db) => db.getAll('drafts'));
    return this.vault ? Promise.all(kept.map((draft) => this.vault.shownDraft(draft))) : kept.filter((draft) => !draft.locked);
  }

  /** Every version known here, `{edit, state, …}`, and the office's answers. */
  async everything() {
    const [edits, pulled] = await this.db.use((db) => {
      const tx = db.transaction(['edits', 'pulled']); // one look: what moves between them is seen once
      return Promise.all([tx.objectStore('edits').getAll(), tx.objectStore('pulled').getAll()]);
    });
    const records = await this.shown([...edits, ...pulled]);
    return { records: records.filter((one) => one.edit), answers: records.filter((one) => one.answer).map((one) => one.answer) };
  }

  /** The queued edits in the order in which they were saved, as they are sent. */
  async queued() {
    const records = await this.db.use((db) => db.getAllFromIndex('edits', 'state', 'queued'));
    return records.map((record) => record.edit).sort((a, b) => a.device_seq - b.device_seq);
  }

  meta(key) {
    return this.db.use((db) => db.get('meta', key));
  }

  setMeta(key, value) {
    return this.db.use((db) => db.put('meta', value, key));
  }

  /** Records as they are kept. */
  async hidden(records) {
    return this.vault ? Promise.all(records.map((record) => this.vault.hidden(record))) : records;
  }

  /** Records as they are read; while the PIN is not given, as they are kept. */
  async shown(records) {
    return this.vault ? Promise.all(records.map((record) => this.vault.shown(record))) : records;
  }
}

const newRecord = (edit) => ({ edit_id: edit.edit_id, state: 'queued', edit, rev: null, at: null, code: null });

function makeStores(db, from) {
  if (from < 1) {
    db.createObjectStore('drafts', { keyPath: 'key' });
    db.createObjectStore('edits', { keyPath: 'edit_id' }).createIndex('state', 'state');
    db.createObjectStore('pulled', { keyPath: 'id' });
    db.createObjectStore('meta');
  }
}

/** All or nothing also where the error did not come from the database. */
function abort(tx) {
  try {
    tx.abort();
  } catch {
    // it is over already
  }
}

async function putEdits(tx, records, supersedes) {
  const store = tx.objectStore('edits');
  let seq = (await tx.objectStore('meta').get('device_seq')) ?? 0;
  for (const record of records) {
    if (await store.getKey(record.edit_id)) continue; // the second run after a lost connection
    record.edit.device_seq = ++seq;
    await store.add(record);
  }
  for (const id of supersedes) {
    const old = await store.get(id);
    if (old?.state === 'needs_fix') await store.put({ ...old, state: 'superseded' });
  }
  await tx.objectStore('meta').put(seq, 'device_seq');
}

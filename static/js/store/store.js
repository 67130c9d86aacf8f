// What the phone keeps: one database per person, and a small one for the phone itself. A database may hang, be
// blocked by an old tab, or be taken away in the background; nothing here trusts a write before it is done.
import { openDB } from '../../vendor/idb@8.0.4/index.js';
import { newId } from '../core/entry.js';

const PATIENCE = 5000;
export const STRICT = { durability: 'strict' };

/** Storage did not answer; another tab may hold an older version. */
export class StorageBlocked extends Error {}

/**
 * A database that is opened when needed and opened again when its connection was killed.
 * `upgrade` makes the stores. `onBlocked` is told when it hangs, `onOpen` when it then opens after all.
 */
export class Database {
  constructor(name, version, upgrade, { onBlocked = () => {}, onOpen = () => {} } = {}) {
    Object.assign(this, { name, version, upgrade, onBlocked, onOpen });
    this.opening = null;
  }

  /** Run `work(db)`; once more if the connection turns out to be dead. Work must bear being run twice. */
  async use(work) {
    try {
      return await work(await this.open());
    } catch (error) {
      if (error?.name !== 'InvalidStateError' && error?.name !== 'UnknownError') throw error;
      this.opening = null;
      return work(await this.open());
    }
  }

  async open() {
    this.opening ??= this.start();
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new StorageBlocked(this.name)), PATIENCE);
    });
    try {
      return await Promise.race([this.opening, late]);
    } catch (error) {
      if (error instanceof StorageBlocked) {
        this.onBlocked();
        this.opening?.then(this.onOpen, () => {});
      } else this.opening = null;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async start() {
    const forget = () => (this.opening = null);
    return openDB(this.name, this.version, {
      upgrade: this.upgrade,
      // A newer version waits in another tab: let go at once, so that it never hangs on us.
      blocking: (_from, _to, event) => {
        event.target.close();
        forget();
      },
      terminated: forget,
    });
  }
}

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

export class Store {
  constructor(person, hooks) {
    this.person = person;
    this.db = new Database(`fieldlog-${person}`, 1, makeStores, hooks);
  }

  /**
   * Save edits and drop the draft they came from, in one transaction that is on disk when this returns.
   * `supersedes` are edits that the server refused and that these stand in for.
   */
  async save(edits, { draft = null, supersedes = [] } = {}) {
    await this.db.use(async (db) => {
      const tx = db.transaction(['edits', 'drafts', 'meta'], 'readwrite', STRICT);
      const failed = tx.done.catch((error) => error); // settled below; a put may "succeed" and the transaction still abort
      try {
        await putEdits(tx, edits, supersedes);
        if (draft) await tx.objectStore('drafts').delete(draft);
      } catch (error) {
        abort(tx);
        await failed;
        throw error;
      }
      await tx.done;
    });
    const kept = await this.db.use((db) => Promise.all(edits.map((edit) => db.get('edits', edit.edit_id))));
    if (kept.some((record, i) => record?.edit.body !== edits[i].body)) throw new NotKept();
  }

  putDraft(draft) {
    return this.db.use((db) => db.put('drafts', draft));
  }

  dropDraft(key) {
    return this.db.use((db) => db.delete('drafts', key));
  }

  draft(key) {
    return this.db.use((db) => db.get('drafts', key));
  }

  drafts() {
    return this.db.use((db) => db.getAll('drafts'));
  }

  /** Every version known here, `{edit, state, …}`, and the office's answers. */
  async everything() {
    const [edits, pulled] = await this.db.use((db) => {
      const tx = db.transaction(['edits', 'pulled']); // one look: what moves between them is seen once
      return Promise.all([tx.objectStore('edits').getAll(), tx.objectStore('pulled').getAll()]);
    });
    return {
      records: [...edits, ...pulled.filter((one) => one.edit)],
      answers: pulled.filter((one) => one.answer).map((one) => one.answer),
    };
  }

  /** The queued edits in the order in which they were saved. */
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
}

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

async function putEdits(tx, edits, supersedes) {
  const store = tx.objectStore('edits');
  let seq = (await tx.objectStore('meta').get('device_seq')) ?? 0;
  for (const edit of edits) {
    if (await store.getKey(edit.edit_id)) continue; // the second run after a lost connection
    edit.device_seq = ++seq;
    await store.add({ edit_id: edit.edit_id, state: 'queued', edit, rev: null, at: null, code: null });
  }
  for (const id of supersedes) {
    const old = await store.get(id);
    if (old?.state === 'needs_fix') await store.put({ ...old, state: 'superseded' });
  }
  await tx.objectStore('meta').put(seq, 'device_seq');
}

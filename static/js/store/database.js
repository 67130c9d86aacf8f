// A database that may hang, be blocked by an old tab, or be taken away in the background.
import { openDB } from '../../vendor/idb@8.0.4/index.js';

const PATIENCE = 5000;

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

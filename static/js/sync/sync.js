// Sync is set union: send what is queued, take what is new, until there is neither. No DOM here.
import { utc } from '../core/i18n.js';
import { backOff, judge, nextBatch, retryAfter, trouble } from './answers.js';
import { apply, known, requeue, standing } from './changes.js';

const PROTO = 1;
const PATIENCE = 60_000;
const LOCK_PATIENCE = 50_000; // a frozen tab that holds the lock delays the others, it does not stop them
const MOST_IDS = 500;
const VERSION = import.meta.url.split('/static/')[1]?.split('/')[0] ?? ''; // the build this file came with

export class Sync {
  /** `onChange({busy, trouble}, changed)`: trouble is null when the last round went through, changed when entries did. */
  constructor({ store, device, onChange }) {
    Object.assign(this, { store, device, onChange });
    this.state = { busy: false, trouble: null };
    this.failures = 0;
    this.timer = null;
    this.running = null;
    this.again = false;
    this.told = false; // the server asked us to wait
  }

  /**
   * Something was saved, or the network may be back: go now, and where that fails soon again, since a phone says that
   * it is back before it is. Only a person's `pressed` goes against a server's wish to wait.
   */
  kick(pressed = false) {
    if (this.told && !pressed) return this.running;
    this.failures = 0;
    return this.go();
  }

  go() {
    clearTimeout(this.timer);
    this.told = false;
    if (this.running) this.again = true;
    else this.running = this.run().finally(() => (this.running = null));
    return this.running;
  }

  async run() {
    do {
      this.again = false;
      this.tell({ busy: true });
      const { wrong, wait } = await this.attempt();
      this.failures = wrong ? this.failures + 1 : 0;
      this.tell({ busy: false, trouble: wrong });
      this.told = wait > 0;
      if (wrong && (this.told || !this.again)) return this.later(backOff(this.failures, wait));
    } while (this.again);
  }

  later(seconds) {
    this.timer = setTimeout(() => this.go(), seconds * 1000);
  }

  async attempt() {
    try {
      return await this.alone(() => this.drain());
    } catch (error) {
      return { wrong: error instanceof Offline ? 'offline' : 'storage' };
    }
  }

  /** Do something of one's own while no round is on, in any tab. */
  alone(work) {
    return alone(`fieldlog-sync-${this.store.person}`, work);
  }

  /** Rounds until nothing is queued and nothing more is to come. */
  async drain() {
    for (;;) {
      const stands = await standing(this.store);
      const { epoch, cursor, check, device_seq } = stands;
      if (check) {
        const wrong = await this.compare();
        if (wrong) return wrong;
        continue;
      }
      const queued = await this.store.queued();
      const edits = nextBatch(queued);
      const answer = await call('/api/v1/sync', {
        proto: PROTO,
        user_id: this.store.person,
        device_id: this.device,
        app_version: VERSION,
        epoch,
        cursor: cursor ?? 0,
        max_device_seq: device_seq ?? 0,
        edits,
      });
      const wrong = this.refused(answer);
      if (wrong) return wrong;
      const verdicts = judge(answer.json.results ?? [], edits);
      const { renewed, again } = await apply(this.store, { verdicts, reply: answer.json, standing: stands, at: utc() });
      const skew = Date.now() - Date.parse(answer.json.server_time);
      this.tell({ skew }, verdicts.length > 0 || answer.json.changes?.length > 0 || renewed);
      // No verdict on anything sent: the server asks for it again, which must not become a storm.
      if (edits.length && !verdicts.length) return { wrong: 'server', wait: 0 };
      const more = answer.json.more && !this.store.locked;
      if (!again && !more && verdicts.length === queued.length) return {};
    }
  }

  /** Ask which of our ids the server lacks, and queue those again. */
  async compare() {
    const ids = await known(this.store);
    for (let i = 0; i < ids.length; i += MOST_IDS) {
      const answer = await call('/api/v1/have', { ids: ids.slice(i, i + MOST_IDS) });
      const wrong = this.refused(answer);
      if (wrong) return wrong;
      await requeue(this.store, answer.json.missing ?? []);
    }
    await this.store.setMeta('check', false);
    return null;
  }

  refused(answer) {
    const wrong = trouble(answer, this.store.person);
    return wrong && { wrong, wait: wrong === 'server' ? retryAfter(answer.retryAfter) : 0 };
  }

  tell(news, changed = false) {
    this.state = { ...this.state, ...news };
    this.onChange(this.state, changed);
  }
}

/** One tab at a time where the browser can; without, or past our patience, twice is harmless. */
async function alone(name, work) {
  if (!globalThis.navigator?.locks) return work();
  let held = false;
  try {
    return await navigator.locks.request(name, { signal: AbortSignal.timeout?.(LOCK_PATIENCE) }, () => {
      held = true;
      return work();
    });
  } catch (error) {
    if (held) throw error;
    return work();
  }
}

/** No answer at all: no network, or too slow a one. */
class Offline extends Error {}

/** POST json (compressed where the browser can) or GET; never follows a redirect, never uses a cache. */
async function call(path, payload) {
  const headers = { 'X-Fieldlog': '1', Accept: 'application/json' };
  const request = { headers, redirect: 'manual', cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout?.(PATIENCE) };
  if (payload) {
    request.method = 'POST';
    request.body = await packed(JSON.stringify(payload), headers);
  }
  const response = await fetch(path, request).catch((error) => {
    throw new Offline(error.message);
  });
  const json = await response.json().catch(() => null);
  const { status, type, redirected } = response;
  return { status, type, redirected, json, retryAfter: response.headers.get('Retry-After') };
}

async function packed(text, headers) {
  headers['Content-Type'] = 'application/json';
  if (text.length < 1024 || !globalThis.CompressionStream) return text;
  headers['Content-Encoding'] = 'gzip';
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(stream).blob();
}

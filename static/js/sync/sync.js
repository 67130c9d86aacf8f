// Sync is set union: send what is queued, take what is new, until there is neither. No DOM here.
// First how an answer is judged (pure), then what it changes on the phone, then when to ask.
import { utc } from '../core/i18n.js';
import { STRICT } from '../store/store.js';

const PROTO = 1;
const MOST_EDITS = 50;
const MOST_BYTES = 256 * 1024;
const LONGEST_WAIT = 5 * 60;

/** The oldest queued edits that fit into one request; one too large goes alone, so that it harms no other. */
export function nextBatch(edits) {
  const batch = [];
  let bytes = 4096; // the envelope, generously
  for (const edit of edits) {
    const size = new TextEncoder().encode(JSON.stringify(edit)).length;
    if (batch.length && (batch.length === MOST_EDITS || bytes + size > MOST_BYTES)) break;
    batch.push(edit);
    bytes += size;
  }
  return batch;
}

/**
 * Is this our server, answering this person? `answer` is `{status, type, redirected, json}`, json null when
 * it was none. Returns null when it is, else what is wrong: an answer that is not surely ours changes nothing.
 */
export function trouble(answer, person) {
  const { status, type, redirected, json } = answer;
  if (type === 'opaqueredirect' || redirected) return 'captive';
  if (json?.app !== 'fieldlog') return status >= 500 || status === 429 ? 'server' : 'captive';
  if (status === 401) return 'signed_out';
  if (json.error?.code === 'other_person') return 'other_person';
  if (status !== 200) return 'server';
  if (!json.user_id) return 'captive'; // somebody's copy of us: ours always says for whom it speaks
  if (json.user_id !== person) return 'other_person';
  return null;
}

/**
 * What a sync reply says about each edit sent: `{edit_id, state, rev, code}`. Only an `ok` or `dup` that
 * echoes our hash is an ack; a state is left out where the edit stays queued.
 */
export function judge(results, sent) {
  const ours = new Map(sent.map((edit) => [edit.edit_id, edit]));
  return results.flatMap(({ edit_id, status, content_sha256, rev, code }) => {
    const edit = ours.get(edit_id);
    if (!edit) return [];
    if (status === 'ok' || status === 'dup') {
      return content_sha256 === edit.content_sha256 ? [{ edit_id, state: 'acked', rev: rev ?? null, code: null }] : [];
    }
    if (status === 'held' || status === 'not_yours') return [{ edit_id, state: status, rev: null, code: code ?? status }];
    if (status === 'needs_fix' || status === 'clash') return [{ edit_id, state: 'needs_fix', rev: null, code: code ?? status }];
    return [];
  });
}

/** Seconds until the next try after `failures` in a row: doubled, capped, spread; never before the server's own word. */
export function backOff(failures, retryAfter = 0, random = Math.random()) {
  const wait = Math.min(LONGEST_WAIT, 2 ** Math.min(failures, 10));
  return Math.max(wait * (0.5 + random / 2), retryAfter);
}

/** The seconds of a Retry-After header, which is a number or a date. */
export function retryAfter(header, now = Date.now()) {
  if (!header) return 0;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 3600) : 0;
}

/** Where sync stands: epoch, cursor, whether `have` is due, the last device_seq. */
async function standing(store) {
  const keys = ['epoch', 'cursor', 'check', 'device_seq', 'all_sent_at'];
  const values = await store.db.use((db) => Promise.all(keys.map((key) => db.get('meta', key))));
  return Object.fromEntries(keys.map((key, i) => [key, values[i] ?? null]));
}

/**
 * Apply a judged reply. A new epoch means that the server was restored: nothing else of that reply is
 * believed about the past, the cursor goes back to 0, and `have` is due.
 */
async function apply(store, { verdicts, reply, epoch, at }) {
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
async function known(store) {
  const [acked, held, pulled] = await store.db.use((db) =>
    Promise.all([...['acked', 'held'].map((state) => db.getAllKeysFromIndex('edits', 'state', state)), db.getAll('pulled')]),
  );
  return [...acked, ...held, ...pulled.filter((one) => one.edit).map((one) => one.id)];
}

/** The server has lost these: queue them again. */
async function requeue(store, missing) {
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
  // Our own edit coming back is no ack: that needs the echo of its hash. One that was held or set aside and
  // comes back was let in by the office: it goes once more, and hears "dup".
  const letIn = ['held', 'needs_fix', 'not_yours'].includes(own?.state) && edit.content_sha256 === own.edit.content_sha256;
  if (letIn) return edits.put({ ...own, state: 'queued', code: null });
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

  /** Something was saved, or the network may be back: go now. Only a person's `pressed` goes against a server's wish to wait. */
  kick(pressed = false) {
    if (this.told && !pressed) return this.running;
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
      if (wrong) return this.later(backOff(this.failures, wait));
    } while (this.again);
  }

  later(seconds) {
    this.timer = setTimeout(() => this.kick(true), seconds * 1000);
  }

  async attempt() {
    try {
      return await alone(`fieldlog-sync-${this.store.person}`, () => this.drain());
    } catch (error) {
      return { wrong: error instanceof Offline ? 'offline' : 'storage' };
    }
  }

  /** Rounds until nothing is queued and nothing more is to come. */
  async drain() {
    for (;;) {
      const { epoch, cursor, check, device_seq } = await standing(this.store);
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
      const renewed = await apply(this.store, { verdicts, reply: answer.json, epoch, at: utc() });
      const skew = Date.now() - Date.parse(answer.json.server_time);
      this.tell({ skew }, verdicts.length > 0 || answer.json.changes?.length > 0 || renewed);
      // No verdict on anything sent: the server asks for it again, which must not become a storm.
      if (edits.length && !verdicts.length) return { wrong: 'server', wait: 0 };
      if (!renewed && !answer.json.more && verdicts.length === queued.length) return {};
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

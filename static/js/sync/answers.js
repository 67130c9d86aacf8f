// How an answer is judged, and how long to wait after a bad one: pure.

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
  if (status === 401) return json.error?.code === 'revoked' && json.user_id === person ? 'revoked' : 'signed_out';
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

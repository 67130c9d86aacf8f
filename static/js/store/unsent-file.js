// What the server has not acked, as a file that a person can read and the office can take in (docs/adr/0013).
import { utc } from '../core/i18n.js';

const UNSENT = ['queued', 'held', 'not_yours', 'needs_fix'];

/**
 * The file's name and JSON, and the ids of the versions in it. `inWords(type, body)` says what a person reads,
 * `about(n)` what the file is.
 */
export function unsentFile({ records, drafts, me, person, device, inWords, about, now = new Date() }) {
  const unsent = records.filter(({ state }) => UNSENT.includes(state)).sort((a, b) => a.edit.device_seq - b.edit.device_seq);
  const entries = unsent.map(({ edit, state }) => ({ words: inWords(edit), state, edit }));
  const begun = drafts.map(({ values }) => ({ words: Object.values(values).filter((value) => typeof value === 'string').join(' '), state: 'draft' }));
  const content = {
    fieldlog_unsent: 1,
    about: about(unsent.length),
    person_id: person,
    person: [me?.name, me?.email].filter(Boolean).join(', '),
    device_id: device,
    made_at: utc(now),
    entries: [...entries, ...begun],
  };
  const name = `fieldlog-unsent-${utc(now).slice(0, 16).replace('T', '-').replace(':', '')}.json`;
  return { name, text: JSON.stringify(content, null, 1), ids: unsent.map(({ edit }) => edit.edit_id) };
}

// What can be done with entries besides saving them, and the words for where they are.
import { bodyOf, newId } from '../core/entry.js';
import { shortTime, t } from '../core/i18n.js';
import { dropSent } from '../store/leaving.js';
import { Store } from '../store/store.js';
import { app, commit, drawStatus } from './app.js';
import { toast } from './page.js';
import { go } from './router.js';

/** Take entries away as one act, with a way back and no question asked. */
export async function remove(entries, then) {
  await commit(entries.map((entry) => ({ entry, kind: 'retract', body: entry.body })));
  go(then);
  setTimeout(() => toast(t('Removed'), { words: t('Undo'), act: () => restore(entries[0]) }));
}

/** Undo a removal, and with it what was removed in the same act. */
export function restore({ id }) {
  const at = app.entries.get(id).record.edit.occurred_at;
  const same = [...app.entries.values()].filter((one) => one.removed && one.record.edit.occurred_at === at);
  const together = same.filter((one) => one.id === id || one.body.ride_id === id);
  return commit(together.map((entry) => ({ entry, body: entry.body })));
}

/** Settle a fork: the chosen version follows all of them; `others` go on as entries of their own. */
export function settle(entry, head, others = []) {
  const kind = head.edit.kind === 'retract' ? 'retract' : 'resolve';
  const copies = others.map(({ edit }) => ({ id: newId(), type: entry.type, body: bodyOf(edit) }));
  return commit([{ entry, kind, body: bodyOf(head.edit) }, ...copies]);
}

/** The words for where an entry is. */
export function statusWords(entry) {
  if (entry.trouble) return t('Needs your attention');
  if (entry.state === 'held') return t('Waiting for your office');
  if (entry.state === 'queued') return t('Saved on this phone');
  return entry.record.at ? t('Sent {when}', { when: shortTime(entry.record.at) }) : t('Sent');
}

/** Why the server could not take it, and what to do. */
export function whyTrouble({ code, state }) {
  const why = {
    item_too_large: t('It is too long to send. Make it shorter and save it again.'),
    not_yours: t('The server says that this belongs to somebody else. Copy the text and log it as your own.'),
  };
  return why[code] ?? why[state] ?? t('The office could not read it. Look at it and save it again.');
}

/** End the session; every entry stays where it is. False where the server can't be reached. */
export async function signOut() {
  const how = { method: 'POST', headers: { 'X-Fieldlog': '1' }, redirect: 'manual', cache: 'no-store' };
  const answer = await fetch('/api/v1/sign-out', how).catch(() => null);
  const reply = await answer?.json().catch(() => null);
  if (reply?.app !== 'fieldlog' || ![200, 401].includes(answer.status)) return false;
  await app.device.set('here', null);
  return true;
}

/** Who signed out without a signal is signed out now, at the first contact; who has signed in since is not. */
export async function leftBefore({ signed_in_at }) {
  const left = await app.device.get('left');
  if (left !== signed_in_at || (await signOut())) await app.device.set('left', null);
  return left === signed_in_at;
}

/** A lost phone: what the office has is gone from it at this first contact; what was not sent waits for its author. */
export async function signedOutFromElsewhere(person) {
  const people = (await app.device.get('people')) ?? [];
  if (people.includes(person)) await dropSent(new Store(person));
  if (!app.store) return go('#sign-in');
  await app.device.set('here', null);
  await app.device.set('revoked', true);
  history.replaceState(null, '', '/app/#sign-in');
  return location.reload();
}

/** How many entries of other people wait on this phone. They stay theirs: nobody else sees or sends them. */
export async function countOthers() {
  const people = (await app.device.get('people')).filter((one) => one !== app.store.person);
  const queues = await Promise.all(people.map((one) => new Store(one).queued()));
  app.others = new Set(queues.flat().map((edit) => edit.entry_id)).size;
  drawStatus();
}

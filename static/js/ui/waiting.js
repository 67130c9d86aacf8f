// What is not with the office yet: what needs a person (why, fix, copy), what waits, and two ways out: send, or a file.
import { bodyOf, unsent } from '../core/entry.js';
import { shortTime, t, tn } from '../core/i18n.js';
import { putBack, take } from '../store/leaving.js';
import { unsentFile } from '../store/unsent-file.js';
import { whyTrouble } from './acts.js';
import { app, refresh } from './app.js';
import { card, inWords, list } from './cards.js';
import { button, find, link, make, notice, reveal, slot, toast } from './page.js';
import { copyButton } from './rescue.js';
import { addressOf, frame } from './router.js';

export async function showWaiting(view) {
  const entries = [...app.entries.values()];
  const { waiting, stuck, oldest } = unsent(app.entries);
  const exported = (await app.store.meta('exported')) ?? [];
  const sealed = entries.filter((one) => one.sealed && one.state === 'queued').length;
  frame({ sub: app.allSentAt ? t('All was sent {when}', { when: shortTime(app.allSentAt) }) : '', back: '#home' });
  const facts = [];
  if (waiting) facts.push(notice('', 'smartphone', tn('1 entry is saved on this phone and not yet sent.', '{n} entries are saved on this phone and not yet sent.', waiting), ' ', t('The oldest is from {when}.', { when: shortTime(oldest) })));
  if (sealed) facts.push(notice('', 'lock', tn('1 of them is sealed: it can be sent, and read here once it has come back.', '{n} of them are sealed: they can be sent, and read here once they have come back.', sealed)));
  slot(view, 'facts').replaceChildren(...facts);
  list(slot(view, 'stuck'), stuck.map((entry) => stuckCard(entry, exported)));
  list(slot(view, 'held'), entries.filter((one) => one.state === 'held').map(card));
  list(slot(view, 'queued'), entries.filter((one) => one.state === 'queued' && !one.sealed).map(card));
  reveal(slot(view, 'empty'), !entries.some((one) => one.state !== 'acked'));
  exits(view, waiting + stuck.length);
}

/** *Send now*, and *Save to a file* where there is anything to save. */
export function exits(view, n) {
  find('[data-act="send"]', view).onclick = sendNow;
  const file = find('[data-act="file"]', view);
  reveal(file, n);
  file.onclick = saveFile;
}

async function sendNow() {
  toast(t('Sending…'));
  await app.sync?.kick(true);
  toast(unsent(app.entries).waiting ? t('That did not work yet. Everything stays on this phone.') : t('Everything is sent'));
}

/** Why it did not go, and what can be done; it can be taken away once it is in a file. */
function stuckCard(entry, exported) {
  const ids = entry.heads.filter((head) => head.state === entry.trouble.state).map((head) => head.edit.edit_id);
  const box = make('div', { className: 'fork' }, card(entry), make('p', {}, whyTrouble(entry.trouble)));
  const ways = make('div', { className: 'btn-row' }, link(t('Fix it'), addressOf(entry), 'btn btn-primary'), copyButton(entry.body, 'btn'));
  if (ids.every((id) => exported.includes(id))) ways.append(button(t('Remove from this phone'), () => takeAway(ids), 'btn btn-danger'));
  else ways.append(make('p', { className: 'small muted' }, t('It can be removed here once it is saved to a file.')));
  box.append(ways);
  return box;
}

export async function takeAway(ids) {
  const records = await take(app.store, ids);
  await refresh();
  toast(t('Removed from this phone. It is in the file.'), { words: t('Undo'), act: () => putBack(app.store, records).then(refresh) });
}

/** Hand the file over: to another app where the phone can, else as a download. */
export async function saveFile() {
  const [{ records }, drafts] = await Promise.all([app.store.everything(), app.store.drafts()]);
  const who = app.me?.name ?? t('its owner');
  const about = (n) => tn(
    '1 entry that was not sent yet, from the phone of {who}. Your office can take it in with: fieldlog import-unsent FILE',
    '{n} entries that were not sent yet, from the phone of {who}. Your office can take them in with: fieldlog import-unsent FILE',
    n, { who },
  );
  const facts = { records, drafts, me: app.me, person: app.store.person, device: app.deviceId };
  const { name, text, ids } = unsentFile({ ...facts, about, inWords: lineFor });
  const file = new File([text], name, { type: 'application/json' });
  if (!(await handOver(file))) return;
  await app.store.setMeta('exported', ids);
  await refresh();
  toast(t('Saved to a file. It holds your notes in plain words: delete it once your office has them.'));
}

function lineFor(edit) {
  const words = edit.enc === 'plain' ? inWords(edit.entry_type, bodyOf(edit)) : t('Sealed: your office can read it.');
  return `${shortTime(edit.occurred_at)}. ${words}`;
}

/** Did the person go through with it? */
async function handOver(file) {
  if (navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      return true;
    } catch (error) {
      if (error.name === 'AbortError') return false;
    }
  }
  const href = URL.createObjectURL(file);
  make('a', { href, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
  return true;
}

// The first screen: what is open, what was begun, what was promised, and earlier rides.
import { clock, localDate, longDate, t, tn } from '../core/i18n.js';
import { statusWords } from './acts.js';
import { app, commit, ofType, refresh } from './app.js';
import { card, lately, list, removedRow, rideTitle, unitName } from './cards.js';
import { button, clone, find, isInstalled, link, notice, reveal, slot, toast } from './page.js';
import { endChanges, isOpen, ofRide } from './ride.js';

const SOME = 5;

const rides = () => ofType('ride').sort((a, b) => (a.body.date < b.body.date ? 1 : -1));

export function showRides(view) {
  find('[data-list]', view).replaceChildren(...rides().map(rideRow));
}

export function showHome(view) {
  const everything = rides();
  const open = everything.filter(isOpen);
  const earlier = everything.filter((ride) => !isOpen(ride));
  const promises = ofType('promise').filter(({ body }) => !['done', 'cannot'].includes(body.state));
  const notes = app.drafts.map(draftNote);
  slot(view, 'offers').replaceChildren(...notes, ...(everything.length ? [] : warnings()));
  slot(view, 'open').replaceChildren(...open.flatMap(openRide), ...lately('ride').map(removedRow));
  reveal(slot(view, 'welcome'), !everything.length);
  list(slot(view, 'promises'), promises.map(card));
  list(slot(view, 'earlier'), earlier.slice(0, SOME).map(rideRow));
  reveal(find('[data-more]', view), earlier.length > SOME);
}

/** The row of a ride that is on; before it, where it was left open on another day, the offer to close it. */
function openRide(ride) {
  const { date, started_at, unit_id } = ride.body;
  const today = date === localDate();
  const since = today ? t('since {from}', { from: clock(started_at) }) : longDate(date);
  const row = rowTo(ride, today ? t('You are on a ride-along') : t('This ride is still open'), [unitName(unit_id), since]);
  row.classList.add('card-strength');
  if (today) return [row];
  const close = () => commit(endChanges(ride, null)).then(() => toast(t('Closed')));
  return [notice('warn', 'clock', t('A ride was left open. Close it, or open it and go on.'), ' ', button(t('Close it'), close)), row];
}

/** What was being typed when the phone went away. */
function draftNote(draft) {
  const { note, what, answer } = draft.values;
  const words = (note || what || answer || '').slice(0, 60);
  const throwAway = async () => {
    await app.store.dropDraft(draft.key);
    await refresh();
    toast(t('Thrown away'), { words: t('Undo'), act: () => app.store.putDraft(draft).then(refresh) });
  };
  const begin = words ? t('You were writing: “{words}”', { words }) : t('You had begun something.');
  return notice('', 'pencil', begin, ' ', link(t('Go on'), draft.hash), ' ', button(t('Throw away'), throwAway));
}

function rideRow(ride) {
  const count = ofRide('observation', ride.id).length;
  const answers = app.answers.filter((one) => app.entries.get(one.entry_id)?.body.ride_id === ride.id).length;
  return rowTo(ride, rideTitle(ride.body), [tn('1 entry', '{n} entries', count), answers && tn('1 answer', '{n} answers', answers), statusWords(ride)]);
}

function rowTo(ride, title, meta) {
  const node = clone('ride-row', { title, meta: meta.filter(Boolean).join(' · ') });
  node.href = `#ride/${ride.id}`;
  return node;
}

/** What a person should know about this phone before trusting it with the first entry. */
export function warnings(kept = false) {
  const notes = [];
  if (!navigator.serviceWorker) {
    const words = t('Without a signal this page can’t be opened again (plain http, or a private window). Keep it open while you ride.');
    notes.push(notice('warn', 'triangle-alert', words));
  }
  if (!isInstalled() && !kept) {
    const words = t('In a private window, or when the browser clears its data, what is not yet sent would be lost.');
    notes.push(notice('warn', 'smartphone', words, ' ', link(t('Put Fieldlog on the home screen'), '#install')));
  }
  return notes;
}

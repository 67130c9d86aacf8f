// The line that says what is not yet sent, on every page: quiet at zero, plain when old or stuck; and below it what
// a person should know now. Told what to show by its caller: it keeps nothing.
import { unsent } from '../core/entry.js';
import { shortTime, t, tn } from '../core/i18n.js';
import { StorageBlocked } from '../store/database.js';
import { button, find, icon, link, make, notice } from './page.js';

const OLD = 24 * 3600 * 1000;
const SKEW = 10 * 60 * 1000;
const LITTLE_ROOM = 5_000_000; // bytes
export const SIGN_IN = '/sign-in?next=/app/';

export function sayStorageTrouble(error = new StorageBlocked()) {
  const words = error instanceof StorageBlocked
    ? t('This phone’s storage does not answer. Close the other Fieldlog tab; this one then goes on by itself.')
    : t('This browser does not let Fieldlog keep anything (a private window?). Open it in another one.');
  find('#status').replaceChildren(notice('danger loud', 'triangle-alert', words));
}

export function showStatus(app) {
  const counts = unsent(app.entries);
  const { stuck } = counts;
  const lines = [sentLine(app, counts), clearedLine(app)];
  if (stuck.length) {
    const words = tn('1 needs your attention', '{n} need your attention', stuck.length);
    lines.push(notice('danger', 'triangle-alert', link(words, '#waiting')));
  }
  lines.push(...wayLine(app, counts));
  if (app.others) {
    const words = tn(
      '1 entry of another person waits on this phone. It goes when that person signs in here.',
      '{n} entries of another person wait on this phone. They go when that person signs in here.',
      app.others,
    );
    lines.push(notice('', 'lock', words));
  }
  if (app.room !== null && app.room < LITTLE_ROOM) {
    lines.push(notice('warn', 'smartphone', t('This phone’s storage is nearly full.'), ' ', link(t('Make room'), '#phone')));
  }
  if (Math.abs(app.sync?.state.skew) > SKEW) {
    lines.push(notice('warn', 'clock', t('This phone’s clock is wrong: look at its date and time. Your entries are safe all the same.')));
  }
  if (app.update) lines.push(notice('', 'download', t('A new version is ready. It starts when you close Fieldlog and open it again.')));
  find('#status').replaceChildren(...lines.filter(Boolean));
}

/** "3 not yet sent", and until when all was. */
function sentLine({ allSentAt }, { waiting, held }) {
  const until = allSentAt && shortTime(allSentAt);
  const words = [];
  if (waiting) words.push(make('b', {}, tn('1 not yet sent', '{n} not yet sent', waiting)));
  if (held) words.push(make('span', {}, tn('1 waits for your office', '{n} wait for your office', held)));
  if (until) words.push(make('span', {}, waiting ? t('all was sent {when}', { when: until }) : t('All sent {when}', { when: until })));
  if (!words.length) return null;
  const line = link('', '#waiting', `unsent${waiting ? ' unsent-some' : ''}`);
  line.append(icon(waiting ? 'smartphone' : 'check'), ...words);
  return line;
}

function clearedLine(app) {
  if (!app.cleared) return null;
  const { missing } = app.cleared;
  const lost = missing
    ? tn(
      '1 saved version had not reached your office when this phone was last heard, and is lost here. Tell your office.',
      '{n} saved versions had not reached your office when this phone was last heard, and are lost here. Tell your office.',
      missing,
    )
    : t('What was sent comes back by itself; what was not is lost here. Tell your office.');
  const understood = button(t('Understood'), async () => {
    app.cleared = null;
    await app.device.set('cleared', null);
    drawStatus(app);
  });
  return notice('danger', 'triangle-alert', t('This phone’s storage was cleared.'), ' ', lost, ' ', understood);
}

/** Where something has to be done or known before the rest can go. */
function wayLine({ sync }, { waiting, oldest }) {
  const wrong = sync?.state.trouble;
  if (wrong === 'signed_out') {
    const words = waiting ? tn('Sign in to send 1', 'Sign in to send {n}', waiting) : t('Sign in to hear from your office');
    return [notice('warn', 'user', link(words, SIGN_IN), ' ', t('Everything here stays on this phone.'))];
  }
  const old = waiting && Date.now() - Date.parse(oldest) > OLD;
  const why = waiting && whyUnsent(wrong, old && oldest);
  if (!why) return [];
  const act = old || wrong === 'server' ? [' ', button(t('Send now'), () => sync.kick(true))] : [];
  return [notice('warn', 'wifi-off', why, ...act)];
}

function whyUnsent(wrong, oldest) {
  if (wrong === 'captive') return t('There is a signal but no internet. Saved on this phone.');
  if (wrong === 'server') return t('The server does not answer. Saved on this phone; it tries again by itself.');
  if (oldest) return t('The oldest is from {when}. Keep this page open where there is a signal.', { when: shortTime(oldest) });
  return null;
}


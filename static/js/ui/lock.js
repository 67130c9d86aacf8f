// The PIN: asked for when Fieldlog is opened, set and taken away on a page of its own. It never loses an entry.
import { unsent } from '../core/entry.js';
import { t, tn } from '../core/i18n.js';
import { keepSealed } from '../store/leaving.js';
import { canLock, relock, Vault, waitAfter } from '../store/vault.js';
import { signOut } from './acts.js';
import { app, refresh, unlocked } from './app.js';
import { complain } from './form.js';
import { find, notice, reveal, slot, toast } from './page.js';
import { frame, go, route } from './router.js';

const SHORTEST = 4;

const triesKey = () => `tries-${app.store.person}`;

export function showLock(view) {
  const form = find('form', view);
  const { waiting } = unsent(app.entries);
  slot(view, 'waiting').replaceChildren(
    tn('1 entry waits here to be sent. It is sealed for your office, and goes without the PIN.', '{n} entries wait here to be sent. They are sealed for your office, and go without the PIN.', waiting),
  );
  reveal(slot(view, 'waiting'), waiting);
  form.onsubmit = (event) => {
    event.preventDefault();
    return tryPin(form);
  };
  find('[data-act="fresh"]', view).onclick = () => startFresh(form);
  form.elements.pin.focus();
}

/** A try is counted before it is made: nothing that ends the app saves one. */
async function tryPin(form) {
  const { wrong = 0, at = 0 } = (await app.device.get(triesKey())) ?? {};
  const left = Math.min(at + waitAfter(wrong) - Date.now(), waitAfter(wrong)); // a clock set back makes nobody wait longer
  if (left > 0) return complain(form, t('Too many wrong PINs. Try again in {n} seconds.', { n: Math.ceil(left / 1000) }), 'pin');
  await app.device.set(triesKey(), { wrong: wrong + 1, at: Date.now() });
  complain(form, null);
  const vault = await Vault.open(app.store.lock, form.elements.pin.value, app.me?.seal);
  form.elements.pin.value = '';
  if (!vault) return complain(form, t('That is not the PIN.'), 'pin');
  await app.device.set(triesKey(), null);
  await unlocked(vault);
  return route();
}

/** Forgotten: what waits stays, sealed; what can't be read any more goes; the rest comes back with the next sign-in. */
async function startFresh(form) {
  if (!(await signOut())) return complain(form, t('This needs a signal: without one, nobody can be asked who you are.'));
  await keepSealed(app.store);
  await app.device.set(triesKey(), null);
  return location.assign('/sign-in?next=/app/');
}

export function showPin(view) {
  const { lock } = app.store;
  const form = find('form', view);
  frame({ title: lock ? t('Your PIN') : t('Set a PIN'), back: '#phone' });
  const why = !canLock() ? t('A PIN needs https.') : !app.me?.seal ? t('Connect once, then a PIN can be set.') : '';
  slot(view, 'why').replaceChildren(...(why ? [notice('warn', 'lock', why)] : []));
  reveal(form, !why);
  reveal(slot(view, 'set'), lock);
  complain(form, null);
  form.reset();
  form.onsubmit = async (event) => {
    event.preventDefault();
    const { pin, again } = form.elements;
    if (pin.value.length < SHORTEST) return complain(form, t('Take at least {n} digits.', { n: SHORTEST }), 'pin');
    if (pin.value !== again.value) return complain(form, t('The two are not the same.'), 'again');
    return change(form, () => setPin(pin.value), t('The PIN is set.'));
  };
  find('[data-act="off"]', view).onclick = () => change(form, () => lockAll(null, null), t('The PIN is taken away.'));
  find('[data-act="lock"]', view).onclick = () => location.reload();
}

async function setPin(pin) {
  const { vault } = app.store;
  if (vault) {
    app.store.lock = await vault.lockedBy(pin);
    return app.store.setMeta('lock', app.store.lock);
  }
  const made = await Vault.make(app.me.seal);
  return lockAll(made, await made.lockedBy(pin));
}

const lockAll = (vault, lock) => app.sync.alone(() => relock(app.store, vault, lock));

async function change(form, act, words) {
  toast(t('One moment…'));
  try {
    await act();
  } catch {
    return complain(form, t('That did not work, and nothing was changed. Reload this page and try again.'));
  }
  app.channel?.postMessage('lock'); // another tab can't know the key
  await refresh();
  go('#phone');
  return setTimeout(() => toast(words));
}

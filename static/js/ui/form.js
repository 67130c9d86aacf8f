// What all forms share (reading and filling, a draft while typing, one way to save, words that are never lost),
// and the form that comes first: about a ride.
import { newId } from '../core/entry.js';
import { clock, localDate, t, utc } from '../core/i18n.js';
import { app, commit, ofType, refresh } from './app.js';
import { all, find, make, only, reveal, toast } from './page.js';
import { frame, go, notFound, rest } from './router.js';

const PAUSE = 300;
let flush = null;

/** The values of a form by name: a list for ticks, true/false for a single box, null for no choice. */
export function read(form) {
  const values = {};
  for (const input of form.elements) {
    const { name, type, value, checked } = input;
    if (!name) continue;
    if (type === 'radio') values[name] = checked ? value : (values[name] ?? null);
    else if (type !== 'checkbox') values[name] = value;
    else if (!single(form, name)) values[name] = [...(values[name] ?? []), ...(checked ? [value] : [])];
    else values[name] = checked;
  }
  return values;
}

export function fill(form, values) {
  for (const input of form.elements) {
    const { name, type } = input;
    if (!name) continue;
    const value = values[name];
    if (type === 'radio') input.checked = input.value === value;
    else if (type !== 'checkbox') input.value = value ?? '';
    else input.checked = single(form, name) ? Boolean(value) : Boolean(value?.includes(input.value));
  }
}

/** A box that stands alone is a yes or no; boxes that share a name are a list. */
const single = (form, name) => form.elements[name] instanceof HTMLInputElement;

/**
 * Put a form to work. `key` names its draft; `values` fill it; `changed` hears every change; `check(values,
 * submitter)` returns what is wrong, `{words, field}`; `changes(values)` what to save; `done()` runs after.
 */
export async function work(form, task) {
  const { entry, key, values, changed = () => {}, check, changes, done } = task;
  flush?.();
  complain(form, null);
  // Until the draft is here, what is typed or pressed is only marked, and counts as soon as it is.
  form.onsubmit = form.oninput = null;
  const before = early(form);
  fill(form, { ...values, ...before });
  const draft = await app.store.draft(key);
  const typed = { ...before, ...early(form) };
  if (draft) fill(form, { ...values, ...draft.values, ...typed });
  if (draft) offerFresh(draft, () => work(form, task));
  if (entry?.trouble) rest().then(({ sayWhy }) => sayWhy(form, entry));
  changed(read(form));
  keepDraft(form, key, changed);
  if (Object.keys(typed).length) form.oninput();
  let saving = false;
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (saving) return;
    const now = read(form);
    const wrong = check(now, event.submitter);
    if (wrong) return complain(form, wrong.words, wrong.field);
    saving = true;
    flush?.(true);
    try {
      await commit(changes(now), key);
    } catch (error) {
      form.oninput(); // the draft, too
      return (await rest()).keepWords(form, now, error);
    } finally {
      saving = false;
    }
    complain(form, null);
    form.onsubmit = (again) => again.preventDefault();
    done();
    setTimeout(() => toast(t('Saved on this phone')));
  };
  if (!form.early) return;
  const pressed = form.early;
  form.early = null;
  form.requestSubmit(pressed);
}

/** What was typed before the form was at work. */
function early(form) {
  const values = read(form);
  const touched = all('[data-early]', form);
  for (const input of touched) delete input.dataset.early;
  return Object.fromEntries(touched.map(({ name }) => [name, values[name]]));
}

function keepDraft(form, key, changed) {
  let timer = null;
  const put = () => {
    clearTimeout(timer);
    timer = null;
    const draft = { key, hash: location.hash, at: new Date().toISOString(), values: read(form) };
    app.store.putDraft(draft).catch(() => {
      if (!find('[data-trouble]', form).hidden) return; // what was said about saving is more important
      complain(form, t('This phone can’t keep a draft right now. Save soon, or copy your words.'));
    });
  };
  // Called when the form is left, or with true when its words have been saved and the draft must not come back.
  flush = (drop) => {
    if (timer && !drop) put();
    clearTimeout(timer);
    timer = null;
  };
  form.oninput = () => {
    changed(read(form));
    timer ??= setTimeout(put, PAUSE);
  };
}

// The draft is kept when the page goes.
document.addEventListener('visibilitychange', () => document.hidden && flush?.());
window.addEventListener('pagehide', () => flush?.());

function offerFresh(draft, again) {
  const act = async () => {
    flush?.(true);
    await app.store.dropDraft(draft.key);
    await refresh();
    again();
  };
  toast(t('What you were writing at {when} is back.', { when: clock(draft.at) }), { words: t('Start over'), act });
}

/** Say what is wrong, beside the form's first field or at the one named; null clears it. */
export function complain(form, words, field) {
  const place = find('[data-trouble]', form);
  place.replaceChildren(words ?? '');
  reveal(place, words);
  for (const marked of all('.has-error', form)) marked.classList.remove('has-error');
  if (!words) return;
  const input = field && [form.elements[field]].flat()[0];
  const first = input instanceof RadioNodeList ? input[0] : input;
  first?.closest('.field')?.classList.add('has-error');
  (first ?? place).focus?.();
  place.scrollIntoView({ block: 'center' });
}

/** Starting a ride, logging one afterwards, changing one: the same few questions, last time's answers first. */
export function showStart(view, [id], asked) {
  const form = find('form', view);
  const mode = asked === 'edit' || asked === 'past' ? asked : 'start';
  const entry = mode === 'edit' ? app.entries.get(id) : null;
  if (mode === 'edit' && !entry) return notFound();
  frame({ title: { past: t('Log a past ride'), edit: t('About this ride') }[mode], back: entry ? `#ride/${id}` : '#home' });
  only(view, mode);
  fillUnits(form, entry?.body.unit_id);
  find('[data-act="remove"]', view).onclick = async () => (await rest()).remove([entry, ...everythingOf(id)], '#home');
  const rideId = id ?? newId();
  return work(form, {
    entry,
    key: `ride:${entry ? id : mode}`,
    values: entry?.body ?? firstValues(form),
    check: (values) => whatIsWrong(values, mode),
    changes: (values) => [{ entry, id: rideId, type: 'ride', body: bodyFrom(values, entry?.body, mode) }],
    done: () => go(`#ride/${rideId}`),
  });
}

/** What goes when a ride goes. */
function everythingOf(rideId) {
  return [...app.entries.values()].filter(({ body, removed }) => body.ride_id === rideId && !removed);
}

function fillUnits(form, own) {
  const units = app.me?.units ?? [];
  const known = units.some((unit) => unit.id === own) || !own ? units : [...units, { id: own, name: t('Its unit') }];
  form.elements.unit_id.replaceChildren(...known.map((unit) => make('option', { value: unit.id }, unit.name)));
  reveal(form.elements.unit_id.closest('.field'), known.length !== 1);
}

function firstValues(form) {
  const last = ofType('ride').at(-1)?.body;
  const unit = last?.unit_id ?? form.elements.unit_id.value;
  const hour = new Date().getHours();
  return {
    date: localDate(),
    unit_id: unit,
    area: last?.area ?? app.me?.units.find((one) => one.id === unit)?.area,
    worker_role: last?.worker_role ?? 'ongoing',
    after_hours: hour < 7 || hour >= 18,
  };
}

function whatIsWrong({ date, unit_id, area }, mode) {
  if (mode !== 'start' && (!date || date > localDate())) return { words: t('Choose a day that is not in the future.'), field: 'date' };
  if (!unit_id) return { words: t('Your unit is not known on this phone yet. Connect once, then start.'), field: 'unit_id' };
  if (!area) return { words: t('Choose the kind of area.'), field: 'area' };
  return null;
}

function bodyFrom(values, old, mode) {
  const now = utc();
  const times = { start: { started_at: now, ended_at: null, afterwards: false }, past: { started_at: null, ended_at: null, afterwards: true } };
  return { ...old, ...times[mode], ...values, date: mode === 'start' ? localDate() : values.date };
}

// Starting a ride, logging one afterwards, changing one: the same few questions, last time's answers first.
import { newId } from '../core/entry.js';
import { localDate, t, utc } from '../core/i18n.js';
import { app, ofType, remove } from './app.js';
import { work } from './form.js';
import { find, frame, go, make, notFound, only, show as reveal } from './page.js';

export const views = { start: showRide };

function showRide(view, [id], asked) {
  const form = find('form', view);
  const mode = asked === 'edit' || asked === 'past' ? asked : 'start';
  const entry = mode === 'edit' ? app.entries.get(id) : null;
  if (mode === 'edit' && !entry) return notFound();
  frame({ title: { past: t('Log a past ride'), edit: t('About this ride') }[mode], back: entry ? `#ride/${id}` : '#home' });
  only(view, mode);
  fillUnits(form, entry?.body.unit_id);
  find('[data-act="remove"]', view).onclick = () => remove([entry, ...everythingOf(id)], '#home');
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

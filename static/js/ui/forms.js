// The short forms: a visit, an answer to a question, a promise.
import { newId } from '../core/entry.js';
import { clock, instant, t } from '../core/i18n.js';
import { app, commit, remove } from './app.js';
import { fill, read, work } from './form.js';
import { promptWords, rideTitle } from './home.js';
import { all, find, frame, go, notFound, only, show as reveal, slot, toast } from './page.js';
import { links, ofRide, visitsOf } from './ride.js';

export const views = { visit: showVisit, reflect: showPrompts, answer: showAnswer, promise: showPromise };

function showVisit(view, [rideId, id]) {
  const entry = app.entries.get(id);
  const ride = app.entries.get(rideId);
  if (!entry || !ride) return notFound();
  const { body } = entry;
  const back = `#ride/${rideId}`;
  frame({ sub: t('Visit {n}', { n: visitsOf(rideId).findIndex((one) => one.id === id) + 1 }), back });
  const button = find('[data-act="remove"]', view);
  reveal(button, !ofRide('observation', rideId).some((one) => one.body.visit_id === id));
  button.onclick = () => remove([entry], back);
  return work(find('form', view), {
    entry,
    key: `visit:${id}`,
    values: { kind: body.kind, started: clock(body.started_at), ended: clock(body.ended_at), signal: { true: 'yes', false: 'no' }[body.signal] },
    check: ({ started, ended }) => (started && ended && ended < started ? { words: t('The visit ends before it starts.'), field: 'ended' } : null),
    changes: ({ kind, started, ended, signal }) => {
      const times = { started_at: instant(ride.body.date, started), ended_at: instant(ride.body.date, ended) };
      return [{ entry, body: { ...body, ...times, kind, signal: signal ? signal === 'yes' : null } }];
    },
    done: () => go(back),
  });
}

function showPrompts(view, [rideId]) {
  const ride = app.entries.get(rideId);
  if (!ride) return notFound();
  frame({ sub: rideTitle(ride.body), back: `#ride/${ride.id}` });
  links(view, { promise: `#promise/${ride.id}/new`, done: `#ride/${ride.id}` });
  askConsent(find('#consent-form', view), ride);
  const met = ofRide('observation', ride.id).flatMap(({ body }) => body.issues);
  const answered = new Map(ofRide('reflection', ride.id).map((one) => [one.body.prompt, one.id]));
  const more = find('[data-act="more"]', view);
  const sort = (everything) => {
    for (const node of all('[data-prompt]', view)) {
      const { prompt, issue } = node.dataset;
      reveal(node, everything || answered.has(prompt) || (issue ? met.includes(issue) : !met.length));
      node.href = `#answer/${ride.id}/${prompt}/${answered.get(prompt) ?? ''}`;
      node.classList.toggle('card-strength', answered.has(prompt));
    }
    reveal(more, !everything);
  };
  more.onclick = () => sort(true);
  return sort(false);
}

/** Asked again where it was left open, because nothing of such a ride may be told outside. */
function askConsent(form, { id, body }) {
  reveal(form, !(body.worker_agreed && body.family_told));
  fill(form, body);
  form.onchange = async () => {
    const entry = app.entries.get(id);
    await commit([{ entry, body: { ...entry.body, ...read(form) } }]);
    toast(t('Saved on this phone'));
  };
}

function showAnswer(view, [rideId, prompt, id]) {
  const ride = app.entries.get(rideId);
  const entry = id ? app.entries.get(id) : null;
  if (!ride || (id && !entry)) return notFound();
  const { pack, packVersion } = document.body.dataset;
  const back = `#reflect/${ride.id}`;
  frame({ sub: rideTitle(ride.body), back });
  only(view, entry ? 'edit' : 'new');
  slot(view, 'prompt').textContent = promptWords(prompt);
  find('[data-act="remove"]', view).onclick = () => remove([entry], back);
  const entryId = id || newId();
  return work(find('form', view), {
    entry,
    key: `reflection:${id || `${ride.id}:${prompt}`}`,
    values: entry?.body ?? { sharing: 'private' },
    check: ({ answer }) => (answer.trim() ? null : { words: t('Write an answer first.'), field: 'answer' }),
    changes: (values) => [
      { entry, id: entryId, type: 'reflection', body: { ride_id: ride.id, prompt, pack, pack_version: Number(packVersion), ...entry?.body, ...values } },
    ],
    done: () => go(back),
  });
}

function showPromise(view, [rideId, id, observation]) {
  const entry = id === 'new' ? null : app.entries.get(id);
  if (!entry && id !== 'new') return notFound();
  const back = rideId === '-' ? '#home' : `#ride/${rideId}`;
  frame({ back });
  only(view, entry ? 'edit' : 'new');
  find('[data-act="remove"]', view).onclick = () => remove([entry], back);
  const entryId = entry?.id ?? newId();
  const own = entry?.body ?? { ride_id: rideId === '-' ? null : rideId, observation_ids: observation ? [observation] : [], state: 'open', sharing: 'team' };
  return work(find('form', view), {
    entry,
    key: `promise:${entry?.id ?? [rideId, observation].filter(Boolean).join(':')}`,
    values: { ...own, told_when: own.told?.when, told_how: own.told?.how },
    changed: ({ state }) => reveal(find('[data-when="cannot"]', view), state === 'cannot'),
    check: promiseWrong,
    changes: (values) => [{ entry, id: entryId, type: 'promise', body: promiseFrom(own, values) }],
    done: () => go(back),
  });
}

function promiseWrong({ what, for_role, state, reason }) {
  if (!what.trim()) return { words: t('Write what you will do.'), field: 'what' };
  if (!for_role) return { words: t('Choose for whom it is.'), field: 'for_role' };
  if (state === 'cannot' && !reason.trim()) return { words: t('Write why it can’t be done.'), field: 'reason' };
  return null;
}

function promiseFrom(own, { what, for_role, by, state, reason, told_when, told_how, sharing }) {
  const told = told_when ? { when: told_when, how: told_how } : null;
  return { ...own, what, for_role, by: by || null, state, reason, told, sharing };
}

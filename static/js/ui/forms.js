// The log sheet, and the short forms: a visit, an answer to a question, a promise.
import { newId } from '../core/entry.js';
import { clock, instant, t } from '../core/i18n.js';
import { remove } from './acts.js';
import { app, commit, ofType } from './app.js';
import { answerNote, promptWords, rideTitle } from './cards.js';
import { fill, read, work } from './form.js';
import { all, find, only, reveal, slot, toast, wordsFor } from './page.js';
import { links, ofRide, visitChanges, visitsOf } from './ride.js';
import { frame, go, notFound } from './router.js';

// Four taps: Log, an issue, a cue (which sets the lean), Save. Or words instead of a cue.
const SHARING = ['private', 'team', 'community'];

export function showLog(view, [rideId, visitId, id]) {
  const ride = app.entries.get(rideId);
  const entry = id ? app.entries.get(id) : null;
  if (!ride || (id && !entry)) return notFound();
  const form = find('form', view);
  const back = `#ride/${rideId}`;
  frame({ title: entry ? t('What you noticed') : '', sub: visitWords(rideId, visitId), back });
  only(view, entry ? 'edit' : 'new');
  find('.quiet', view).open = false;
  ticked = null;
  links(view, { promise: `#promise/${rideId}/new/${id}` });
  slot(view, 'answers').replaceChildren(...(entry ? app.answers.filter((one) => one.entry_id === id).map(answerNote) : []));
  find('[data-act="remove"]', view).onclick = () => remove([entry], back);
  find('[data-act="sharing"]', view).onclick = () => nextSharing(form);
  const entryId = id ?? newId();
  return work(form, {
    entry,
    key: `observation:${id ?? rideId}`,
    values: entry?.body ?? firstValues(),
    changed: (values) => follow(form, values),
    check: (values, submitter) => logWrong(form, values, submitter),
    changes: (values) => logChanges(values, { entry, entryId, ride, visitId }),
    done: () => go(back),
  });
}

function visitWords(rideId, visitId) {
  const visits = visitsOf(rideId);
  const n = visits.findIndex((one) => one.id === visitId);
  return n < 0 ? t('On the road') : `${t('Visit {n}', { n: n + 1 })} · ${wordsFor('kind', visits[n].body.kind).toLowerCase()}`;
}

/** What was chosen last time is the default, for the quiet questions only; who may read it is chosen anew each time. */
function firstValues() {
  const last = ofType('observation').at(-1)?.body;
  return { evidence: last?.evidence ?? 'saw', voice: last?.voice ?? 'leader', sharing: 'team', issues: [], cues: [], feelings: [] };
}

/** Show what the choices so far ask for. A cue that was just ticked sets the lean, unless it is neutral. */
function follow(form, values) {
  for (const group of all('[data-cues]', form)) {
    const on = values.issues.includes(group.dataset.cues);
    reveal(group, on);
    if (!on) for (const input of all('input', group)) input.checked = false;
  }
  setLean(form, read(form));
  const { lean, issues, note, evidence, voice, sharing } = read(form);
  const begun = issues.length > 0 || note.trim();
  for (const node of all('[data-when]', form)) {
    reveal(node, { lean, ask: !lean, concern: lean === 'concern' || (!lean && begun) }[node.dataset.when]);
  }
  slot(form, 'quiet').textContent = [wordsFor('evidence', evidence), wordsFor('voice', voice), wordsFor('sharing', sharing)].join(' · ');
  slot(form, 'sharing').textContent = wordsFor('sharing', sharing);
}

let ticked = null; // the cues at the last look; null before the first, which changes nothing

function setLean(form, { cues, lean }) {
  const now = cues.join();
  const leans = cues.map((code) => find(`input[name="cues"][value="${code}"]`, form).dataset.lean).filter((one) => one !== 'neutral');
  if (ticked !== null && now !== ticked && !leans.includes(lean)) {
    for (const choice of form.elements.lean) choice.checked = choice.value === leans.at(-1);
  }
  ticked = now;
}

function nextSharing(form) {
  const values = read(form);
  fill(form, { ...values, sharing: SHARING[(SHARING.indexOf(values.sharing) + 1) % SHARING.length] });
  form.oninput();
}

function logWrong(form, values, submitter) {
  if (!values.issues.length) return { words: t('Choose what it is about.'), field: 'issues' };
  if (!values.cues.length && !values.note.trim()) return { words: t('Choose what it was, or write it in your own words.'), field: 'note' };
  if (!values.lean && !submitter?.value) return { words: t('Is it a strength or a concern?') };
  if (!values.lean) form.elements.lean.value = submitter.value;
  return null;
}

function logChanges(values, { entry, entryId, ride, visitId }) {
  const { pack, packVersion } = document.body.dataset;
  // Where it began, or a visit that was saved while this sheet opened (a quick thumb on a slow phone).
  const known = app.entries.get(visitId) ?? visitsOf(ride.id).at(-1);
  // Logged before any visit: the drive itself is the visit.
  const drive = known ? null : newId();
  const body = {
    ...values,
    lean: values.lean ?? find('#observation-form').elements.lean.value,
    ride_id: ride.id,
    visit_id: drive ?? known.id,
    pack: entry?.body.pack ?? pack,
    pack_version: entry?.body.pack_version ?? Number(packVersion),
  };
  if (body.lean === 'strength') body.poverty_check = null;
  return [...(drive ? visitChanges(ride, 'drive', drive) : []), { entry, id: entryId, type: 'observation', body }];
}

export function showVisit(view, [rideId, id]) {
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

export function showPrompts(view, [rideId]) {
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

export function showAnswer(view, [rideId, prompt, id]) {
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

export function showPromise(view, [rideId, id, observation]) {
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

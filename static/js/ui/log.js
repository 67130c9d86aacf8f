// The log sheet. Four taps: Log, an issue, a cue (which sets the lean), Save. Or words instead of a cue.
import { newId } from '../core/entry.js';
import { t } from '../core/i18n.js';
import { app, ofType, remove } from './app.js';
import { fill, read, work } from './form.js';
import { answerNote } from './home.js';
import { all, find, frame, go, notFound, only, show as reveal, slot, wordsFor } from './page.js';
import { links, visitChanges, visitsOf } from './ride.js';

export const views = { log: show };
const SHARING = ['private', 'team', 'community'];

function show(view, [rideId, visitId, id]) {
  const ride = app.entries.get(rideId);
  const entry = id ? app.entries.get(id) : null;
  if (!ride || (id && !entry)) return notFound();
  const form = find('form', view);
  const back = `#ride/${rideId}`;
  frame({ title: entry ? t('What you noticed') : '', sub: visitWords(rideId, visitId), back });
  only(view, entry ? 'edit' : 'new');
  find('.quiet', view).open = false;
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
    check: (values, submitter) => whatIsWrong(form, values, submitter),
    changes: (values) => changes(values, { entry, entryId, ride, visitId }),
    done: () => go(back),
  });
}

function visitWords(rideId, visitId) {
  const visits = visitsOf(rideId);
  const n = visits.findIndex((one) => one.id === visitId);
  return n < 0 ? t('On the road') : `${t('Visit {n}', { n: n + 1 })} · ${wordsFor('kind', visits[n].body.kind).toLowerCase()}`;
}

/** What was chosen last time is the default, for the quiet questions only. */
function firstValues() {
  const last = ofType('observation').at(-1)?.body;
  return { evidence: last?.evidence ?? 'saw', voice: last?.voice ?? 'leader', sharing: last?.sharing ?? 'team', issues: [], cues: [], feelings: [] };
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
  slot(form, 'sharing').textContent = shortSharing(sharing);
}

let ticked = '';

function setLean(form, { cues, lean }) {
  const now = cues.join();
  const leans = cues.map((code) => find(`input[name="cues"][value="${code}"]`, form).dataset.lean).filter((one) => one !== 'neutral');
  if (now !== ticked && leans.length && (!lean || !leans.includes(lean))) form.elements.lean.value = leans.at(-1);
  ticked = now;
}

function shortSharing(code) {
  return { private: t('Only me'), team: t('Team'), community: t('Editors too') }[code];
}

function nextSharing(form) {
  const values = read(form);
  fill(form, { ...values, sharing: SHARING[(SHARING.indexOf(values.sharing) + 1) % SHARING.length] });
  form.oninput();
}

function whatIsWrong(form, values, submitter) {
  if (!values.issues.length) return { words: t('Choose what it is about.'), field: 'issues' };
  if (!values.cues.length && !values.note.trim()) return { words: t('Choose what it was, or write it in your own words.'), field: 'note' };
  if (!values.lean && !submitter?.value) return { words: t('Is it a strength or a concern?') };
  if (!values.lean) form.elements.lean.value = submitter.value;
  return null;
}

function changes(values, { entry, entryId, ride, visitId }) {
  const { pack, packVersion } = document.body.dataset;
  const known = app.entries.get(visitId);
  // Logged before any visit: the drive itself is the visit.
  const drive = known ? null : newId();
  const body = {
    ...values,
    lean: values.lean ?? find('#observation-form').elements.lean.value,
    ride_id: ride.id,
    visit_id: drive ?? visitId,
    pack: entry?.body.pack ?? pack,
    pack_version: entry?.body.pack_version ?? Number(packVersion),
  };
  if (body.lean === 'strength') body.poverty_check = null;
  return [...(drive ? visitChanges(ride, 'drive', drive) : []), { entry, id: entryId, type: 'observation', body }];
}

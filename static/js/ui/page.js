// The page: the few things that every view does to the document (text goes in as text, never as markup), and
// the choice of view.
import { t } from '../core/i18n.js';

// First of all, while the rest is still on its way: ask who is signed in.
let asked = ask();
asked.catch(() => {});

async function ask() {
  const answer = await fetch('/api/v1/me', { headers: { 'X-Fieldlog': '1' }, cache: 'no-store', redirect: 'manual' });
  const me = await answer.json();
  return answer.ok && me.app === 'fieldlog' ? me : null;
}

/** Who is signed in, as our own server says; null for any other answer or none. */
export function whoIsThere() {
  const answer = (asked ?? ask()).catch(() => null);
  asked = null;
  return answer;
}

const SPRITE = new URL('../../icons/sprite.svg', import.meta.url).href;
const SVG = 'http://www.w3.org/2000/svg';

export const find = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];
export const slot = (within, name) => find(`[data-slot="${name}"]`, within);

/** A new element: `make('p', { className: 'small' }, 'words', child)`. */
export function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${SPRITE}#${name}`);
  svg.append(use);
  return svg;
}

/** A copy of a `<template>`, its slots filled with text or nodes; an empty slot is taken out. */
export function clone(id, slots = {}) {
  const node = document.getElementById(id).content.firstElementChild.cloneNode(true);
  for (const [name, value] of Object.entries(slots)) {
    const place = slot(node, name);
    const content = [value].flat().filter((part) => part || part === 0);
    if (content.length) place.replaceChildren(...content);
    else place.remove();
  }
  return node;
}

/** A notice: kinds are '', 'good', 'warn', 'danger'. */
export function notice(kind, iconName, ...words) {
  return make('div', { className: `notice notice-${kind}` }, icon(iconName), make('div', {}, ...words));
}

export function button(words, action, className = 'link') {
  return make('button', { type: 'button', className, onclick: action }, words);
}

export function link(words, href, className = '') {
  return make('a', { href, className }, words);
}

export function show(node, visible) {
  if (node) node.hidden = !visible;
}

/** Show what is meant for this way of using a form: `data-only="past edit"`. */
export function only(within, mode) {
  for (const node of all('[data-only]', within)) show(node, node.dataset.only.split(' ').includes(mode));
}

/** The words that the page shows for a code, read from the form that offers it. */
export function wordsFor(name, code = '') {
  const input = find(`input[name="${name}"][value="${CSS.escape(code)}"]`);
  const option = find(`select[name="${name}"] option[value="${CSS.escape(code)}"]`);
  return (input?.parentElement ?? option)?.textContent.trim() ?? code.replaceAll('_', ' ');
}

export const isInstalled = () => navigator.standalone === true || matchMedia('(display-mode: standalone)').matches;

let fading;

/** Say something at the bottom of the screen; `undo` is `{words, act}`. */
export function toast(words, undo) {
  const node = find('#toast');
  clearTimeout(fading);
  const close = () => (node.hidden = true);
  const act = () => {
    close();
    undo.act();
  };
  node.replaceChildren(make('span', {}, words), ...(undo ? [button(undo.words, act)] : []));
  node.hidden = false;
  fading = setTimeout(close, undo ? 12_000 : 4000);
}

// Views are sections of one document, chosen by what follows the `#`. Their code comes when it is needed, and
// all of it soon after the start, so that a lost signal never finds half an app.
const VIEWS = {
  home: 'home', rides: 'home', ride: 'home', start: 'form', log: 'forms', visit: 'forms', reflect: 'forms',
  answer: 'forms', promise: 'forms', phone: 'home', install: 'home', 'sign-in': 'home',
};
const SAME = { past: 'start', edit: 'start' }; // the same form under other names
const LIVE = ['home', 'rides', 'ride', 'phone']; // only shown, never typed into: drawn again when something changes

const FIRST = ['home', 'start', 'sign-in', 'danger']; // in the document from the start; the others follow

let turn = null;
let opened;
const open = new Promise((resolve) => (opened = resolve));

const load = (view) => import(`./${VIEWS[view]}.js`);

let coming = null;

/** The other views, fetched once. */
function more() {
  coming ??= fetch('/app/views')
    .then((answer) => answer.text())
    .then((html) => {
      const { body } = new DOMParser().parseFromString(html, 'text/html');
      document.body.append(...all('template', body));
      find('#main').append(...all('.view', body));
    });
  coming.catch(() => (coming = null));
  return coming;
}

/** Fetch the code of every view while there is a signal. */
export const loadTheRest = () => Promise.all([more(), ...Object.keys(VIEWS).map(load)]);

export function go(hash) {
  if (location.hash === hash) route();
  else location.hash = hash;
}

/** Title, line below it and way back of the view that is on. */
export function frame({ title, sub = '', back }) {
  if (title) find('#title').textContent = title;
  find('#sub').textContent = sub;
  show(find('#back'), back);
  if (back) find('#back').href = back;
  document.title = `${find('#title').textContent} · Fieldlog`;
}

export function notFound() {
  show(turn.view, false);
  frame({ title: t('Not on this phone'), back: '#home' });
}

/** Show what the address asks for: the words at once, what the phone holds as soon as it is open. */
export async function route() {
  const [asked, ...args] = location.hash.slice(1).split('/');
  const wanted = SAME[asked] ?? asked;
  const name = VIEWS[wanted] || wanted === 'danger' ? wanted : 'home';
  const now = (turn = { name, args, asked });
  if (!FIRST.includes(name)) await more();
  if (turn !== now) return;
  const view = (now.view = find(`[data-view="${name}"]`));
  for (const other of all('[data-view]')) show(other, other === view);
  show(find('#status'), LIVE.includes(name) || find('#status').dataset.loud);
  frame({ title: view.dataset.title, back: view.dataset.back });
  if (!VIEWS[name]) return;
  const form = name === 'start' && load(name);
  if (name !== 'sign-in') await open;
  const [module] = await Promise.all([form || load(name), form || more()]);
  if (turn !== now) return;
  now.show = module.views[name];
  await now.show(view, args, asked);
}

let touching = false;
let due = false;

/**
 * Something changed underneath: what is only shown is drawn again, forms are left alone. Not under a finger, or
 * the tap would be lost; and what had the focus has it again.
 */
export function redraw() {
  due = touching;
  if (touching || !turn?.show || !LIVE.includes(turn.name)) return;
  const href = document.activeElement?.getAttribute('href');
  turn.show(turn.view, turn.args, turn.asked);
  if (href && document.activeElement === document.body) find(`[href="${CSS.escape(href)}"]`, turn.view)?.focus();
}

function mindTheFinger() {
  const lift = () => {
    touching = false;
    if (due) redraw();
  };
  window.addEventListener('pointerdown', () => (touching = true), true);
  for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, () => setTimeout(lift, 50), true);
}

/** Follow the address from now on. `opened` is to be called when the phone's storage is; `routed` is the first view. */
export function startRouter() {
  window.addEventListener('hashchange', async () => {
    show(find('#toast'), false);
    await route();
    window.scrollTo(0, 0);
    find('#title').focus({ preventScroll: true });
  });
  find('#back').addEventListener('click', (event) => {
    if (find('#back').getAttribute('href') !== 'back') return;
    event.preventDefault();
    if (history.length > 1) history.back();
    else go('#home');
  });
  mindTheFinger();
  // What is typed or pressed before the storage is open waits for it.
  window.addEventListener('input', ({ target }) => target.form?.onsubmit || (target.dataset.early = 'yes'));
  window.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!event.target.onsubmit) event.target.early = event.submitter;
  });
  return { opened, routed: route() };
}

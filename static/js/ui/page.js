// The page: the few things that every view does to the document. Text goes in as text, never as markup.

// First of all, while the rest is still on its way: ask who is signed in.
let asked = ask();
asked.catch(() => {});

async function ask() {
  const answer = await fetch(`/api/v1/me?lists=${localStorage.getItem('lists') ?? ''}`, { headers: { 'X-Fieldlog': '1' }, cache: 'no-store', redirect: 'manual' });
  const me = await answer.json();
  const known = answer.ok || me.error?.code === 'revoked';
  return known && me.app === 'fieldlog' ? me : null;
}

/** Who is signed in, as our own server says, or `{error}` where this phone was signed out from elsewhere; else null. */
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

export function reveal(node, visible) {
  if (node) node.hidden = !visible;
}

/** Show what is meant for this way of using a form: `data-only="past edit"`. */
export function only(within, mode) {
  for (const node of all('[data-only]', within)) reveal(node, node.dataset.only.split(' ').includes(mode));
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

// How a place on the page is found: a chain of steps, each from elements to elements, as Playwright means them.
const squash = (text) => text.replace(/\s+/g, ' ').trim();
const includes = (text, words) => squash(text).toLowerCase().includes(squash(words).toLowerCase());
function isShown(element) {
  const { display, visibility } = getComputedStyle(element);
  if (display === 'contents') return [...element.children].some(isShown);
  return element.getClientRects().length > 0 && visibility === 'visible';
}
const nameOf = (element) => squash(element.getAttribute('aria-label') ?? element.textContent);
const ROLES = { link: 'a[href]', button: 'button, [role="button"]' };

const within = (roots, selector) => [...new Set(roots.flatMap((root) => [...root.querySelectorAll(selector)]))];

const STEPS = {
  css(roots, selector) {
    const found = within(roots, selector.replaceAll(':visible', ''));
    return selector.includes(':visible') ? found.filter(isShown) : found;
  },
  /** The smallest elements that hold the words. */
  text(roots, words) {
    const holds = (element) => !element.closest('script, style') && includes(element.textContent, words);
    return within(roots, '*').filter((element) => holds(element) && ![...element.children].some(holds));
  },
  role(roots, { role, name, exact }) {
    const fits = (element) => (exact ? nameOf(element) === name : includes(nameOf(element), name));
    return within(roots, ROLES[role]).filter((element) => isShown(element) && fits(element));
  },
  holding: (roots, words) => roots.filter((element) => includes(element.textContent, words)),
  first: (roots) => roots.slice(0, 1),
};

const find = (steps) => steps.reduce((roots, [kind, asked]) => STEPS[kind](roots, asked), [document]);

// The one door for words that a person reads, so that Spanish can come later; and for dates and times.
// What travels is UTC with a Z; what people read is their own clock.

let words = {};

export function useWords(catalog) {
  words = catalog;
}

/** The text in the reader's language; `{name}` is filled from `facts`. */
export function t(text, facts = {}) {
  return (words[text] ?? text).replace(/\{(\w+)\}/g, (_, name) => facts[name]);
}

/** Like `t`, for one or for many; `{n}` is the number. */
export function tn(one, many, n, facts = {}) {
  return t(n === 1 ? one : many, { n, ...facts });
}
const two = (n) => String(n).padStart(2, '0');

/** "2026-04-03", by the phone's own calendar. */
export function localDate(at = new Date()) {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** "14:02", by the phone's own clock; "" for nothing. */
export function clock(at) {
  if (!at) return '';
  const when = new Date(at);
  return `${two(when.getHours())}:${two(when.getMinutes())}`;
}

/** The instant of a local date and "14:02", as UTC text; null when there is no time. */
export function instant(date, time) {
  return time ? utc(new Date(`${date}T${time}`)) : null;
}

/** UTC text with a Z and whole seconds. */
export function utc(at = new Date()) {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** "Friday, April 3", with the year where it is not this one. */
export function longDate(date, now = new Date()) {
  const when = new Date(`${date}T12:00`);
  const year = when.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return when.toLocaleDateString('en-US', { weekday: 'long', month: 'long', day: 'numeric', year });
}

/** "14:02" today, "Apr 3, 14:02" before. */
export function shortTime(at, now = new Date()) {
  const when = new Date(at);
  if (localDate(when) === localDate(now)) return clock(when);
  return `${when.toLocaleDateString('en-US', { month: 'short', day: 'numeric' })}, ${clock(when)}`;
}

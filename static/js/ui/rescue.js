// Words that could not be saved or sent: they stay where they are, with why, and can be copied.
import { t } from '../core/i18n.js';
import { whyTrouble } from './acts.js';
import { complain } from './form.js';
import { button, find, link, toast } from './page.js';

/** The save failed: the words stay where they are, and can be copied; what else helps depends on why. */
export function keepWords(form, values, error) {
  const full = error?.name === 'QuotaExceededError' || error?.inner?.name === 'QuotaExceededError';
  complain(form, full ? t('This phone’s storage is full. ') : t('This phone could not save it. '));
  const ways = [copyButton(values), ' ', full ? link(t('Send what waits, or make room'), '#waiting') : button(t('Reload'), () => location.reload())];
  const then = full ? t('Your words are still here: try Save again, shorten them, or copy them. ') : t('Your words are still here: try Save again; or copy them, then reload. ');
  find('[data-trouble]', form).append(then, ...ways);
}

/** The server could not take what was saved here: why, and what to do. */
export function sayWhy(form, { trouble, body }) {
  complain(form, `${whyTrouble(trouble)} `);
  find('[data-trouble]', form).append(copyButton(body));
}

/** What a person wrote is what has spaces in it; codes and dates have none. */
export function copyButton(values, className) {
  const written = Object.values(values).filter((value) => typeof value === 'string' && value.includes(' '));
  return button(t('Copy text'), () => copy(written.join('\n')), className);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t('Copied'));
  } catch {
    toast(t('This browser does not allow copying. Mark the words and copy them by hand.'));
  }
}

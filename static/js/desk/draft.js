// Words of a line that is not on the page yet outlive whatever else is pressed there (Up, Down, Remove, a link), and a
// Save that never reached the server. They are one person's, stay in this tab, and go when that person signs out.

const form = document.querySelector('#line-form[data-draft]');
if (form) keep(form.elements.words, `line ${form.dataset.draft}`);

function keep(field, key) {
  const kept = sessionStorage.getItem(key);
  if (kept && !isOnThePage(kept)) field.value = kept;
  else sessionStorage.removeItem(key);
  field.addEventListener('input', () => sessionStorage.setItem(key, field.value));
}

function isOnThePage(words) {
  const plain = (text) => text.trim().replace(/\s+/g, ' ');
  return [...document.querySelectorAll('[data-words]')].some((line) => plain(line.dataset.words) === plain(words));
}

// Words of a line that is not on the page yet outlive whatever else is pressed there: Up, Down, Remove, a link.
// They stay in this tab and go with it. A form that the server sent with words in it is newer than ours.

const form = document.querySelector('#line-form[data-draft]');
if (form) keep(form.elements.words, `line ${form.dataset.draft}`);

function keep(field, key) {
  if (field.value) sessionStorage.setItem(key, field.value);
  else field.value = sessionStorage.getItem(key) ?? '';
  field.addEventListener('input', () => sessionStorage.setItem(key, field.value));
  form.addEventListener('submit', () => sessionStorage.removeItem(key));
}

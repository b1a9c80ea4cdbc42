/**
 * For the browser: takes a submit of the theme's form and sends the same form, without leaving the page. Call it first in
 * the handler, while the button still has the value that was submitted; what the page shows is then up to the framework.
 * @param {SubmitEvent} event as the browser gave it
 */
export function postTheme(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const { name, value } = /** @type {HTMLButtonElement} */ (event.submitter);
  fetch(form.action, {
    method: form.method,
    body: new URLSearchParams({ [name]: value }),
    // The answer sets the cookie and names the front page, which nobody needs.
    redirect: 'manual',
    // The visitor may go on to another page at once.
    keepalive: true,
  });
}

import { clearCookie, setCookie } from './cookies.js';
import { isPassword } from './password.js';

/** No form of this blog comes near it, in bytes. */
const longestForm = 16 * 1024;

/** The fields that a form sent; none where it is longer than any form here, the rest of which is read and dropped. */
export async function readForm(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= longestForm) chunks.push(chunk);
  }
  return new URLSearchParams(length <= longestForm ? Buffer.concat(chunks).toString() : '');
}

/** The cookie that a choice of theme sets, or null where it names none. */
export function chooseTheme(form) {
  const theme = form.get('theme');
  return theme === 'dark' || theme === 'light' ? setCookie('theme', theme) : null;
}

/** The cookie of the user's session, or null where username and password do not belong together. */
export async function logIn(form, blog) {
  const account = blog.account(form.get('username') ?? '');
  if (!account || !(await isPassword(form.get('password') ?? '', account.password_hash))) return null;
  const session = blog.sessionOf(account.id);
  return session ? setCookie('session', session) : null;
}

/** The cookie that ends a session in this browser. */
export const logOut = () => clearCookie('session');

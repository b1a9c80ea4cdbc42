/**
 * What the three forms are answered with, whatever the framework: a status, headers and a body. An answer also fits
 * the Web's `new Response(answer.body, answer)`.
 */
import { clearCookie, setCookie } from './cookies.js';
import { isPassword } from './password.js';

/**
 * The fields that a form sent: `URLSearchParams` and `FormData` both fit.
 * @typedef {{ get(name: string): unknown }} Fields
 */

/**
 * The body is null where a redirect needs none.
 * @typedef {{ status: number, headers: Record<string, string>, body: string | null }} Answer
 */

/**
 * `POST /theme`
 * @param {Fields} fields
 * @returns {Answer}
 */
export function answerTheme(fields) {
  const theme = fields.get('theme');
  if (theme === 'dark' || theme === 'light') return toFrontPage(setCookie('theme', theme));
  return {
    status: 400,
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    body: 'The field "theme" has to be "dark" or "light".\n',
  };
}

/**
 * `POST /login`
 * @param {Fields} fields
 * @param {import('./database.js').Blog} blog
 * @returns {Promise<Answer | null>} null where username and password do not belong together: then the answer is 401
 *   with the page of `GET /login` and its error
 */
export async function answerLogIn(fields, blog) {
  const account = blog.account(String(fields.get('username') ?? ''));
  if (account === undefined) return null;
  if (!(await isPassword(String(fields.get('password') ?? ''), account.password_hash))) return null;
  const session = blog.sessionOf(account.id);
  return session === undefined ? null : toFrontPage(setCookie('session', session));
}

/**
 * `POST /logout`
 * @returns {Answer}
 */
export const answerLogOut = () => toFrontPage(clearCookie('session'));

/**
 * @param {string} cookie
 * @returns {Answer}
 */
const toFrontPage = (cookie) => ({
  status: 303,
  headers: { Location: '/', 'Set-Cookie': cookie },
  body: null,
});

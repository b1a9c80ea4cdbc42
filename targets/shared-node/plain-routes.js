/** What is answered in the same way by every server of ours: the stylesheet, the sign of health, and the forms. */
import { readFileSync } from 'node:fs';
import { answerLogIn, answerLogOut, answerTheme } from './forms.js';

/**
 * Node's own request, with what the page of `GET /login` has to know.
 * @typedef {import('node:http').IncomingMessage & { signInFailed?: boolean }} Request
 */

/** @typedef {import('node:http').ServerResponse} Response */

/** No form of this blog comes near it, in bytes. */
const longestForm = 16 * 1024;

/**
 * Middleware for Express and Connect, or for a handler of `node:http`. What it does not answer is left to `next`. So is a
 * wrong password, as a GET of the same page with `request.signInFailed` set: the framework answers it with 401.
 * @param {import('./database.js').Blog} blog
 * @param {URL} stylesheet the contract's `style.css`
 */
export function plainRoutes(blog, stylesheet) {
  const style = readFileSync(stylesheet);
  /** @type {Map<string | undefined, (response: Response) => unknown>} */
  const pages = new Map([
    ['/style.css', (response) => send(response, 200, { 'Content-Type': 'text/css; charset=utf-8' }, style)],
    ['/healthz', (response) => response.writeHead(204).end()],
  ]);
  const forms = new Map([
    ['/theme', async (/** @type {URLSearchParams} */ fields) => answerTheme(fields)],
    ['/login', (/** @type {URLSearchParams} */ fields) => answerLogIn(fields, blog)],
    ['/logout', async () => answerLogOut()],
  ]);

  /**
   * @param {Request} request
   * @param {Response} response
   * @param {(error?: unknown) => unknown} next
   */
  return (request, response, next) => {
    if (request.method !== 'POST') {
      const page = pages.get(request.url);
      return page === undefined ? next() : page(response);
    }
    const answer = forms.get(request.url ?? '');
    if (answer === undefined) return next();
    return readForm(request)
      .then(answer)
      .then((made) => {
        if (made !== null) return send(response, made.status, made.headers, made.body ?? '');
        asGet(request);
        return next();
      })
      .catch((error) => {
        // A visitor who left in the middle of a form is no error of ours.
        if (!request.destroyed || request.complete) next(error);
      });
  };
}

/**
 * The fields that a form sent; none where it is longer than any form here, the rest of which is read and dropped.
 * @param {Request} request
 */
async function readForm(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= longestForm) chunks.push(chunk);
  }
  return new URLSearchParams(length <= longestForm ? Buffer.concat(chunks).toString() : '');
}

/**
 * Its body has been read, so nothing may wait for one.
 * @param {Request} request
 */
function asGet(request) {
  request.method = 'GET';
  request.signInFailed = true;
  for (const name of ['content-type', 'content-length', 'transfer-encoding']) delete request.headers[name];
}

/**
 * @param {Response} response
 * @param {number} status
 * @param {Record<string, string>} headers
 * @param {string | Uint8Array} body
 */
function send(response, status, headers, body) {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
}

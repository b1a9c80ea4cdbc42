/** Cookies, for frameworks that have no API of their own for plain ones. */

/**
 * The first value of each cookie in a `Cookie` header, as it stands there.
 * @param {string | null | undefined} header
 * @returns {Record<string, string>} without a prototype
 */
export function parseCookies(header) {
  const cookies = Object.create(null);
  if (!header) return cookies;
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at === -1) continue;
    const name = pair.slice(0, at).trim();
    cookies[name] ??= pair.slice(at + 1).trim();
  }
  return cookies;
}

const attributes = 'Path=/; HttpOnly; SameSite=Lax';

/**
 * @param {string} name
 * @param {string} value
 */
export const setCookie = (name, value) => `${name}=${value}; ${attributes}`;

/** @param {string} name */
export const clearCookie = (name) => `${name}=; ${attributes}; Max-Age=0`;

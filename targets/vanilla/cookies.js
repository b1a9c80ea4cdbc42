/** The first value of each cookie in a `Cookie` header. */
export function parseCookies(header = '') {
  const cookies = new Map();
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at === -1) continue;
    const name = pair.slice(0, at).trim();
    if (!cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim());
  }
  return cookies;
}

const attributes = 'Path=/; HttpOnly; SameSite=Lax';

export const setCookie = (name, value) => `${name}=${value}; ${attributes}`;

export const clearCookie = (name) => `${name}=; ${attributes}; Max-Age=0`;

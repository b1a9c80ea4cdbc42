/** The forms of the blog: what they send, and how they have to be answered. */
import type { Answer } from './answer.ts';
import { loginPage } from './page.ts';
import { people, reader, sessions } from './people.ts';
import { visitorCookies } from './states.ts';

/** A form that is sent. */
export interface SentForm {
  /** As a reader of a message knows it, e.g. `POST /theme with dark`. */
  readonly name: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly cookie: string | null;
  readonly right: RightEnd;
}

/** How a form ends: at home with a cookie that is set or cleared, on a page that says what is wrong, or refused. */
export type RightEnd =
  | { readonly kind: 'home'; readonly cookie: string; readonly value: string }
  | { readonly kind: 'page'; readonly status: number; readonly golden: string }
  | { readonly kind: 'refused'; readonly status: number };

export const sentForms: readonly SentForm[] = [
  ...['dark', 'light'].map(
    (theme): SentForm => ({
      name: `POST /theme with ${theme}`,
      path: '/theme',
      fields: { theme },
      cookie: null,
      right: { kind: 'home', cookie: 'theme', value: theme },
    }),
  ),
  {
    name: 'POST /theme with a theme that there is not',
    path: '/theme',
    fields: { theme: 'mauve' },
    cookie: null,
    right: { kind: 'refused', status: 400 },
  },
  ...people.map(
    ({ id, username, password }): SentForm => ({
      name: `POST /login as ${username}`,
      path: '/login',
      fields: { username, password },
      cookie: null,
      right: { kind: 'home', cookie: 'session', value: sessionOf(id) },
    }),
  ),
  {
    name: 'POST /login with a wrong password',
    path: '/login',
    fields: { username: reader.username, password: `${reader.password} ` },
    cookie: 'theme=dark',
    right: { kind: 'page', status: 401, golden: loginPage({ reader: null, theme: 'dark' }, true) },
  },
  {
    name: 'POST /logout',
    path: '/logout',
    fields: {},
    cookie: visitorCookies.reader,
    right: { kind: 'home', cookie: 'session', value: '' },
  },
];

function sessionOf(userId: number): string {
  const valid = sessions.find(({ user_id }) => user_id === userId);
  if (valid === undefined) throw new Error(`user ${userId} has no session`);
  return valid.id;
}

/**
 * Compares the answer to a form with how it has to end; the page of an end on a page is for the checks of pages.
 * @returns what is wrong, one sentence each, without a full stop; empty for a right answer
 */
export function checkFormEnd(answer: Answer, right: RightEnd, origin: string): string[] {
  const { status, headers, brokenOff } = answer;
  if (brokenOff !== undefined) return [`the answer broke off: ${brokenOff}`];
  const wantedStatus = right.kind === 'home' ? 303 : right.status;
  const wrongStatus = status === wantedStatus ? [] : [`the status is ${status}, not ${wantedStatus}`];
  const set = headers['set-cookie'];
  if (right.kind !== 'home') {
    return [...wrongStatus, ...(set === undefined ? [] : [`it sets a cookie: ${JSON.stringify(set)}`])];
  }
  const { location } = headers;
  const leadsHome = location === '/' || location === `${origin}/` || location === origin;
  return [
    ...wrongStatus,
    ...(leadsHome ? [] : [`Location is ${JSON.stringify(location ?? null)}, not "/"`]),
    ...(set === undefined ? ['it sets no cookie'] : checkCookie(set, right.cookie, right.value)),
  ];
}

function checkCookie(header: string, name: string, value: string): string[] {
  const [pair = '', ...rest] = header.split(';').map((part) => part.trim());
  const attributes = rest.map((part) => part.toLowerCase());
  const wanted = ['path=/', 'httponly', 'samesite=lax'];
  const clearing = (each: string) => value === '' && /^(max-age=0|expires=.*)$/.test(each);
  const missing = wanted.filter((each) => !attributes.includes(each));
  const extra = attributes.filter((each) => !wanted.includes(each) && !clearing(each));
  const isKept = value === '' && !attributes.some(clearing);
  if (pair === `${name}=${value}` && missing.length === 0 && extra.length === 0 && !isKept) return [];
  const right = `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${value === '' ? '; Max-Age=0' : ''}`;
  return [`it sets the cookie ${JSON.stringify(header)}, not ${JSON.stringify(right)}`];
}

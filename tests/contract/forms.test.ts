import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Answer } from '../../src/contract/answer.ts';
import { checkFormEnd, type RightEnd } from '../../src/contract/forms.ts';

const origin = 'http://127.0.0.1:8000';
const dark: RightEnd = { kind: 'home', cookie: 'theme', value: 'dark' };
const gone: RightEnd = { kind: 'home', cookie: 'session', value: '' };

const answer = (status: number, headers: Record<string, string>): Answer => ({
  status,
  headers,
  body: Buffer.alloc(0),
});
const home = (cookie: string, location = '/') => answer(303, { location, 'set-cookie': cookie });

describe('how a form ends', () => {
  const right: readonly [what: string, given: Answer, end: RightEnd][] = [
    ['home with its cookie', home('theme=dark; Path=/; HttpOnly; SameSite=Lax'), dark],
    [
      'home with attributes in another order and other letters',
      home('theme=dark; samesite=lax; httponly; path=/'),
      dark,
    ],
    ['home by a whole address', home('theme=dark; Path=/; HttpOnly; SameSite=Lax', `${origin}/`), dark],
    [
      'with a cookie that is cleared',
      home('session=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax'),
      gone,
    ],
    ['refused', answer(400, {}), { kind: 'refused', status: 400 }],
  ];
  for (const [what, given, end] of right) {
    it(`is right: ${what}`, () => assert.deepEqual(checkFormEnd(given, end, origin), []));
  }

  const wrong: readonly [what: string, given: Answer, end: RightEnd, says: RegExp][] = [
    [
      'another status',
      { ...home('theme=dark; Path=/; HttpOnly; SameSite=Lax'), status: 302 },
      dark,
      /status is 302, not 303/,
    ],
    [
      'another place',
      home('theme=dark; Path=/; HttpOnly; SameSite=Lax', '/login'),
      dark,
      /Location is "\/login", not "\/"/,
    ],
    ['no cookie', answer(303, { location: '/' }), dark, /it sets no cookie/],
    [
      'a cookie that scripts can read',
      home('theme=dark; Path=/; SameSite=Lax'),
      dark,
      /not "theme=dark; Path=\/; HttpOnly; SameSite=Lax"/,
    ],
    [
      'a cookie that lasts',
      home('theme=dark; Path=/; HttpOnly; SameSite=Lax; Max-Age=9'),
      dark,
      /it sets the cookie/,
    ],
    [
      'a cookie that is emptied but kept',
      home('session=; Path=/; HttpOnly; SameSite=Lax'),
      gone,
      /Max-Age=0/,
    ],
    [
      'a refusal with a cookie',
      answer(400, { 'set-cookie': 'a=b' }),
      { kind: 'refused', status: 400 },
      /it sets a cookie/,
    ],
    ['an answer that breaks off', { ...answer(303, {}), brokenOff: 'aborted' }, dark, /broke off: aborted/],
  ];
  for (const [what, given, end, says] of wrong) {
    it(`is wrong: ${what}`, () => {
      const found = checkFormEnd(given, end, origin);
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', says);
    });
  }
});

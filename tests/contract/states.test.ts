import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expiredSession, readerSession } from '../../src/contract/people.ts';
import { measuredRequest } from '../../src/contract/request.ts';
import { frontPageStates } from '../../src/contract/states.ts';
import { somePosts } from './blog.ts';

const states = frontPageStates((session) => ({
  reader: session === readerSession.id ? 'Ines' : null,
  posts: somePosts,
}));

test('the nine states are three sessions in three themes, each with its cookies', () => {
  const [valid, expired] = [`session=${readerSession.id}`, `session=${expiredSession.id}`];
  assert.deepEqual(
    states.map(({ name, cookie }) => [name, cookie]),
    [
      ['no session, no theme', null],
      ['no session, dark theme', 'theme=dark'],
      ['no session, light theme', 'theme=light'],
      ['valid session, no theme', valid],
      ['valid session, dark theme', `${valid}; theme=dark`],
      ['valid session, light theme', `${valid}; theme=light`],
      ['expired session, no theme', expired],
      ['expired session, dark theme', `${expired}; theme=dark`],
      ['expired session, light theme', `${expired}; theme=light`],
    ],
  );
});

test('only a valid session shows a name, and only a dark theme is dark', () => {
  for (const { name, golden } of states) {
    assert.equal(golden.includes('Log out'), name.startsWith('valid'), name);
    assert.equal(golden.includes('class="dark"'), name.endsWith('dark theme'), name);
  }
});

test('the measured request carries the cookies of its visitor and asks for nothing compressed', () => {
  assert.deepEqual(measuredRequest('reader'), {
    method: 'GET',
    path: '/',
    headers: {
      accept: 'text/html',
      'accept-encoding': 'identity',
      cookie: `session=${readerSession.id}; theme=dark`,
    },
    body: null,
    expect: null,
  });
  assert.equal(Object.hasOwn(measuredRequest('anonymous').headers, 'cookie'), false);
});

test('both visitors are among the nine states, so that what is measured has been checked', () => {
  const cookies = states.map(({ cookie }) => cookie ?? undefined);
  assert.ok(cookies.includes(measuredRequest('reader').headers['cookie']));
  assert.ok(cookies.includes(measuredRequest('anonymous').headers['cookie']));
});

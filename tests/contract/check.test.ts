import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Answer } from '../../src/contract/answer.ts';
import { checkAnswer, judgeAnswer, judgeOutside } from '../../src/contract/check.ts';
import { homePage } from '../../src/contract/page.ts';
import { checkWire } from '../../src/contract/wire.ts';
import { somePosts } from './blog.ts';

const golden = homePage({ reader: null, theme: 'light' }, somePosts);
const right = answer(golden);
const state = { name: 'no session, no theme', cookie: null, golden };

function answer(page: string, headers: Readonly<Record<string, string>> = {}, status = 200): Answer {
  const body = Buffer.from(page);
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-length': `${body.length}`,
      ...headers,
    },
    body,
  };
}

test('a right answer passes, however its headers are spelt and whatever else a framework sends', () => {
  const others: readonly Record<string, string>[] = [
    {},
    { 'content-type': 'text/html;charset=UTF-8' },
    { 'content-type': 'Text/HTML ; Charset="utf-8"' },
    { 'cache-control': 'private, No-Store, max-age=0' },
    { 'x-powered-by': 'Pumps', vary: 'Accept' },
  ];
  for (const headers of others) assert.deepEqual(checkWire(answer(golden, headers)), []);
});

const wrongOnTheWire: readonly [string, Answer, RegExp][] = [
  ['another status', answer(golden, {}, 500), /status is 500, not 200/],
  [
    'plain text',
    answer(golden, { 'content-type': 'text/plain; charset=utf-8' }),
    /Content-Type is "text\/plain/,
  ],
  ['no charset', answer(golden, { 'content-type': 'text/html' }), /Content-Type is "text\/html", not/],
  ['another charset', answer(golden, { 'content-type': 'text/html; charset=latin1' }), /Content-Type/],
  [
    'a page that may be stored',
    answer(golden, { 'cache-control': 'max-age=60' }),
    /Cache-Control is "max-age=60"/,
  ],
  ['an ETag', answer(golden, { etag: 'W/"1"' }), /header etag: "W\/\\"1\\""/],
  ['a cookie', answer(golden, { 'set-cookie': 'a=b' }), /header set-cookie/],
  ['gzip', answer(golden, { 'content-encoding': 'gzip' }), /header content-encoding: "gzip"/],
  ['a wrong length', answer(golden, { 'content-length': '12' }), /has \d+ bytes, but Content-Length says 12/],
  [
    'half a character',
    { ...right, headers: chunked(), body: Buffer.concat([right.body, Buffer.of(0xc3)]) },
    /UTF-8/,
  ],
  ['a page cut off', answer(golden.slice(0, -10)), /no "<\/html>"/],
];

for (const [what, wrong, expected] of wrongOnTheWire) {
  test(`the wire check finds ${what}, and nothing else`, () => {
    const differences = checkWire(wrong);
    assert.equal(differences.length, 1, differences.join('\n'));
    assert.match(differences[0] ?? '', expected);
  });
}

function chunked(): Record<string, string> {
  const { 'content-length': _, ...headers } = right.headers;
  return headers;
}

test('a missing Content-Type or Cache-Control is said to be absent', () => {
  const differences = checkWire({ ...right, headers: {} });
  assert.equal(differences.length, 2);
  assert.match(differences.join('\n'), /Content-Type is absent.*Cache-Control is absent/s);
});

test('a page about an error is right with its own status', () => {
  assert.deepEqual(checkWire(answer(golden, {}, 404), 404), []);
  assert.match(checkWire(answer(golden), 404)[0] ?? '', /status is 200, not 404/);
});

test('one call makes all checks; each of them can fail on its own', () => {
  const canaries = [{ of: 'the body of a post', text: 'hn0123456789ab' }];
  const failing = (given: Answer) =>
    checkAnswer(given, state, canaries, [])
      .filter(({ differences }) => differences.length > 0)
      .map(({ check, differences }) => [check, differences.length]);

  assert.deepEqual(
    checkAnswer(right, state, canaries, []).map(({ check }) => check),
    ['wire', 'text', 'structure', 'economy'],
  );
  assert.deepEqual(failing(right), []);
  assert.deepEqual(failing(answer(golden, { etag: 'x' })), [['wire', 1]]);
  assert.deepEqual(failing(answer(golden.replace('Log in', 'Enter'))), [
    ['text', 1],
    ['structure', 1],
  ]);
  assert.deepEqual(failing(answer(golden.replace('class="page"', 'class="pages"'))), [['structure', 1]]);
  const hydrated = golden.replace('</body>', '<script>{"body":"hn0123456789ab"}</script></body>');
  assert.deepEqual(failing(answer(hydrated)), [['economy', 1]]);
  assert.deepEqual(failing(answer('busy', {}, 503)), [['wire', 2]], 'no text to compare');
});

test('a judge says the first thing that is wrong, or nothing', () => {
  assert.equal(judgeAnswer(right, golden), null);
  assert.match(judgeAnswer(answer(golden, {}, 502), golden) ?? '', /502/);
  assert.match(judgeAnswer(answer(golden.replace('Blog', 'Weblog')), golden) ?? '', /"Weblog", not "Blog"/);
});

test('outside of the contract an answer may be compressed and kept, but says the same', () => {
  const packed = (page: string) => ({
    ...answer(page, { 'content-encoding': 'gzip', etag: 'x', 'cache-control': 'max-age=1' }),
    body: gzipSync(page),
  });
  assert.equal(judgeOutside(packed(golden), golden), null);
  assert.match(judgeOutside(packed(golden.replace('Blog', 'Weblog')), golden) ?? '', /"Weblog", not "Blog"/);
  assert.match(judgeOutside(answer(golden, {}, 500), golden) ?? '', /status is 500/);
  assert.match(judgeOutside({ ...right, brokenOff: 'aborted' }, golden) ?? '', /broke off/);
});

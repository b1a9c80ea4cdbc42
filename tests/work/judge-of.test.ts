import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeOf } from '../../src/work/blog-contract.ts';
import { fixtureTarget } from '../fixtures/servers/fixture-target.ts';

const judged = (type: string, page: string, expect: string) => {
  const request = { ...fixtureTarget('').request, expect };
  const judge = judgeOf(fixtureTarget('', [], { request }), null);
  return judge({
    status: 200,
    headers: { 'content-type': type },

    body: Buffer.from(page, 'latin1'),
  });
};

test('a page that is not in UTF-8 is named where letters are expected that it writes otherwise', () => {
  assert.match(
    judged('text/html; charset=ISO-8859-1', 'Café', 'Café') ?? '',
    /"Café" in UTF-8, .* in ISO-8859-1/,
  );
  assert.equal(judged('text/html; charset=ISO-8859-1', 'Café', 'Caf'), null);
  assert.equal(judged('text/html; charset=utf-8', 'Bar', 'Café'), 'the page does not hold "Café"');
});

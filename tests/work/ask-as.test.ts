import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measuredRequest } from '../../src/contract/request.ts';
import { askAs } from '../../src/work/ask-as.ts';
import { fixtureTarget } from '../fixtures/servers/fixture-target.ts';

const own = {
  method: 'GET',
  path: '/',
  headers: { 'Accept-Encoding': 'gzip', 'X-Own': '1' },
  body: null,
  expect: null,
};

describe('what is asked', () => {
  it('is the target’s own request where it serves no blog, each header once, and nothing compressed unless it says so', () => {
    const asked = (headers: Readonly<Record<string, string>>) =>
      askAs('reader', fixtureTarget('normal.js', [], { request: { ...own, headers } })).request;
    assert.deepEqual(asked({}), { ...own, headers: { accept: '*/*', 'accept-encoding': 'identity' } });
    assert.deepEqual(asked({ ...own.headers, 'x-own': '2' }), {
      ...own,
      headers: { accept: '*/*', 'accept-encoding': 'gzip', 'x-own': '2' },
    });
  });

  it('is the contract’s request under the contract, whatever else there is', () => {
    const target = fixtureTarget('normal.js', [], { contract: 'blog', serves: 'blog', request: own });
    assert.deepEqual(askAs('anonymous', target).request, measuredRequest('anonymous'));
  });

  it('is the same outside of the contract, as this visitor, but for what the variant changes', () => {
    const target = fixtureTarget('normal.js', [], { serves: 'blog', request: own });
    const { accept, cookie } = measuredRequest('reader').headers;
    assert.deepEqual(askAs('reader', target).request, {
      ...own,
      headers: { accept, cookie, 'accept-encoding': 'gzip', 'x-own': '1' },
    });
    assert.equal(askAs('anonymous', target).request.headers['cookie'], undefined);
  });
});

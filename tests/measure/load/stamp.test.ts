import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endpoint } from '../../../src/measure/load/engine.ts';
import { BLANK_STAMP, stampIn } from '../../../src/measure/load/stamp.ts';

const requestWith = (headers: Readonly<Record<string, string>>) =>
  endpoint('127.0.0.1', 1, { method: 'GET', path: '/', headers, body: null, expect: null }).request;

describe('the stamp of a request', () => {
  it('is written over its header’s digits, and over nothing else', () => {
    const request = requestWith({ 'x-intended-us': BLANK_STAMP, accept: '*/*' });
    const before = request.toString('latin1');
    const stamp = stampIn(request, 'x-intended-us');
    for (const [us, digits] of [
      [1_234_567_890_123.4, '0001234567890123'],
      [7, '0000000000000007'],
    ] as const) {
      stamp(us);
      assert.equal(request.toString('latin1'), before.replace(BLANK_STAMP, digits));
    }
  });

  it('needs its header in the request', () => {
    assert.throws(() => stampIn(requestWith({}), 'x-intended-us'), /no header/);
  });
});

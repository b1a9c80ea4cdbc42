import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { requestBytes } from '../../../src/measure/load/request-bytes.ts';
import type { MeasuredRequest } from '../../../src/model/target.ts';

const here = { address: '127.0.0.1', port: 3_000 };

function sent(request: Partial<MeasuredRequest>, place = here): string {
  const whole = { method: 'GET', path: '/', headers: {}, body: null, ...request };
  return requestBytes(whole, place).toString();
}

describe('the request as it goes over the wire', () => {
  it('has a host, and keeps the connection', () =>
    assert.equal(sent({}), 'GET / HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nConnection: keep-alive\r\n\r\n'));

  it('may be of any method', () => assert.match(sent({ method: 'M-SEARCH' }), /^M-SEARCH \/ HTTP\/1\.1\r\n/));

  it('has the user’s own Host and Connection instead, however they are spelt', () =>
    assert.equal(
      sent({ headers: { host: 'shop.test', CONNECTION: 'close' } }),
      'GET / HTTP/1.1\r\nhost: shop.test\r\nCONNECTION: close\r\n\r\n',
    ));

  const lengths: readonly (readonly [
    says: string,
    request: Partial<MeasuredRequest>,
    length: string | null,
  ])[] = [
    ['a GET without a body has none', {}, null],
    ['a DELETE without a body has none', { method: 'DELETE' }, null],
    ['a POST without a body has 0', { method: 'POST' }, '0'],
    ['a PUT without a body has 0', { method: 'PUT' }, '0'],
    ['a PATCH without a body has 0', { method: 'PATCH' }, '0'],
    ['a body is counted in bytes', { method: 'POST', body: 'é€' }, '5'],
    ['a GET may have a body', { body: '{}' }, '2'],
    ['an empty body is one', { method: 'DELETE', body: '' }, '0'],
    ['a body is counted as it is filled in', { method: 'POST', body: '{port}' }, '4'],
  ];
  for (const [says, request, length] of lengths) {
    it(`tells the length of its body: ${says}`, () =>
      assert.equal(/Content-Length: (\d+)/.exec(sent(request))?.[1] ?? null, length));
  }

  it('has its place filled in, in path, headers and body', () =>
    assert.equal(
      sent({
        method: 'PUT',
        path: '/{port}?{other}',
        headers: { origin: '{origin}' },
        body: '{host} {origin}',
      }),
      'PUT /3000?{other} HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nConnection: keep-alive\r\norigin: http://127.0.0.1:3000\r\n' +
        'Content-Length: 31\r\n\r\n127.0.0.1 http://127.0.0.1:3000',
    ));

  it('puts an IPv6 address in brackets where a port follows', () =>
    assert.match(
      sent({ headers: { a: '{host} {origin}' } }, { address: '::1', port: 80 }),
      /Host: \[::1\]:80\r\n[\s\S]*a: ::1 http:\/\/\[::1\]:80/,
    ));
});

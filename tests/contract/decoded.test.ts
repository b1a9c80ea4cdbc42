import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { decoded } from '../../src/contract/decoded.ts';

const unpack = (encoding: string, body: Buffer) =>
  decoded({ headers: { 'content-encoding': encoding }, body });

describe('a compressed body', () => {
  it('is read as it was before', () => {
    assert.equal(unpack('gzip', gzipSync('Welcome')).toString(), 'Welcome');
    assert.equal(unpack('BR', brotliCompressSync('Welcome')).toString(), 'Welcome');
  });

  it('stays as it came where it cannot be unpacked, or would fill the memory', () => {
    const broken = gzipSync('Welcome').subarray(0, 12);
    assert.equal(unpack('gzip', broken), broken);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 1 };
    const bomb = brotliCompressSync(Buffer.alloc(65 * 2 ** 20), { params });
    assert.equal(unpack('br', bomb), bomb);
  });
});

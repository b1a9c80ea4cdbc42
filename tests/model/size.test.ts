import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  formatBitsPerSecond,
  formatBytes,
  formatMemory,
  parseBitsPerSecond,
  parseBytes,
} from '../../src/model/size.ts';

describe('amounts as people write them', () => {
  const bytes: [string, number | null][] = [
    ['4GiB', 4_294_967_296],
    ['1.5 MiB', 1_572_864],
    ['4GB', 4_000_000_000],
    ['512 mb', 512_000_000],
    ['100B', 100],
    ['4', null],
    ['0GiB', null],
    ['-1GiB', null],
    ['4Gbit/s', null],
    ['GiB', null],
    ['4 constructor', null],
    ['', null],
  ];
  for (const [text, value] of bytes) {
    it(`memory: ${text} is ${value}`, () => assert.equal(parseBytes(text), value));
  }

  const bits: [string, number | null][] = [
    ['2Gbit/s', 2_000_000_000],
    ['100 Mbit/s', 100_000_000],
    ['2GB', null],
    ['2Gbit', null],
  ];
  for (const [text, value] of bits) {
    it(`bandwidth: ${text} is ${value}`, () => assert.equal(parseBitsPerSecond(text), value));
  }

  it('are written with the unit that suits', () => {
    assert.deepEqual([0, 812, 1_572_864, 2 ** 32].map(formatMemory), ['0 B', '812 B', '1.5 MiB', '4 GiB']);
    assert.deepEqual([0, 999_999, 6_200].map(formatBytes), ['0 B', '1 MB', '6.2 kB']);
    assert.deepEqual([0, 2e9, 1e8].map(formatBitsPerSecond), ['0 bit/s', '2 Gbit/s', '100 Mbit/s']);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeText } from '../../src/files/decode-text.ts';
import { UsageError } from '../../src/model/usage-error.ts';

const json = '{"title": "Añil 🧵"}';
const mark = '\u{feff}';
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('a text that a person saved', () => {
  const readable: Readonly<Record<string, Buffer>> = {
    'UTF-8': Buffer.from(json),
    'UTF-8 with a byte order mark': Buffer.from(mark + json),
    'UTF-16, low byte first, with a mark': Buffer.from(mark + json, 'utf16le'),
    'UTF-16, low byte first, without one': Buffer.from(json, 'utf16le'),
    'UTF-16, high byte first, with a mark': utf16be(mark + json),
    'UTF-16, high byte first, without one': utf16be(json),
  };
  for (const [encoding, bytes] of Object.entries(readable)) {
    it(`is read from ${encoding}`, () => assert.equal(decodeText(bytes, 'target.json'), json));
  }

  it('may be empty', () => assert.equal(decodeText(Buffer.of(), 'target.json'), ''));

  const others: readonly (readonly [string, Buffer])[] = [
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0])],
    ['UTF-32', Buffer.from([0x7b, 0, 0, 0, 0x7d, 0, 0, 0])],
    ['a gzip archive', Buffer.from([0x1f, 0x8b, 8, 0])],
    ['an 8-bit encoding such as Latin-1 or Windows-1252', Buffer.from('{"title": "Añil"}', 'latin1')],
  ];
  for (const [encoding, bytes] of others) {
    it(`is refused as ${encoding}: ${bytes.toString('hex').slice(0, 12)}`, () => {
      assert.throws(
        () => decodeText(bytes, 'target.json'),
        (error) => error instanceof UsageError && error.message.endsWith(`it looks like ${encoding}`),
      );
    });
  }
});

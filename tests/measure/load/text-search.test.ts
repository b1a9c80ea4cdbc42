import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TextSearch } from '../../../src/measure/load/text-search.ts';

/** Few different letters, so that a text is often almost there. */
const letters = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength }).map((text) => Buffer.from(text));

describe('a text in a body that comes in parts', () => {
  it('is found as in the whole body, wherever that was cut', () => {
    fc.assert(
      fc.property(letters(5), fc.array(fc.array(letters(6)), { maxLength: 3 }), (text, bodies) => {
        const search = new TextSearch(text);
        for (const parts of bodies) {
          search.begin();
          for (const part of parts) search.look(part);
          assert.equal(search.found, Buffer.concat(parts).includes(text));
        }
      }),
    );
  });

  it('is not kept alive by the memory that the parts were read into', () => {
    const search = new TextSearch(Buffer.from('xyz'));
    const read = Buffer.from('..x');
    search.look(read);
    read.fill('.');
    search.look(Buffer.from('yz'));
    assert.ok(search.found);
  });
});

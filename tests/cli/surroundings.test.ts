import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { processSurroundings } from '../../src/cli/surroundings.ts';

/** Makes standard error something else for a test. */
function pretend(t: TestContext, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    const before = Object.getOwnPropertyDescriptor(process.stderr, name);
    Object.defineProperty(process.stderr, name, { value, configurable: true, writable: true });
    t.after(() => {
      if (before === undefined) Reflect.deleteProperty(process.stderr, name);
      else Object.defineProperty(process.stderr, name, before);
    });
  }
}

const size = () => {
  const { isTerminal, columns, rows } = processSurroundings().stderr;
  return { isTerminal, columns, rows };
};

describe('the size of a terminal', () => {
  it('is what the terminal says', (t) => {
    pretend(t, { isTTY: true, columns: 120, rows: 40 });
    assert.deepEqual(size(), { isTerminal: true, columns: 120, rows: 40 });
  });

  it('is unknown where nobody has told the terminal, and where there is none', (t) => {
    pretend(t, { isTTY: true, columns: 0, rows: 0 });
    assert.deepEqual(size(), { isTerminal: true, columns: null, rows: null });
    pretend(t, { isTTY: undefined, columns: undefined, rows: undefined });
    assert.deepEqual(size(), { isTerminal: false, columns: null, rows: null });
  });
});

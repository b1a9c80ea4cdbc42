import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '../../../src/measure/server/explain-failure.ts';
import { explainOutcome } from '../../../src/measure/server/explain-outcome.ts';
import { fixtureTarget } from '../../fixtures/servers/fixture-target.ts';

for (const [last, asks] of [
  ['Port 3000 is in use. Use another? (Y/n) ', true],
  ['Send usage data [y/N]: ', true],
  ['compiling…', false],
] as const) {
  test(`a server whose last words are ${JSON.stringify(last)} ${asks ? 'asks' : 'does not ask'}`, () => {
    const started = { address: '127.0.0.1', port: 3_000, log: [last], left: [], life: { oomKills: () => 0 } };
    const how = { command: ['node'], env: {} };
    const outcome = { kind: 'elsewhere', sockets: [] } as const;
    const { sentence } = explainOutcome(outcome, { ...started, target: fixtureTarget(''), how });
    assert.equal(sentence.includes('are a question'), asks);
  });
}

test('a line of a log that does not end is told by its beginning, and what follows is told', () => {
  const { detail } = failure('exited', 'app ended.', ['x'.repeat(10_000), 'no database']);
  assert.equal(detail, `app ended.\nThe last lines of its log:\n  ${'x'.repeat(500)}…\n  no database`);
});

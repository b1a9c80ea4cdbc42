import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '../../../src/measure/server/explain-failure.ts';
import { explainOutcome, type Outcome } from '../../../src/measure/server/explain-outcome.ts';
import { fixtureTarget } from '../../fixtures/servers/fixture-target.ts';

/** What is said of a server whose log this is. */
function explained(outcome: Exclude<Outcome, { kind: 'ready' }>, log: readonly string[] = []) {
  const started = { address: '127.0.0.1', port: 3_000, log, left: [], life: { oomKills: () => 0 } };
  const how = { command: ['node'], env: {} };
  return explainOutcome(outcome, { ...started, target: fixtureTarget(''), how });
}

/** And that listens nowhere. */
const ofSilent = (...log: readonly string[]) => explained({ kind: 'elsewhere', sockets: [] }, log);

for (const [last, asks] of [
  ['Port 3000 is in use. Use another? (Y/n) ', true],
  ['Send usage data [y/N]: ', true],
  ['compiling…', false],
] as const) {
  test(`a server whose last words are ${JSON.stringify(last)} ${asks ? 'asks' : 'does not ask'}`, () => {
    assert.equal(ofSilent(last).sentence.includes('are a question'), asks);
  });
}

test('a server that may only need longer is given it by a key of target.json, which is named', () => {
  const how =
    'If it only takes longer to start, say "ready": {"timeout": "60s"} in its target.json; "bench init" writes one for a command.';
  assert.equal(ofSilent('compiling…').sentence, `was not ready after 20 s: nothing listens there. ${how}`);
  assert.ok(!ofSilent('Use another? (Y/n) ').sentence.includes('takes longer'));
  for (const [hint, advice] of [
    [null, how],
    ['See its log.', `See its log. ${how}`],
  ] as const) {
    const { sentence } = explained({ kind: 'late', lastAnswers: ['one', 'two'], hint });
    assert.equal(sentence, `was not ready after 20 s: one; then two. ${advice}`);
  }
});

test('a server that found its port taken, and whose watcher lives on, is told so', () => {
  const { reason, sentence } = ofSilent(
    'Error: listen EADDRINUSE: address already in use 127.0.0.1:3020',
    '[nodemon] app crashed - waiting for file changes before starting...',
  );
  assert.equal(reason, 'port-in-use');
  assert.match(sentence, /finds a port in use; it was given 3000\. Port 3020: /);
});

test('a line of a log that does not end is told by its beginning, and what follows is told', () => {
  const { detail } = failure('exited', 'app ended.', ['x'.repeat(10_000), 'no database']);
  assert.equal(detail, `app ended.\nThe last lines of its log:\n  ${'x'.repeat(500)}…\n  no database`);
});

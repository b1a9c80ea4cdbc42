import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Command } from '../../../src/measure/host/process-group.ts';
import { startGenerator } from '../../../src/measure/load/generator.ts';
import { temporaryFolder } from '../../files/temporary-folder.ts';
import { knownTarget } from '../../truth/generator.ts';
import { serve } from '../../truth/known-servers.ts';

/** What the generator does for every request. */
const HOT = [
  'takeDue',
  'take',
  '#send',
  '#turn',
  'act',
  'took',
  'lineAnswered',
  '#serveNextOn',
  'dispatched',
];

/** Runs the generator so that the compiler writes into a file what it throws away. */
const tracedInto =
  (path: string) =>
  ({ file, args }: Command): Command => ({
    file: 'sh',
    args: ['-c', 'trace="$1"; shift; exec "$0" --trace-deopt "$@" >"$trace"', file, path, ...args],
  });

it('what a sweep asks of the generator was practised, so its compiled code holds', async (t) => {
  const path = join(temporaryFolder(t), 'deoptimised.txt');
  const { signal } = new AbortController();
  await using server = await serve(({ answer }) => answer());
  const target = knownTarget(server.port);
  const generator = await startGenerator(tracedInto(path));
  try {
    const practised = readFileSync(path).length;
    assert.ok(practised > 0, 'nothing is traced');
    for (const arrivals of ['constant', 'poisson'] as const) {
      for (const ownCpus of [true, false]) {
        const warmUp = { mode: 'time', minRequests: 0, minMs: 0, capMs: 300, timeoutMs: 5_000 } as const;
        await generator.warm(target, warmUp, signal);
        const load = { ratePerSecond: 1_000, scheduled: 1_000, windowMs: 1_000, seed: 1, arrivals, ownCpus };
        await generator.run(target, { ...load, timeoutMs: 5_000, maxConnections: 100 }, signal);
      }
    }
    const thrownAway = readFileSync(path)
      .subarray(practised)
      .toString()
      .split('\n')
      .filter((line) => /reason: wrong (map|call target)/.test(line))
      .map((line) => /JSFunction (\S+)/.exec(line)?.[1] ?? '');
    assert.deepEqual(
      thrownAway.filter((name) => HOT.includes(name)),
      [],
    );
  } finally {
    await generator.stop();
  }
});

/** What a JavaScript engine may do in the middle of a step, and is kept from doing. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import type { Command } from '../../../src/measure/host/launch.ts';
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
  'proceed',
  'act',
  'took',
  'lineAnswered',
  '#serveNextOn',
  'dispatched',
  '#read',
  'recognize',
  '#parse',
  '#complete',
];

/** Runs the generator so that V8 writes what it does into a file. */
const traced =
  (flag: string, path: string) =>
  ({ file, args }: Command): Command => ({
    file: 'sh',
    args: ['-c', 'trace="$1"; shift; exec "$0" "$@" >"$trace"', file, path, flag, ...args],
  });

/** What V8 did, with a flag that makes it tell, while a generator that had practised warmed a server up and sent to it. */
async function whileSending(
  t: TestContext,
  flag: string,
  ratePerSecond: number,
): Promise<Record<'practised' | 'sent', readonly string[]>> {
  const path = join(temporaryFolder(t), 'trace.txt');
  const { signal } = new AbortController();
  // Some answers are known again, some are not.
  let answers = 0;
  await using server = await serve(({ answer }) =>
    answer({ headers: `x-answer: ${answers++ % 2 && answers}\r\n` }),
  );
  const target = knownTarget(server.port);
  const generator = await startGenerator({ wrap: traced(flag, path) });
  try {
    const practised = readFileSync(path).length;
    assert.ok(practised > 0, 'nothing is traced');
    for (const arrivals of ['constant', 'poisson'] as const) {
      for (const ownCpus of [true, false]) {
        const warmUp = { mode: 'time', minRequests: 0, minMs: 0, capMs: 300, timeoutMs: 5_000 } as const;
        await generator.warm(target, warmUp, signal);
        const load = { ratePerSecond, scheduled: ratePerSecond, windowMs: 1_000, seed: 1, arrivals, ownCpus };
        await generator.run(target, { ...load, timeoutMs: 5_000, maxConnections: 100 }, signal);
      }
    }
    const lines = (part: Buffer) => part.toString().split('\n');
    const trace = readFileSync(path);
    return { practised: lines(trace.subarray(0, practised)), sent: lines(trace.subarray(practised)) };
  } finally {
    await generator[Symbol.asyncDispose]();
  }
}

it('what a sweep asks of the generator was practised, so its compiled code holds', async (t) => {
  const { practised, sent } = await whileSending(t, '--trace-deopt', 1_000);
  const thrownAway = (lines: readonly string[], why: RegExp) =>
    lines
      .filter((line) => why.test(line))
      .map((line) => /JSFunction (\S+)/.exec(line)?.[1] ?? '')
      .filter((name) => HOT.includes(name));
  assert.ok(thrownAway(practised, /reason: /).length > 0, 'the trace has other words by now');
  assert.deepEqual(thrownAway(sent, /reason: wrong (map|call target)/), []);
});

it('reading answers hands out no memory, so the whole heap is not collected while they come', async (t) => {
  const { practised, sent } = await whileSending(t, '--trace-gc', 2_000);
  const isCollection = (line: string) => line.includes('Mark-Compact');
  assert.ok(practised.some(isCollection), 'the trace has other words by now');
  const collections = sent.filter(isCollection);
  // 8,000 reads of 64 KiB each would be eight collections; one or two of the practice's may still be under way.
  assert.ok(collections.length <= 3, collections.join('\n'));
});

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { isAlive } from '../../../src/measure/host/process-stat.ts';
import { startGenerator } from '../../../src/measure/load/generator.ts';
import { temporaryFolder } from '../../files/temporary-folder.ts';
import { knownTarget } from '../../truth/generator.ts';

it('a generator that is interrupted while it starts ends, with the reason of the interrupt', async (t) => {
  const path = join(temporaryFolder(t), 'pid');
  const reason = new Error('enough');
  const starting = startGenerator({
    wrap: ({ file, args }) => ({
      file: 'sh',
      args: ['-c', 'echo $$ >"$0"; exec "$@"', path, file, ...args],
    }),
    signal: AbortSignal.abort(reason),
  });
  await assert.rejects(starting, reason);
  assert.ok(existsSync(path), 'no process was started');
  assert.equal(isAlive(Number(readFileSync(path, 'utf8')), null), false);
});

it('a generator leaves to the tool what a terminal sends to everybody', async () => {
  await using generator = await startGenerator({ arrivals: 'constant' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(generator.pid, signal);
  const nobody = knownTarget(1);
  assert.deepEqual(await generator.probe(nobody, 1, 1_000, new AbortController().signal), [null]);
});

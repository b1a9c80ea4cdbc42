/**
 * Records what vegeta says of loads against the truth server, for the tests: two processes that stand for two hosts, at
 * two rates, and beside it what the server itself knows. vegeta has to be on the PATH.
 *
 *     node bench/record-vegeta.ts [folder]      (default: tests/fixtures/vegeta)
 */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Behaviour } from '../src/measure/truth/behaviour.ts';
import { STAMP_HEADER } from '../src/measure/truth/truth-messages.ts';
import { startTruthServer } from '../src/measure/truth/truth-server.ts';
import { latenciesFromDue } from '../tests/fixtures/from-due.ts';

const run = promisify(execFile);
const folder = process.argv[2] ?? join(import.meta.dirname, '../tests/fixtures/vegeta');
const HOSTS = ['a', 'b'] as const;

/** A slow answer in fifty makes a p99 that is no chance; what is held is what closed loops hide. */
const loads: readonly { readonly each: number; readonly seconds: number; readonly behaviour: Behaviour }[] = [
  {
    each: 250,
    seconds: 2,
    behaviour: { kind: 'bimodal', fastUs: 5_000, slowUs: 60_000, slowShare: 0.02 },
  },
  {
    each: 1_000,
    seconds: 1,
    behaviour: { kind: 'held', delayUs: 2_000, holdUs: 100_000, everyUs: 500_000, blocks: false },
  },
];

mkdirSync(folder, { recursive: true });
const server = await startTruthServer();
const truth: Record<string, unknown> = {};
try {
  for (const { each, seconds, behaviour } of loads) {
    await server.behave({ behaviour, seed: 7, bodyBytes: 300 });
    const url = `http://${server.address}:${server.port}/`;
    const script = (host: number) =>
      `echo 'GET ${url}' | vegeta attack -rate=${each} -duration=${seconds}s -max-body=0 -redirects=-1 -header '${STAMP_HEADER}: ${String(host + 1).padStart(16, '0')}' | vegeta encode`;
    const hosts = await Promise.all(
      HOSTS.map((_, host) => run('sh', ['-c', script(host)], { maxBuffer: 2 ** 26 })),
    );
    const seen = await server.report();
    const name = `${each * HOSTS.length}rps`;
    truth[name] = {
      requests: seen.arrivedUs.length,
      latencyUs: HOSTS.flatMap((_, host) =>
        latenciesFromDue(seen, 1e6 / each, (stamp) => stamp === host + 1),
      ).toSorted((a, b) => a - b),
    };
    for (const [i, { stdout }] of hosts.entries()) {
      writeFileSync(join(folder, `${name}-${HOSTS[i]}.json.gz`), gzipSync(stdout, { level: 9 }));
    }
  }
} finally {
  await server.stop();
}
writeFileSync(join(folder, 'truth.json'), `${JSON.stringify(truth)}\n`);

/** A step for which the generator's own machine has too little is void, and never the server's. */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { observe } from '../../src/analysis/judging/observed.ts';
import { judge } from '../../src/analysis/judging/validity.ts';
import { usableCpus } from '../../src/measure/host/describe-machine.ts';
import type { WrapCommand } from '../../src/measure/host/own-process.ts';
import { prepareHost } from '../../src/measure/host/prepare-host.ts';
import { GeneratorBroken, startGenerator } from '../../src/measure/load/generator.ts';
import type { ExpectedPage } from '../../src/measure/seams.ts';
import type { AttestedObservation } from '../../src/model/load-observation.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { noMemory } from '../fixtures/servers/fixture-target.ts';
import { asStep, knownTarget } from './generator.ts';
import { serve } from './known-servers.ts';

const { plan } = syntheticRun({ rates: [1], minSamples: 1, durationMs: 1 });
const mib = 2 ** 20;
const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

function judged(observation: AttestedObservation) {
  const step = asStep(observation);
  const { validity, doubts, isVoid } = judge(observe(step), step, plan);
  return { validity, kinds: doubts.map(({ kind }) => kind), isVoid };
}

describe('a step is the generator’s', () => {
  it('when there are no local ports left: it is void', (t) => {
    if (!canMakeNetworks(t)) return;
    const withPorts = (range: string) => {
      const limit = `echo "${range}" > /proc/sys/net/ipv4/ip_local_port_range`;
      const program = `ip link set lo up && ${limit} && exec "$0" "$1"`;
      const args = ['-n', 'sh', '-c', program, process.execPath, pathOf('few-ports.ts')];
      return judged(JSON.parse(execFileSync('unshare', args, { encoding: 'utf8' })) as AttestedObservation);
    };
    assert.ok(!withPorts('40000 49999').kinds.includes('no-port'));
    const { validity: portless, kinds, isVoid } = withPorts('40000 40099');
    assert.equal(portless, 'generator-limited');
    assert.ok(kinds.includes('no-port') && isVoid);
  });

  it('a step that needs more connections is ours, and one that does not is the server’s', async () => {
    await using server = await serve(() => undefined);
    const withFiles = async (limit: number) => {
      const script = `ulimit -n ${limit} && exec "$0" "$@"`;
      const args = ['-c', script, process.execPath, pathOf('few-descriptors.ts'), `${server.port}`];
      const { stdout } = await promisify(execFile)('sh', args);
      return JSON.parse(stdout) as AttestedObservation;
    };
    const few = await withFiles(256);
    assert.ok(few.connections.opened >= 100, `${few.connections.opened} connections`);
    const { validity: fileless, kinds, isVoid } = judged(few);
    assert.equal(fileless, 'generator-limited');
    assert.ok(kinds.includes('no-descriptor') && isVoid);
    const { failures } = await withFiles(4_096);
    // What is taken up too late times out before it has a connection.
    const { 'timeout-answer': unanswered = 0, 'timeout-connect': unconnected = 0, ...rest } = failures;
    assert.deepEqual([unanswered + unconnected, rest], [500, {}]);
    assert.ok(unanswered > 0);
  });
});

describe('the generator', { concurrency: true }, () => {
  /** Gives it a page to know that does not fit, and takes its last words. */
  async function overfilled(wrap: WrapCommand, expected: ExpectedPage): Promise<unknown> {
    await using generator = await startGenerator({ wrap });
    const { signal } = new AbortController();
    return await generator.probe({ ...knownTarget(1), expected }, 1, 1_000, signal).catch((error) => error);
  }

  it('ends where its machine gives it no more memory, and is said to', async (t) => {
    const { host, placement } = plan;
    const size = { ...host.size, memoryBytes: 192 * mib, openFiles: null };
    const cpus = usableCpus();
    const own = { ...placement, serverCpus: cpus, generatorCpus: cpus };
    const prepared = await prepareHost({ host: { ...host, size }, placement: own }, noMemory);
    t.after(() => prepared.release());
    if (!prepared.limits.memory.enforced) return t.skip('memory cannot be limited here');
    const room = prepared.confineServer();
    t.after(() => room.group?.remove());
    const error = await overfilled(room.wrap, { body: Buffer.alloc(300 * mib), text: null });
    assert.ok(error instanceof GeneratorBroken);
    const { message } = error;
    assert.equal(message, 'the load generator ended: it was killed by SIGKILL, as it is for want of memory');
    assert.equal(room.group?.oomKills(), 1);
  });

  it('ends where its heap is full, and is said to in one line', async () => {
    const wrap: WrapCommand = ({ file, args }) => ({ file, args: ['--max-old-space-size=64', ...args] });
    const error = await overfilled(wrap, { body: null, text: 'x'.repeat(200 * mib) });
    assert.ok(error instanceof GeneratorBroken);
    assert.match(error.message, /^the load generator ended: .*heap out of memory$/);
  });
});

/** A network of one's own takes root's powers. */
function canMakeNetworks(t: TestContext): boolean {
  try {
    execFileSync('unshare', ['-n', 'sh', '-c', 'ip link set lo up'], { stdio: 'ignore' });
    return true;
  } catch {
    t.skip('this user cannot make a network of its own (unshare -n, ip)');
    return false;
  }
}

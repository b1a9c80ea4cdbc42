/** The bandwidth of an interface is limited for a sweep, and for no longer; nobody else's arrangements are touched. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { describe, it, type TestContext } from 'node:test';
import { usableCpus } from '../../src/measure/host/describe-machine.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';

const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

function whyNot(): string | false {
  try {
    const bucket = 'tc qdisc add dev lo root tbf rate 1mbit burst 64kb latency 50ms';
    run('unshare', '--net', 'sh', '-c', `ip link set lo up && ${bucket} && nsenter --version`);
    return false;
  } catch {
    return 'needs Linux, root, network namespaces, and tc with tbf';
  }
}

const guarded = { skip: whyNot(), timeout: 120_000 };
const [here, there] = [`bw${process.pid}`, `bx${process.pid}`];
// Of each process its own: others may test here at the same time.
const end = (nth: number) => `10.200.${(process.pid >> 6) % 256}.${4 * (process.pid % 64) + nth}`;
const [client, address] = [end(1), end(2)];
const bitsPerSecond = 8e6;

/** A namespace with one interface, and tools in it that all keep what they keep in one folder. */
function farMachine(t: TestContext) {
  const namespace = `bench-bw-${process.pid}`;
  const inside = ['-n', namespace];
  run('ip', 'netns', 'add', namespace);
  run('ip', 'link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', namespace);
  t.after(() => {
    // A namespace outlives its name until the last process in it has ended.
    run('ip', 'link', 'delete', here);
    run('ip', 'netns', 'delete', namespace);
  });
  run('ip', 'address', 'add', `${client}/30`, 'dev', here);
  run('ip', 'link', 'set', here, 'up');
  run('ip', ...inside, 'address', 'add', `${address}/30`, 'dev', there);
  for (const device of [there, 'lo']) run('ip', ...inside, 'link', 'set', device, 'up');
  const home = temporaryFolder(t);
  const enter = (...command: string[]) => [`--net=/run/netns/${namespace}`, process.execPath, ...command];

  async function start(device: string | null, at = address, connection = '') {
    const cpus = usableCpus();
    const size = { cpus: 1, memoryBytes: null, bandwidthBitsPerSecond: bitsPerSecond, openFiles: null };
    const host = { name: 'far', size, via: 'local', ...(device === null ? {} : { interface: device }) };
    const placement = { asked: 'shared', resolved: 'remote', serverCpus: cpus, generatorCpus: cpus };
    const words = [`${import.meta.dirname}/limited-tool.ts`, JSON.stringify({ host, placement }), home, at];
    const env = { ...process.env, XDG_STATE_HOME: home, SSH_CONNECTION: connection };
    const tool = spawn('nsenter', enter(...words), { env, stdio: ['pipe', 'pipe', 'inherit'] });
    t.after(() => tool.kill('SIGKILL'));
    const ended = once(tool, 'exit');
    const said: string[] = [];
    for await (const line of createInterface({ input: tool.stdout })) {
      said.push(line);
      if (line.startsWith('{')) break;
    }
    return {
      said,
      end: async () => {
        tool.stdin.end();
        await ended;
      },
      kill: async () => {
        tool.kill('SIGKILL');
        await ended;
      },
    };
  }

  return {
    start,
    tc: (...args: string[]) => run('tc', ...inside, ...args),
    /** Kinds of the queues at the root of the interface, with the rates in bytes per second of those that have one. */
    queue: () =>
      (JSON.parse(run('tc', ...inside, '-j', 'qdisc', 'show', 'dev', there, 'root')) as Queue[]).map(
        ({ kind, options: { rate = null } }) => [kind, rate],
      ),
    /** Bits per second at which bytes come from there. */
    async transfer(bytes: number): Promise<number> {
      const script = `require('node:net').createServer((socket) => socket.end(Buffer.alloc(${bytes})))
        .listen(8080, '${address}', () => console.log('up'))`;
      const server = spawn('nsenter', enter('-e', script), { stdio: ['ignore', 'pipe', 'inherit'] });
      t.after(() => server.kill('SIGKILL'));
      await once(server.stdout, 'data');
      const began = performance.now();
      const socket = connect(8080, address).resume();
      await once(socket, 'end');
      const bitsPerMs = (socket.bytesRead * 8) / (performance.now() - began);
      server.kill('SIGKILL');
      await once(server, 'exit');
      return bitsPerMs * 1_000;
    },
  };
}

interface Queue {
  readonly kind: string;
  readonly options: { readonly rate?: number };
}

const free = [['noqueue', null]];
const limited = [['tbf', bitsPerSecond / 8]];

describe('the bandwidth of an interface', guarded, () => {
  it('is in force for as long as the host is open', async (t) => {
    const { start, queue, transfer } = farMachine(t);
    const { said, end } = await start(there);
    assert.deepEqual(
      said.map((line) => JSON.parse(line)),
      [{ enforced: true, by: `tbf on ${there}`, effective: bitsPerSecond }],
    );
    assert.deepEqual(queue(), limited);
    const rate = await transfer(1_000_000);
    assert.ok(rate < bitsPerSecond * 1.2, `${rate} bit/s`);
    await end();
    assert.deepEqual(queue(), free);
    assert.ok((await transfer(1_000_000)) > bitsPerSecond * 1.2);
  });

  it('is given back by the next start where the tool was killed', async (t) => {
    const { start, queue } = farMachine(t);
    const first = await start(there);
    await first.kill();
    assert.deepEqual(queue(), limited, 'there is nothing to clean up');
    const second = await start(null);
    assert.match(second.said[0] ?? '', /^An earlier sweep was killed/);
    assert.deepEqual(queue(), free);
    await second.end();
  });

  it('is not touched where it is not the load’s alone', async (t) => {
    const { start, queue, tc } = farMachine(t);
    const refused = async (sentence: RegExp, ...how: Parameters<typeof start>) => {
      const before = queue();
      assert.match((await start(...how)).said.join('\n'), sentence);
      assert.deepEqual(queue(), before);
    };
    await refused(/^lo is loopback, which cannot be limited$/, 'lo', '127.0.0.1');
    await refused(/^there is no network interface eth7 with an address$/, 'eth7');
    await refused(/^the load goes to 127\.0\.0\.1, which is no address of bx\d+$/, there, '127.0.0.1');
    await refused(
      /^bx\d+ carries the connection over ssh too$/,
      there,
      address,
      `${client} 40000 ${address} 22`,
    );
    tc('qdisc', 'add', 'dev', there, 'root', 'handle', '7:', 'pfifo');
    await refused(/^bx\d+ has a queue of somebody's own \(pfifo 7:\)$/, there);
  });
});

/** One process per CPU: the variants `cluster` are several processes, end as one, and serve the same blog. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { judgeAnswer } from '../../src/contract/check.ts';
import { frontPageRequest } from '../../src/contract/request.ts';
import { blogSeed, seedBlog } from '../../src/contract/seed.ts';
import { frontPageStates } from '../../src/contract/states.ts';
import { openBlog } from '../../src/files/blog.ts';
import { provideDatabase } from '../../src/files/database.ts';
import { everyProcess } from '../../src/measure/host/process-stat.ts';
import { fetchPage } from '../../src/measure/server/fetch-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'framebench-cluster-'));
const databasePath = provideDatabase(seedBlog(blogSeed).rows, folder);
after(() => rmSync(folder, { recursive: true, force: true }));

const workers = 3;

interface Cluster {
  readonly process: ChildProcess;
  readonly port: number;
  readonly errors: string[];
}

async function start(): Promise<Cluster> {
  const child = spawn(process.execPath, ['../shared-node/cluster.js', 'server.js'], {
    cwd: join(import.meta.dirname, '..', '..', 'targets', 'vanilla'),
    env: { HOST: '127.0.0.1', PORT: '0', BLOG_DB: databasePath, WORKERS: String(workers) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  createInterface(child.stderr).on('line', (line) => errors.push(line));
  const lines: string[] = [];
  const output = createInterface(child.stdout).on('line', (line) => lines.push(line));
  while (lines.length < workers) await once(output, 'line');
  const ports = new Set(lines.map((line) => /:(\d+)$/.exec(line)?.[1]));
  assert.equal(ports.size, 1, 'all on one port');
  return { process: child, port: Number([...ports][0]), errors };
}

const workersOf = ({ process: { pid } }: Cluster): number[] =>
  everyProcess()
    .filter(({ parent, ended }) => parent === pid && !ended)
    .map((worker) => worker.pid);

const livingOf = (pids: readonly number[]): number[] =>
  everyProcess()
    .filter(({ pid, ended }) => pids.includes(pid) && !ended)
    .map(({ pid }) => pid);

describe('vanilla, one process per CPU', { timeout: 60_000 }, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await start();
  });
  after(() => cluster.process.kill('SIGKILL'));

  it('serves the same pages from every process', async () => {
    assert.equal(workersOf(cluster).length, workers);
    const blog = openBlog(databasePath);
    const states = frontPageStates((session) => blog.visit(session, Math.floor(Date.now() / 1_000)));
    blog.close();
    for (const { cookie, golden } of states) {
      const where = { address: '127.0.0.1', port: cluster.port };
      const answer = await fetchPage(where, frontPageRequest(cookie), AbortSignal.timeout(10_000));
      assert.equal(judgeAnswer(answer, golden), null);
    }
  });

  it('ends with all its processes when the first one is asked to', async () => {
    const all = workersOf(cluster);
    cluster.process.kill('SIGTERM');
    const [code, signal] = await once(cluster.process, 'exit');
    assert.deepEqual([code, signal, livingOf(all)], [0, null, []]);
    assert.deepEqual(cluster.errors, []);
  });

  it('ends as a whole, with code 1, where one of its processes dies', async () => {
    const other = await start();
    const [first = 0, ...rest] = workersOf(other);
    process.kill(first, 'SIGKILL');
    const [code, signal] = await once(other.process, 'exit');
    assert.deepEqual([code, signal, livingOf(rest)], [1, null, []]);
    assert.match(
      other.errors.join('\n'),
      new RegExp(`Process ${first} ended with SIGKILL; so do the others`),
    );
  });

  it('refuses a number of processes that is none', async () => {
    const child = spawn(process.execPath, ['../shared-node/cluster.js', 'server.js'], {
      cwd: join(import.meta.dirname, '..', '..', 'targets', 'vanilla'),
      env: { WORKERS: 'many' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    assert.match((await child.stderr.toArray()).join(''), /WORKERS is many, not a number of processes/);
  });
});

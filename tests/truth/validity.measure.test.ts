/** Is a step called ours when it was ours, and only then? Each cause is really brought about. */
import assert from 'node:assert/strict';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { observe } from '../../src/analysis/judging/observed.ts';
import { judge } from '../../src/analysis/judging/validity.ts';
import { cgroupPlaces } from '../../src/measure/host/cgroup-places.ts';
import { usableCpus } from '../../src/measure/host/describe-machine.ts';
import { serverSampler } from '../../src/measure/server/sample-server.ts';
import { machineWatcher } from '../../src/measure/server/watch-machine.ts';
import { watchServer } from '../../src/measure/server/watch-server.ts';
import type { AttestedObservation } from '../../src/model/load-observation.ts';
import type { Step } from '../../src/model/run.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { histogramOf } from '../fixtures/step.ts';
import { type Asked, asStep, inPeace, useGenerator } from './generator.ts';
import { serve } from './known-servers.ts';

const load = useGenerator();
const { plan } = syntheticRun({ rates: [1], minSamples: 1, durationMs: 1 });
const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const judged = (
  observation: AttestedObservation,
  watched: Partial<Pick<Step, 'server' | 'machine'>> = {},
) => {
  const step = asStep(observation, watched);
  const { validity, doubts, isVoid } = judge(observe(step), step, plan);
  return { validity, kinds: doubts.map(({ kind }) => kind), isVoid };
};

/**
 * The machine is not watched here, so nothing but the generator can be blamed. Where other programs really hold it
 * up, its pacer is late as well; that is not what is tested.
 */
async function validity(port: number, asked: Asked): Promise<string> {
  const said = (observation: AttestedObservation) => {
    const step = asStep(observation);
    const { validity: verdict, doubts } = judge(observe(step), step, plan);
    const heldUp = doubts.every((doubt) => doubt.kind === 'late' && doubt.pacerLagUs >= doubt.lagUs / 2);
    return heldUp ? 'valid' : verdict;
  };
  const measured = await inPeace(
    () => load.run(port, asked),
    (observation) => observation,
    (observation) => said(observation) === 'valid',
  );
  return said(measured);
}

const stop = (signal: 'SIGSTOP' | 'SIGCONT') => process.kill(load.generator.pid, signal);

describe('a step is the server’s', () => {
  it('when that is slow, and the generator is not', async () => {
    await using server = await serve(({ answer }) => setTimeout(answer, 400));
    assert.equal(await validity(server.port, { ratePerSecond: 200, windowMs: 1_500 }), 'valid');
  });

  it('when nobody listens', async () => {
    const server = await serve(() => undefined);
    await server[Symbol.asyncDispose]();
    assert.equal(await validity(server.port, { ratePerSecond: 200, windowMs: 1_000 }), 'valid');
  });

  it('when its accept queue is full', async (t) => {
    const server = fork(pathOf('../fixtures/servers/full.js'));
    t.after(() => server.kill('SIGKILL'));
    const [port] = (await once(server, 'message')) as [number];
    const asked = { ratePerSecond: 100, windowMs: 1_000, timeoutMs: 700 };
    const seen = await load.run(port, asked);
    assert.ok((seen.failures['timeout-connect'] ?? 0) > 50, JSON.stringify(seen.failures));
    assert.equal(await validity(port, asked), 'valid');
  });
});

describe('a step in which a server with many threads takes every CPU', () => {
  const cpus = usableCpus();
  const among = (resolved: 'shared' | 'split') => ({
    ...plan,
    placement: { ...plan.placement, resolved, serverCpus: cpus, generatorCpus: cpus },
  });

  it('is the server’s where the two share them, and would be ours where they do not', async (t) => {
    const server = fork(pathOf('../fixtures/servers/threads.js'));
    t.after(() => server.kill('SIGKILL'));
    const [port] = (await once(server, 'message')) as [number];
    const sample = serverSampler(server.pid ?? 0, null);
    const watched = watchServer({ sample });
    // A little more work than there are CPUs for: every request takes 8 ms of one.
    const ratePerSecond = cpus.length * 140;
    const asked = { ratePerSecond, windowMs: 1_500, expectAnyPage: true };
    const seen = asStep(await load.run(port, asked));
    const used = watched();
    if (used.cpuMs === null) {
      t.skip('this system does not tell what a process uses');
      return;
    }
    const step: Step = {
      ...seen,
      // Its threads wait for each other and for others, by how much is up to the machine.
      server: { ...used, waitForCpuMs: 0 },
      generator: { ...seen.generator, waitForCpuMs: seen.elapsedMs / 10 },
      // So late as a generator without priority may be, with a pacer that was not; what these two were is up to the
      // system’s scheduler.
      dispatchLag: histogramOf([[200_000, seen.requests.scheduled]]).encode(),
      pacerLag: histogramOf([[100, seen.requests.scheduled]]).encode(),
    };
    const shared = judge(observe(step), step, among('shared'));
    assert.deepEqual([shared.validity, shared.doubts, shared.lagIsServers], ['valid', [], true]);
    assert.equal(judge(observe(step), step, among('split')).validity, 'generator-limited');
    // Without the threads' work, the same lateness is ours in either placement.
    const idle: Step = { ...step, server: { ...step.server, cpuMs: 1 } };
    assert.equal(judge(observe(idle), idle, among('shared')).validity, 'generator-limited');
  });
});

describe('a step is the generator’s', () => {
  it('when it was stopped for a second', async () => {
    let onRequest = () => {};
    await using server = await serve(({ answer }) => {
      onRequest();
      answer();
    });
    const asked = { ratePerSecond: 200, windowMs: 2_500 };
    assert.equal(await validity(server.port, asked), 'valid');
    const begun = new Promise<void>((resolve) => {
      onRequest = resolve;
    });
    const running = load.run(server.port, asked);
    await begun;
    stop('SIGSTOP');
    setTimeout(() => stop('SIGCONT'), 1_000);
    const { validity: stopped, kinds } = judged(await running);
    assert.deepEqual([stopped, kinds], ['generator-limited', ['late']]);
  });

  it('when it has a fifth of a CPU, as a quota gives it: 20 ms of every 100', async (t) => {
    await using server = await serve(({ answer }) => answer());
    const asked = { ratePerSecond: 200, windowMs: 1_500 };
    assert.equal(await validity(server.port, asked), 'valid');
    const periods = setInterval(() => {
      stop('SIGSTOP');
      setTimeout(() => stop('SIGCONT'), 80);
    }, 100);
    t.after(() => clearInterval(periods));
    const { validity: starved, kinds } = judged(await load.run(server.port, asked));
    clearInterval(periods);
    assert.deepEqual([starved, kinds], ['generator-limited', ['late']]);
  });

  it('when it has a twentieth of a CPU by a real quota', async (t) => {
    const quota = quotaOf5Percent(t);
    if (quota === null) return;
    await using server = await serve(({ answer }) => answer());
    const asked = { ratePerSecond: 2_000, windowMs: 1_500 };
    assert.equal(await validity(server.port, asked), 'valid');
    // Some 150 ms of CPU are needed in a second, and 50 are to be had.
    quota.hold(load.generator.pid);
    const { validity: starved, kinds } = judged(await load.run(server.port, asked));
    quota.letGo();
    assert.deepEqual([starved, kinds], ['generator-limited', ['late']]);
    assert.equal(await validity(server.port, asked), 'valid');
  });
});

describe('a step is the machine’s', () => {
  it('when others use its CPUs', async (t) => {
    const watch = machineWatcher(usableCpus());
    if (watch()().busyMs === null) {
      t.skip('this system does not tell how busy its CPUs are');
      return;
    }
    await using server = await serve(({ answer }) => answer());
    const step = async () => {
      const before = process.cpuUsage();
      const seen = watch();
      const observation = await load.run(server.port, { ratePerSecond: 200, windowMs: 1_500 });
      const { user, system } = process.cpuUsage(before);
      // The server is this very process.
      const served = { ...asStep(observation).server, cpuMs: (user + system) / 1_000 };
      return judged(observation, { machine: seen(), server: served });
    };
    if ((await step()).kinds.includes('others')) {
      t.skip('other programs use this machine already');
      return;
    }
    const neighbours = Array.from({ length: availableParallelism() }, () =>
      spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
    );
    t.after(() => {
      for (const neighbour of neighbours) neighbour.kill('SIGKILL');
    });
    const { validity: crowded, kinds } = await step();
    assert.equal(crowded, 'host-limited');
    assert.ok(kinds.includes('others'));
  });
});

/** A group of processes that together get 5 ms of every 100 ms; null, and the test skipped, where none can be made. */
function quotaOf5Percent(t: TestContext): { hold(pid: number): void; letGo(): void } | null {
  const above = cgroupPlaces(
    readFileSync('/proc/self/cgroup', 'utf8'),
    readFileSync('/proc/self/mountinfo', 'utf8'),
  ).v1['cpu']?.dir;
  const folder = `${above}/bench-quota-${process.pid}`;
  try {
    if (above === undefined) throw new Error('no controller');
    mkdirSync(folder);
    writeFileSync(`${folder}/cpu.cfs_period_us`, '100000');
    writeFileSync(`${folder}/cpu.cfs_quota_us`, '5000');
  } catch {
    t.skip('this user cannot set a quota (cgroup v1, controller cpu)');
    return null;
  }
  const held: number[] = [];
  const letGo = () => {
    for (const pid of held.splice(0)) writeFileSync(`${above}/cgroup.procs`, String(pid));
  };
  t.after(() => {
    letGo();
    rmdirSync(folder);
  });
  return {
    hold: (pid) => {
      writeFileSync(`${folder}/cgroup.procs`, String(pid));
      held.push(pid);
    },
    letGo,
  };
}

/** The two ends of a sweep without any effect: servers and load are told what happens, and time stands still. */

import type { LoadGenerator, LoadStep, ServerEnd, ServerExit, StartResult } from '../../src/measure/seams.ts';
import { measureSweep } from '../../src/measure/sweep.ts';
import type { Clock, GeneratorEnd, Sweep, SweepTarget } from '../../src/measure/sweep-input.ts';
import type { Event } from '../../src/model/event.ts';
import type { LoadObservation } from '../../src/model/load-observation.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Run, ServerRecord, Step } from '../../src/model/run.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Wishes } from '../../src/plan/wishes.ts';
import { soundSetting } from '../fixtures/examination.ts';
import { histogramOf, plainStep } from '../fixtures/step.ts';
import { plainWishes, smallMachine, targetNamed } from '../plan/wishes.ts';

export interface Script {
  readonly labels?: readonly string[];
  readonly wishes?: Partial<Wishes>;
  /** Instead of one that is made from the wishes. */
  readonly plan?: Plan;
  readonly done?: Run | null;
  /** What the generator sees in a step; `kill` ends the server. */
  readonly step?: (
    label: string,
    ratePerSecond: number,
    kill: (exit: ServerExit) => void,
    asked: LoadStep,
  ) => Partial<Step> | 'abort';
  readonly warmup?: ServerRecord['warmup'];
  /** The CPU that a server uses in each 50 ms of rest, in milliseconds. */
  readonly busyMs?: (label: string) => number;
  /** What a probe takes, in microseconds; null: it fails. */
  readonly probeUs?: (label: string, nth: number) => number | null;
  readonly startFails?: (label: string, nth: number) => boolean;
  readonly buildFails?: (label: string) => boolean;
  /** What the wall clock says, in the order of asking; unless given, it stands still. */
  readonly times?: string[];
  /** What the database's hash is each time; null: there is no database. */
  readonly hashes?: string[];
  readonly verifyFails?: (label: string) => boolean;
  /** Whether every answer is compared with the page. */
  readonly contract?: (label: string) => boolean;
  /** Why the page is not seen; null: it is. `kill` ends the server. */
  readonly unseen?: (label: string, kill: (exit: ServerExit) => void) => string | null;
  /** What a hypervisor takes from a step of a server, in milliseconds of CPU; 0 unless given. */
  readonly stealMs?: (label: string) => number;
  /** How many processes of a server that has ended live on. */
  readonly left?: number;
}

export interface Told {
  readonly events: readonly Event[];
  /** The events, and what was done to servers and generator in between, as words. */
  readonly story: readonly string[];
  readonly plan: Plan;
}

/** Runs the loop on a script and tells what it did. */
export async function tell(script: Script): Promise<Told> {
  const story: string[] = [];
  const events: Event[] = [];
  const controller = new AbortController();
  const labels = script.labels ?? ['a'];
  const plan =
    script.plan ?? makePlan({ ...plainWishes, ...script.wishes }, smallMachine, labels.map(targetNamed));
  const sweep = {
    plan,
    targets: labels.map((label) => fakeTarget(label, script)),
    done: script.done ?? null,
    ...fakeEnds(script, story, controller),
    signal: controller.signal,
  };
  for await (const event of measureSweep(sweep)) {
    events.push(event);
    const words = describe(event);
    if (words !== null) story.push(words);
  }
  return { events, story, plan };
}

function describe(event: Event): string | null {
  switch (event.kind) {
    case 'step-finished':
      return `${event.label} measured ${event.step.ratePerSecond}${event.step.restedBy === 'none' ? '' : ` after ${event.step.restedBy}`}`;
    case 'step-skipped':
      return `${event.label} skipped ${event.step.ratePerSecond}`;
    case 'target-failed':
      return `${event.label} failed: ${event.failure.reason}`;
    case 'server-died':
      return `${event.label} died${event.exit.atStep === null ? '' : ` at ${event.exit.atStep}`}`;
    case 'interrupted':
      return `interrupted at ${event.atStep}`;
    case 'sweep-finished':
      return 'finished';
    default:
      return null;
  }
}

function fakeTarget(label: string, { buildFails, verifyFails, contract }: Script): SweepTarget {
  const hasContract = verifyFails?.(label) === true || contract?.(label) === true;
  const target = { ...targetNamed(label), contract: hasContract ? 'blog' : null } as const;
  const { name, variant, title, language, path } = target;
  return {
    facts: {
      name,
      label,
      variant,
      title,
      language,
      path,
      contentHash: null,
      versions: {},
      deviations: [],
      build: null,
      failure: buildFails?.(label) === true ? { reason: 'build-failed', detail: 'scripted' } : null,
    },
    target,
  };
}

function fakeEnds(
  script: Script,
  story: string[],
  controller: AbortController,
): Pick<Sweep, 'setting' | 'serverEnd' | 'generatorEnd' | 'clock'> {
  let clockMs = 0;
  let current = { label: '', cpuMs: 0, kill: (_exit: ServerExit) => {} };
  const starts = new Map<string, number>();
  const serverEnd: ServerEnd = {
    machine: {
      cpuModel: null,
      cpus: 2,
      siblings: [[0, 1]],
      memoryBytes: 2 ** 32,
      kernel: '',
      os: '',
      node: '',
      somaxconn: null,
      localPorts: null,
    },
    limits: {
      cpu: { enforced: true, by: 'affinity', effective: 2 },
      memory: { enforced: false, by: 'none', effective: null },
      bandwidth: { enforced: false, by: 'none', effective: null },
      openFiles: { enforced: true, by: 'rlimit', effective: 65_536 },
    },
    build: async () => [],
    start: async ({ target }): Promise<StartResult> => {
      const { label } = target;
      const nth = starts.get(label) ?? 0;
      starts.set(label, nth + 1);
      if (script.startFails?.(label, nth) === true) {
        story.push(`${label} does not start`);
        return { server: null, failure: { reason: 'never-ready', detail: 'scripted' } };
      }
      story.push(`${label} started`);
      const exited = Promise.withResolvers<ServerExit>();
      current = { label, cpuMs: 0, kill: exited.resolve };
      return {
        failure: null,
        server: {
          pid: 1,
          address: '127.0.0.1',
          port: 1,
          startMs: 1,
          listenBacklog: 511,
          exited: exited.promise,
          watch: async () => async () => ({ ...plainStep().server, cpuMs: null }),
          left: async () => script.left ?? 0,
          logTail: async () => ['its last words'],
          sample: async () => ({
            cpuMs: current.cpuMs,
            waitForCpuMs: 0,
            rssBytes: 1,
            openFiles: 1,
            threads: 1,
            oomKills: 0,
          }),
          stop: async () => {
            story.push(`${label} stopped`);
            exited.resolve({ code: 0, signal: null });
            return exited.promise;
          },
        },
      };
    },
    // Steps last as long as a test wants, so how busy the machine was is not told.
    watchMachine: async () => async () => ({
      ...plainStep().machine,
      busyMs: null,
      stealMs: script.stealMs?.(current.label) ?? 0,
    }),
    hashDatabase: async () => script.hashes?.shift() ?? null,
  };
  const generatorEnd: GeneratorEnd = {
    engine: { name: 'fake', version: '0' },
    start: async () => {
      story.push('generator started');
      const pass = (ms: number) => {
        clockMs += ms;
      };
      return fakeGenerator(script, story, controller, () => current, pass);
    },
    tryOut: async () => ({ steps: [], rungs: [] }),
    verify: async () => ({
      passed: false,
      checks: [{ check: 'text', passed: false, detail: 'other words' }],
    }),
    seePage: async () => ({
      page: script.unseen?.(current.label, current.kill) ?? { bytes: 10, headerBytes: 10, headers: {} },
      expected: { body: null, text: null },
    }),
  };
  const clock: Clock = {
    now: () => script.times?.shift() ?? '2026-01-01T00:00:00.000Z',
    elapsed: () => clockMs,
    pause: async (ms) => {
      clockMs += ms;
      current.cpuMs += script.busyMs?.(current.label) ?? 0;
    },
  };
  return { setting: soundSetting, serverEnd, generatorEnd, clock };
}

function fakeGenerator(
  script: Script,
  story: string[],
  controller: AbortController,
  current: () => { readonly label: string; readonly kill: (exit: ServerExit) => void },
  pass: (ms: number) => void,
): LoadGenerator {
  let probes = 0;
  return {
    pid: 2,
    warm: async () => {
      story.push(`${current().label} warmed`);
      return script.warmup ?? { requests: 2_000, ms: 1, settled: true, windows: [] };
    },
    probe: async (_target, count) => {
      const us = script.probeUs?.(current().label, probes++);
      return Array.from({ length: count }, () => (us === undefined ? 1_000 : us));
    },
    run: async (_target, step, signal) => {
      const { label, kill } = current();
      const seen = script.step?.(label, step.ratePerSecond, kill, step) ?? {};
      pass(step.windowMs);
      if (seen === 'abort') {
        controller.abort('interrupted by SIGINT');
        signal.throwIfAborted();
      }
      const plain = plainStep({ ratePerSecond: step.ratePerSecond });
      const { startedAt, serverIndex, restMs, restedBy, server, machine, ...observation } = plain;
      const lag = histogramOf([20]).encode();
      const lags = { dispatchLag: lag, loopLag: lag, pacerLag: lag };
      return { ...observation, ...lags, ...(seen as Partial<LoadObservation>), seed: step.seed };
    },
    async [Symbol.asyncDispose]() {
      story.push('generator stopped');
    },
  };
}

/**
 * The generator is a program that is compiled while it runs, so it practises on a server of its own before anything
 * counts. It practises everything that a sweep will ask of it: what the compiler has never seen makes it throw its code
 * away and compile again, on the generator's one CPU and in the middle of a step.
 */
import type { LoadStep, LoadTarget } from '../seams.ts';
import { nowUs } from './clock.ts';
import type { Pacer } from './pacer.ts';
import { PracticeServer, practicePage, slowPath } from './practice-server.ts';
import { BLANK_STAMP } from './stamp.ts';
import { runStep } from './step.ts';
import { warmUp } from './warmup.ts';

const STAMP_HEADER = 'x-intended';
interface PracticeStep extends Pick<LoadStep, 'ratePerSecond' | 'arrivals' | 'ownCpus'> {
  /** Whether the server takes its time, so that hundreds of connections have to be opened. */
  readonly slow?: true;
}

/** How long each step is. With 300 ms, the first steps that count were up to three times as late at 5,000/s. */
const STEP_MS = 400;
/** How long each kind of page is warmed up with before them. */
const WARMUP_MS = 150;

const STEPS: readonly PracticeStep[] = [
  { ratePerSecond: 2_000, arrivals: 'constant', ownCpus: true },
  { ratePerSecond: 8_000, arrivals: 'poisson', ownCpus: false },
  { ratePerSecond: 500, arrivals: 'constant', ownCpus: true },
  { ratePerSecond: 4_000, arrivals: 'poisson', ownCpus: true, slow: true },
  { ratePerSecond: 5_000, arrivals: 'constant', ownCpus: true },
  { ratePerSecond: 4_000, arrivals: 'constant', ownCpus: true, slow: true },
  { ratePerSecond: 5_000, arrivals: 'poisson', ownCpus: true },
  { ratePerSecond: 5_000, arrivals: 'constant', ownCpus: true },
];

/**
 * Takes two to four seconds.
 * @param arrivals the kind that will be asked for; constant ones are practised in any case
 * @throws the signal's reason when it is aborted
 */
export async function practise(
  pacer: Pacer,
  arrivals: LoadStep['arrivals'],
  signal: AbortSignal,
): Promise<void> {
  const server = await PracticeServer.start();
  const targets = targetsAt(server.port);
  const targetFor = (i: number) => targets[i % targets.length] as LoadTarget;
  try {
    for (const target of targets) {
      const request = { mode: 'time', minRequests: 0, minMs: 0, capMs: WARMUP_MS, timeoutMs: 2_000 } as const;
      await warmUp(target, request, signal);
    }
    const steps = STEPS.filter((step) => step.arrivals === 'constant' || step.arrivals === arrivals);
    for (const [i, { slow, ...step }] of steps.entries()) {
      const load: LoadStep = {
        ...step,
        scheduled: (step.ratePerSecond * STEP_MS) / 1_000,
        windowMs: STEP_MS,
        seed: Math.floor(nowUs()) >>> 0,
        timeoutMs: 2_000,
        maxConnections: 1_000,
      };
      await runStep(slow ? slowly(targetFor(i)) : targetFor(i), load, pacer, signal);
    }
  } finally {
    await server.stop();
  }
}

/** The ways in which a page is checked: to the byte, by a text in it, by its status alone; and with a stamp. */
function targetsAt(port: number): readonly LoadTarget[] {
  const target: LoadTarget = {
    address: '127.0.0.1',
    port,
    request: { method: 'GET', path: '/', headers: {}, body: null, expect: null },
    expected: { body: practicePage, text: null },
  };
  return [
    target,
    { ...target, expected: { body: null, text: '<title>' } },
    {
      ...target,
      request: { ...target.request, headers: { [STAMP_HEADER]: BLANK_STAMP } },
      expected: { body: null, text: null },
      stampHeader: STAMP_HEADER,
    },
  ];
}

const slowly = (target: LoadTarget): LoadTarget => ({
  ...target,
  request: { ...target.request, path: slowPath },
});

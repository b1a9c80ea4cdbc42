/** Does the generator send on time, and is what it reports true? Asked of a server that knows. */
import { isTrusted } from '../../analysis/doctor/trusted-rate.ts';
import type { CheckedStep, Rung, Trial } from '../../model/examination.ts';
import { checkStep, climbTo, type Ends } from './check-step.ts';

type Check = Parameters<typeof checkStep>[1];

/** What is tried of the generator. */
export interface TrialPlan {
  readonly checks: readonly Check[];
  /** Rates, ascending; the climb ends at the first that is not to be trusted. */
  readonly rungs: readonly number[];
  readonly rungMs: number;
}

/** So quick that few connections are opened: opening them is not what makes requests late. */
const even = { kind: 'constant', delayUs: 1_000 } as const;
const spread = { kind: 'log-normal', medianUs: 5_000, sigma: 0.8 } as const;
const held = { kind: 'held', delayUs: 1_000, holdUs: 1_000_000, everyUs: 5_000_000, blocks: false } as const;
const timeoutMs = 10_000;
const ATTEMPTS = 3;
const PRACTICE = { ratePerSecond: 2_000, ms: 400 } as const;

/** Half a minute: several rates, one server that holds its answers, and the way to the highest rate. */
export const fullTrial: TrialPlan = {
  checks: [
    { kind: 'even', behaviour: even, ratePerSecond: 200, windowMs: 3_000, timeoutMs },
    { kind: 'even', behaviour: even, ratePerSecond: 2_000, windowMs: 2_000, timeoutMs },
    { kind: 'spread', behaviour: spread, ratePerSecond: 50, windowMs: 3_000, timeoutMs },
    { kind: 'spread', behaviour: spread, ratePerSecond: 500, windowMs: 3_000, timeoutMs },
    { kind: 'spread', behaviour: spread, ratePerSecond: 2_000, windowMs: 3_000, timeoutMs },
    { kind: 'held', behaviour: held, ratePerSecond: 200, windowMs: 5_000, timeoutMs },
  ],
  rungs: [1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 30_000, 40_000, 60_000],
  rungMs: 1_000,
};

/** What a sweep does before its first step: under three seconds. */
export const shortTrial = (highestRate: number): TrialPlan => ({
  checks: [
    { kind: 'even', behaviour: even, ratePerSecond: 500, windowMs: 800, timeoutMs },
    { kind: 'spread', behaviour: spread, ratePerSecond: 500, windowMs: 800, timeoutMs },
  ],
  rungs: [highestRate],
  rungMs: 700,
});

/**
 * @param say receives each step before it begins
 * @throws the signal's reason when it is aborted
 */
export async function examineGenerator(
  ends: Ends,
  trial: TrialPlan,
  say: (ratePerSecond: number) => void = () => undefined,
): Promise<Trial> {
  // The server's program has just been started, and is compiled while it runs.
  await climbTo(ends, PRACTICE.ratePerSecond, PRACTICE.ms);
  const steps: CheckedStep[] = [];
  for (const check of trial.checks) {
    say(check.ratePerSecond);
    steps.push(await checkStep(ends, check));
  }
  const rungs: Rung[] = [];
  for (const rate of trial.rungs) {
    say(rate);
    let rung = await climbTo(ends, rate, trial.rungMs);
    // Other programs disturb a second now and then, so one of three attempts has to succeed.
    for (let again = 1; again < ATTEMPTS && !isTrusted(rung); again++) {
      rung = await climbTo(ends, rate, trial.rungMs);
    }
    rungs.push(rung);
    if (!isTrusted(rung)) break;
  }
  return { steps, rungs };
}

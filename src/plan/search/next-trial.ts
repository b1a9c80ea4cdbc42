/**
 * The capacity search: from what was judged so far, the next trial or the end. A climb in strides until a rate fails,
 * and fails again; then every trial where the knee is as likely above as below (R. Waeber, P. I. Frazier and S. G. Henderson, Bisection
 * Search with Noisy Responses, SIAM J. Control Optim. 51, 2013, https://doi.org/10.1137/120861898), so that a noisy trial
 * is outvoted by those after it; at last a long step at the answer and one at the next rate.
 */
import type { Next, StepOutcome } from '../../model/next-step.ts';
import { gridRate } from '../../model/rate.ts';
import {
  byServer,
  ends,
  isBroken,
  MOST_RESTARTS,
  spentMs,
  spoiltInARow,
  type Trial,
  trialsOf,
} from './evidence.ts';
import type { FirstEstimate } from './first-estimate.ts';
import { gapsOf, highestPlace, lowestPlace, placeOf, stepAt } from './lattice.ts';
import { posteriorOf } from './posterior.ts';
import type { SearchSettings } from './settings.ts';

/**
 * A trial that the generator or the machine spoilt is repeated after these pauses, twice at most at one rate: others
 * that take the CPUs often do so for seconds.
 */
const PAUSES_MS = [1_000, 6_000] as const;
export const MOST_SPOILT = PAUSES_MS.length;
/** Why a search ends whose trials are spoilt however often they are repeated. */
export const SPOILT = 'the generator or the machine was the limit, three times at one rate';
/** Why a search ends that has used up its time. */
export const NO_TIME_LEFT = 'no time was left';
/** Where the climb begins, as a share of where the knee is expected. */
const BEGIN = 0.7;
/**
 * A server that waits bears far more than a closed loop of two connections asks of it. Where its CPUs are so idle, the
 * climb begins at this share of what they would bear, but no higher than so many times the closed loop …
 */
const WAITING = { begin: 0.1, most: 8, far: 0.2, stride: 2 } as const;
/** … and beyond this, where an estimate has been proven wrong, it strides so. */
const PROVEN_WRONG = { from: 2, stride: 1.25 } as const;
/** Likewise for a fresh server after a broken one, which has shown more than the warm-up. */
const BEGIN_AGAIN = 0.85;
/** The rate is multiplied by this as long as all passes; on a second and third server, which know more, by less. */
const STRIDES_UP = [1.12, 1.06, 1.06] as const;
/** It is divided by this, to the power of the fails so far, as long as nothing passes. */
const STRIDE_DOWN = 1.5;
/** Trials at the lowest or the highest rate of all before that is the answer. */
const TRIALS_AT_END = 2;

/**
 * @param outcomes of this search in the order of measuring, judged by point estimates
 */
export function nextTrial(
  settings: SearchSettings,
  estimate: FirstEstimate,
  outcomes: readonly StepOutcome[],
): Next {
  const servers = byServer(trialsOf(outcomes, settings));
  const trials = servers.at(-1) ?? [];
  const last = trials.at(-1);
  if (last === undefined) return stepTo(placeOf(beginAt(estimate), settings), settings);

  const spoilt = spoiltInARow(trials);
  if (spoilt > MOST_SPOILT) return end(SPOILT);
  if (spentMs(servers.flat()) >= settings.budgetMs) return end(NO_TIME_LEFT);
  if (isBroken(last)) {
    if (servers.length <= MOST_RESTARTS)
      return { ...stepTo(beginAgain(servers, settings), settings), fresh: true };
    if (last.outcome.serverDied) return end('the server did not survive, and had been started anew twice');
  }
  if (spoilt > 0) return { ...stepTo(last.place, settings), pauseMs: PAUSES_MS[spoilt - 1] ?? 0 };

  const votes = trials.filter((trial) => !trial.spoilt);
  const places = votes.map(({ place }) => place);
  const passes = votes.filter(({ passed }) => passed).map(({ place }) => place);
  const fails = votes.length - passes.length;
  const highest = Math.max(...passes);
  const stride =
    servers.length === 1
      ? firstStride(gridRate(highest, settings.perDecade), estimate)
      : (STRIDES_UP[Math.min(servers.length, STRIDES_UP.length) - 1] ?? 1);
  const nextUp = highest + Math.max(1, gapsOf(stride, settings));
  // One fail may be a hiccup: the climb goes on where the same rate passes after it.
  if (fails === 1 && !last.passed && !isBroken(last)) return stepTo(last.place, settings);
  const climbs = fails === 0 || (fails === 1 && passes.includes(Math.max(...places)));
  if (passes.length > 0 && !climbs) return refine(settings, servers.flat(), votes, nextUp);
  const atEnd = places.filter((place) =>
    climbs ? place >= highestPlace(settings) : place <= lowestPlace(settings),
  );
  if (atEnd.length >= TRIALS_AT_END) return end(null);
  return stepTo(
    climbs ? nextUp : Math.min(...places) - gapsOf(STRIDE_DOWN ** Math.max(1, fails - 1), settings),
    settings,
  );
}

/**
 * Trials until the knee is known closely enough, or only the time for the confirmation is left. A confirmation counts
 * like any trial: where it moves the answer, the new one is confirmed as far as there is time.
 * @param nextUp no trial goes higher: an overload would cost the server more than the time
 */
function refine(
  settings: SearchSettings,
  all: readonly Trial[],
  votes: readonly Trial[],
  nextUp: number,
): Next {
  const posterior = posteriorOf(votes);
  const knee = posterior.quantile(0.5);
  const { passed, failed } = ends(votes, knee);
  const aimed = gapsOf(1 + settings.precision, settings) + 1e-9;
  const known = posterior.quantile(0.975) - posterior.quantile(0.025) <= aimed && failed - passed <= aimed;

  const answer = Math.floor(knee);
  const isConfirmed = ({ place, outcome }: Trial) =>
    outcome.scheduled >= stepAt(place, settings.confirmMs, settings).scheduled;
  const open = [answer, answer + 1].filter(
    (place) => !votes.some((vote) => vote.place === place && isConfirmed(vote)),
  );
  const lastsMs = (place: number, durationMs: number) =>
    stepAt(place, durationMs, settings).windowMs + settings.restMs;
  const leftMs = settings.budgetMs - spentMs(all);
  const confirmMs = open.reduce((sum, place) => sum + lastsMs(place, settings.confirmMs), 0);
  const trial = Math.min(Math.round(knee), nextUp);
  if (!known && leftMs >= confirmMs + lastsMs(trial, settings.trialMs)) {
    return stepTo(trial, settings, settings.trialMs);
  }
  const [next] = open;
  if (next === undefined || leftMs < lastsMs(next, settings.confirmMs)) return end(null);
  return { ...stepTo(next, settings, settings.confirmMs), purpose: 'confirm' };
}

function stepTo(
  place: number,
  settings: SearchSettings,
  durationMs: number = settings.climbMs,
): Next & { kind: 'step' } {
  const within = Math.min(highestPlace(settings), Math.max(lowestPlace(settings), Math.round(place)));
  const rate = stepAt(within, durationMs, settings);
  const { allowedLate, objective } = settings;
  const endAfterLate = allowedLate === null ? null : Math.floor(allowedLate * rate.scheduled + 1e-9) + 1;
  return { kind: 'step', rate, purpose: 'trial', objective, fresh: false, pauseMs: 0, endAfterLate };
}

const end = (reason: string | null): Next => ({ kind: 'end', reason });

/** Requests per second of the first trial. */
const beginAt = ({ closedLoopPerSecond, cpuBoundPerSecond }: FirstEstimate): number =>
  Math.max(
    closedLoopPerSecond * BEGIN,
    Math.min(closedLoopPerSecond * WAITING.most, (cpuBoundPerSecond ?? 0) * WAITING.begin),
  );

/**
 * The factor to the next rate of a climb on the first server.
 * @param passed the highest rate that passed, per second
 */
function firstStride(passed: number, { closedLoopPerSecond, cpuBoundPerSecond }: FirstEstimate): number {
  if (passed < (cpuBoundPerSecond ?? 0) * WAITING.far) return WAITING.stride;
  return passed >= closedLoopPerSecond * PROVEN_WRONG.from ? PROVEN_WRONG.stride : STRIDES_UP[0];
}

/** Where a fresh server begins: well below where the ones before it seem to have had their knee. */
const beginAgain = (servers: readonly (readonly Trial[])[], settings: SearchSettings): number =>
  posteriorOf(servers.flat().filter(({ spoilt }) => !spoilt)).quantile(0.5) + gapsOf(BEGIN_AGAIN, settings);

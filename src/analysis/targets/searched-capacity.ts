/** What the capacity searches of a run found: of each start, and over the rounds. */
import type { Capacity, CapacityOverRounds, RoundCapacity } from '../../model/analysis.ts';
import type { Plan } from '../../model/plan.ts';
import { type RoundRecord, type Run, type TargetRecord, wasTried } from '../../model/run.ts';
import { firstEstimate } from '../../plan/search/first-estimate.ts';
import { nextTrial } from '../../plan/search/next-trial.ts';
import { type SearchSettings, searchesOf } from '../../plan/search/settings.ts';
import { startCapacity } from '../../plan/search/start-capacity.ts';
import { endedServer, outcomeOf } from '../judging/judge-step.ts';
import { capacityOverRounds } from './capacity.ts';

/** Why a search has ended that is not over. */
export const INTERRUPTED = 'the sweep ended before it';

/** @returns null where the capacity for this objective was not searched */
export function searchedCapacity(
  plan: Plan,
  target: TargetRecord,
  objective: string,
): CapacityOverRounds | null {
  const settings = searchesOf(plan).find(({ objective: at }) => plan.objectives[at]?.text === objective);
  if (settings === undefined) return null;
  const all = target.rounds
    .map((round) => ofStart(plan, settings, round, objective))
    .filter(({ searched }) => searched.steps > 0);
  const whole = all.filter(({ searched }) => searched.ended !== INTERRUPTED);
  return overStarts(objective, whole.length > 0 ? whole : all);
}

/**
 * All capacities that searches have found so far, of all targets and objectives, per second.
 * @returns null while nothing can be told of a target: it may bear less than all others
 */
export function foundCapacities({ plan, targets }: Run): readonly number[] | null {
  const starts = targets
    .filter(({ failure }) => failure === null)
    .flatMap((target) =>
      searchesOf(plan).map((settings) => target.rounds.map((round) => ofStart(plan, settings, round, ''))),
    );
  const isTold = (all: readonly Searched[]) =>
    all.some(({ kind }) => kind !== 'cannot-tell' && kind !== 'below');
  return starts.every(isTold) ? starts.flat().flatMap(({ ratePerSecond }) => ratePerSecond ?? []) : null;
}

type Searched = RoundCapacity & { readonly searched: NonNullable<Capacity['searched']> };

function ofStart(plan: Plan, settings: SearchSettings, round: RoundRecord, objective: string): Searched {
  const outcomes = round.steps
    .filter(wasTried)
    .filter((step) => step.objective === settings.objective)
    .map((step) => outcomeOf(step, plan, endedServer(round, step)));
  const { kind, ratePerSecond, bracket, interval } = startCapacity(settings, outcomes);
  const warmed = round.servers.find(({ warmup }) => warmup.ms > 0);
  const warmup = warmed?.warmup ?? { requests: 0, ms: 0, settled: null, windows: [] };
  const next = nextTrial(settings, firstEstimate(warmup, plan.placement.serverCpus.length), outcomes);
  return {
    round: round.round,
    objective,
    kind,
    ratePerSecond,
    failedAtPerSecond: bracket.failedPerSecond,
    searched: {
      passedPerSecond: bracket.passedPerSecond,
      interval: [interval.lowPerSecond, interval.highPerSecond],
      steps: outcomes.length,
      ms: outcomes.reduce((sum, { tookMs }) => sum + tookMs, 0),
      ended: next.kind === 'end' ? next.reason : INTERRUPTED,
    },
  };
}

/** Over the starts; rounds that cannot tell have no part in it. */
function overStarts(objective: string, rounds: readonly Searched[]): CapacityOverRounds {
  const telling = rounds.filter(({ kind }) => kind !== 'cannot-tell');
  return { ...capacityOverRounds(objective, telling.length > 0 ? telling : rounds.slice(0, 1)), rounds };
}

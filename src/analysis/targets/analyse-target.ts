/** Everything about one target: its steps, columns and capacities, its start, and how it died. */
import type { CapacityOverRounds, StepAnalysis, TargetAnalysis } from '../../model/analysis.ts';
import { byKey } from '../../model/figure.ts';
import { rateKey } from '../../model/rate.ts';
import { type TargetRecord, wasTried } from '../../model/run.ts';
import { type OwnFigure, ownFigures } from '../../model/target-figures.ts';
import type { JudgedStep } from '../judging/judge-step.ts';
import { capacityOf, capacityOverRounds } from './capacity.ts';
import { analyseStep, columnsOf } from './columns.ts';
import type { View } from './measured.ts';
import { searchedCapacity } from './searched-capacity.ts';

/** Derives what can be said about one target from its judged steps. */
export function analyseTarget(
  view: View,
  target: TargetRecord,
  judged: readonly JudgedStep[],
): Omit<TargetAnalysis, 'identity'> {
  const steps = judged.map((one) => analyseStep(view, target, one));
  const servers = target.rounds.flatMap((round) =>
    round.servers.map((server) => ({ ...server, round: round.round })),
  );
  return {
    label: target.label,
    name: target.name,
    variant: target.variant,
    title: target.title,
    language: target.language,
    class: target.class ?? null,
    versions: target.versions,
    failure: target.failure,
    columns: columnsOf(view, target, judged),
    steps,
    capacities: view.objectives.map(
      ({ text }) =>
        searchedCapacity(view.run.plan, target, text) ?? capacityOfTarget(view, target, steps, text),
    ),
    ...byKey(ownFigures, (figure) => readOwn(figure, target)),
    buildIncremental: target.build?.incremental ?? null,
    deaths: servers.flatMap(({ exit, round, logTail }) =>
      exit === null
        ? []
        : [{ round, ratePerSecond: exit.atStep, code: exit.code, signal: exit.signal, logTail }],
    ),
    deviations: target.deviations,
  };
}

/** A figure that is known of a target without a rate: its own, or the median over its servers. */
export function readOwn(figure: OwnFigure, target: TargetRecord): number | null {
  return figure.from === 'target'
    ? figure.read(target)
    : median(target.rounds.flatMap(({ servers }) => servers.map(figure.read)));
}

function capacityOfTarget(
  view: View,
  target: TargetRecord,
  steps: readonly StepAnalysis[],
  objective: string,
): CapacityOverRounds {
  const rounds = completeRounds(view, target).map((round) => {
    const decisions = steps
      .filter((step) => step.round === round)
      .map(({ ratePerSecond, verdicts }) => ({
        ratePerSecond,
        verdict: verdicts.find((one) => one.objective === objective)?.verdict ?? ('undecided' as const),
      }));
    return { round, ...capacityOf(objective, decisions) };
  });
  return capacityOverRounds(objective, rounds);
}

/** Rounds that saw every rate. Where none did (the sweep was interrupted), those that saw any. */
function completeRounds(view: View, target: TargetRecord): readonly number[] {
  const seen = target.rounds.map(({ round, steps }) => ({
    round,
    rates: new Set(steps.map(({ ratePerSecond }) => rateKey(ratePerSecond))),
    measured: steps.some(wasTried),
  }));
  const complete = seen.filter(({ rates }) =>
    view.run.plan.rates.every((rate) => rates.has(rateKey(rate.ratePerSecond))),
  );
  const speaking = complete.length > 0 ? complete : seen;
  return speaking.filter(({ measured }) => measured).map(({ round }) => round);
}

function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  const low = known[Math.floor((known.length - 1) / 2)];
  const high = known[Math.floor(known.length / 2)];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

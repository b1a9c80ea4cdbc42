/** An analysis from runs: everything that the report, the terminal and the gates say is derived here, and anew. */
import type { Analysis, RunFacts } from '../model/analysis.ts';
import { distinctObjectives, type Objective } from '../model/objective.ts';
import { distinctRates } from '../model/rate.ts';
import type { Run } from '../model/run.ts';
import { compare } from './comparison/compare.ts';
import { warningsOf } from './findings/tell.ts';
import { judgeSteps } from './judging/judge-step.ts';
import { analyseTarget } from './targets/analyse-target.ts';
import { latencyEdgesUs } from './targets/cells.ts';
import { visitedRates } from './targets/columns.ts';
import { tellApart } from './together/tell-apart.ts';

/**
 * Derives the analysis of a run, whole or interrupted.
 * @param instead objectives instead of those of the plan, or null
 * @throws Error where a histogram of the run cannot be decoded
 */
export function analyse(run: Run, instead: readonly Objective[] | null = null): Analysis {
  return analyseTogether([run], instead);
}

/**
 * Derives one analysis of several runs: each target is judged by the plan and the machine of its own run.
 * @param runs at least one; targets whose labels occur in several are told apart
 * @param instead objectives instead of those of the plans, or null
 * @throws Error where a histogram cannot be decoded, or no run is given
 */
export function analyseTogether(runs: readonly Run[], instead: readonly Objective[] | null = null): Analysis {
  const [first] = runs;
  if (first === undefined) throw new Error('there is no run to analyse');
  const objectives = instead ?? distinctObjectives(runs.flatMap(({ plan }) => plan.objectives));
  const names = tellApart(runs);
  const judged = runs.flatMap((run, i) =>
    run.targets.map((stored, at) => ({
      run,
      identity: { run: i, label: stored.label },
      record: { ...stored, ...names[i]?.[at] },
      steps: judgeSteps(stored, run.plan, objectives),
    })),
  );
  const edges = latencyEdgesUs(judged.flatMap(({ steps }) => steps.map(({ observed }) => observed.latency)));
  const analysed = judged.map(({ run, identity, record, steps }) => ({
    run,
    record,
    steps,
    analysis: { identity, ...analyseTarget({ run, objectives, latencyEdgesUs: edges }, record, steps) },
  }));
  const comparison = compare(analysed);
  const ofRuns = runs.map((run) => ({
    run,
    targets: analysed.filter((one) => one.run === run).map(({ analysis }) => analysis),
  }));
  return {
    schema: 1,
    ...factsOf(first),
    otherRuns: runs.slice(1).map(factsOf),
    objectives,
    rates: ratesOfRuns(runs),
    latencyEdgesUs: edges,
    targets: analysed.map(({ analysis }) => analysis),
    comparison,
    warnings: warningsOf(ofRuns, comparison, analysed),
  };
}

function factsOf(run: Run): RunFacts {
  const { id, startedAt, finishedAt, interrupted, tool, engine, imported, host, plan, command } = run;
  const facts = { runId: id, startedAt, finishedAt, interrupted, tool, engine, host, plan, command };
  return imported === undefined ? facts : { ...facts, imported };
}

/** Every rate once, ascending: of a grid those of the plan, of a search those that were visited. */
function ratesOfRuns(runs: readonly Run[]): readonly number[] {
  const all = runs.flatMap(({ plan, targets }) =>
    plan.search === undefined
      ? plan.rates.map(({ ratePerSecond }) => ratePerSecond)
      : targets.flatMap(visitedRates),
  );
  return distinctRates(all);
}

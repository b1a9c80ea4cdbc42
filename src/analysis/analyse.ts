/** An analysis from a run: everything that the report, the terminal and the gates say is derived here, and anew. */
import type { Analysis } from '../model/analysis.ts';
import type { Objective } from '../model/objective.ts';
import type { Run } from '../model/run.ts';
import { latencyEdgesUs } from './cells.ts';
import type { Finding } from './findings.ts';
import { judgeSteps } from './judged-steps.ts';
import { findingsOfRun } from './run-findings.ts';
import { findingsOfTarget } from './target-findings.ts';
import { analyseTarget } from './targets.ts';
import { wordFindings } from './wording/warnings.ts';

export interface AnalyseOptions {
  /** Instead of those of the plan. */
  readonly objectives?: readonly Objective[];
}

/**
 * Derives the analysis of a run, whole or interrupted.
 * @throws Error where a histogram of the run cannot be decoded
 */
export function analyse(run: Run, options: AnalyseOptions = {}): Analysis {
  const objectives = options.objectives ?? run.plan.objectives;
  const judged = run.targets.map((target) => ({ target, steps: judgeSteps(target, run.plan) }));
  const edges = latencyEdgesUs(judged.flatMap(({ steps }) => steps.map(({ observed }) => observed.latency)));
  const view = { run, objectives, latencyEdgesUs: edges };
  const analysed = judged.map(({ target, steps }) => {
    const analysis = analyseTarget(view, target, steps);
    return { analysis, findings: findingsOfTarget({ run, record: target, analysis, steps }) };
  });
  const findings: readonly Finding[] = [
    ...findingsOfRun(
      run,
      analysed.map(({ analysis }) => analysis),
    ).map((finding) => ({ label: null, finding })),
    ...analysed.flatMap(({ analysis: { label }, findings: all }) =>
      all.map((finding) => ({ label, finding })),
    ),
  ];
  return {
    schema: 1,
    runId: run.id,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    interrupted: run.interrupted,
    tool: run.tool,
    engine: run.engine,
    host: run.host,
    plan: run.plan,
    command: run.command,
    objectives,
    rates: run.plan.rates.toSorted((a, b) => a - b),
    latencyEdgesUs: edges,
    targets: analysed.map(({ analysis }) => analysis),
    warnings: wordFindings(findings),
  };
}

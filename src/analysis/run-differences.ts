/** In what several runs differ that are told together: a difference between their targets may come from there. */
import { formatWaitMs } from '../model/duration.ts';
import { formatRate } from '../model/rate.ts';
import type { Run } from '../model/run.ts';
import { formatBytes } from '../model/size.ts';
import type { RunDifference } from './findings.ts';

/** What could make the same target come out otherwise, in words short enough to stand in a list. */
export const aspects: Readonly<Record<RunDifference['what'], (run: Run) => string>> = {
  visitor: ({ plan }) => plan.visitor,
  placement: ({ host }) => host.placement,
  host: ({ host: { name, size } }) =>
    `${name} (${size.cpus} ${size.cpus === 1 ? 'CPU' : 'CPUs'}, ${size.memoryBytes === null ? 'memory unlimited' : formatBytes(size.memoryBytes)}, ${size.openFiles ?? 'unlimited'} open files)`,
  limits: ({ host: { limits } }) => {
    const inForce = (['cpu', 'memory', 'openFiles'] as const).filter((name) => limits[name].enforced);
    return inForce.length === 0 ? 'none' : inForce.map((name) => limitNames[name]).join(', ');
  },
  machine: ({ host: { machine } }) =>
    `${machine.cpuModel ?? 'CPU of unknown make'}, ${machine.cpus} CPUs, kernel ${machine.kernel}`,
  load: ({ plan }) =>
    `${plan.arrivals} arrivals, ${formatWaitMs(plan.durationMs)} a step, ${formatWaitMs(plan.timeoutMs)} time-out, ${plan.maxConnections} connections, rates ${plan.order} to ${formatRate(Math.max(...plan.rates))}/s, warm-up ${plan.warmup.mode}`,
  tool: ({ tool }) => `${tool.name} ${tool.version}`,
  engine: ({ engine }) => `${engine.name} ${engine.version}`,
};

const limitNames = { cpu: 'CPUs', memory: 'memory', openFiles: 'open files' } as const;

/** What differs, in the order of the list above. */
export function differencesOf(runs: readonly Run[]): readonly RunDifference[] {
  return Object.entries(aspects).flatMap(([what, aspect]) => {
    const values = runs.map(aspect);
    return new Set(values).size < 2 ? [] : [{ what: what as RunDifference['what'], values }];
  });
}

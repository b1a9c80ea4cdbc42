/** In what several runs differ that are shown together: a difference between their targets may come from there. */
import { formatWaitMs } from '../../model/duration.ts';
import { highestRate } from '../../model/plan.ts';
import { formatRate } from '../../model/rate.ts';
import type { Run } from '../../model/run.ts';
import { formatBitsPerSecond, formatMemory } from '../../model/size.ts';

/** Something in which runs differ: what it is of each, in their order. */
export interface RunDifference {
  readonly what: string;
  readonly values: readonly string[];
}

type Aspect = (run: Run) => string;

export const visitorOf: Aspect = ({ plan }) => plan.visitor;
export const placementOf: Aspect = ({ host }) => host.placement;
export const toolOf: Aspect = ({ tool }) => `${tool.name} ${tool.version}`;

/** What could make the same target come out otherwise, in words short enough to stand in a list. */
const aspects: readonly (readonly [what: string, of: Aspect])[] = [
  ['visitor', visitorOf],
  ['placement', placementOf],
  [
    'host',
    ({ host: { name, size }, imported }) =>
      imported !== undefined
        ? 'elsewhere'
        : `${name} (${size.cpus} ${size.cpus === 1 ? 'CPU' : 'CPUs'}, ${size.memoryBytes === null ? 'memory unlimited' : formatMemory(size.memoryBytes)}, ${size.openFiles ?? 'unlimited'} open files${size.bandwidthBitsPerSecond === null ? '' : `, ${formatBitsPerSecond(size.bandwidthBitsPerSecond)}`})`,
  ],
  [
    'limits in force',
    ({ host: { limits } }) => {
      const names = { cpu: 'CPUs', memory: 'memory', openFiles: 'open files' } as const;
      const inForce = (['cpu', 'memory', 'openFiles'] as const).filter((name) => limits[name].enforced);
      return inForce.map((name) => names[name]).join(', ') || 'none';
    },
  ],
  [
    'machine',
    ({ host: { machine }, imported }) =>
      imported !== undefined
        ? 'not known'
        : `${machine.cpuModel ?? 'CPU of unknown make'}, ${machine.cpus} CPUs, kernel ${machine.kernel}`,
  ],
  [
    'load',
    ({ plan }) =>
      `${plan.arrivals} arrivals, ${formatWaitMs(plan.durationMs)} a step, ${formatWaitMs(plan.timeoutMs)} time-out, ${plan.maxConnections} connections, rates ${plan.order} to ${formatRate(highestRate(plan))}/s, warm-up ${plan.warmup.mode}`,
  ],
  ['version of bench', toolOf],
  ['HTTP engine', ({ engine }) => `${engine.name} ${engine.version}`],
];

/** What differs, in the order of the list above. */
export function differencesOf(runs: readonly Run[]): readonly RunDifference[] {
  return aspects.flatMap(([what, of]) => {
    const values = runs.map(of);
    return new Set(values).size < 2 ? [] : [{ what, values }];
  });
}

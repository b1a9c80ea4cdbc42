/**
 * Who used the CPUs. Where generator and servers share them and they are busy, a server that uses several CPUs pays for
 * the sending of the load, and one that uses a single CPU does not: a ratio between the two says so.
 */
import { measuredSteps } from '../../model/measured.ts';
import { columnAt } from '../targets/columns.ts';
import type { Contender } from './contender.ts';

/** Of the CPUs that generator and servers share: from here on one of the two waits for the other. */
const BUSY = 0.9;

/** A program of one thread stays near one CPU; the threads of its runtime, such as those that collect garbage, add a little. */
const ONE_CPU = 1.25;

/** CPUs in use on average in the step that used most; null where not available. */
export function mostCpus({ analysis }: Contender): number | null {
  const known = analysis.columns.flatMap(({ serverCpus }) => (serverCpus === null ? [] : [serverCpus]));
  return known.length === 0 ? null : Math.max(...known);
}

/** Whether so many CPUs are more than one program of one thread uses; what is not known may be several. */
export function usesSeveralCpus(cpus: number | null): boolean {
  return cpus === null || cpus > ONE_CPU;
}

/** Whether one of the two uses about one CPU and the other several; true where it is not known. */
function areUneven(one: Contender, other: Contender): boolean {
  const [a, b] = [mostCpus(one), mostCpus(other)];
  return a === null || b === null || usesSeveralCpus(a) !== usesSeveralCpus(b);
}

/**
 * Whether the CPUs that generator and servers shared were over 90 % busy in the window of a step at one of these rates.
 * What was left to do after the window counts in it: there would be none, had the CPUs had time for it before.
 */
function wereBusy({ run, record }: Contender, rates: readonly number[]): boolean {
  const { resolved, serverCpus, generatorCpus } = run.plan.placement;
  if (resolved !== 'shared') return false;
  const cpus = new Set([...serverCpus, ...generatorCpus]).size || run.plan.host.size.cpus;
  return measuredSteps(record).some(
    ({ ratePerSecond, machine: { busyMs }, durationMs }) =>
      rates.includes(ratePerSecond) && busyMs !== null && busyMs / (durationMs * cpus) > BUSY,
  );
}

/** Whether a ratio of the two, taken at this rate, is one between unequals. */
export function unevenAt(one: Contender, other: Contender, ratePerSecond: number): boolean {
  const both =
    columnAt(one.analysis, ratePerSecond) !== null && columnAt(other.analysis, ratePerSecond) !== null;
  const rates = [ratePerSecond];
  return both && areUneven(one, other) && (wereBusy(one, rates) || wereBusy(other, rates));
}

/** Whether a ratio of the two capacities for an objective is one between unequals. */
export function unevenCapacities(one: Contender, other: Contender, objective: string): boolean {
  return areUneven(one, other) && [one, other].some((each) => wereBusy(each, deciding(each, objective)));
}

/** The rates that a capacity rests on: those that met the objective last and failed first, in each round. */
function deciding({ analysis }: Contender, objective: string): readonly number[] {
  const capacity = analysis.capacities.find((one) => one.objective === objective);
  return (capacity?.rounds ?? []).flatMap(({ ratePerSecond, failedAtPerSecond }) =>
    [ratePerSecond, failedAtPerSecond].filter((rate) => rate !== null),
  );
}

/** Looks for what there is to doubt in a run as a whole. */
import type { Limits, Run } from '../model/run.ts';
import type { RunFinding } from './findings.ts';

/** Every finding about the run, in the order of the list. */
export function findingsOfRun(run: Run): readonly RunFinding[] {
  const { plan, host, interrupted } = run;
  const { placement } = plan;
  const steps = run.targets.flatMap(({ rounds }) => rounds.flatMap((round) => round.steps));
  const notEnforced = (['cpu', 'memory', 'openFiles', 'bandwidth'] as const)
    .filter((name) => !host.limits[name].enforced && sizeOf(run, name) !== null)
    .map((name) => ({ name, by: host.limits[name].by }));
  return [
    ...(interrupted === null ? [] : [{ code: 'interrupted', ...interrupted } as const]),
    ...(run.parts.length > 1 ? [{ code: 'resumed', parts: run.parts.length } as const] : []),
    ...(plan.verify || plan.targets.every(({ contract }) => contract === null)
      ? []
      : [{ code: 'unverified' } as const]),
    ...(notEnforced.length === 0 ? [] : [{ code: 'limits-not-enforced', limits: notEnforced } as const]),
    ...(placement.reducedTo === null
      ? []
      : [{ code: 'reduced-host', cpus: placement.reducedTo, of: plan.host.size.cpus } as const]),
    ...(placement.resolved === 'shared'
      ? [{ code: 'shared-placement', cpus: placement.serverCpus.length || plan.host.size.cpus } as const]
      : []),
    ...(plan.quick ? [{ code: 'quick-settings' } as const] : []),
    ...(plan.rounds === 1 ? [{ code: 'one-round', targets: plan.targets.length } as const] : []),
    ...(steps.some((step) => 'server' in step && step.server.cpuMs === null)
      ? [{ code: 'not-sampled' } as const]
      : []),
  ];
}

function sizeOf(run: Run, name: keyof Limits): number | null {
  const { cpus, memoryBytes, openFiles, bandwidthBitsPerSecond } = run.host.size;
  return { cpu: cpus, memory: memoryBytes, openFiles, bandwidth: bandwidthBitsPerSecond }[name];
}

/** What `bench doctor` looks at: what is there, who else is there, a trial of the generator, and the tools of targets. */
import { builtInTargets } from '../files/choose-targets.ts';
import { completeTarget } from '../files/load-target.ts';
import { openFilesLimit } from '../measure/host/describe-machine.ts';
import { examineSetting } from '../measure/host/examine-setting.ts';
import { watchOthers } from '../measure/host/watch-load.ts';
import { startGenerator } from '../measure/load/generator.ts';
import { environmentFor } from '../measure/server/environment.ts';
import { checkRequirements } from '../measure/server/requirements.ts';
import { machineWatcher } from '../measure/server/watch-machine.ts';
import { startConfinedTruthServer } from '../measure/truth/confined-truth-server.ts';
import { examineGenerator, fullTrial } from '../measure/truth/examine-generator.ts';
import type { Examination, MachineLoad, ToolsOfTarget } from '../model/examination.ts';
import type { Plan } from '../model/plan.ts';
import { formatRate } from '../model/rate.ts';
import type { Machine } from '../model/run.ts';
import { allowedConnections } from '../plan/make-plan.ts';
import type { Caller } from './caller.ts';
import type { OpenHost } from './open-host.ts';

const idleMs = 1_500;

/**
 * @param say receives what is done now, as the rest of "Now: …"
 * @throws the signal's reason when it is aborted, leaving no process
 * @throws GeneratorBroken, TruthServerBroken
 */
export async function examineHost(
  plan: Pick<Plan, 'host' | 'placement'>,
  machine: Machine,
  { host, memory }: OpenHost,
  { signal }: Pick<Caller, 'signal'>,
  say: (what: string) => void,
): Promise<Omit<Examination, 'tools'>> {
  const setting = examineSetting(plan, machine, host);
  const cpus = [...new Set([...plan.placement.serverCpus, ...plan.placement.generatorCpus])];
  const watch = machineWatcher(cpus);
  const [whole, startMs] = [watch(), performance.now()];
  say('looking who else uses this machine');
  const othersShare = await watchOthers(watch, cpus.length, idleMs, signal);
  say('starting the generator');
  await using generator = await startGenerator({
    wrap: (command) => host.wrapGenerator(command),
    arrivals: 'constant',
    signal,
  });
  const server = await startConfinedTruthServer(host, memory);
  try {
    const maxConnections = allowedConnections({ ...machine, openFiles: openFilesLimit() });
    const ownCpus = plan.placement.resolved === 'split';
    const { steps, rungs } = await examineGenerator(
      { generator, server, maxConnections, ownCpus, signal },
      fullTrial,
      (rate) => say(`sending ${formatRate(rate)} requests a second to a server that knows its answers`),
    );
    const ms = performance.now() - startMs;
    const load = { ms, othersShare, stealShare: stealShare(whole().stealMs, ms, cpus.length) };
    return { setting, load, steps, rungs };
  } finally {
    await server.stop();
  }
}

const stealShare = (stealMs: number | null, ms: number, cpus: number): number | null =>
  stealMs === null ? null : Math.min(1, stealMs / (ms * cpus));

/** Who else uses these CPUs while nothing of ours does. */
export async function watchIdle(cpus: readonly number[], signal: AbortSignal): Promise<MachineLoad> {
  const watch = machineWatcher(cpus);
  const [whole, startMs] = [watch(), performance.now()];
  const othersShare = await watchOthers(watch, cpus.length, idleMs, signal);
  const ms = performance.now() - startMs;
  return { ms, othersShare, stealShare: stealShare(whole().stealMs, ms, cpus.length) };
}

/** Whether the tools of the built-in targets are here. */
export async function examineTools({
  cwd,
  env,
  signal,
}: Pick<Caller, 'cwd' | 'env' | 'signal'>): Promise<ToolsOfTarget[]> {
  const examined: ToolsOfTarget[] = [];
  for (const { folder, manifest } of builtInTargets(cwd)) {
    const target = completeTarget(manifest, folder, null, null);
    const checks = await checkRequirements(target, { env: environmentFor(target, env), signal, cwd: folder });
    const missing = checks
      .filter(({ met }) => !met)
      .map(({ what, problem, hint }) => ({ what, problem, hint }));
    examined.push({ target: target.name, missing });
  }
  return examined;
}

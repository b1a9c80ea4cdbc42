/** Both ends of a sweep, each on this machine or on another one. */
import { describeMachine } from '../measure/host/describe-machine.ts';
import { examineSetting, governorsOf } from '../measure/host/examine-setting.ts';
import { vegetaEnd } from '../measure/load/vegeta/vegeta-end.ts';
import { vegetaHere } from '../measure/load/vegeta/vegeta-here.ts';
import type { ServerEnd } from '../measure/seams.ts';
import { machineWatcher } from '../measure/server/watch-machine.ts';
import type { Sweep } from '../measure/sweep-input.ts';
import type { Setting } from '../model/examination.ts';
import { generatorsOf, type Plan } from '../model/plan.ts';
import { type BlogContract, openContract } from './blog-contract.ts';
import { buildTargets } from './build-targets.ts';
import type { Caller } from './caller.ts';
import { engineOf } from './choose-engine.ts';
import type { DecidedSweep } from './decided-sweep.ts';
import { clock, generatorEnd, localServerEnd } from './local-ends.ts';
import { onlyAt } from './only-at.ts';
import type { Machines } from './reach-machines.ts';
import { sendThere } from './send-there.ts';
import type { Sending, Serving } from './sides.ts';
import type { ThisMachine } from './this-machine.ts';

/**
 * @param here the part of this machine
 * @throws HostProblem
 * @throws UsageError where a machine lacks the engine
 */
export async function openEnds(
  decided: DecidedSweep,
  here: ThisMachine<Plan>,
  machines: Machines,
  env: Caller['env'],
  note: (sentence: string) => void,
): Promise<Pick<Sweep, 'setting' | 'serverEnd' | 'generatorEnd' | 'clock'>> {
  const { plan, targets, runFolder } = decided;
  const { host, placement, visitor } = plan;
  const { servers, generators, link } = machines;
  const engine = engineOf(plan, machines);
  const contract = openContract(plan, targets, env);
  const { serverEnd, governors } =
    servers === null
      ? await serveHere(decided, here, { contract, env, address: link?.address ?? null })
      : await servers.open({ host, placement, visitor, targets }, runFolder, note);
  const [first, ...others] = generators;
  const sending =
    first === undefined ? await sendHere(here, contract) : await sendThere(decided, [first, ...others], note);
  return {
    setting: settingOfBoth(sending.setting, plan, { ...serverEnd, governors }),
    serverEnd:
      link === null ? serverEnd : { ...serverEnd, link, watchMachine: watchBoth(serverEnd, sending) },
    generatorEnd:
      plan.engine === undefined
        ? sending.generatorEnd
        : vegetaEnd(sending.generatorEnd, sending.vegetas, engine),
    clock,
  };
}

interface ServeHere extends Pick<Caller, 'env'> {
  readonly contract: BlogContract | null;
  /** At which another machine loads the servers, or null. */
  readonly address: string | null;
}

async function serveHere(
  { machine, runFolder }: DecidedSweep,
  here: ThisMachine<Plan>,
  { contract, env, address }: ServeHere,
): Promise<Serving> {
  const { placement } = here.plan;
  const end = localServerEnd(placement, machine, await here.open(), contract);
  return {
    governors: governorsOf(placement.serverCpus),
    serverEnd: {
      ...end,
      build: (targets, show, signal) => buildTargets(targets, runFolder, { env, signal }, show),
      start: async (request) => {
        const started = await end.start(request);
        return address === null ? started : await onlyAt(address, request.target.label, started);
      },
    },
  };
}

async function sendHere(here: ThisMachine<Plan>, contract: BlogContract | null): Promise<Sending> {
  const { plan } = here;
  const open = await here.open();
  const watch = machineWatcher(plan.placement.generatorCpus);
  return {
    generatorEnd: generatorEnd(plan, open, contract),
    vegetas: [vegetaHere(open.host.wrapGenerator)],
    setting: examineSetting(plan, describeMachine(), open.host),
    watchMachine: async () => {
      const seen = watch();
      return async () => seen();
    },
  };
}

/**
 * What was found out about the machines: the servers', but what the generator's gives the generator.
 * @param sending as the generator's end knows it
 */
export const settingOfBoth = (
  sending: Setting,
  { host, placement }: Pick<Plan, 'host' | 'placement'>,
  serving: Pick<Setting, 'machine' | 'limits' | 'governors'>,
): Setting => ({
  ...sending,
  ...(generatorsOf(host).length < 2
    ? {}
    : { generator: { ...sending.generator, machines: generatorsOf(host).length } }),
  host: { name: host.name, size: host.size },
  placement,
  // Connections take their local ports from the generator's machine.
  machine: { ...serving.machine, localPorts: sending.machine.localPorts },
  limits: serving.limits,
  governors: [...new Set([...sending.governors, ...serving.governors])],
});

/** The servers' machine; but two counters are about connections, and those are opened from the generator's. */
const watchBoth =
  (
    serving: Pick<ServerEnd, 'watchMachine'>,
    sending: Pick<Sending, 'watchMachine'>,
  ): ServerEnd['watchMachine'] =>
  async () => {
    const [servers, generators] = [await serving.watchMachine(), await sending.watchMachine()];
    return async () => {
      const { synRetransmits, timeWaitAtStart } = await generators();
      return { ...(await servers()), synRetransmits, timeWaitAtStart };
    };
  };

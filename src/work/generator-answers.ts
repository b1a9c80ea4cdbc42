/** What the program on the generator's machine answers: it does there what the generator's end of `local-ends.ts` does here. */
import { describeMachine } from '../measure/host/describe-machine.ts';
import { examineSetting } from '../measure/host/examine-setting.ts';
import { findVegeta } from '../measure/load/vegeta/find-vegeta.ts';
import { vegetaHere } from '../measure/load/vegeta/vegeta-here.ts';
import type { VegetaPlace, WaitingVegeta } from '../measure/load/vegeta/vegeta-place.ts';
import type { Answers } from '../measure/remote/conversation.ts';
import { proveReachable } from '../measure/remote/prove-reachable.ts';
import type { GeneratorQuestions, Opening } from '../measure/remote/questions.ts';
import { heardTarget, toldPage } from '../measure/remote/remote-generator-end.ts';
import { toldReturned } from '../measure/remote/remote-vegeta.ts';
import type { LoadGenerator } from '../measure/seams.ts';
import type { GeneratorEnd } from '../measure/sweep-input.ts';
import type { Plan } from '../model/plan.ts';
import type { Target } from '../model/target.ts';
import type { BlogContract } from './blog-contract.ts';
import { examineHost } from './examine-host.ts';
import { generatorEnd } from './local-ends.ts';
import type { OpenHost } from './open-host.ts';
import { generatorsSide } from './sides.ts';

/** Puts the limits of a host in force. */
type Prepare = (
  what: Opening,
  note: (sentence: string) => void,
) => Promise<{ readonly host: OpenHost; readonly contract: BlogContract | null }>;

interface Opened {
  readonly end: GeneratorEnd;
  readonly targets: readonly Target[];
  readonly vegetaPlace: VegetaPlace;
}

/** The server that the generator is tried on is this machine's own. */
const ownAddress = '127.0.0.1';

export function generatorAnswers(prepare: Prepare): Answers<GeneratorQuestions> {
  let opened: Opened | null = null;
  let started: LoadGenerator | null = null;
  let vegeta: WaitingVegeta | null = null;
  const current = () => {
    if (opened === null) throw new Error('the host has not been opened');
    return opened;
  };
  const generator = () => {
    if (started === null) throw new Error('there is no generator');
    return started;
  };
  const targetOf = (label: string) => {
    const target = current().targets.find((one) => one.label === label);
    if (target === undefined) throw new Error(`there is no target ${label}`);
    return { target };
  };
  return {
    openGenerator: async ({ plan, targets, run }, _, note) => {
      const own: Plan = generatorsSide(plan);
      const { host: size, placement, visitor } = own;
      const opening = { host: size, placement, visitor, targets, run, address: ownAddress };
      const { host, contract } = await prepare(opening, note);
      const end = generatorEnd(own, host, contract);
      opened = { end, targets, vegetaPlace: vegetaHere(host.host.wrapGenerator) };
      return { setting: examineSetting(own, describeMachine(), host.host), engine: end.engine };
    },
    startGenerator: async (_, signal) => {
      started = await current().end.start(signal);
      return started.pid;
    },
    tryOut: (_, signal) => current().end.tryOut(generator(), signal),
    warm: ({ target, request }, signal) => generator().warm(heardTarget(target), request, signal),
    probe: ({ target, count, timeoutMs }, signal) =>
      generator().probe(heardTarget(target), count, timeoutMs, signal),
    run: ({ target, step }, signal) => generator().run(heardTarget(target), step, signal),
    endGenerator: async () => {
      await started?.[Symbol.asyncDispose]();
      started = null;
      return null;
    },
    findVegeta: async () => findVegeta(),
    prepareVegeta: async (attack) => {
      vegeta = await current().vegetaPlace(attack);
      return null;
    },
    sendVegeta: async (_, signal) => {
      if (vegeta === null) throw new Error('there is no vegeta');
      return toldReturned(await vegeta.send(signal));
    },
    endVegeta: async () => {
      await vegeta?.[Symbol.asyncDispose]();
      vegeta = null;
      return null;
    },
    proveReachable: async (server, signal) => {
      await proveReachable(server, signal);
      return null;
    },
    verify: async ({ label, ...server }, signal) => {
      await proveReachable(server, signal);
      return current().end.verify(server, targetOf(label), signal);
    },
    seePage: async ({ label, ...server }, signal) => {
      await proveReachable(server, signal);
      const seen = await current().end.seePage(server, targetOf(label), signal);
      return { ...seen, expected: toldPage(seen.expected) };
    },
    examineGenerator: async (plan, signal, say) => {
      const own = generatorsSide(plan);
      const opening = { ...own, visitor: 'reader', targets: [], run: 'doctor', address: ownAddress } as const;
      const { host } = await prepare(opening, () => undefined);
      return examineHost(own, describeMachine(), host, { signal }, say);
    },
  };
}

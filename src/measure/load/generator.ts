/** The tool's side of the generator: starts its process, gives it orders and waits for the answers. */
import { addAbortListener } from 'node:events';
import type { AttestedObservation } from '../../model/load-observation.ts';
import { OwnProcessEnded } from '../../model/own-process-ended.ts';
import { startOwnProcess, type WrapCommand } from '../host/own-process.ts';
import type { LoadGenerator, LoadStep, LoadTarget } from '../seams.ts';
import type { Answers, Message, Order, Reply } from './messages.ts';

/** Thrown when the generator's process ended or failed: never the fault of what is measured. */
export class GeneratorBroken extends OwnProcessEnded {
  override readonly name = 'GeneratorBroken';
}

export interface GeneratorOptions {
  /** How its command is run, for limits. */
  readonly wrap?: WrapCommand;
  /** Those that it will be asked for; poisson: both kinds. */
  readonly arrivals?: LoadStep['arrivals'];
  readonly signal?: AbortSignal;
}

/** Our own generator: it says everything of a step. */
export interface OwnGenerator extends LoadGenerator {
  run(target: LoadTarget, step: LoadStep, signal: AbortSignal): Promise<AttestedObservation>;
}

const asItIs: WrapCommand = (command) => command;

/**
 * Starts the generator and lets it practise, so that its first step is as good as its last.
 * @throws GeneratorBroken where its process cannot be started
 * @throws the signal's reason when it is aborted; the process has ended then
 */
export async function startGenerator({
  wrap = asItIs,
  arrivals = 'poisson',
  signal,
}: GeneratorOptions = {}): Promise<OwnGenerator> {
  const own = startOwnProcess<Message, Reply>(
    'generator-process',
    import.meta.url,
    wrap,
    (why) => new GeneratorBroken(`the load generator ended: ${why}`),
  );

  async function give<K extends Order['kind']>(
    order: Extract<Order, { kind: K }>,
    signal?: AbortSignal,
  ): Promise<Answers[K]> {
    signal?.throwIfAborted();
    using _abort = signal && addAbortListener(signal, () => own.tell({ kind: 'abort' }));
    const reply = await own.ask(order);
    if (reply.kind === 'aborted')
      throw signal?.reason ?? new GeneratorBroken('aborted without being asked to');
    if (reply.kind !== 'done')
      throw new GeneratorBroken(reply.kind === 'broken' ? reply.stack : 'unexpected reply');
    return reply.answer as Answers[K];
  }

  const first = await own.ask(null);
  if (first.kind !== 'ready') throw new GeneratorBroken('it did not report ready');
  try {
    await give({ kind: 'prepare', arrivals }, signal);
  } catch (error) {
    await own.end();
    throw error;
  }

  return {
    pid: own.pid,
    warm: (target, request, signal) => give({ kind: 'warm', target, request }, signal),
    probe: (target, count, timeoutMs, signal) => give({ kind: 'probe', target, count, timeoutMs }, signal),
    run: async (target, step, signal) => (await give({ kind: 'run', target, step }, signal)).observation,
    [Symbol.asyncDispose]: own.end,
  };
}

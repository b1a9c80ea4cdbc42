/** The tool's side of the truth server: a server of its own process whose answers are known in advance. */
import { OwnProcessEnded } from '../../model/own-process-ended.ts';
import type { TruthRecord } from '../../model/truth-record.ts';
import { startOwnProcess, type WrapCommand } from '../host/own-process.ts';
import { BLANK_STAMP } from '../load/stamp.ts';
import type { LoadTarget } from '../seams.ts';
import type { TruthOrder } from './behaviour.ts';
import { truthPage } from './canned-answer.ts';
import { STAMP_HEADER, type TruthMessage, type TruthReply } from './truth-messages.ts';

/** Thrown when the truth server's process ended: never the fault of what is measured. */
export class TruthServerBroken extends OwnProcessEnded {
  override readonly name = 'TruthServerBroken';
}

export interface TruthServer {
  readonly pid: number;
  readonly address: string;
  readonly port: number;
  /**
   * Behaves so from now on, with an empty record.
   * @returns what the generator is to send there, with each request's intended time in it
   */
  behave(order: TruthOrder): Promise<LoadTarget>;
  /** The record since it was told how to behave. */
  report(): Promise<TruthRecord>;
  stop(): Promise<void>;
}

/**
 * Starts the truth server.
 * @param wrap the command that keeps it on its CPUs and within its limits
 * @throws TruthServerBroken where its process cannot be started
 */
export async function startTruthServer(wrap: WrapCommand = (command) => command): Promise<TruthServer> {
  const own = startOwnProcess<TruthMessage, TruthReply>(
    'truth-process',
    import.meta.url,
    wrap,
    (why) => new TruthServerBroken(`the truth server ended: ${why}`),
  );

  async function next<K extends TruthReply['kind']>(
    kind: K,
    message: TruthMessage | null,
  ): Promise<Extract<TruthReply, { kind: K }>> {
    const reply = await own.ask(message);
    if (reply.kind !== kind) throw new TruthServerBroken(`the truth server said ${reply.kind}, not ${kind}`);
    return reply as Extract<TruthReply, { kind: K }>;
  }

  const { address, port } = await next('listening', null);
  return {
    pid: own.pid,
    address,
    port,
    behave: async (order) => {
      await next('ready', { kind: 'behave', order });
      return {
        address,
        port,
        request: {
          method: 'GET',
          path: '/',
          headers: { 'accept-encoding': 'identity', [STAMP_HEADER]: BLANK_STAMP },
          body: null,
          expect: null,
        },
        expected: { body: truthPage(order.bodyBytes), text: null },
        stampHeader: STAMP_HEADER,
      };
    },
    report: async () => (await next('record', { kind: 'report' })).record,
    stop: own.end,
  };
}

/** A connection with what the dispatcher has to know about it. */
import type { RawAnswer } from './answer.ts';
import { Connection, type ConnectionOwner, type EndCode } from './connection.ts';
import type { Endpoint } from './engine.ts';

/** One scheduled request on its way to success or failure. */
export interface Attempt {
  readonly intendedUs: number;
  readonly dispatchedUs: number;
  /** 0 until it is written. */
  writtenUs: number;
  /** The connection it was written to, or that was opened for it alone; null while it waits for any. */
  line: Line | null;
  /** Sent a second time, after a reused connection turned out to be closed. */
  retried: boolean;
}

/** What the dispatcher hears of its lines. */
export interface LineOwner {
  lineConnected(line: Line): void;
  lineAnswered(line: Line, answer: RawAnswer, atUs: number): void;
  lineEnded(line: Line, code: EndCode): void;
}

/** Without an advertised limit an idle connection is given up after this, before servers close theirs. */
const IDLE_LIMIT_US = 4_000_000;
/** Given up this long before the limit that the server advertised, but not for more than this share of it. */
const IDLE_MARGIN = { us: 1_000_000, share: 0.2 } as const;

export class Line implements ConnectionOwner<Connection> {
  phase: 'connecting' | 'idle' | 'busy' = 'connecting';
  attempt: Attempt | null = null;
  /** Answers it has given. */
  served = 0;
  idleUntilUs = 0;
  bytesCounted = 0;
  readonly openedUs: number;
  readonly connection: Connection;
  readonly #owner: LineOwner;
  #idleLimitUs = IDLE_LIMIT_US;

  constructor(endpoint: Endpoint, owner: LineOwner, openedUs: number) {
    this.openedUs = openedUs;
    this.#owner = owner;
    this.connection = new Connection(endpoint, this);
  }

  /** From now on it waits for a request, until its limit. */
  becomeIdle(atUs: number): void {
    this.phase = 'idle';
    this.attempt = null;
    this.idleUntilUs = atUs + this.#idleLimitUs;
  }

  connected(): void {
    this.#owner.lineConnected(this);
  }

  answered(_connection: Connection, answer: RawAnswer, atUs: number): void {
    if (this.served === 0) this.#idleLimitUs = idleLimitUs(answer.headers);
    this.served += 1;
    this.#owner.lineAnswered(this, answer, atUs);
  }

  ended(_connection: Connection, code: EndCode): void {
    this.#owner.lineEnded(this, code);
  }
}

/** How long a connection may lie idle, by the header `Keep-Alive: timeout=<s>` (RFC 2068 section 19.7.1.1). */
export function idleLimitUs(headers: readonly string[]): number {
  for (let i = 0; i + 1 < headers.length; i += 2) {
    if (headers[i]?.toLowerCase() !== 'keep-alive') continue;
    const seconds = /timeout=(\d+)/i.exec(headers[i + 1] ?? '')?.[1];
    if (seconds === undefined) continue;
    const limitUs = Number(seconds) * 1_000_000;
    return limitUs - Math.min(IDLE_MARGIN.us, IDLE_MARGIN.share * limitUs);
  }
  return IDLE_LIMIT_US;
}

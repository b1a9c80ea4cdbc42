/** Asks one thing after another and takes whole answers, over the connections that the load uses. */
import type { Answer } from '../../contract/answer.ts';
import type { MeasuredRequest } from '../../model/target.ts';
import type { RawAnswer } from './answer.ts';
import { Connection, type ConnectionOwner, type EndCode } from './connection.ts';
import { endpoint } from './engine.ts';
import { requestBytes, type SocketAddress } from './request-bytes.ts';

/** What is asked. */
export type Wanted = Pick<MeasuredRequest, 'method' | 'path' | 'headers' | 'body'>;

/** How an exchange ended. */
export type Ending =
  /** `surplus`: more bytes came than the answer's length allows. */
  | {
      readonly kind: 'answered';
      readonly answer: Answer;
      /** Of the whole body; no more than `MOST_KEPT.body` of it is in the answer. */
      readonly bodyBytes: number;
      readonly surplus: boolean;
    }
  /** There was no connection; nothing was asked. */
  | { readonly kind: 'unreachable'; readonly code: EndCode }
  /** The connection ended before the answer was complete. */
  | {
      readonly kind: 'broken';
      readonly code: EndCode;
      /** What had come of the answer; null where not even its head. */
      readonly answer: Answer | null;
      /** The first bytes, as they came. */
      readonly opening: Buffer;
      /** Why the parser gave up, where it did. */
      readonly malformed: Error | null;
    };

export class Caller implements ConnectionOwner<Connection> {
  readonly place: SocketAddress;
  /** Whether bytes came that no request had asked for. */
  spoiled = false;
  #connection: Connection | null = null;
  #method = '';
  #isConnected = false;
  #request: Buffer = Buffer.alloc(0);
  #settle: (ending: Ending) => void = () => undefined;

  constructor(place: SocketAddress) {
    this.place = place;
  }

  /** The connection in use, to see how far an answer has come; null before the first. */
  get connection(): Connection | null {
    return this.#connection;
  }

  /** Sends one request, on the connection of the one before it where that is still open, and waits for its end. */
  ask(wanted: Wanted): Promise<Ending> {
    const { promise, resolve } = Promise.withResolvers<Ending>();
    this.#settle = resolve;
    // Whether an answer has a body depends on what it answers, which a connection is told once.
    if (wanted.method !== this.#method) this.hangUp();
    this.#method = wanted.method;
    this.#request = requestBytes(wanted, this.place);
    if (this.#connection !== null) this.#send(this.#connection);
    else {
      this.#isConnected = false;
      const to = endpoint(this.place.address, this.place.port, { ...wanted, expect: null });
      this.#connection = new Connection(to, this);
    }
    return promise;
  }

  /** Sends the same once more behind an answer that stays incomplete, which a server that has ended it answers at once. */
  askBehind(): void {
    this.#connection?.sendBehind(this.#request);
  }

  hangUp(): void {
    this.#connection?.discard();
    this.#connection = null;
  }

  connected(connection: Connection): void {
    this.#isConnected = true;
    this.#send(connection);
  }

  answered({ surplus }: Connection, raw: RawAnswer): void {
    const answer = whole(raw);
    if (!raw.keepAlive || surplus) this.hangUp();
    this.#settle({ kind: 'answered', answer, bodyBytes: raw.bodyBytes, surplus });
  }

  ended(connection: Connection, code: EndCode): void {
    this.#connection = null;
    this.spoiled = code === 'malformed' && !connection.busy;
    if (!this.#isConnected) this.#settle({ kind: 'unreachable', code });
    else {
      const raw = connection.answer;
      const { opening, malformed } = connection;
      this.#settle({
        kind: 'broken',
        code,
        opening,
        malformed,
        answer: raw.status === 0 ? null : whole(raw),
      });
    }
  }

  #send(connection: Connection): void {
    connection.keepBody = true;
    connection.send(this.#request);
  }
}

/** In the answer, a header that came twice is joined. */
function whole({ status, headers, chunks }: Readonly<RawAnswer>): Answer {
  const named: Record<string, string> = {};
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = (headers[i] ?? '').toLowerCase();
    const value = headers[i + 1] ?? '';
    named[name] = Object.hasOwn(named, name) ? `${named[name]}, ${value}` : value;
  }
  return { status, headers: named, body: Buffer.concat(chunks) };
}

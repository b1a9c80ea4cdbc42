/**
 * One connection of autocannon's HTTP/1.1 client, made to do as it is told: it sends when asked, never by itself,
 * and reports what happens to it.
 *
 * The only file that knows autocannon. It leans on private parts of the exactly pinned version, and
 * tests/measure/load/engine.test.ts fails when one of them changes: `setupClient` is called before the client
 * connects; `_connect` makes the socket `conn` and then asks `_doRequest` to send; `requestIterator` holds the
 * request as bytes; `parser` is an http-parser-js parser, its callbacks go by number.
 */
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { MeasuredRequest } from '../../model/target.ts';
import { nowUs } from './clock.ts';

interface Parser {
  [callback: number]: unknown;
  execute(chunk: Buffer): number | Error;
  finish(): Error | undefined;
}

interface Head {
  readonly statusCode: number;
  readonly headers: readonly string[];
  readonly shouldKeepAlive: boolean;
}

interface Client {
  conn: Socket;
  parser: Parser;
  readonly timeoutTicker: { clear(): void };
  _connect(): void;
  _doRequest(): void;
  getRequestBuffer(): Buffer;
}

interface ClientOptions {
  readonly hostname: string;
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly setupClient: (client: Client) => void;
}

const require = createRequire(import.meta.url);
const ClientOfAutocannon = require('autocannon/lib/httpClient.js') as {
  new (options: ClientOptions): Client;
  readonly prototype: Client;
};
const { HTTPParser } = createRequire(require.resolve('autocannon/lib/httpClient.js'))('http-parser-js') as {
  HTTPParser: {
    new (type: string): Parser;
    readonly RESPONSE: string;
    readonly kOnHeaders: number;
    readonly kOnHeadersComplete: number;
    readonly kOnBody: number;
    readonly kOnMessageComplete: number;
  };
};
const { version } = require('autocannon/package.json') as { version: string };

/** The engine's name and version, for the record. */
export const engine = { name: 'autocannon', version } as const;

/** How many of an answer's last bytes are kept to be compared. */
export const ENDING_BYTES = 64;

/** What an answer was, valid until the next request on its connection. */
export interface Answer {
  status: number;
  bodyBytes: number;
  /** The last bytes of the body; only the first `endingBytes` of the buffer count. */
  readonly ending: Buffer;
  endingBytes: number;
  /** The parts of the body, where keeping it was asked for. */
  chunks: Buffer[];
  /** Raw names and values, in turn. */
  headers: readonly string[];
  /** Whether the connection may be used again. */
  keepAlive: boolean;
}

/** How a connection came to its end: an errno code such as `ECONNREFUSED`, `end` (the other side closed), `malformed`. */
export type EndCode = string;

/** What a connection tells its owner. */
export interface ConnectionOwner<C> {
  connected(connection: C): void;
  /** The last byte of an answer was read at `atUs`, before it was parsed. */
  answered(connection: C, answer: Answer, atUs: number): void;
  /** It is gone, not by our own doing. */
  ended(connection: C, code: EndCode): void;
}

/** Where requests go, and the client that all connections there are made of. */
export interface Endpoint {
  readonly pattern: Client;
  readonly request: Buffer;
}

const doNothing = () => undefined;

/**
 * Builds the request once. A client of autocannon's takes 35–60 µs to build, most of it for building the same request
 * again; connections are therefore made after the pattern of one client that never connects.
 * @param address an IP literal
 * @throws Error where the method is not one of HTTP's
 */
export function endpoint(address: string, port: number, request: MeasuredRequest): Endpoint {
  const pattern = new ClientOfAutocannon({
    hostname: address,
    port,
    method: request.method,
    path: request.path,
    headers: request.headers,
    body: request.body ?? undefined,
    setupClient: (client) => {
      client._connect = doNothing;
      client._doRequest = doNothing;
    },
  });
  // Time-outs are the dispatcher's.
  pattern.timeoutTicker.clear();
  return { pattern, request: pattern.getRequestBuffer() };
}

export class Connection {
  /** True from a request's first byte written until its answer is complete. */
  busy = false;
  /** True once a byte of the current answer has come. */
  answering = false;
  bytesRead = 0;
  /** Whether the bodies of the next answers are kept. */
  keepBody = false;

  readonly #parser: Parser;
  readonly #socket: Socket;
  readonly #request: Buffer;
  readonly #owner: ConnectionOwner<this>;
  readonly #answer: Answer = {
    status: 0,
    bodyBytes: 0,
    ending: Buffer.alloc(ENDING_BYTES),
    endingBytes: 0,
    chunks: [],
    headers: [],
    keepAlive: true,
  };
  #gone = false;
  #readAtUs = 0;

  /** Starts to connect at once. */
  constructor(to: Endpoint, owner: ConnectionOwner<Connection>) {
    this.#owner = owner as ConnectionOwner<this>;
    this.#request = to.request;
    const client = Object.create(to.pattern) as Client;
    this.#parser = new HTTPParser(HTTPParser.RESPONSE);
    client.parser = this.#parser;
    ClientOfAutocannon.prototype._connect.call(client);
    this.#socket = client.conn;
    this.#listenToSocket();
    this.#listenToParser();
  }

  /** Writes the request into the socket. */
  send(): void {
    this.busy = true;
    this.answering = false;
    const answer = this.#answer;
    answer.status = 0;
    answer.bodyBytes = 0;
    answer.endingBytes = 0;
    if (answer.chunks.length > 0) answer.chunks = [];
    this.#socket.write(this.#request);
  }

  /** Closes it for good; the owner hears nothing more of it. */
  discard(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#socket.destroy();
  }

  #listenToSocket(): void {
    const socket = this.#socket;
    // The engine would reconnect at once on both of these, with its queue and parser as they were.
    socket.removeAllListeners('error');
    socket.removeAllListeners('end');
    socket.removeAllListeners('data');
    socket.setNoDelay(true);
    socket.on('connect', () => {
      if (!this.#gone) this.#owner.connected(this);
    });
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('end', () => this.#otherSideClosed());
    socket.on('error', (error: NodeJS.ErrnoException) => this.#end(error.code ?? 'EUNKNOWN'));
    socket.on('close', () => this.#end('end'));
  }

  #read(chunk: Buffer): void {
    if (this.#gone) return;
    this.#readAtUs = nowUs();
    this.bytesRead += chunk.length;
    // Bytes that nobody asked for would be taken for the next answer.
    const asked = this.busy;
    this.answering = asked;
    if (!asked || this.#parser.execute(chunk) instanceof Error) this.#end('malformed');
  }

  /** A body without a length is complete when the other side closes; anything else is cut off by it. */
  #otherSideClosed(): void {
    if (this.#gone) return;
    if (this.busy && this.answering) {
      this.#readAtUs = nowUs();
      this.#parser.finish();
    }
    this.#end('end');
  }

  #end(code: EndCode): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#socket.destroy();
    this.#owner.ended(this, code);
  }

  #listenToParser(): void {
    const parser = this.#parser;
    parser[HTTPParser.kOnHeaders] = doNothing;
    parser[HTTPParser.kOnHeadersComplete] = (head: Head) => {
      this.#answer.status = head.statusCode;
      this.#answer.headers = head.headers;
      this.#answer.keepAlive = head.shouldKeepAlive;
    };
    parser[HTTPParser.kOnBody] = (chunk: Buffer) => this.#addToBody(chunk);
    parser[HTTPParser.kOnMessageComplete] = () => this.#complete();
  }

  #addToBody(chunk: Buffer): void {
    const answer = this.#answer;
    answer.bodyBytes += chunk.length;
    if (this.keepBody) answer.chunks.push(chunk);
    const { ending } = answer;
    if (chunk.length >= ENDING_BYTES) {
      chunk.copy(ending, 0, chunk.length - ENDING_BYTES);
      answer.endingBytes = ENDING_BYTES;
      return;
    }
    const kept = Math.min(answer.endingBytes, ENDING_BYTES - chunk.length);
    ending.copyWithin(0, answer.endingBytes - kept, answer.endingBytes);
    chunk.copy(ending, kept);
    answer.endingBytes = kept + chunk.length;
  }

  #complete(): void {
    // 1xx answers come before the real one.
    if (this.#gone || !this.busy || this.#answer.status < 200) return;
    this.busy = false;
    this.#owner.answered(this, this.#answer, this.#readAtUs);
  }
}

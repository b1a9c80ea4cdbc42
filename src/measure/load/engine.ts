/**
 * autocannon's HTTP/1.1 client, taken apart: its request builder, its sockets and its parser, without its own idea of
 * when to send.
 *
 * The only file that knows autocannon. It leans on private parts of the exactly pinned version, and
 * tests/measure/load/engine.test.ts fails when one of them changes: `setupClient` is called before the client
 * connects; `_connect` makes the socket `conn` by handing `opts.port` to `net.connect` and then asks `_doRequest` to
 * send; `requestIterator` holds the request as bytes; `parser` is an http-parser-js parser, its callbacks go by number,
 * and while they run `offset` is at `end` where nothing is left of what it was given.
 */
import { createRequire } from 'node:module';
import type { Socket, TcpNetConnectOpts } from 'node:net';
import type { MeasuredRequest } from '../../model/target.ts';
import { FamiliarAnswer } from './familiar-answer.ts';

/** An http-parser-js parser. */
interface Parser {
  [callback: number]: unknown;
  execute(chunk: Buffer): number | Error;
  finish(): Error | undefined;
  /** How far into what it was given it is, and where that ends. */
  readonly offset: number;
  readonly end: number;
}

/** The first line and the headers of an answer. */
interface Head {
  readonly statusCode: number;
  readonly headers: readonly string[];
  readonly shouldKeepAlive: boolean;
}

interface Client {
  conn: Socket;
  opts: { readonly port: number | TcpNetConnectOpts };
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

/** Where requests go, and the client that all connections there are made of. */
export interface Endpoint {
  readonly pattern: Client;
  readonly at: { readonly host: string; readonly port: number };
  readonly request: Buffer;
  /** The answer that came last from there, on any connection. */
  readonly familiar: FamiliarAnswer;
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
  return {
    pattern,
    at: { host: address, port },
    request: pattern.getRequestBuffer(),
    familiar: new FamiliarAnswer(),
  };
}

/** What a connection and its parser call. */
export interface ConnectionEvents {
  /** So many bytes have come and lie at the start of the buffer, which is read into again once this returns. */
  read(buffer: Buffer, length: number): void;
  head(head: Head): void;
  body(chunk: Buffer): void;
  complete(): void;
}

/**
 * All sockets read into the same memory. Else Node allocates 64 KiB for every read, and V8 collects the whole heap, for 5 ms
 * and more, whenever 64 MiB of such memory have been handed out: five times a second at 5,000 answers a second.
 */
const readBuffer = Buffer.alloc(65_536);

/** What is left of the parser for those who use it. */
export type AnswerParser = Pick<Parser, 'execute' | 'finish' | 'offset' | 'end'>;

/** A socket that has begun to connect, and nobody listens to yet, with a parser for its answers. */
export function connect(
  to: Endpoint,
  events: ConnectionEvents,
): { readonly socket: Socket; readonly parser: AnswerParser } {
  const client = Object.create(to.pattern) as Client;
  const parser = new HTTPParser(HTTPParser.RESPONSE);
  parser[HTTPParser.kOnHeaders] = doNothing;
  parser[HTTPParser.kOnHeadersComplete] = (head: Head) => events.head(head);
  parser[HTTPParser.kOnBody] = (chunk: Buffer) => events.body(chunk);
  parser[HTTPParser.kOnMessageComplete] = () => events.complete();
  client.parser = parser;
  const read = (length: number) => {
    events.read(readBuffer, length);
    return true;
  };
  client.opts = { ...to.pattern.opts, port: { ...to.at, onread: { buffer: readBuffer, callback: read } } };
  ClientOfAutocannon.prototype._connect.call(client);
  const socket = client.conn;
  // The engine would reconnect at once on `error` and `end`, with its queue and parser as they were.
  for (const event of ['error', 'end', 'data']) socket.removeAllListeners(event);
  return { socket, parser };
}

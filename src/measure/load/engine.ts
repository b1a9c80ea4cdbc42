/**
 * autocannon's HTTP/1.1 client, taken apart: its sockets and its parser, without its own idea of what to send, and when.
 *
 * The only file that knows autocannon, but for its parser, which answer-parser.ts makes stricter. It leans on private
 * parts of the exactly pinned version, and tests/measure/load/engine.process.test.ts fails when one of them changes: `setupClient` is called before the client
 * connects; `_connect` makes the socket `conn` by handing `opts.port` to `net.connect` and then asks `_doRequest` to
 * send; `parser` is an http-parser-js parser, its callbacks go by number, while they run `offset` is at `end` where
 * nothing is left of what it was given, and the answer has no body where the one for the head returns true.
 */
import { createRequire } from 'node:module';
import type { Socket, TcpNetConnectOpts } from 'node:net';
import type { MeasuredRequest } from '../../model/target.ts';
import {
  AnswerParser,
  kOnBody,
  kOnHeaders,
  kOnHeadersComplete,
  kOnMessageComplete,
} from './answer-parser.ts';
import { FamiliarAnswer } from './familiar-answer.ts';
import { requestBytes } from './request-bytes.ts';

/** The first line and the headers of an answer. */
interface Head {
  readonly statusCode: number;
  /** Raw names and values, in turn. */
  readonly headers: readonly string[];
  readonly versionMinor: number;
  /** False also where nothing but the end of the connection tells the end of the body. */
  readonly shouldKeepAlive: boolean;
}

interface Client {
  conn: Socket;
  opts: { readonly port: number | TcpNetConnectOpts };
  parser: AnswerParser;
  readonly timeoutTicker: { clear(): void };
  _connect(): void;
  _doRequest(): void;
}

interface ClientOptions {
  readonly hostname: string;
  readonly port: number;
  readonly setupClient: (client: Client) => void;
}

const require = createRequire(import.meta.url);
const ClientOfAutocannon = require('autocannon/lib/httpClient.js') as {
  new (options: ClientOptions): Client;
  readonly prototype: Client;
};
const { version } = require('autocannon/package.json') as { version: string };

/** The engine's name and version, for the record. */
export const engine = { name: 'autocannon', version } as const;

/** Where requests go, and the client that all connections there are made of. */
export interface Endpoint {
  readonly pattern: Client;
  readonly at: { readonly host: string; readonly port: number };
  readonly request: Buffer;
  /** Whether its answers have no body, whatever their headers say (RFC 9112 section 6.3). */
  readonly asksForHead: boolean;
  /** Whether the request itself ends its connection. */
  readonly closes: boolean;
  /** What its answers are searched for, or null. */
  readonly text: Buffer | null;
  /** The answer that came last from there, on any connection. */
  readonly familiar: FamiliarAnswer;
}

const doNothing = () => undefined;

/**
 * Builds the request and the client once. A client of autocannon's takes 35–60 µs to build; connections are therefore
 * made after the pattern of one client that never connects.
 * @param address an IP literal
 * @param text what the answers are searched for, if anything
 */
export function endpoint(
  address: string,
  port: number,
  request: MeasuredRequest,
  text: string | null = null,
): Endpoint {
  const pattern = new ClientOfAutocannon({
    hostname: address,
    port,
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
    request: requestBytes(request, { address, port }),
    asksForHead: request.method === 'HEAD',
    closes: Object.entries(request.headers).some((header) =>
      /^connection:.*\bclose\b/i.test(header.join(':')),
    ),
    text: text === null ? null : Buffer.from(text),
    familiar: new FamiliarAnswer(),
  };
}

/** What a connection and its parser call. */
export interface ConnectionEvents {
  /** So many bytes have come and lie at the start of the buffer, which is read into again once this returns. */
  read(buffer: Buffer, length: number): void;
  head(status: number, headers: readonly string[], keepAlive: boolean): void;
  body(chunk: Buffer): void;
  complete(): void;
}

/**
 * All sockets read into the same memory. Else Node allocates 64 KiB for every read, and V8 collects the whole heap, for 5 ms
 * and more, whenever 64 MiB of such memory have been handed out: five times a second at 5,000 answers a second.
 */
const readBuffer = Buffer.alloc(65_536);

/** A socket that has begun to connect, and has no owner yet, with a parser for its answers. */
export function connect(
  to: Endpoint,
  events: ConnectionEvents,
): { readonly socket: Socket; readonly parser: AnswerParser } {
  const client = Object.create(to.pattern) as Client;
  const parser = new AnswerParser();
  parser[kOnHeaders] = doNothing;
  parser[kOnHeadersComplete] = (head: Head) => {
    const { statusCode } = head;
    const bodiless = to.asksForHead || statusCode < 200 || statusCode === 204 || statusCode === 304;
    events.head(statusCode, head.headers, bodiless ? mayStayOpen(head) : head.shouldKeepAlive);
    return bodiless;
  };
  parser[kOnBody] = (chunk: Buffer) => events.body(chunk);
  parser[kOnMessageComplete] = () => events.complete();
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

/** Whether the connection may be used again after an answer that ends with its head (RFC 9112 section 9.3). */
function mayStayOpen({ versionMinor, headers }: Head): boolean {
  let connection = '';
  for (let i = 0; i + 1 < headers.length; i += 2) {
    if (headers[i]?.toLowerCase() === 'connection') connection += headers[i + 1]?.toLowerCase();
  }
  return versionMinor > 0 ? !connection.includes('close') : connection.includes('keep-alive');
}

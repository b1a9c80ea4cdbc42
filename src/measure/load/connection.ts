/**
 * One connection, driven from outside: it sends when asked, never by itself, and reports what happens to it.
 */
import type { Socket } from 'node:net';
import { ENDING_BYTES, type RawAnswer } from './answer.ts';
import type { AnswerParser } from './answer-parser.ts';
import { nowUs } from './clock.ts';
import { connect, type Endpoint } from './engine.ts';
import type { FamiliarAnswer } from './familiar-answer.ts';
import { TextSearch } from './text-search.ts';

/** How a connection came to its end: an errno code such as `ECONNREFUSED`, `end` (the other side closed), `malformed`. */
export type EndCode = string;

/** What a connection tells its owner. */
export interface ConnectionOwner<C> {
  connected(connection: C): void;
  /** The last byte of an answer was read at `atUs`, before it was parsed. */
  answered(connection: C, answer: RawAnswer, atUs: number): void;
  /** It is gone, not by our own doing. */
  ended(connection: C, code: EndCode): void;
}

/** What is kept of an answer, where it is kept, in bytes: more than any page, for what is longer is none. */
export const MOST_KEPT = { opening: 256, body: 64 * 2 ** 20 } as const;

export class Connection {
  /** True from a request's first byte written until its answer is complete. */
  busy = false;
  /** True once a byte of the current answer has come. */
  answering = false;
  bytesRead = 0;
  /** When bytes last came. */
  readAtUs = 0;
  /** Whether the bodies of the next answers are kept, and the first bytes that come. */
  keepBody = false;
  /** The first bytes that came, as they came: they tell what is spoken where it is not HTTP. */
  opening: Buffer = Buffer.alloc(0);
  /** Why the parser gave up, where it did. */
  malformed: Error | null = null;

  readonly #parser: AnswerParser;
  readonly #familiar: FamiliarAnswer;
  readonly #socket: Socket;
  readonly #request: Buffer;
  readonly #search: TextSearch | null;
  readonly #owner: ConnectionOwner<this>;
  readonly #answer: RawAnswer = {
    status: 0,
    bodyBytes: 0,
    ending: Buffer.alloc(ENDING_BYTES),
    endingBytes: 0,
    holdsText: true,
    chunks: [],
    headers: [],
    keepAlive: true,
  };
  #gone = false;
  /** Whether the last answer ended where the bytes did, so that the parser is at the beginning of another. */
  #parserIsDone = true;
  /** What was just read, if an answer began with it. */
  #beginning: Buffer | null = null;

  /** Starts to connect at once. */
  constructor(to: Endpoint, owner: ConnectionOwner<Connection>) {
    this.#owner = owner as ConnectionOwner<this>;
    this.#request = to.request;
    this.#search = to.text === null ? null : new TextSearch(to.text);
    this.#familiar = to.familiar;
    const { socket, parser } = connect(to, {
      read: (buffer, length) => this.#read(buffer, length),
      head: (status, headers, keepAlive) => {
        this.#answer.status = status;
        this.#answer.headers = headers;
        this.#answer.keepAlive = keepAlive;
      },
      body: (chunk) => this.#addToBody(chunk),
      complete: () => this.#parsed(),
    });
    this.#socket = socket;
    this.#parser = parser;
    this.#listenToSocket();
  }

  /** What is known of the answer that comes; whole once it is told to the owner. */
  get answer(): Readonly<RawAnswer> {
    return this.#answer;
  }

  /** Whether more came than the last answer's length allows. */
  get surplus(): boolean {
    return !this.busy && !this.#parserIsDone;
  }

  /** Writes the request into the socket: the endpoint's, unless another is given that its parser knows how to answer. */
  send(request: Buffer = this.#request): void {
    this.busy = true;
    this.answering = false;
    const answer = this.#answer;
    answer.status = 0;
    answer.bodyBytes = 0;
    answer.endingBytes = 0;
    if (answer.chunks.length > 0) answer.chunks = [];
    this.#search?.begin();
    this.#socket.write(request);
  }

  /** Writes a request behind one whose answer is not complete: a server that has ended that answer gives the next. */
  sendBehind(request: Buffer): void {
    this.#socket.write(request);
  }

  /** Closes it for good; the owner hears nothing more of it. */
  discard(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#socket.destroy();
  }

  #listenToSocket(): void {
    const socket = this.#socket;
    socket.setNoDelay(true);
    socket.on('connect', () => {
      if (!this.#gone) this.#owner.connected(this);
    });
    socket.on('end', () => this.#otherSideClosed());
    socket.on('error', (error: NodeJS.ErrnoException) => this.#end(error.code ?? 'EUNKNOWN'));
    socket.on('close', () => this.#end('end'));
  }

  #read(buffer: Buffer, length: number): void {
    if (this.#gone) return;
    this.readAtUs = nowUs();
    this.bytesRead += length;
    this.answering = this.busy;
    if (this.keepBody && this.opening.length < MOST_KEPT.opening) this.#keepOpening(buffer, length);
    // Bytes that no request asked for would be taken for the next answer.
    if (this.busy) this.#take(buffer, length);
    else this.#end('malformed');
  }

  #take(buffer: Buffer, length: number): void {
    const begins = this.#parserIsDone && !this.keepBody;
    const familiar = begins ? this.#familiar.recognize(buffer, length) : null;
    if (familiar === null) this.#parse(buffer.subarray(0, length), begins);
    else this.#complete(familiar);
  }

  /** @param begins whether an answer begins with these bytes, which may be remembered if it is no longer than they */
  #parse(bytes: Buffer, begins: boolean): void {
    this.#beginning = begins ? bytes : null;
    this.#parserIsDone = false;
    const result = this.#parser.execute(bytes);
    if (!(result instanceof Error)) return;
    this.malformed = result;
    this.#end('malformed');
  }

  #keepOpening(buffer: Buffer, length: number): void {
    const more = buffer.subarray(0, Math.min(length, MOST_KEPT.opening - this.opening.length));
    this.opening = Buffer.concat([this.opening, more]);
  }

  /** A body without a length is complete when the other side closes; anything else is cut off by it. */
  #otherSideClosed(): void {
    if (this.#gone) return;
    if (this.busy && this.answering) {
      this.readAtUs = nowUs();
      // Where only the end of the connection tells that it is complete, its bytes do not.
      this.#beginning = null;
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

  #addToBody(chunk: Buffer): void {
    const answer = this.#answer;
    answer.bodyBytes += chunk.length;
    // A copy: the memory that it was read into is read into again.
    if (this.keepBody && answer.bodyBytes <= MOST_KEPT.body) answer.chunks.push(Buffer.from(chunk));
    this.#search?.look(chunk);
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

  #parsed(): void {
    // 1xx answers come before the real one.
    if (this.#gone || !this.busy || this.#answer.status < 200) return;
    if (this.#search !== null) this.#answer.holdsText = this.#search.found;
    this.#parserIsDone = this.#parser.offset === this.#parser.end;
    if (this.#beginning !== null && this.#parserIsDone)
      this.#familiar.remember(this.#beginning, this.#answer);
    this.#complete(this.#answer);
  }

  #complete(answer: RawAnswer): void {
    this.busy = false;
    this.#owner.answered(this, answer, this.readAtUs);
  }
}

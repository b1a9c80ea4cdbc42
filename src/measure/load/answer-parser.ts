/**
 * The parser of the engine, an http-parser-js parser, with what it lets pass: a size that is no number makes it take an
 * answer for complete that is not, or read for ever.
 *
 * It leans on more private parts of the exactly pinned version, and tests/measure/load/engine.process.test.ts fails when
 * one of them changes: what comes next is read by the method that `state` names; a size is in `body_bytes` once it is read.
 */
import { createRequire } from 'node:module';

/** An http-parser-js parser. */
interface Parser {
  [callback: number]: unknown;
  execute(chunk: Buffer): number | Error;
  finish(): Error | undefined;
  /** How far into what it was given it is, and where that ends. */
  readonly offset: number;
  readonly end: number;
  /** What it was given. */
  readonly chunk: Buffer;
  /** The beginning of a line that it was given before. */
  readonly line: string;
  readonly state: string;
  readonly body_bytes: number | null;
  HEADER(): unknown;
  BODY_CHUNKHEAD(): void;
  BODY_CHUNKTRAILERS(): void;
}

const require = createRequire(import.meta.url);
const { HTTPParser } = createRequire(require.resolve('autocannon/lib/httpClient.js'))('http-parser-js') as {
  HTTPParser: {
    new (type: string): Parser;
    readonly RESPONSE: string;
    maxHeaderSize: number;
    readonly kOnHeaders: number;
    readonly kOnHeadersComplete: number;
    readonly kOnBody: number;
    readonly kOnMessageComplete: number;
  };
};
/**
 * The parser counts the rest of the last body among the bytes of a head: up to one read's worth. What it allows is
 * therefore more than any server sends, and more than a browser takes (Chromium: 256 KiB).
 */
HTTPParser.maxHeaderSize = 320 * 1_024;

/** The numbers of the callbacks. */
export const { kOnHeaders, kOnHeadersComplete, kOnBody, kOnMessageComplete } = HTTPParser;

/** A fault that is found here; its message is the end of a sentence about the answer. */
class Fault extends Error {}

/** A parser of one connection's answers. */
export class AnswerParser extends HTTPParser {
  constructor() {
    super(HTTPParser.RESPONSE);
  }

  override HEADER(): unknown {
    const result = super.HEADER();
    if (this.state === 'BODY_SIZED' && !(Number.isSafeInteger(this.body_bytes) && (this.body_bytes ?? 0) > 0))
      throw new Fault('with a Content-Length that is no whole number');
    return result;
  }

  override BODY_CHUNKHEAD(): void {
    const { line, offset } = this;
    super.BODY_CHUNKHEAD();
    if ((this.body_bytes ?? 0) >= 0) return;
    const found = `${line}${this.chunk.toString('latin1', offset, this.offset)}`;
    throw new Fault(
      found.startsWith('HTTP/1.')
        ? 'in chunks, and leaves out the last one, of size 0'
        : `in chunks, and has ${quoted(found)} where the size of one should be`,
    );
  }

  override BODY_CHUNKTRAILERS(): void {
    const begun = `${this.line}${this.chunk.toString('latin1', this.offset, this.offset + 7)}`;
    if (begun.startsWith('HTTP/1.'))
      throw new Fault('in chunks, and leaves out the empty line behind the last one');
    super.BODY_CHUNKTRAILERS();
  }
}

/** What the parser gave up on, behind "answers"; null where it does not say. */
export function describeFault(error: NodeJS.ErrnoException): string | null {
  const { message, code } = error;
  if (error instanceof Fault) return message;
  if (/header size/.test(message)) return `with headers of more than ${HTTPParser.maxHeaderSize / 1_024} KiB`;
  if (/empty line/.test(message)) return 'in chunks, and has more in one than its size says';
  return code === 'HPE_UNEXPECTED_CONTENT_LENGTH' ? 'with headers that give two lengths' : null;
}

/** Untrusted bytes, in one line. */
export const quoted = (text: string) => JSON.stringify(text.slice(0, 40).replaceAll(/[^\x20-\x7e]+/g, '.'));

/** Asks a server one question until the answer is right, at most once a second: what is asked may be costly, or a POST. */
import { setTimeout as wait } from 'node:timers/promises';
import { Caller, type Ending } from '../load/caller.ts';
import { nowUs } from '../load/clock.ts';
import type { SocketAddress } from '../load/request-bytes.ts';
import { otherProtocol } from './other-protocol.ts';
import { readEnding } from './read-answer.ts';
import { headerOf, readOpen, wentOn } from './read-open.ts';
import type { Question, Reading } from './reading.ts';

/** How the asking ended. */
export type Asked =
  | Exclude<Reading, { kind: 'not-yet' }>
  /** Nobody listens there. */
  | { readonly kind: 'silent' }
  /** The time was up. */
  | {
      readonly kind: 'late';
      /** The last different answers, each as the end of a sentence. */
      readonly lastAnswers: readonly string[];
      /** What to do about the last one, as a sentence; null: nobody knows. */
      readonly hint: string | null;
    };

const tickMs = 20;
/** Between one time of asking and the next; doubled as long as nothing is answered, for the server may be at it. */
const gapMs = 1_000;
/** So long a wrong answer has to stay before it is what the server serves. */
const lastingMs = 2_000;
/** So long an answer has to stand still before it is seen whether the server has ended it. */
const stuckMs = 1_000;
/** More bytes than an answer may have come right behind it. */
const surplusMs = 20;

/** @throws the signal's reason when it is aborted */
export async function askUntilRight(
  place: SocketAddress,
  question: Question,
  deadline: number,
  signal: AbortSignal,
): Promise<Asked> {
  const open = new Set<Exchange>();
  const answers: string[] = [];
  let dueAt = 0;
  let gap = gapMs;
  let lastingSince: number | null = null;
  let lateHint: string | null = null;
  let knowsProtocol = false;
  try {
    while (performance.now() < deadline) {
      if (performance.now() >= dueAt) {
        open.add(new Exchange(place, question));
        dueAt = performance.now() + gap;
        gap *= 2;
      }
      await Promise.race([...[...open].map(({ over }) => over), wait(tickMs, undefined, { signal })]);
      signal.throwIfAborted();
      for (const exchange of open) {
        const { ending } = exchange;
        // One that is reset at once was taken: something listens.
        if (ending?.kind === 'unreachable' && ending.code !== 'ECONNRESET') return { kind: 'silent' };
        const verdict = await exchange.read();
        if (verdict === null) continue;
        if (verdict.kind !== 'not-yet') return verdict;
        if (answers.at(-1) !== verdict.says) answers.push(verdict.says);
        lateHint = verdict.lateHint;
        lastingSince = verdict.hint === null ? null : (lastingSince ?? performance.now());
        if (verdict.isStrange && !knowsProtocol) {
          knowsProtocol = true;
          const other = await otherProtocol(place);
          if (other !== null) return { kind: 'never', reason: 'not-http', sentence: words[other] };
        }
        if (exchange.ending === null) continue;
        open.delete(exchange);
        dueAt = exchange.askedAt + gapMs;
        gap = gapMs;
        if (lastingSince === null || performance.now() - lastingSince < lastingMs) continue;
        return {
          kind: 'never',
          reason: 'never-ready',
          sentence: `is not ready: ${verdict.says}. ${verdict.hint}`,
        };
      }
    }
    if (answers.length === 0 && open.size === 0) return { kind: 'silent' };
    const unanswered = `${question.wanted.method} ${question.wanted.path} was taken and not answered`;
    return {
      kind: 'late',
      lastAnswers: answers.length === 0 ? [unanswered] : answers.slice(-3),
      hint: lateHint,
    };
  } finally {
    for (const exchange of open) exchange.end();
  }
}

const words = {
  tls: 'speaks TLS, and bench measures plain HTTP: start it without its certificate.',
  http2: 'speaks HTTP/2 only, and bench measures HTTP/1.1: let it speak that too.',
} as const;

/** One request and what has become of it. */
class Exchange {
  readonly askedAt = performance.now();
  readonly over: Promise<void>;
  ending: Ending | null = null;
  readonly #question: Question;
  readonly #caller: Caller;
  /** How many bytes of the body had come when the next answer was asked for, to see whether this one was over. */
  #behindAt: number | null = null;

  constructor(place: SocketAddress, question: Question) {
    this.#question = question;
    this.#caller = new Caller(place);
    this.over = this.#caller.ask(question.wanted).then((ending) => {
      this.ending = ending;
    });
  }

  end(): void {
    this.#caller.hangUp();
  }

  /** What it says so far; null while there is nothing to say. */
  async read(): Promise<Reading | null> {
    const { ending } = this;
    if (ending === null) return this.#readOpen();
    if (ending.kind !== 'unreachable' && ending.answer !== null && this.#behindAt !== null) {
      const { headers, body } = ending.answer;
      const length = headers['content-length'] ?? null;
      if (answerBeginsAt(this.#behindAt, [body]))
        return wentOn(this.#question, length, headers['transfer-encoding'] ?? null, this.#behindAt);
    }
    if (ending.kind !== 'answered') return readEnding(this.#question, ending);
    // What was asked for behind an answer may come with it.
    if (this.#behindAt !== null) return readEnding(this.#question, { ...ending, surplus: false });
    const verdict = readEnding(this.#question, ending);
    if (verdict.kind !== 'right') return verdict;
    await wait(surplusMs);
    return this.#caller.spoiled ? readEnding(this.#question, { ...ending, surplus: true }) : verdict;
  }

  #readOpen(): Reading | null {
    const { connection } = this.#caller;
    const askedForMs = performance.now() - this.askedAt;
    if (connection === null || askedForMs < gapMs) return null;
    const silentMs = connection.readAtUs === 0 ? askedForMs : (nowUs() - connection.readAtUs) / 1_000;
    const { status, bodyBytes, chunks } = connection.answer;
    if (silentMs >= stuckMs && status >= 200 && this.#behindAt === null) {
      this.#behindAt = bodyBytes;
      this.#caller.askBehind();
    }
    if (this.#behindAt !== null && answerBeginsAt(this.#behindAt, chunks))
      return wentOn(
        this.#question,
        headerOf(connection, 'content-length'),
        headerOf(connection, 'transfer-encoding'),
        this.#behindAt,
      );
    return readOpen(this.#question, connection, askedForMs, silentMs);
  }
}

/** Whether the next answer begins there, inside of what is taken for the body of the one before. */
function answerBeginsAt(byte: number, body: readonly Buffer[]): boolean {
  let before = 0;
  for (const chunk of body) {
    if (byte < before + chunk.length) {
      const next = chunk.toString('latin1', byte - before, byte - before + 7);
      return 'HTTP/1.'.startsWith(next);
    }
    before += chunk.length;
  }
  return false;
}

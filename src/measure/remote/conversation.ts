/**
 * A conversation in lines of JSON: one side asks, the other does it and answers. Many questions may be open at a time,
 * and each can be told of what happens meanwhile, and be aborted. What is no such line, a greeting of the shell for
 * one, is passed over.
 */
import { addAbortListener } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { NotSaved } from '../../model/not-saved.ts';
import { OwnProcessEnded } from '../../model/own-process-ended.ts';
import { UsageError } from '../../model/usage-error.ts';

/** What a question is about, its answer, and what is told meanwhile. All of it is plain data. */
interface Topic {
  readonly about: unknown;
  readonly answer: unknown;
  readonly told?: unknown;
}

type Told<T extends Topic> = T extends { readonly told: infer S } ? S : never;

export interface Asker<T extends { readonly [Q in keyof T]: Topic }> {
  /**
   * @throws AnsweredError where the other side failed, the signal's reason when it is aborted, and what `hangUp` was
   *   given once there is nobody to answer any more
   */
  ask<Q extends keyof T & string>(
    question: Q,
    about: T[Q]['about'],
    meanwhile?: { readonly signal?: AbortSignal; readonly tell?: (what: Told<T[Q]>) => void },
  ): Promise<T[Q]['answer']>;
  /** Nobody answers any more. */
  hangUp(reason: Error): void;
}

/** The other side's error, as far as it can be told. */
export class AnsweredError extends Error {
  override readonly name = 'AnsweredError';
  /** Whether the machine refused something, rather than the program being wrong. */
  readonly bySystem: boolean;
  /** What to do, as a sentence of its own; null: not said. */
  readonly hint: string | null;

  constructor({ error, bySystem, hint }: ToldError) {
    super(error);
    this.bySystem = bySystem;
    this.hint = hint;
  }
}

type Question =
  | { readonly id: number; readonly ask: string; readonly about: unknown }
  | { readonly id: number; readonly abort: string }
  | { readonly alive: true };

type Answer =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly tell: unknown }
  | ({ readonly id: number } & ToldError);

interface ToldError {
  readonly error: string;
  readonly bySystem: boolean;
  readonly hint: string | null;
}

/** A sign of life is given so often, and its absence believed after so long. */
const aliveEveryMs = 5_000;
const silenceMs = 20_000;

export function asker<T extends { readonly [Q in keyof T]: Topic }>(
  input: Readable,
  output: Writable,
): Asker<T> {
  const open = new Map<number, { take(answer: Answer): void; reject(reason: unknown): void }>();
  let asked = 0;
  let over: Error | null = null;
  const send = (line: Question) => void output.write(`${JSON.stringify(line)}\n`);
  const alive = setInterval(() => send({ alive: true }), aliveEveryMs).unref();
  // Who hangs up says why.
  output.on('error', () => undefined);
  onLine(input, (line: Answer) => open.get(line.id)?.take(line));
  return {
    ask: async (question, about, { signal, tell } = {}) => {
      signal?.throwIfAborted();
      if (over !== null) throw over;
      const id = ++asked;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      open.set(id, {
        reject,
        take: (line) => {
          if ('tell' in line) tell?.(line.tell as never);
          else if ('answer' in line) resolve(line.answer);
          else reject(signal?.aborted ? signal.reason : new AnsweredError(line));
        },
      });
      using _abort = signal && addAbortListener(signal, () => send({ id, abort: String(signal?.reason) }));
      send({ id, ask: question, about });
      try {
        return await promise;
      } finally {
        open.delete(id);
      }
    },
    hangUp: (reason) => {
      over ??= reason;
      clearInterval(alive);
      for (const { reject } of open.values()) reject(over);
    },
  };
}

export type Answers<T extends { readonly [Q in keyof T]: Topic }> = {
  readonly [Q in keyof T]: (
    about: T[Q]['about'],
    signal: AbortSignal,
    tell: (what: Told<T[Q]>) => void,
  ) => Promise<T[Q]['answer']>;
};

/**
 * Answers until the input ends, or nothing has come for 20 s.
 * @returns when nobody asks any more
 */
export async function answer<T extends { readonly [Q in keyof T]: Topic }>(
  input: Readable,
  output: Writable,
  answers: Answers<T>,
): Promise<void> {
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const aborts = new Map<number, AbortController>();
  const silence = setTimeout(end, silenceMs);
  const say = (line: Answer) => void output.write(`${JSON.stringify(line)}\n`);
  output.on('error', () => end());
  const give = async (id: number, question: string, about: unknown) => {
    const controller = new AbortController();
    aborts.set(id, controller);
    try {
      const found = answers[question as keyof T & string];
      say({
        id,
        answer: (await found(about, controller.signal, (what) => say({ id, tell: what }))) ?? null,
      });
    } catch (error) {
      const isTold = error instanceof UsageError || error instanceof NotSaved;
      const bySystem =
        isTold || error instanceof OwnProcessEnded || (error instanceof Error && 'code' in error);
      const text = error instanceof Error ? (bySystem ? error.message : (error.stack ?? '')) : String(error);
      say({ id, error: text, bySystem, hint: isTold ? error.hint : null });
    } finally {
      aborts.delete(id);
    }
  };
  onLine(input, (line: Question) => {
    silence.refresh();
    if ('ask' in line) void give(line.id, line.ask, line.about);
    else if ('abort' in line) aborts.get(line.id)?.abort(new Error(line.abort));
  }).on('close', end);
  await over;
  clearTimeout(silence);
}

function onLine<L>(input: Readable, take: (line: L) => void) {
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (text) => {
    if (text.startsWith('{"')) take(JSON.parse(text) as L);
  });
}

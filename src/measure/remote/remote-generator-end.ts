/** The generator's end on another machine, over a conversation with the program there. */
import type { ExpectedPage, LoadGenerator, LoadTarget } from '../seams.ts';
import type { GeneratorEnd } from '../sweep-input.ts';
import type { Asker } from './conversation.ts';
import type { Questions, ToldPage, ToldTarget } from './questions.ts';

/** @param there a program that was asked `openGenerator` */
export function remoteGeneratorEnd(
  there: Pick<Asker<Questions>, 'ask'>,
  engine: GeneratorEnd['engine'],
): GeneratorEnd {
  return {
    engine,
    start: async (signal) => generatorThere(there, await there.ask('startGenerator', null, { signal })),
    tryOut: (_, signal) => there.ask('tryOut', null, { signal }),
    verify: ({ address, port }, { target: { label } }, signal) =>
      there.ask('verify', { address, port, label }, { signal }),
    seePage: async ({ address, port }, { target: { label } }, signal) => {
      const seen = await there.ask('seePage', { address, port, label }, { signal });
      return { ...seen, expected: heardPage(seen.expected) };
    },
  };
}

function generatorThere(there: Pick<Asker<Questions>, 'ask'>, pid: number): LoadGenerator {
  return {
    pid,
    warm: (target, request, signal) => there.ask('warm', { target: toldTarget(target), request }, { signal }),
    probe: (target, count, timeoutMs, signal) =>
      there.ask('probe', { target: toldTarget(target), count, timeoutMs }, { signal }),
    run: (target, step, signal) => there.ask('run', { target: toldTarget(target), step }, { signal }),
    async [Symbol.asyncDispose]() {
      // Without a connection, the program there ends it by itself.
      await there.ask('endGenerator', null).catch(() => undefined);
    },
  };
}

const toldTarget = (target: LoadTarget): ToldTarget => ({ ...target, expected: toldPage(target.expected) });

export const toldPage = ({ body, text }: ExpectedPage): ToldPage => ({
  body: body?.toString('base64') ?? null,
  text,
});

export const heardTarget = (told: ToldTarget): LoadTarget => ({
  ...told,
  expected: heardPage(told.expected),
});

const heardPage = ({ body, text }: ToldPage): ExpectedPage => ({
  body: body === null ? null : Buffer.from(body, 'base64'),
  text,
});

/** The generator's process as such, for scripts that pin it or look at it from outside. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Reply } from '../src/measure/load/messages.ts';

const program = fileURLToPath(new URL('../src/measure/load/generator-process.ts', import.meta.url));

/** Its first message says that it is ready. */
export const forkGenerator = (): ChildProcess =>
  fork(program, { serialization: 'advanced', execArgv: ['--max-semi-space-size=32'] });

/**
 * @param message an order of `src/measure/load/messages.ts`
 * @returns what it answers
 * @throws where it could not do it
 */
export async function order(generator: ChildProcess, message: object): Promise<unknown> {
  const reply = once(generator, 'message');
  generator.send(message);
  const [answer] = (await reply) as [Reply];
  if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
  return answer.answer;
}

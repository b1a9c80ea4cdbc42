/** Apart: visitors who ask at the same time, on connections that they share, never get each other's page. */
import type { Answer } from '../../contract/answer.ts';
import { decoded } from '../../contract/decoded.ts';
import { frontPageRequest } from '../../contract/request.ts';
import type { State } from '../../contract/states.ts';
import { checkText } from '../../contract/text.ts';
import { Random } from '../../model/random.ts';
import { ask, eachOf } from './ask.ts';
import type { Inspection } from './inspection.ts';

/** Often enough that each state meets every other one. */
const turns = 24;

const connections = 12;

/**
 * Asks for all states again and again, mixed and many at once, and compares what each visitor sees with what he sees
 * alone.
 */
export async function compareApart(
  { server, findings, signal }: Inspection,
  states: readonly State[],
): Promise<void> {
  const alone = new Map<State, string>();
  for (const state of states) {
    const answer = await ask(server, frontPageRequest(state.cookie), signal);
    if (typeof answer !== 'string') alone.set(state, pageOf(answer));
  }
  const random = new Random(turns);
  const mixed = Array.from({ length: turns }, () => random.shuffled(states)).flat();
  // There are few different answers, and equal ones are compared once.
  const known = new Map<string, readonly string[]>();
  await eachOf(mixed, server, connections, async (state, caller) => {
    const right = alone.get(state);
    if (right === undefined) return;
    const answer = await ask(server, frontPageRequest(state.cookie), signal, caller);
    findings.add(
      'apart',
      state.name,
      typeof answer === 'string' ? [answer] : differences(pageOf(answer), right),
    );
  });

  function differences(page: string, right: string): readonly string[] {
    const key = JSON.stringify([page, right]);
    const found = known.get(key) ?? checkText(page, right).slice(0, 1);
    known.set(key, found);
    return found.map((says) => `while others asked too, ${says}`);
  }
}

const pageOf = (answer: Answer): string => decoded(answer).toString('utf8');

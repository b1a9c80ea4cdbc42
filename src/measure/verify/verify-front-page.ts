/** Is it the same blog? The checks that run before every sweep, on the nine states of the front page. */
import type { Canary } from '../../contract/canaries.ts';
import { checkAnswer } from '../../contract/check.ts';
import { frontPageRequest } from '../../contract/request.ts';
import type { State } from '../../contract/states.ts';
import type { Verification } from '../../model/run.ts';
import type { RunningServer } from '../seams.ts';
import { fetchPage } from '../server/fetch-page.ts';

/** What a server's front page is compared with. */
export interface FrontPage {
  readonly states: readonly State[];
  /** What no answer may hold. */
  readonly canaries: readonly Canary[];
}

/** No answer takes longer than this on a server that nobody else asks. */
const PATIENCE_MS = 10_000;

/**
 * Fetches the front page in each state and compares it.
 * @returns one check for each rule; its detail is the first difference and how many more there are
 * @throws the signal's reason when it is aborted
 */
export async function verifyFrontPage(
  server: Pick<RunningServer, 'address' | 'port'>,
  { states, canaries }: FrontPage,
  signal: AbortSignal,
): Promise<Verification> {
  const found = new Map<string, string[]>();
  for (const state of states) {
    signal.throwIfAborted();
    for (const { check, differences } of await checkState(server, state, canaries, signal)) {
      const sentences = differences.map((difference) => `${state.name}: ${difference}`);
      found.set(check, [...(found.get(check) ?? []), ...sentences]);
    }
  }
  const checks = [...found].map(([check, differences]) => ({
    check,
    passed: differences.length === 0,
    detail: describe(differences),
  }));
  return { passed: checks.every(({ passed }) => passed), checks };
}

async function checkState(
  server: Pick<RunningServer, 'address' | 'port'>,
  state: State,
  canaries: readonly Canary[],
  signal: AbortSignal,
): Promise<readonly { readonly check: string; readonly differences: readonly string[] }[]> {
  try {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    const answer = await fetchPage(server, frontPageRequest(state.cookie), patience);
    return checkAnswer(answer, state, canaries);
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    return [{ check: 'wire', differences: [`no complete answer: ${reason}`] }];
  }
}

function describe([first, ...more]: readonly string[]): string | null {
  if (first === undefined) return null;
  return more.length === 0 ? first : `${first} (and ${more.length} more)`;
}

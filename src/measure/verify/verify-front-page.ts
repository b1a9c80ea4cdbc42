/** The nine states of the front page: what is compared before every sweep, and by `bench verify`. */
import type { Canary } from '../../contract/canaries.ts';
import type { State } from '../../contract/states.ts';
import type { Verification } from '../../model/run.ts';
import type { Deviation } from '../../model/target.ts';
import type { Check, FoundDifference } from '../../model/verification.ts';
import type { SocketAddress } from './ask.ts';
import { Findings } from './findings.ts';
import { comparePage, type Inspection } from './inspection.ts';

/** What a server's front page is compared with. */
export interface FrontPage {
  readonly states: readonly State[];
  /** What no answer may hold. */
  readonly canaries: readonly Canary[];
}

/**
 * Fetches the front page in each state and compares it.
 * @param deviations what the target declares
 * @returns one check for each rule; its detail is the first difference and how many more there are
 * @throws the signal's reason when it is aborted
 */
export async function verifyFrontPage(
  server: SocketAddress,
  frontPage: FrontPage,
  deviations: readonly Deviation[],
  signal: AbortSignal,
): Promise<Verification> {
  const findings = new Findings();
  const { states, canaries } = frontPage;
  await compareStates({ server, canaries, deviations, findings, signal }, states);
  const checks = findings.checks();
  return { passed: checks.every(({ outcome }) => outcome !== 'failed'), checks: checks.map(shortened) };
}

/** Fetches the front page in each state and adds what is found. */
export async function compareStates(inspection: Inspection, states: readonly State[]): Promise<void> {
  for (const state of states) await comparePage(inspection, state);
}

const shortened = ({ check, outcome, differences }: Check): Verification['checks'][number] => ({
  check,
  passed: outcome !== 'failed',
  detail: inOneLine(differences),
});

function inOneLine([first, ...more]: readonly FoundDifference[]): string | null {
  if (first === undefined) return null;
  return `${first.where}: ${first.says}${more.length === 0 ? '' : ` (and ${more.length} more)`}`;
}

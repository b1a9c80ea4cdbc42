/** One verification under way: the server that is asked, what no answer may hold, and what is found. */
import type { Canary } from '../../contract/canaries.ts';
import { checkAnswer, type RightAnswer } from '../../contract/check.ts';
import { pageRequest } from '../../contract/request.ts';
import type { Deviation } from '../../model/target.ts';
import { ask, type SocketAddress } from './ask.ts';
import type { Findings } from './findings.ts';

export interface Inspection {
  readonly server: SocketAddress;
  readonly canaries: readonly Canary[];
  /** What the target declares. */
  readonly deviations: readonly Deviation[];
  readonly findings: Findings;
  readonly signal: AbortSignal;
}

/** A page with the request for it: `GET /` unless it has another path. */
export interface AskedPage extends RightAnswer {
  /** As messages name it. */
  readonly name: string;
  readonly cookie: string | null;
}

/**
 * Fetches a page and adds what is wrong with it.
 * @throws the signal's reason when it is aborted
 */
export async function comparePage(inspection: Inspection, page: AskedPage): Promise<void> {
  const { server, canaries, deviations, findings, signal } = inspection;
  const answer = await ask(server, pageRequest(page.path ?? '/', page.cookie), signal);
  if (typeof answer === 'string') findings.add('wire', page.name, [answer]);
  else findings.addAll(page.name, checkAnswer(answer, page, canaries, deviations));
}

/** Does a target serve the same blog? All eight checks, on a server of its own and a database of its own, without load. */
import type { Canary } from '../../contract/canaries.ts';
import { decoded } from '../../contract/decoded.ts';
import { occurrencesIn, scriptDataBytes } from '../../contract/page-figures.ts';
import { frontPageRequest } from '../../contract/request.ts';
import { visitorCookies } from '../../contract/states.ts';
import type { TargetFailure } from '../../model/run.ts';
import type { Target } from '../../model/target.ts';
import type { Check, PageCost } from '../../model/verification.ts';
import type { StartServer } from '../seams.ts';
import { ask, type Place } from './ask.ts';
import { Findings } from './findings.ts';
import { headerBytesOf } from './see-page.ts';
import type { VerifiedBlog } from './verified-blog.ts';
import { compareAlive } from './verify-alive.ts';
import { compareApart } from './verify-apart.ts';
import { compareStates } from './verify-front-page.ts';
import { compareOtherAnswers, compareStyle } from './verify-other-answers.ts';
import { compareStill } from './verify-still.ts';
import { sumOf, weighPage } from './weigh-page.ts';

export interface VerifyRequest {
  readonly target: Target;
  readonly blog: VerifiedBlog;
  readonly canaries: readonly Canary[];
  readonly startServer: StartServer;
  /** Names the server's log. */
  readonly log: string;
  readonly signal: AbortSignal;
}

export type TargetVerification =
  | { readonly failure: TargetFailure }
  | { readonly failure: null; readonly checks: readonly Check[]; readonly page: PageCost | null };

/**
 * Starts a target, makes all checks, and stops it.
 * @throws the signal's reason when it is aborted; no process is left then either
 */
export async function verifyTarget(request: VerifyRequest): Promise<TargetVerification> {
  const { target, blog, startServer, log, signal } = request;
  const hashBefore = blog.hash();
  const started = await startServer({
    target,
    databasePath: blog.databasePath,
    log,
    // Whatever it answers, the checks say more about it than one sentence could.
    judge: () => null,
    signal,
  });
  if (started.failure !== null) return { failure: started.failure };
  try {
    return { failure: null, ...(await compareAll(started.server, request, hashBefore)) };
  } finally {
    await started.server.stop();
  }
}

async function compareAll(
  server: Place,
  { target, blog, canaries, signal }: VerifyRequest,
  hashBefore: string,
): Promise<{ readonly checks: readonly Check[]; readonly page: PageCost | null }> {
  const { deviations } = target;
  const findings = new Findings();
  const states = blog.states();
  await compareStates(server, { states, canaries }, deviations, findings, signal);
  const page = await costOf(server, blog, findings, signal);
  await compareOtherAnswers(server, { pages: blog.otherPages(), canaries, deviations }, findings, signal);
  await compareApart(server, states, findings, signal);
  await compareStill(server, blog, states, hashBefore, findings, signal);
  // Last, because from here on the database is another one.
  await compareAlive(server, blog, findings, signal);
  return { checks: findings.checks(), page };
}

/** What the measured page costs; looks at the stylesheet on the way. */
async function costOf(
  server: Place,
  blog: VerifiedBlog,
  findings: Findings,
  signal: AbortSignal,
): Promise<PageCost | null> {
  const request = frontPageRequest(visitorCookies.reader);
  const answer = await ask(server, request, signal);
  const text = typeof answer === 'string' ? null : decoded(answer).toString('utf8');
  const isWhole = typeof answer !== 'string' && answer.brokenOff === undefined;
  await compareStyle(server, isWhole ? text : null, blog.style, findings, signal);
  if (!isWhole || text === null) return null;
  const weighed = await weighPage(server, request.path, answer, signal);
  findings.add('economy', 'what a browser fetches', weighed.missing);
  const { title, excerpt } = occurrencesIn(text, blog.newestPosts());
  const sum = sumOf(weighed.files);
  return {
    bytes: answer.body.length,
    headerBytes: headerBytesOf(answer),
    headers: answer.headers,
    scriptDataBytes: scriptDataBytes(text),
    titleOccurrences: title,
    excerptOccurrences: excerpt,
    browser: { ...sum, files: weighed.files },
  };
}

/** Does a target serve the same blog? All nine checks, on a server of its own and a database of its own, without load. */
import type { Canary } from '../../contract/canaries.ts';
import { decoded } from '../../contract/decoded.ts';
import { occurrencesIn, scriptDataBytes } from '../../contract/page-figures.ts';
import { frontPageRequest } from '../../contract/request.ts';
import { visitorCookies } from '../../contract/states.ts';
import type { TargetFailure } from '../../model/run.ts';
import type { Target } from '../../model/target.ts';
import type { Check, PageCost } from '../../model/verification.ts';
import type { StartResult } from '../seams.ts';
import { ask, type SocketAddress } from './ask.ts';
import type { BlogVisitor } from './browser.ts';
import { Findings } from './findings.ts';
import type { Inspection } from './inspection.ts';
import { headerBytesOf } from './see-page.ts';
import type { VerifiedBlog } from './verified-blog.ts';
import { compareAlive } from './verify-alive.ts';
import { compareApart } from './verify-apart.ts';
import { compareStates } from './verify-front-page.ts';
import { compareInteractive } from './verify-interactive.ts';
import { compareOtherAnswers, compareStyle } from './verify-other-answers.ts';
import { compareStill } from './verify-still.ts';
import { sumOf, weighPage } from './weigh-page.ts';

export interface VerifyRequest {
  readonly target: Target;
  readonly blog: VerifiedBlog;
  readonly canaries: readonly Canary[];
  /** Starts it on the blog's database; whatever it answers first, the checks say more about it than one sentence could. */
  start(): Promise<StartResult>;
  /** Looks at it in a browser. */
  readonly visitor: BlogVisitor;
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
  const hashBefore = await request.blog.hash();
  const started = await request.start();
  if (started.failure !== null) return { failure: started.failure };
  try {
    return { failure: null, ...(await compareAll(started.server, request, hashBefore)) };
  } finally {
    await started.server.stop();
  }
}

async function compareAll(
  server: SocketAddress,
  { target, blog, canaries, visitor, signal }: VerifyRequest,
  hashBefore: string,
): Promise<{ readonly checks: readonly Check[]; readonly page: PageCost | null }> {
  const findings = new Findings();
  const inspection = { server, canaries, deviations: target.deviations, findings, signal };
  const states = blog.states();
  await compareStates(inspection, states);
  const page = await costOf(inspection, blog);
  await compareOtherAnswers(inspection, blog.otherPages());
  await compareApart(inspection, states);
  await compareStill(inspection, blog, states, hashBefore);
  await compareInteractive(inspection, states, visitor);
  // Last, because from here on the database is another one.
  await compareAlive(inspection, blog);
  return { checks: findings.checks(), page };
}

/** What the measured page costs; looks at the stylesheet on the way. */
async function costOf(inspection: Inspection, blog: VerifiedBlog): Promise<PageCost | null> {
  const { server, findings, signal } = inspection;
  const request = frontPageRequest(visitorCookies.reader);
  const answer = await ask(server, request, signal);
  const text = typeof answer === 'string' ? null : decoded(answer).toString('utf8');
  const isWhole = typeof answer !== 'string' && answer.brokenOff === undefined;
  await compareStyle(inspection, isWhole ? text : null, blog.style);
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

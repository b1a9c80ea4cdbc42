/** What a target answers beside its front page: the other routes, the forms, the stylesheet. */
import type { Canary } from '../../contract/canaries.ts';
import { checkAnswer } from '../../contract/check.ts';
import { checkFormEnd, type SentForm, sentForms } from '../../contract/forms.ts';
import type { OtherPage } from '../../contract/other-pages.ts';
import { checkStyle, checkStyleLinks, stylePath } from '../../contract/style.ts';
import type { Deviation } from '../../model/target.ts';
import { ask, type Place } from './ask.ts';
import type { Findings } from './findings.ts';

/** What they are compared with. */
export interface RightAnswers {
  readonly pages: readonly OtherPage[];
  readonly canaries: readonly Canary[];
  readonly deviations: readonly Deviation[];
}

/** Compares every other route and every form, once. */
export async function compareOtherAnswers(
  server: Place,
  right: RightAnswers,
  findings: Findings,
  signal: AbortSignal,
): Promise<void> {
  for (const page of right.pages) await comparePage(server, page, right, findings, signal);
  await compareHealth(server, findings, signal);
  for (const form of sentForms) await compareForm(server, form, right, findings, signal);
}

async function comparePage(
  server: Place,
  page: OtherPage,
  { canaries, deviations }: RightAnswers,
  findings: Findings,
  signal: AbortSignal,
): Promise<void> {
  const answer = await ask(server, get(page.path, page.cookie), signal);
  if (typeof answer === 'string') findings.add('wire', page.name, [answer]);
  else findings.addAll(page.name, checkAnswer(answer, page, canaries, deviations));
}

async function compareHealth(server: Place, findings: Findings, signal: AbortSignal): Promise<void> {
  const answer = await ask(server, get('/healthz', null), signal);
  const isRight = typeof answer !== 'string' && answer.status === 204 && answer.body.length === 0;
  const says =
    typeof answer === 'string'
      ? answer
      : `it is answered with status ${answer.status} and ${answer.body.length} bytes, not with 204 and none`;
  findings.add('wire', 'GET /healthz', isRight ? [] : [says]);
}

async function compareForm(
  server: Place,
  { name, path, fields, cookie, right }: SentForm,
  { canaries, deviations }: RightAnswers,
  findings: Findings,
  signal: AbortSignal,
): Promise<void> {
  const origin = `http://${server.address}:${server.port}`;
  const headers = {
    accept: 'text/html',
    origin,
    'content-type': 'application/x-www-form-urlencoded',
    ...(cookie === null ? {} : { cookie }),
  };
  const body = new URLSearchParams(fields).toString();
  const answer = await ask(server, { method: 'POST', path, headers, body }, signal);
  if (typeof answer === 'string') return findings.add('wire', name, [answer]);
  const wrongEnd = checkFormEnd(answer, right, origin);
  if (wrongEnd.length > 0 || right.kind !== 'page') return findings.add('wire', name, wrongEnd);
  findings.addAll(name, checkAnswer(answer, { ...right, path }, canaries, deviations));
}

/**
 * Compares the stylesheet, and what the front page links to.
 * @param style the contract's
 */
export async function compareStyle(
  server: Place,
  page: string | null,
  style: Buffer,
  findings: Findings,
  signal: AbortSignal,
): Promise<void> {
  const answer = await ask(server, get(stylePath, null), signal);
  const wrong = typeof answer === 'string' ? [answer] : checkStyle(answer, style);
  findings.add('style', `GET ${stylePath}`, wrong);
  if (page !== null) findings.add('style', 'GET /', checkStyleLinks(page));
}

const get = (path: string, cookie: string | null) => ({
  method: 'GET',
  path,
  headers: { accept: 'text/html', ...(cookie === null ? {} : { cookie }) },
  body: null,
});

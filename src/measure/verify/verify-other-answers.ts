/** What a target answers beside its front page: the other routes, the forms, the stylesheet. */
import { checkAnswer } from '../../contract/check.ts';
import { checkFormEnd, type SentForm, sentForms } from '../../contract/forms.ts';
import type { OtherPage } from '../../contract/other-pages.ts';
import { pageRequest } from '../../contract/request.ts';
import { checkStyle, checkStyleLinks, stylePath } from '../../contract/style.ts';
import { ask } from './ask.ts';
import { comparePage, type Inspection } from './inspection.ts';

/** Compares every other route and every form, once. */
export async function compareOtherAnswers(
  inspection: Inspection,
  pages: readonly OtherPage[],
): Promise<void> {
  for (const page of pages) await comparePage(inspection, page);
  await compareHealth(inspection);
  for (const form of sentForms) await compareForm(inspection, form);
}

async function compareHealth({ server, findings, signal }: Inspection): Promise<void> {
  const answer = await ask(server, pageRequest('/healthz', null), signal);
  const isRight = typeof answer !== 'string' && answer.status === 204 && answer.body.length === 0;
  const says =
    typeof answer === 'string'
      ? answer
      : `it is answered with status ${answer.status} and ${answer.body.length} bytes, not with 204 and none`;
  findings.add('wire', 'GET /healthz', isRight ? [] : [says]);
}

async function compareForm(
  { server, canaries, deviations, findings, signal }: Inspection,
  { name, path, fields, cookie, right }: SentForm,
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
  { server, findings, signal }: Inspection,
  page: string | null,
  style: Buffer,
): Promise<void> {
  const answer = await ask(server, pageRequest(stylePath, null), signal);
  const wrong = typeof answer === 'string' ? [answer] : checkStyle(answer, style);
  findings.add('style', `GET ${stylePath}`, wrong);
  if (page !== null) findings.add('style', 'GET /', checkStyleLinks(page));
}

import { readerSession } from '../contract/people.ts';
import type { Visitor } from '../model/plan.ts';
import type { Target } from '../model/target.ts';

/**
 * The target with the request that its contract has measured: the front page, as the visitor sees it. Who is signed
 * in has also chosen the dark theme, so that no part of the work with cookies is left out.
 */
export function askAs(visitor: Visitor, target: Target): Target {
  if (target.contract === null || visitor === 'anonymous') return target;
  const headers = { cookie: `session=${readerSession.id}; theme=dark` };
  return { ...target, request: { ...target.request, headers } };
}

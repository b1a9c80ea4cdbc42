import type { Visitor } from '../model/plan.ts';
import type { MeasuredRequest } from '../model/target.ts';
import { visitorCookies } from './states.ts';

/** The measured request of the blog: `GET /` as this visitor sends it. */
export const measuredRequest = (visitor: Visitor): MeasuredRequest =>
  frontPageRequest(visitorCookies[visitor]);

/** `GET /` with these cookies. */
export const frontPageRequest = (cookie: string | null): MeasuredRequest => pageRequest('/', cookie);

/**
 * A page with these cookies. Nothing is compressed, whatever the target could do.
 * @param cookie value of the header; null: it is not sent
 */
export const pageRequest = (path: string, cookie: string | null): MeasuredRequest => ({
  method: 'GET',
  path,
  headers: { accept: 'text/html', 'accept-encoding': 'identity', ...(cookie === null ? {} : { cookie }) },
  body: null,
  expect: null,
});

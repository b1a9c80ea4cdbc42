import type { MeasuredRequest } from './target.ts';

/**
 * The request with the default headers, where it does not name them itself: every media type is accepted, and no
 * compression, so that no target compresses what another sends plain. Names are in lower case, so that each stands once.
 */
export function completeRequest<R extends Pick<MeasuredRequest, 'headers'>>(request: R): R {
  const named = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    ...request,
    headers: { accept: '*/*', 'accept-encoding': 'identity', ...Object.fromEntries(named) },
  };
}

import { siteIcon } from './words.js';
import { visitorOf } from '$lib/server/blog.js';

/** Who asks is known to every page, since all of them have the header. */
export async function handle({ event, resolve }) {
  const visitor = visitorOf(event.request.headers.get('cookie'));
  event.locals.visitor = visitor;
  event.locals.signInFailed = event.platform?.req.signInFailed === true;
  const response = await resolve(event, {
    transformPageChunk: ({ html }) =>
      html.replace('%blog.theme%', visitor.theme === 'dark' ? ' class="dark"' : '').replace('%blog.icon%', siteIcon),
  });
  const { headers } = response;
  if (headers.get('content-type') !== 'text/html') return response;
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set('cache-control', 'no-store');
  headers.delete('etag');
  return event.locals.signInFailed ? new Response(response.body, { status: 401, headers }) : response;
}

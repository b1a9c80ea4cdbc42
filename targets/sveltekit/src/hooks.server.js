import { siteIcon } from '$shared/words.js';

/** Who asks is known to every page, since all of them have the header. */
export async function handle({ event, resolve }) {
  const { cookies, locals } = event;
  // The server in front hands over its connection to the database, and whether a form was answered with a wrong password.
  const { blog, signInFailed = false } = event.platform.req;
  const visitor = blog.visitor({
    session: cookies.get('session', asItIs),
    theme: cookies.get('theme', asItIs),
  });
  Object.assign(locals, { blog, visitor, signInFailed });

  const response = await resolve(event, {
    transformPageChunk: ({ html }) =>
      html.replace('%theme%', visitor.theme === 'dark' ? ' class="dark"' : '').replace('%icon%', siteIcon),
  });
  if (response.headers.get('content-type') !== 'text/html') return response;
  const headers = new Headers(response.headers);
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set('cache-control', 'no-store');
  headers.delete('etag');
  return new Response(response.body, { status: signInFailed ? 401 : response.status, headers });
}

const asItIs = { decode: (value) => value };

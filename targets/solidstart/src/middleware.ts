import { createMiddleware } from '@solidjs/start/middleware';
import { getRequestEvent } from 'solid-js/web';
import { parseCookies } from '#blog/cookies.js';
import { type Blog, openBlog } from '#blog/database.js';
import { answerLogIn, answerLogOut, answerTheme } from '#blog/forms.js';

let opened: Blog | null = null;

/** A server of ours hands its connection to the database over on the request; Nitro's own opens one at the first. */
function blogOf(request: object): Blog {
  if ('blog' in request) return request.blog as Blog;
  opened ??= openBlog(process.env['BLOG_DB']);
  return opened;
}

export default createMiddleware([
  async (event, next) => {
    const request = event.req.runtime?.node?.req ?? {};
    const blog = blogOf(request);
    const { pathname } = event.url;
    if (pathname === '/healthz') return new Response(null, { status: 204 });

    let signInFailed = 'signInFailed' in request;
    if (event.req.method === 'POST' && !pathname.startsWith('/_server')) {
      const answer = await answerForm(pathname, new URLSearchParams(await event.req.text()), blog);
      if (answer !== null) return new Response(answer.body, answer);
      signInFailed = true;
    }
    const { session, theme } = parseCookies(event.req.headers.get('cookie'));
    Object.assign(getRequestEvent()?.locals ?? {}, {
      blog,
      signInFailed,
      visitor: blog.visitor({ session, theme }),
    });
    if (signInFailed) event.res.status = 401;
    const page = await next();
    event.res.headers.set('cache-control', 'no-store');
    if (event.res.headers.get('content-type') === 'text/html') {
      event.res.headers.set('content-type', 'text/html; charset=utf-8');
    }
    return page;
  },
]);

/** For the variant `stock`: a server of ours has answered the forms before. Null: the page of the form answers. */
async function answerForm(path: string, fields: URLSearchParams, blog: Blog) {
  if (path === '/theme') return answerTheme(fields);
  if (path === '/login') return answerLogIn(fields, blog);
  return path === '/logout' ? answerLogOut() : { status: 405, headers: {}, body: null };
}

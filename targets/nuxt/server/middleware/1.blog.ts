import { openBlog } from '#blog/database.js';

/** A server of ours hands its connection to the database over on the request; Nitro's own opens one at the first. */
let blog: ReturnType<typeof openBlog> | null = null;

export default defineEventHandler(({ node, context }) => {
  if ('blog' in node.req) context['blog'] = node.req.blog;
  else {
    blog ??= openBlog(process.env['BLOG_DB']);
    context['blog'] = blog;
  }
  context['signInFailed'] = 'signInFailed' in node.req;
});

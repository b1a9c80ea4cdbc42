/** Angular's Express server, as `ng new --ssr` writes it, with the forms and the stylesheet answered first. */
import { createServer } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import { parseCookies } from '../shared-node/cookies.js';
import { openBlog } from '../shared-node/database.js';
import { listen } from '../shared-node/listen.js';
import { plainRoutes } from '../shared-node/plain-routes.js';
import { render } from './dist/server/server.mjs';

const app = express();
const blog = openBlog(process.env.BLOG_DB);

app.disable('etag');
app.disable('x-powered-by');
app.use(plainRoutes(blog, new URL('../contract/style.css', import.meta.url)));
app.use(
  express.static(join(import.meta.dirname, 'dist/browser'), { maxAge: '1y', index: false, redirect: false }),
);
app.use((request, response, next) => {
  const { session, theme } = parseCookies(request.headers.cookie);
  const visitor = blog.visitor({ session, theme });
  response.setHeader('Cache-Control', 'no-store');
  render(request, response, next, { blog, visitor, signInFailed: request.signInFailed === true });
});

listen(createServer(app));

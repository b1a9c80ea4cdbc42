/** The blog on Express 5, with EJS for its pages and Alpine.js in the browser. */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { parseCookies } from '../shared-node/cookies.js';
import { openBlog } from '../shared-node/database.js';
import { listen } from '../shared-node/listen.js';
import { plainRoutes } from '../shared-node/plain-routes.js';
import * as words from '../shared-node/words.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const blog = openBlog(process.env.BLOG_DB);
const app = express();

app.disable('etag');
app.disable('x-powered-by');
// `/posts/` and `/About` are no pages of this blog.
app.enable('strict routing');
app.enable('case sensitive routing');
app.set('views', here('views'));
app.set('view engine', 'ejs');
// What every template can say. The variant "ssr" leaves Alpine out.
Object.assign(app.locals, words, { alpine: process.env.ALPINE !== 'off' });

// The stylesheet, the sign of health and the forms are answered in the same way by every target.
app.use(plainRoutes(blog, new URL('../contract/style.css', import.meta.url)));

/** Every page depends on cookies, so none may be stored. */
const render = (response, view, visitor, locals) =>
  response.set('Cache-Control', 'no-store').render(view, { visitor, ...locals });

const visitorOf = (request) => blog.visitor(parseCookies(request.headers.cookie));

app.get('/', (request, response) => {
  const visitor = visitorOf(request);
  render(response, 'home', visitor, { heading: null, posts: blog.newestPosts() });
});

app.get('/posts', (request, response) => {
  const visitor = visitorOf(request);
  render(response, 'posts', visitor, { heading: 'All posts', posts: blog.allPosts() });
});

app.get('/posts/:slug', (request, response, next) => {
  const visitor = visitorOf(request);
  const post = blog.post(request.params.slug);
  if (post === undefined) next();
  else render(response, 'post', visitor, { heading: post.title, siteDescription: post.excerpt, post });
});

app.get('/login', (request, response) => {
  const { signInFailed = false } = request;
  if (signInFailed) response.status(401);
  render(response, 'login', visitorOf(request), { heading: 'Log in', signInFailed });
});

app.get('/signup', (request, response) =>
  render(response, 'signup', visitorOf(request), { heading: 'Sign up' }),
);

app.get('/about', (request, response) => render(response, 'about', visitorOf(request), { heading: 'About' }));

const scripts = new Map([
  ['alpine.js', here('node_modules/alpinejs/dist/cdn.min.js')],
  ['theme.js', here('browser/theme.js')],
  ['post-theme.js', here('../shared-node/post-theme.js')],
  ['words.js', here('../shared-node/words.js')],
]);

app.get('/assets/:script', (request, response, next) => {
  const path = scripts.get(request.params.script);
  if (path === undefined) next();
  else response.sendFile(path, { maxAge: '1h' });
});

const notFound = (request, response) =>
  render(response.status(404), 'not-found', visitorOf(request), { heading: 'Not found' });

app.get('/*path', notFound);
app.use((_request, response) => response.status(405).type('text').send('There is no such form here.\n'));

// An address that is not well percent-encoded leads nowhere either. What else goes wrong is Express's to answer.
app.use((error, request, response, next) =>
  error instanceof URIError ? notFound(request, response) : next(error),
);

listen(createServer(app));

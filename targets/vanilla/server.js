/** The blog without a framework: node:http, node:sqlite and template literals. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseCookies } from './cookies.js';
import { openBlog } from './database.js';
import { chooseTheme, logIn, logOut, readForm } from './forms.js';
import { aboutPage, homePage, loginPage, notFoundPage, postPage, postsPage, signupPage } from './pages.js';

const blog = openBlog(process.env.BLOG_DB);
const style = readFileSync(new URL('../contract/style.css', import.meta.url));

const routes = new Map([
  ['GET /', (request, response) => sendPage(response, 200, homePage(visitorOf(request), blog.newestPosts()))],
  [
    'GET /posts',
    (request, response) => sendPage(response, 200, postsPage(visitorOf(request), blog.allPosts())),
  ],
  ['GET /login', (request, response) => sendPage(response, 200, loginPage(visitorOf(request), false))],
  ['GET /signup', (request, response) => sendPage(response, 200, signupPage(visitorOf(request)))],
  ['GET /about', (request, response) => sendPage(response, 200, aboutPage(visitorOf(request)))],
  ['GET /style.css', (_request, response) => send(response, 200, 'text/css; charset=utf-8', style)],
  ['GET /healthz', (_request, response) => response.writeHead(204).end()],

  ['POST /theme', changeTheme],
  ['POST /login', openSession],
  ['POST /logout', closeSession],
]);

async function changeTheme(request, response) {
  const cookie = chooseTheme(await readForm(request));
  if (cookie) sendHome(response, cookie);
  else sendText(response, 400, 'The field "theme" has to be "dark" or "light".');
}

async function openSession(request, response) {
  const cookie = await logIn(await readForm(request), blog);
  if (cookie) sendHome(response, cookie);
  else sendPage(response, 401, loginPage(visitorOf(request), true));
}

async function closeSession(request, response) {
  await readForm(request);
  sendHome(response, logOut());
}

function sendPost(request, response, slug) {
  const visitor = visitorOf(request);
  const post = blog.post(slug);
  if (post) sendPage(response, 200, postPage(visitor, post));
  else sendPage(response, 404, notFoundPage(visitor));
}

/** Who asks: a display name or null, and the theme. Without a session cookie, no query. */
function visitorOf(request) {
  const cookies = parseCookies(request.headers.cookie);
  const session = cookies.get('session');
  return {
    reader: session === undefined ? null : blog.readerOf(session),
    theme: cookies.get('theme') === 'dark' ? 'dark' : 'light',
  };
}

function sendPage(response, status, html) {
  response.setHeader('Cache-Control', 'no-store');
  send(response, status, 'text/html; charset=utf-8', html);
}

const sendText = (response, status, text) => send(response, status, 'text/plain; charset=utf-8', `${text}\n`);

function send(response, status, type, body) {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }).end(body);
}

function sendHome(response, cookie) {
  response.writeHead(303, { Location: '/', 'Set-Cookie': cookie, 'Content-Length': 0 }).end();
}

async function answer(request, response) {
  // What came in before the server was told to end is answered, on a connection that then closes.
  if (!server.listening) response.setHeader('Connection', 'close');
  const [path] = request.url.split('?', 1);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = routes.get(`${method} ${path}`);
  if (route) await route(request, response);
  else if (method !== 'GET') sendText(response, 405, 'There is no such form here.');
  else if (path.startsWith('/posts/')) sendPost(request, response, path.slice('/posts/'.length));
  else sendPage(response, 404, notFoundPage(visitorOf(request)));
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    // A visitor who left in the middle of a form is no error of ours.
    if (request.destroyed && !request.complete) return;
    console.error(error);
    if (!response.headersSent) sendText(response, 500, 'Something went wrong here.');
    else response.destroy();
  });
});

const host = process.env.HOST ?? '127.0.0.1';
const port = Number(process.env.PORT ?? 3000);
server.listen(port, host, () => console.log(`Listening on http://${host}:${server.address().port}`));

function stop() {
  server.close(() => {
    blog.close();
    // One process of several waits for words from the first one, unless it hangs up.
    process.disconnect?.();
  });
}

for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, stop);

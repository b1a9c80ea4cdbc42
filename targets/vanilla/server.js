/** The blog without a framework: node:http, node:sqlite and template literals. */
import { createServer } from 'node:http';
import { parseCookies } from '../shared-node/cookies.js';
import { openBlog } from '../shared-node/database.js';
import { listen } from '../shared-node/listen.js';
import { plainRoutes } from '../shared-node/plain-routes.js';
import { aboutPage, homePage, loginPage, notFoundPage, postPage, postsPage, signupPage } from './pages.js';

const blog = openBlog(process.env.BLOG_DB);
const plain = plainRoutes(blog, new URL('../contract/style.css', import.meta.url));

const pages = new Map([
  ['/', (visitor) => homePage(visitor, blog.newestPosts())],
  ['/posts', (visitor) => postsPage(visitor, blog.allPosts())],
  ['/login', (visitor) => loginPage(visitor, false)],
  ['/signup', signupPage],
  ['/about', aboutPage],
]);

function answer(request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    send(response, 405, 'text/plain; charset=utf-8', 'There is no such form here.\n');
    return;
  }
  const [path] = request.url.split('?', 1);
  const visitor = blog.visitor(parseCookies(request.headers.cookie));
  const page = pages.get(path);
  if (request.signInFailed) sendPage(response, 401, loginPage(visitor, true));
  else if (page) sendPage(response, 200, page(visitor));
  else sendPost(response, visitor, path);
}

function sendPost(response, visitor, path) {
  const post = path.startsWith('/posts/') ? blog.post(path.slice('/posts/'.length)) : undefined;
  if (post) sendPage(response, 200, postPage(visitor, post));
  else sendPage(response, 404, notFoundPage(visitor));
}

function sendPage(response, status, html) {
  response.setHeader('Cache-Control', 'no-store');
  send(response, status, 'text/html; charset=utf-8', html);
}

function send(response, status, type, body) {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }).end(body);
}

function fail(response, error) {
  console.error(error);
  if (response.headersSent) response.destroy();
  else send(response, 500, 'text/plain; charset=utf-8', 'Something went wrong here.\n');
}

listen(
  createServer((request, response) =>
    plain(request, response, (error) => {
      try {
        if (error) throw error;
        answer(request, response);
      } catch (problem) {
        fail(response, problem);
      }
    }),
  ),
);

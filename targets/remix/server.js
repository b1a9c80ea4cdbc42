import { fileURLToPath } from 'node:url';
import { createRequestHandler } from '@remix-run/express';
import express from 'express';
import * as build from './build/server/index.js';

const { signIn } = build.entry.module;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const app = express();

// The variant "stock" keeps what Remix's Express template does and the contract forbids.
const stock = process.env.STOCK === 'yes';
if (stock) app.use((await import('compression')).default());

app.disable('x-powered-by');

app.get('/healthz', (_request, response) => {
  response.status(204).end();
});

// Every target of this comparison serves the same stylesheet, byte for byte.
app.get('/style.css', (_request, response) => {
  response.type('text/css; charset=utf-8').sendFile(here('../contract/style.css'));
});

// The order of Remix's Express template: fingerprinted assets for ever, other files for an hour, then Remix.
// But for the variant "stock", its `compression()` and `morgan()` are left out: no target compresses, or writes a line
// per request.
app.use('/assets', express.static(here('build/client/assets'), { immutable: true, maxAge: '1y' }));
app.use(express.static(here('build/client'), { maxAge: '1h' }));
if (stock) app.use((await import('morgan')).default('tiny'));

// The forms work without script and are answered here, not by Remix's actions, as in every target.
const cookie = { path: '/', httpOnly: true, sameSite: 'lax' };
const form = express.urlencoded({ extended: false });

app.post('/theme', form, (request, response) => {
  const { theme } = request.body;
  if (theme === 'dark' || theme === 'light') response.cookie('theme', theme, cookie).redirect(303, '/');
  else response.status(400).type('text').send('The theme is either dark or light.');
});

app.post('/login', form, async (request, response, next) => {
  try {
    const { username, password } = request.body;
    const session = await signIn(String(username ?? ''), String(password ?? ''));
    if (session !== null) {
      response.cookie('session', session, cookie).redirect(303, '/');
      return;
    }
    // The page of GET /login answers, which reads from the load context below that it has to say what went wrong.
    response.locals.signInFailed = true;
    request.method = 'GET';
    next();
  } catch (error) {
    next(error);
  }
});

app.post('/logout', (_request, response) => {
  response.cookie('session', '', { ...cookie, maxAge: 0 }).redirect(303, '/');
});

app.all(
  '*',
  createRequestHandler({
    build,
    getLoadContext: (_request, response) => ({ signInFailed: response.locals.signInFailed === true }),
  }),
);

const server = app.listen(Number(process.env.PORT ?? 3000), process.env.HOST ?? '127.0.0.1', () => {
  const { address, port } = server.address();
  console.log(`Listening on http://${address}:${port}`);
});

// Answers under way are finished and idle connections are closed. Then it ends at once: Remix would keep the process
// alive for as long as its timers for promises that loaders may have left, which run on after the page is sent.
const stop = () => server.close(() => process.exit());
process.once('SIGTERM', stop);
process.once('SIGINT', stop);

import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Answer } from '../../src/contract/answer.ts';
import { checkAnswer } from '../../src/contract/check.ts';
import {
  aboutPage,
  loginPage,
  notFoundPage,
  postPage,
  postsPage,
  signupPage,
} from '../../src/contract/page.ts';
import { expiredSession, people, readerSession } from '../../src/contract/people.ts';
import { frontPageRequest } from '../../src/contract/request.ts';
import { blogSeed, seedBlog } from '../../src/contract/seed.ts';
import { frontPageStates, visitorCookies } from '../../src/contract/states.ts';
import { checkText } from '../../src/contract/text.ts';
import { checkWire } from '../../src/contract/wire.ts';
import { openBlog } from '../../src/files/blog.ts';
import { hashOf, provideDatabase } from '../../src/files/database.ts';
import { weighPage } from '../../src/measure/verify/weigh-page.ts';

const target = fileURLToPath(new URL('../../targets/remix/', import.meta.url));
const contract = fileURLToPath(new URL('../../targets/contract/', import.meta.url));
const manifest = JSON.parse(readFileSync(join(target, 'target.json'), 'utf8'));
const { rows, canaries } = seedBlog(blogSeed);
const now = Math.floor(Date.now() / 1_000);

const folder = mkdtempSync(join(tmpdir(), 'framebench-remix-'));
const database = provideDatabase(rows, folder);
const databaseHash = hashOf(database);
const blog = openBlog(database);
let server: Server;

before(async () => {
  build();
  server = await start();
});

after(async () => {
  await server?.stop();
  blog.close();
  rmSync(folder, { recursive: true, force: true });
});

for (const state of frontPageStates((session) => blog.visit(session, now))) {
  test(`the front page is right: ${state.name}`, async () => {
    const answer = await get('/', state.cookie);
    for (const { check, differences } of checkAnswer(answer, state, canaries, []))
      assert.deepEqual(differences, [], check);
    const root = /<html[^>]*>/.exec(answer.body.toString('utf8'))?.[0];
    assert.equal(root, state.golden.match(/<html[^>]*>/)?.[0]);
  });
}

test('the same visitor gets the same bytes again, which is how answers under load are told right from wrong', async () => {
  const first = await get('/', visitorCookies.reader);
  for (let i = 0; i < 20; i++) assert.deepEqual((await get('/', visitorCookies.reader)).body, first.body);
});

test('visitors who ask at the same time are not mixed up', async () => {
  const states = frontPageStates((session) => blog.visit(session, now));
  const asked = Array.from({ length: 90 }, (_, i) => states[(i * 7) % states.length]);
  await Promise.all(
    asked.map(async (state) => {
      assert.ok(state);
      const { body } = await get('/', state.cookie);
      assert.deepEqual(checkText(body.toString('utf8'), state.golden), []);
    }),
  );
});

test('cookies are read as the contract says', async () => {
  const home = async (cookie: string) => (await get('/', cookie)).body.toString('utf8');
  const reader = "Ines O'Hara".replace("'", '&#x27;');
  assert.ok((await home(`a=b;  session=${readerSession.id} ;theme=dark`)).includes(reader));
  assert.ok(!(await home(`session=${expiredSession.id}; session=${readerSession.id}`)).includes(reader));
  assert.ok(!(await home(`session=%63${readerSession.id.slice(1)}`)).includes(reader));
  assert.ok((await home('theme=purple')).includes('<html lang="en">'));
});

for (const [name, cookie, reader, theme] of [
  ['an anonymous visitor', null, null, 'light'],
  ['a reader in the dark', visitorCookies.reader, "Ines O'Hara", 'dark'],
] as const) {
  const visitor = { reader, theme };

  test(`every page is right for ${name}`, async () => {
    await isPage('/posts', cookie, postsPage(visitor, blog.posts()));
    await isPage('/login', cookie, loginPage(visitor, false));
    await isPage('/signup', cookie, signupPage(visitor));
    await isPage('/about', cookie, aboutPage(visitor));
    await isPage('/nowhere/at/all', cookie, notFoundPage(visitor), 404);
    await isPage('/posts/nothing-of-the-kind', cookie, notFoundPage(visitor), 404);
    for (const { slug } of rows.posts) {
      const post = blog.post(slug);
      const golden = post === null ? notFoundPage(visitor) : postPage(visitor, post);
      await isPage(`/posts/${slug}`, cookie, golden, post === null ? 404 : 200);
    }
  });
}

test('the stylesheet is the contract’s, byte for byte, and there is a sign of health', async () => {
  const style = await get('/style.css', null);
  assert.equal(style.status, 200);
  assert.match(style.headers['content-type'] ?? '', /^text\/css; charset=utf-8$/i);
  assert.deepEqual(style.body, readFileSync(join(contract, 'style.css')));
  const health = await get('/healthz', null);
  assert.equal(health.status, 204);
  assert.equal(health.body.length, 0);
});

test('a right password signs in each of the users', async () => {
  for (const { id, username, password } of people) {
    const session = blogSession(id);
    assert.deepEqual(await post('/login', { username, password }), {
      status: 303,
      location: '/',
      cookies: [`session=${session}; path=/; httponly; samesite=lax`],
    });
  }
});

test('a wrong, missing or foreign password shows the form again and sets no cookie', async () => {
  const { username } = people[0] ?? assert.fail();
  for (const fields of [
    { username, password: 'Wrong-Password-1' },
    { username },
    { password: 'Slack-Water-1842' },
    { username: 'nobody', password: 'Slack-Water-1842' },
    {},
  ]) {
    const answer = await send('/login', fields, visitorCookies.reader);
    assert.deepEqual(checkWire(answer, 401), []);
    const golden = loginPage({ reader: "Ines O'Hara", theme: 'dark' }, true);
    assert.deepEqual(checkText(answer.body.toString('utf8'), golden), []);
  }
});

test('the theme is set to dark or light and to nothing else', async () => {
  for (const theme of ['dark', 'light']) {
    assert.deepEqual(await post('/theme', { theme }), {
      status: 303,
      location: '/',
      cookies: [`theme=${theme}; path=/; httponly; samesite=lax`],
    });
  }
  for (const fields of [{ theme: 'purple' }, {}]) {
    const { status, cookies } = await post('/theme', fields);
    assert.deepEqual({ status, cookies }, { status: 400, cookies: [] });
  }
});

test('logging out clears the session', async () => {
  const { status, location, cookies } = await post('/logout', {});
  assert.deepEqual([status, location, cookies.length], [303, '/', 1]);
  assert.match(cookies[0] ?? '', /^session=; .*max-age=0/);
  for (const attribute of ['path=/', 'httponly', 'samesite=lax'])
    assert.ok(cookies[0]?.includes(`; ${attribute}`));
});

test('the front page asks the database what the contract says, in that order and nothing else', async (t) => {
  // Every query is printed before it runs; the query of a sign-in tells that all of the page's have been seen.
  const spy = `import { StatementSync } from 'node:sqlite';
    for (const name of ['get', 'all', 'run', 'iterate']) {
      const original = StatementSync.prototype[name];
      StatementSync.prototype[name] = function (...values) {
        console.log('query ' + this.sourceSQL.replaceAll(/\\s+/g, ' ').trim());
        return original.apply(this, values);
      };
    }`;
  const spied = await start(['--import', `data:text/javascript,${encodeURIComponent(spy)}`]);
  t.after(() => spied.stop());
  const session = 'SELECT user_id FROM sessions WHERE id = ? AND expires_at > ?';
  const user = 'SELECT display_name FROM users WHERE id = ?';
  const posts =
    'SELECT slug, title, excerpt, created_at FROM posts WHERE published = 1 ORDER BY created_at DESC LIMIT 3';
  for (const [cookie, queries] of [
    [null, [posts]],
    ['theme=dark', [posts]],
    [`session=${expiredSession.id}`, [session, posts]],
    ['session=unknown', [session, posts]],
    [visitorCookies.reader, [session, user, posts]],
  ] as const) {
    spied.lines.length = 0;
    await get('/', cookie, spied);
    await send('/login', { username: 'nobody', password: 'x' }, null, spied);
    const end = spied.lines.findIndex((line) => line.includes('password_hash'));
    const seen = spied.lines.slice(0, end).map((line) => line.replace(/^query /, ''));
    assert.deepEqual(seen, queries);
  }
});

test('nothing was printed per request, and the database is as it was', async () => {
  assert.deepEqual(server.lines.slice(1), []);
  assert.equal(hashOf(database), databaseHash);
});

test('on SIGTERM it finishes and ends with code 0', async () => {
  const ending = await start();
  await get('/', null, ending);
  assert.deepEqual(await ending.stop(), { code: 0, signal: null });
});

const chrome = findChrome();

test('in a browser the page comes alive', { skip: chrome === null && 'no Chromium' }, async (t) => {
  const browser = await launch(chrome ?? '');
  t.after(() => browser.close());

  await t.test('without an error, and fetching nothing but its own files', async () => {
    const { page, complaints, requests } = await open(browser);
    await page.goto(server.origin, { waitUntil: 'networkidle' });
    await hydrated(page);
    assert.deepEqual(complaints, []);
    assert.deepEqual(
      requests.filter((path) => path !== '/' && path !== '/style.css' && !/^\/assets\/[^/]+\.js$/.test(path)),
      [],
    );
    assert.ok(requests.some((path) => path.startsWith('/assets/')));
    await page.close();
  });

  await t.test('and fetches exactly what its page is said to make a browser fetch', async () => {
    const { page, requests } = await open(browser);
    await page.goto(server.origin, { waitUntil: 'networkidle' });
    await page.close();
    const { hostname: address, port } = new URL(server.origin);
    const answer = await get('/', null);
    const place = { address, port: Number(port) };
    const { files, missing } = await weighPage(place, '/', answer, new AbortController().signal);
    assert.deepEqual(missing, []);
    assert.deepEqual(files.map(({ url }) => url).toSorted(), requests.map((path) => path || '/').toSorted());
  });

  await t.test('and goes from page to page without a reload', async () => {
    const { page, complaints } = await open(browser);
    await page.goto(server.origin);
    await hydrated(page);
    await page.evaluate('window.sameDocument = true');
    for (const [link, heading] of [
      ['About', 'About'],
      ['Sign up', 'Sign up'],
      ['Blog', 'All posts'],
      ['Harbour Notes', 'Notes from a small harbour'],
    ]) {
      await page.click(`header >> text="${link}"`);
      await page.waitForSelector(`h1:text-is("${heading}")`);
    }
    assert.equal(await page.evaluate('window.sameDocument'), true);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  await t.test('also where nothing is', async () => {
    const { page, complaints } = await open(browser);
    await page.goto(`${server.origin}/nowhere`);
    await hydrated(page);
    // Chromium itself complains of an answer with 404, and React of nothing.
    assert.equal(complaints.length, 1);
    assert.match(complaints[0] ?? '', /status of 404/);
    await page.close();
  });

  for (const javaScriptEnabled of [true, false]) {
    await t.test(`the forms work ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      const context = await browser.newContext({ javaScriptEnabled });
      const page = await context.newPage();
      await page.goto(server.origin);
      if (javaScriptEnabled) await hydrated(page);
      await page.click('text="Dark"');
      await page.waitForSelector('html.dark');
      await page.goto(`${server.origin}/login`);
      if (javaScriptEnabled) await hydrated(page);
      const { username, password, display_name } = people[3] ?? assert.fail();
      await page.fill('#username', username);
      await page.fill('#password', 'Wrong-Password-1');
      await page.click('button:text-is("Log in")');
      await page.waitForSelector('[role=alert]');
      await page.fill('#username', username);
      await page.fill('#password', password);
      await page.click('button:text-is("Log in")');
      await page.waitForSelector('.reader-name');
      assert.equal(await page.textContent('.reader-name'), display_name);
      await page.click('text="Log out"');
      await page.waitForSelector('text="Sign up"');
      await context.close();
    });
  }
});

interface Server {
  readonly origin: string;
  /** Everything it has printed on stdout. */
  readonly lines: string[];
  stop(): Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** Starts the target as its `target.json` says, on a free port, with the Node that runs this test. */
async function start(nodeArguments: readonly string[] = []): Promise<Server> {
  const [, ...rest] = manifest.start as string[];
  const child = spawn(process.execPath, [...nodeArguments, ...rest], {
    cwd: target,
    env: { ...process.env, ...manifest.env, HOST: '127.0.0.1', PORT: '0', BLOG_DB: database },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const origin = await firstAddress(output, child);
  return {
    origin,
    lines,
    async stop() {
      child.kill('SIGTERM');
      const [code, signal] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode, null];
      return { code, signal };
    },
  };
}

function firstAddress(output: Interface, child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    output.on('line', (line) => {
      const address = /Listening on (http:\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', (code) =>
      reject(new Error(`The server ended with code ${code} before it was ready.`)),
    );
  });
}

async function get(path: string, cookie: string | null, from: Server = server): Promise<Answer> {
  const { headers } = frontPageRequest(cookie);
  return answerOf(await fetch(new URL(path, from.origin), { headers, redirect: 'manual' }));
}

async function isPage(path: string, cookie: string | null, golden: string, status = 200): Promise<void> {
  const answer = await get(path, cookie);
  assert.deepEqual(checkWire(answer, status), [], path);
  assert.deepEqual(checkText(answer.body.toString('utf8'), golden), [], path);
}

/** Posts a form as a browser does. */
async function respond(path: string, fields: Record<string, string>, cookie: string | null, to: Server) {
  return fetch(new URL(path, to.origin), {
    method: 'POST',
    redirect: 'manual',
    headers: { ...frontPageRequest(cookie).headers, origin: to.origin },
    body: new URLSearchParams(fields),
  });
}

async function send(
  path: string,
  fields: Record<string, string>,
  cookie: string | null,
  to: Server = server,
): Promise<Answer> {
  return answerOf(await respond(path, fields, cookie, to));
}

async function post(path: string, fields: Record<string, string>) {
  const response = await respond(path, fields, null, server);
  await response.arrayBuffer();
  return {
    status: response.status,
    location: response.headers.get('location'),
    cookies: response.headers.getSetCookie().map((cookie) => cookie.toLowerCase()),
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const body = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}

const blogSession = (userId: number): string | undefined =>
  rows.sessions.find(({ user_id, expires_at }) => user_id === userId && expires_at > now)?.id;

/** Installs what is missing, and builds where a source is newer than what is there. */
function build(): void {
  const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}` };
  const made = [
    join(target, 'node_modules/.package-lock.json'),
    join(target, 'build/server/index.js'),
  ] as const;
  const sources = globSync(['app/**/*', 'vite.config.ts', 'package-lock.json'], { cwd: target });
  const isFresh = (file: string, inputs: readonly string[]) =>
    existsSync(file) &&
    inputs.every((input) => statSync(file).mtimeMs >= statSync(join(target, input)).mtimeMs);
  const [install, make] = manifest.build as [string[], string[]];
  for (const [command, fresh] of [
    [install, isFresh(made[0], ['package-lock.json'])],
    [make, isFresh(made[1], sources)],
  ] as const) {
    const [program = '', ...rest] = command;
    if (!fresh) execFileSync(program, rest, { cwd: target, env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

/** From `CHROME_PATH` or the PATH. */
function findChrome(): string | null {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
  return (
    folders.flatMap((at) => names.map((name) => join(at, name))).find((path) => existsSync(path)) ?? null
  );
}

const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** A new page, with everything that the browser complains about, and the paths of all that it asks for. */
async function open(browser: Browser) {
  const page = await browser.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => {
    // Remix reads the data of a page up to its last value, not to the end of the answer, which then counts as aborted.
    const abandoned = request.url().endsWith('.data') && request.failure()?.errorText === 'net::ERR_ABORTED';
    if (!abandoned) complaints.push(`failed: ${request.url()}`);
  });
  page.on('request', (request) => requests.push(request.url().replace(server.origin, '')));
  return { page, complaints, requests };
}

/** React leaves its mark on each element that it has taken over. */
const hydrated = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    `Object.keys(document.querySelector('footer') ?? {}).some((key) => key.startsWith('__reactProps'))`,
  );

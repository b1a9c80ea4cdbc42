import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { prepareTarget } from '../../src/cli/prepare-target.ts';
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
import { builtInTargetsFolder, cacheFolder } from '../../src/files/folders.ts';
import { completeTarget, readManifest } from '../../src/files/load-target.ts';
import { toolEnvironment } from '../../src/measure/server/environment.ts';
import { checkRequirements, missingTools } from '../../src/measure/server/requirements.ts';
import type { Target } from '../../src/model/target.ts';
import { launchBrowser, withoutBrowser } from '../browser.ts';

const path = join(builtInTargetsFolder, 'leptos');
const manifest = readManifest(path, path);
const signal = new AbortController().signal;
const { rows, canaries } = seedBlog(blogSeed);
const now = Math.floor(Date.now() / 1_000);
const folder = mkdtempSync(join(tmpdir(), 'framebench-leptos-'));
const database = provideDatabase(rows, folder);
const databaseHash = hashOf(database);
const blog = openBlog(database);
const states = frontPageStates((session) => blog.visit(session, now));

const targets = await Promise.all(
  [null, 'ssr', 'cached'].map(async (variant) => {
    const target = completeTarget(manifest, path, variant, null);
    // A machine without Rust, or without its wasm target, can run the other tests all the same.
    return { variant, target, missing: (await whatIsMissing(target)) ?? false };
  }),
);

after(() => {
  blog.close();
  rmSync(folder, { recursive: true, force: true });
});

for (const { variant, target, missing } of targets) {
  describe(target.label, { skip: missing }, () => {
    let server: Server;

    before(async () => {
      await build(target);
      server = await start(target);
    });
    after(() => server?.stop());

    for (const state of states) {
      test(`the front page is right: ${state.name}`, async () => {
        const answer = await get(server, '/', state.cookie);
        for (const { check, differences } of checkAnswer(answer, state, canaries, []))
          assert.deepEqual(differences, [], check);
        assert.deepEqual(rootOf(answer.body.toString('utf8')), rootOf(state.golden));
      });
    }

    test('the same visitor gets the same bytes again, which is how answers under load are told right from wrong', async () => {
      const first = await get(server, '/', visitorCookies.reader);
      for (let i = 0; i < 20; i++)
        assert.deepEqual((await get(server, '/', visitorCookies.reader)).body, first.body);
    });

    test('nothing is kept of a page that was served', { skip: process.platform !== 'linux' }, async () => {
      // What was kept of a page was 10 KiB of memory once, so it would be 20 MiB here.
      const ask = async (times: number) => {
        for (let i = 0; i < times; i++) {
          await Promise.all(['/', '/nowhere'].map((place) => get(server, place, visitorCookies.reader)));
        }
        return residentMiB(server.pid);
      };
      const before = await ask(500);
      const grown = (await ask(1_000)) - before;
      assert.ok(grown < 5, `${grown.toFixed(1)} MiB more after 2,000 pages`);
    });

    test('visitors who ask at the same time are not mixed up', async () => {
      await Promise.all(
        Array.from({ length: 90 }, (_, i) => states[(i * 7) % states.length]).map(async (state) => {
          assert.ok(state);
          const { body } = await get(server, '/', state.cookie);
          assert.deepEqual(checkText(body.toString('utf8'), state.golden), []);
        }),
      );
    });

    test('cookies are read as the contract says', async () => {
      const shown = async (cookie: string) => {
        const page = (await get(server, '/', cookie)).body.toString('utf8');
        return [rootOf(page).has('class="dark"'), page.includes('Log out')];
      };
      assert.deepEqual(await shown(`a=b;  session=${readerSession.id} ;theme=dark`), [true, true]);
      assert.deepEqual(await shown('theme=light; theme=dark'), [false, false]);
      assert.deepEqual(await shown(`session=${expiredSession.id}; session=${readerSession.id}`), [
        false,
        false,
      ]);
      assert.deepEqual(await shown(`session=%63${readerSession.id.slice(1)}; theme=DARK`), [false, false]);
      assert.deepEqual(await shown(`Session=${readerSession.id}; theme="dark"`), [false, false]);
    });

    for (const [name, cookie, reader, theme] of [
      ['an anonymous visitor', null, null, 'light'],
      ['a reader in the dark', visitorCookies.reader, "Ines O'Hara", 'dark'],
    ] as const) {
      const visitor = { reader, theme };

      test(`every page is right for ${name}`, async () => {
        const isPage = async (place: string, golden: string, status = 200) =>
          assertPage(await get(server, place, cookie), golden, status);
        await isPage('/posts', postsPage(visitor, blog.posts()));
        await isPage('/login', loginPage(visitor, false));
        await isPage('/signup', signupPage(visitor));
        await isPage('/about?from=elsewhere', aboutPage(visitor));
        for (const place of ['/nowhere/at/all', '/posts/', '/posts/no-such-post', '/style.css/', '/%'])
          await isPage(place, notFoundPage(visitor), 404);
        for (const { slug } of rows.posts) {
          const post = blog.post(slug);
          if (post === null) await isPage(`/posts/${slug}`, notFoundPage(visitor), 404);
          else await isPage(`/posts/${slug}`, postPage(visitor, post));
        }
      });
    }

    test('the stylesheet is the contract’s, byte for byte, and there is a sign of health', async () => {
      const style = await get(server, '/style.css', null);
      assert.equal(style.status, 200);
      assert.equal(style.headers['content-type'], 'text/css; charset=utf-8');
      assert.deepEqual(style.body, readFileSync(join(builtInTargetsFolder, 'contract', 'style.css')));
      const health = await get(server, '/healthz', null);
      assert.deepEqual([health.status, health.body.length], [204, 0]);
    });

    test('a right password signs in each of the users', async () => {
      for (const { id, username, password } of people) {
        const session = rows.sessions.find((one) => one.user_id === id && one.expires_at > now)?.id;
        assert.deepEqual(await post(server, '/login', { username, password }), {
          status: 303,
          location: '/',
          cookies: [`session=${session}; Path=/; HttpOnly; SameSite=Lax`],
        });
      }
    });

    test('a wrong, missing or foreign password shows the form again and sets no cookie', async () => {
      const { username, password } = people[0] ?? assert.fail();
      for (const fields of [
        { username, password: `${password} ` },
        { username },
        { password },
        { username: 'nobody', password },
        {},
        { username, password: 'x'.repeat(20_000) },
      ] as Record<string, string>[]) {
        const answer = await answerOf(await send(server, '/login', fields, visitorCookies.reader));
        assertPage(answer, loginPage({ reader: "Ines O'Hara", theme: 'dark' }, true), 401);
      }
    });

    test('the theme is set to dark or light and to nothing else', async () => {
      for (const theme of ['dark', 'light']) {
        assert.deepEqual(await post(server, '/theme', { theme }), {
          status: 303,
          location: '/',
          cookies: [`theme=${theme}; Path=/; HttpOnly; SameSite=Lax`],
        });
      }
      for (const fields of [{ theme: 'purple' }, { theme: 'dark; Domain=example' }, {}]) {
        const { status, cookies } = await post(server, '/theme', fields as Record<string, string>);
        assert.deepEqual({ status, cookies }, { status: 400, cookies: [] });
      }
    });

    test('logging out clears the session; a form that does not exist is refused', async () => {
      assert.deepEqual(await post(server, '/logout', {}), {
        status: 303,
        location: '/',
        cookies: ['session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0'],
      });
      assert.equal((await post(server, '/signup', {})).status, 405);
      assert.equal((await post(server, '/nowhere', {})).status, 405);
    });

    test('the front page asks the database what the contract says, in that order and nothing else', async (t) => {
      const traced = await start(target, { TRACE_QUERIES: '1' });
      t.after(() => traced.stop());
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
        await get(traced, '/', cookie);
        // The query of a sign-in tells that all of the page's have been seen.
        await post(traced, '/login', { username: 'nobody', password: 'x' });
        const seen = await traced.linesUntil((line) => line.includes('password_hash'));
        const asked = seen.slice(0, -1).map((line) => line.replace(/^query /, ''));
        // The posts are asked for once in ten seconds where there is a cache, a session's reader as well.
        if (variant === 'cached') assert.ok(asked.length <= queries.length);
        else assert.deepEqual(asked, queries);
      }
    });

    const script = variant === null ? 'the bundle' : 'no script';
    test(`the pages hold ${script}`, async () => {
      const pages = ['/', '/posts', '/about', '/login', '/posts/no-such-post'];
      for (const place of pages) {
        const page = (await get(server, place, visitorCookies.reader)).body.toString('utf8');
        assert.equal(/<script|rel="?(?:module)?preload/.test(page), variant === null, place);
      }
    });

    test('nothing is printed per request, and the database is as it was', async () => {
      assert.deepEqual(server.lines, []);
      assert.equal(hashOf(database), databaseHash);
    });

    test('on SIGTERM it finishes and ends with code 0, whoever is still connected', {
      timeout: 20_000,
    }, async () => {
      const ending = await start(target);
      const { hostname, port } = new URL(ending.origin);
      const silent = connect(Number(port), hostname).on('error', () => {});
      const idle = connect(Number(port), hostname).on('error', () => {});
      idle.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
      await once(idle, 'data');
      assert.deepEqual(await ending.stop(), { code: 0, signal: null });
      idle.destroy();
      silent.destroy();
    });
  });
}

const [{ target: hydrated, missing }] = targets as [(typeof targets)[number]];

describe('in a browser leptos comes alive', { skip: missing || withoutBrowser }, () => {
  let server: Server;
  let browser: Browser;

  before(async () => {
    await build(hydrated);
    server = await start(hydrated);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('without an error, fetching nothing but its own files', async () => {
    const { page, complaints, requests } = await open(browser, server);
    await page.goto(server.origin, { waitUntil: 'networkidle' });
    assert.deepEqual(complaints, []);
    assert.deepEqual(new Set(requests), new Set(['/', '/style.css', '/pkg/blog.js', '/pkg/blog.wasm']));
    await page.close();
  });

  test('and goes from page to page without a reload', async () => {
    const { page, complaints } = await open(browser, server);
    await page.goto(server.origin, { waitUntil: 'networkidle' });
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
    const title = await page.textContent('.card-link >> nth=0');
    await page.click('.card-link >> nth=0');
    await page.waitForSelector('.post-author');
    assert.equal(await page.textContent('h1'), title);
    assert.equal(await page.evaluate('window.sameDocument'), true);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test('on every page, also where nothing is', async () => {
    for (const place of ['/posts', '/about', '/login', '/signup', '/posts/no-such-post', '/nowhere']) {
      const { page, complaints } = await open(browser, server);
      await page.goto(`${server.origin}${place}`, { waitUntil: 'networkidle' });
      // Chromium itself complains of an answer with 404, and Leptos of nothing.
      assert.deepEqual(
        complaints.filter((complaint) => !/status of 404/.test(complaint)),
        [],
        place,
      );
      await page.close();
    }
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`the forms work ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      const context = await browser.newContext({ javaScriptEnabled });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      const settled = { waitUntil: 'networkidle' } as const;
      await page.goto(server.origin, settled);
      await page.click('text="Dark"');
      await page.waitForSelector('html.dark');
      await page.goto(`${server.origin}/login`, settled);
      const { username, password, display_name } = people[3] ?? assert.fail();
      for (const [attempt, sign] of [
        ['Wrong-Password-1', '[role=alert]'],
        [password, '.reader-name'],
      ] as const) {
        await page.fill('#username', username);
        await page.fill('#password', attempt);
        await page.click('button:text-is("Log in")');
        await page.waitForSelector(sign);
        await page.waitForLoadState('networkidle');
      }
      assert.equal(await page.textContent('.reader-name'), display_name);
      await page.click('text="Log out"');
      await page.waitForSelector('text="Sign up"');
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }
});

describe('leptos without its tools', () => {
  /** What `bench` says where only these programs are on the PATH. */
  async function detail(variant: string | null, env: Record<string, string>): Promise<string> {
    const target = completeTarget(manifest, path, variant, null);
    return missingTools(await checkRequirements(target, { env, cwd: path, signal }))?.detail ?? '';
  }
  const nothing = { PATH: join(folder, 'empty') };

  for (const variant of [null, 'ssr', 'cached']) {
    test(`names cargo, and how to get it: ${variant ?? 'hydrated'}`, async () => {
      assert.match(
        await detail(variant, nothing),
        /^cargo is not installed, or not on the PATH\. Install Rust from https:\/\/rustup\.rs\./,
      );
    });
  }
});

interface Server {
  readonly pid: number;
  readonly origin: string;
  /** What it has printed since it told where it listens, and nobody has taken away. */
  readonly lines: string[];
  /** Takes away the lines up to the first that fits, and waits for it. */
  linesUntil(fits: (line: string) => boolean): Promise<string[]>;
  stop(): Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

async function whatIsMissing(target: Target): Promise<string | null> {
  const env = toolEnvironment(process.env);
  return missingTools(await checkRequirements(target, { env, cwd: path, signal }))?.detail ?? null;
}

/** As `bench build` does it: what is built already is not built again. */
async function build(target: Target): Promise<void> {
  const cache = cacheFolder(process.env);
  const watcher = { wait: () => {}, begin: () => {}, line: () => {}, end: () => {} };
  const { failure } = await prepareTarget(target, {
    env: process.env,
    cache,
    logs: join(cache, 'logs'),
    signal,
    watcher,
  });
  assert.equal(failure, null, failure?.detail);
}

async function start(target: Target, more: Readonly<Record<string, string>> = {}): Promise<Server> {
  const [program = '', ...rest] = target.start;
  const child = spawn(program, rest, {
    cwd: target.path,
    env: { ...process.env, ...target.env, HOST: '127.0.0.1', PORT: '0', BLOG_DB: database, ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = endOf(child);
  const lines: string[] = [];
  const output = createInterface(child.stdout).on('line', (line) => lines.push(line));
  const until = async (fits: (line: string) => boolean): Promise<string[]> => {
    for (;;) {
      const at = lines.findIndex(fits);
      if (at >= 0) return lines.splice(0, at + 1);
      await once(output, 'line', { signal: ended });
    }
  };
  const origin = /http:\S+/.exec((await until((line) => line.startsWith('Listening'))).at(-1) ?? '')?.[0];
  assert.ok(origin);
  return {
    pid: child.pid ?? 0,
    origin,
    lines,
    linesUntil: until,
    async stop() {
      child.kill('SIGTERM');
      const [code, by] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode, null];
      return { code, signal: by };
    },
  };
}

function residentMiB(pid: number): number {
  const rss = /^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  assert.ok(rss);
  return Number(rss) / 1_024;
}

/** Nobody waits for the next line of a server that has ended. */
function endOf(child: ChildProcess): AbortSignal {
  const controller = new AbortController();
  child.once('close', (code) => controller.abort(new Error(`The server ended with code ${code}.`)));
  return controller.signal;
}

async function get(from: Server, place: string, cookie: string | null): Promise<Answer> {
  const { headers } = frontPageRequest(cookie);
  return answerOf(await fetch(new URL(place, from.origin), { headers, redirect: 'manual' }));
}

/** Posts a form as a browser does. */
const send = (to: Server, place: string, fields: Record<string, string>, cookie: string | null) =>
  fetch(new URL(place, to.origin), {
    method: 'POST',
    redirect: 'manual',
    headers: { ...frontPageRequest(cookie).headers, origin: to.origin },
    body: new URLSearchParams(fields),
  });

async function post(to: Server, place: string, fields: Record<string, string>) {
  const response = await send(to, place, fields, null);
  await response.arrayBuffer();
  const { status, headers } = response;
  return { status, location: headers.get('location'), cookies: headers.getSetCookie() };
}

async function answerOf(response: Response): Promise<Answer> {
  const body = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}

function assertPage(answer: Answer, golden: string, status = 200): void {
  assert.deepEqual([...checkWire(answer, status), ...checkText(answer.body.toString('utf8'), golden)], []);
}

/** The attributes of `html`, in no particular order. */
const rootOf = (page: string) => new Set(/<html([^>]*)>/.exec(page)?.[1]?.trim().split(' '));

/** A new page, with everything that the browser complains about, and the paths of all that it asks for. */
async function open(browser: Browser, server: Server) {
  const page: Page = await browser.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on('request', (request) => requests.push(request.url().replace(server.origin, '')));
  return { page, complaints, requests };
}

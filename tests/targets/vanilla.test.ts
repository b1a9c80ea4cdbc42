import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import type { Answer } from '../../src/contract/answer.ts';
import { checkAnswer } from '../../src/contract/check.ts';
import {
  type Audience,
  aboutPage,
  loginPage,
  notFoundPage,
  postPage,
  postsPage,
  signupPage,
} from '../../src/contract/page.ts';
import { people, readerSession, sessions } from '../../src/contract/people.ts';
import { frontPageRequest } from '../../src/contract/request.ts';
import { blogSeed, seedBlog } from '../../src/contract/seed.ts';
import { frontPageStates } from '../../src/contract/states.ts';
import { checkText } from '../../src/contract/text.ts';
import { checkWire } from '../../src/contract/wire.ts';
import { openBlog } from '../../src/files/blog.ts';
import { hashOf, provideDatabase } from '../../src/files/database.ts';

const targets = join(import.meta.dirname, '..', '..', 'targets');
const folder = mkdtempSync(join(tmpdir(), 'framebench-vanilla-'));
const { rows, canaries } = seedBlog(blogSeed);
const databasePath = provideDatabase(rows, folder);
const databaseHash = hashOf(databasePath);
const blog = openBlog(databasePath);
const now = () => Math.floor(Date.now() / 1_000);

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
  /** All that it printed. */
  readonly output: string[];
}

async function start(): Promise<Server> {
  const child = spawn(process.execPath, ['server.js'], {
    cwd: join(targets, 'vanilla'),
    env: { HOST: '127.0.0.1', PORT: '0', BLOG_DB: databasePath, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  createInterface(child.stderr).on('line', (line) => output.push(line));
  const lines = createInterface(child.stdout).on('line', (line) => output.push(line));
  const [first] = await Promise.race([once(lines, 'line'), once(child, 'exit')]);
  const port = /:(\d+)$/.exec(String(first))?.[1];
  assert.ok(port, output.join('\n'));
  return { process: child, port: Number(port), output };
}

let server: Server;

async function ask(
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers, agent: false });
  sent.end(body);
  const [message] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks = await message.toArray();
  return {
    status: message.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(message.headersDistinct).map(([name, all]) => [name, String(all)]),
    ),
    body: Buffer.concat(chunks),
  };
}

const send = (path: string, fields: Record<string, string>, cookie?: string) =>
  ask(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html',
      origin: `http://127.0.0.1:${server.port}`,
      ...(cookie === undefined ? {} : { cookie }),
    },
    body: new URLSearchParams(fields).toString(),
  });

function assertPage(answer: Answer, golden: string, status = 200): void {
  assert.deepEqual([...checkWire(answer, status), ...checkText(answer.body.toString(), golden)], []);
}

describe('vanilla', () => {
  before(async () => {
    server = await start();
  });
  after(async () => {
    blog.close();
    if (server.process.exitCode === null && server.process.signalCode === null) {
      server.process.kill('SIGKILL');
      await once(server.process, 'exit');
    }
    rmSync(folder, { recursive: true });
  });

  for (const state of frontPageStates((session) => blog.visit(session, now()))) {
    test(`the front page is right: ${state.name}`, async () => {
      const { path, headers } = frontPageRequest(state.cookie);
      for (const { check, differences } of checkAnswer(await ask(path, { headers }), state, canaries, [])) {
        assert.deepEqual(differences, [], check);
      }
    });
  }

  const cookie = `session=${readerSession.id}; theme=dark`;
  const visitors: readonly [string, Record<string, string>, Audience][] = [
    ['anonymous', {}, { reader: null, theme: 'light' }],
    ['reader', { cookie }, { reader: "Ines O'Hara", theme: 'dark' }],
  ];
  for (const [name, headers, audience] of visitors) {
    test(`the other pages are right: ${name}`, async () => {
      assertPage(await ask('/posts', { headers }), postsPage(audience, blog.posts()));
      assertPage(await ask('/login', { headers }), loginPage(audience, false));
      assertPage(await ask('/signup', { headers }), signupPage(audience));
      assertPage(await ask('/about?from=elsewhere', { headers }), aboutPage(audience));
      for (const path of ['/nowhere', '/posts/', '/posts/no-such-post', '/style.css/', '/%']) {
        assertPage(await ask(path, { headers }), notFoundPage(audience), 404);
      }
    });
  }

  test('every published post has its page, and no other post has', async () => {
    for (const { slug, published } of rows.posts) {
      const post = blog.post(slug);
      assert.equal(post !== null, published === 1);
      const answer = await ask(`/posts/${slug}`);
      const audience = { reader: null, theme: 'light' } as const;
      if (post === null) assertPage(answer, notFoundPage(audience), 404);
      else assertPage(answer, postPage(audience, post));
    }
  });

  test('the stylesheet is the contract’s, byte for byte; the health check is empty', async () => {
    const style = await ask('/style.css');
    assert.equal(style.headers['content-type'], 'text/css; charset=utf-8');
    assert.deepEqual(style.body, readFileSync(join(targets, 'contract', 'style.css')));
    const health = await ask('/healthz');
    assert.deepEqual([health.status, health.body.length], [204, 0]);
  });

  test('cookies are read as the contract says: the first of a name, blanks dropped, other values ignored', async () => {
    const shown = async (header: string) => {
      const page = (await ask('/', { headers: { cookie: header } })).body.toString();
      return [page.includes('<html lang="en" class="dark">'), page.includes('Log out')];
    };
    assert.deepEqual(await shown('a=b;theme=dark ; x'), [true, false]);
    assert.deepEqual(await shown('theme=light; theme=dark'), [false, false]);
    assert.deepEqual(await shown('theme=DARK; session='), [false, false]);
    assert.deepEqual(await shown(`nosession=1; session=${readerSession.id}; session=other`), [false, true]);
    assert.deepEqual(await shown(`Session=${readerSession.id}; theme="dark"`), [false, false]);
  });

  for (const theme of ['dark', 'light']) {
    test(`the theme can be set to ${theme}`, async () => {
      const { status, headers } = await send('/theme', { theme });
      assert.deepEqual([status, headers['location']], [303, '/']);
      assert.equal(headers['set-cookie'], `theme=${theme}; Path=/; HttpOnly; SameSite=Lax`);
    });
  }

  test('a theme that is none is refused', async () => {
    for (const fields of [{}, { theme: 'mauve' }, { theme: 'dark; Domain=example' }] as Record<
      string,
      string
    >[]) {
      const { status, headers } = await send('/theme', fields);
      assert.deepEqual([status, headers['set-cookie']], [400, undefined]);
    }
  });

  for (const { id, username, password } of people) {
    test(`${username} can log in, and gets the lasting session`, async () => {
      const { status, headers } = await send('/login', { username, password });
      const session = sessions.find(({ user_id }) => user_id === id)?.id;
      assert.deepEqual([status, headers['location']], [303, '/']);
      assert.equal(headers['set-cookie'], `session=${session}; Path=/; HttpOnly; SameSite=Lax`);
    });
  }

  test('a wrong login answers 401 with the form and sets no cookie', async () => {
    const [user] = people;
    assert.ok(user);
    const { username, password } = user;
    const wrong: Record<string, string>[] = [
      { username, password: `${password} ` },
      { username, password: '' },
      { username: 'nobody', password },
      { password },
      {},
      { username, password: 'x'.repeat(20_000) },
    ];
    for (const fields of wrong) {
      const answer = await send('/login', fields, 'theme=dark');
      assertPage(answer, loginPage({ reader: null, theme: 'dark' }, true), 401);
    }
  });

  test('logging out clears the session', async () => {
    const { status, headers } = await send('/logout', {}, cookie);
    assert.deepEqual([status, headers['location']], [303, '/']);
    assert.equal(headers['set-cookie'], 'session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');
  });

  test('a form that does not exist is refused; a HEAD has the headers of its page and no body', async () => {
    assert.equal((await send('/signup', { username: 'x' })).status, 405);
    const [head, get] = [await ask('/', { method: 'HEAD' }), await ask('/')];
    assert.deepEqual([head.status, head.body.length], [200, 0]);
    assert.equal(head.headers['content-length'], get.headers['content-length']);
  });

  test('a visitor who leaves in the middle of a form harms nobody', async () => {
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /theme HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\ntheme=');
    socket.resetAndDestroy();
    assert.equal((await ask('/')).status, 200);
  });

  test('interleaved visitors are never mixed up', async () => {
    const states = frontPageStates((session) => blog.visit(session, now()));
    await Promise.all(
      Array.from({ length: 5 }, () => states)
        .flat()
        .map(async ({ cookie: theirs, golden }) => {
          assertPage(await ask('/', { headers: frontPageRequest(theirs).headers }), golden);
        }),
    );
  });

  const hangs = { timeout: 20_000 };
  test(
    'it printed where it listens and nothing else, ends on SIGTERM, and wrote nothing',
    hangs,
    async () => {
      const idle = connect(server.port, '127.0.0.1');
      idle.on('error', () => {});
      idle.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
      await once(idle, 'data');
      server.process.kill('SIGTERM');
      const [code, signal] = await once(server.process, 'exit');
      assert.deepEqual([code, signal], [0, null]);
      idle.destroy();
      assert.deepEqual(server.output, [`Listening on http://127.0.0.1:${server.port}`]);
      assert.equal(hashOf(databasePath), databaseHash);
    },
  );
});

test('without a database it says which variable is missing, and does not start', async () => {
  const child = spawn(process.execPath, ['server.js'], {
    cwd: join(targets, 'vanilla'),
    env: {},
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = (await child.stderr.toArray()).join('');
  assert.match(said, /BLOG_DB is not set/);
});

/** Every built-in target serves the blog: what `bench verify` finds, and what it does not look at. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { loginPage } from '../../src/contract/page.ts';
import { expiredSession, reader, readerSession } from '../../src/contract/people.ts';
import { visitorCookies } from '../../src/contract/states.ts';
import { checkText } from '../../src/contract/text.ts';
import { checkWire } from '../../src/contract/wire.ts';
import { formatUs } from '../../src/model/duration.ts';
import { runBench } from '../cli/run-bench.ts';
import { build, type Served, serve, targets, withoutTools } from './served-target.ts';

/** In Node targets every query is printed before it runs. Leptos does that itself. */
const spy = `import { StatementSync } from 'node:sqlite';
  for (const name of ['get', 'all', 'run', 'iterate']) {
    const original = StatementSync.prototype[name];
    StatementSync.prototype[name] = function (...values) {
      console.log('query ' + this.sourceSQL.replaceAll(/\\s+/g, ' ').trim());
      return original.apply(this, values);
    };
  }`;
const traced = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(spy)}`,
  TRACE_QUERIES: '1',
};

const sessionQuery = 'SELECT user_id FROM sessions WHERE id = ? AND expires_at > ?';
const userQuery = 'SELECT display_name FROM users WHERE id = ?';
const postsQuery =
  'SELECT slug, title, excerpt, created_at FROM posts WHERE published = 1 ORDER BY created_at DESC LIMIT 3';

for (const target of targets.filter(({ contract }) => contract === 'blog')) {
  describe(target.label, { skip: await withoutTools(target) }, () => {
    let served: Served;

    before(async () => {
      await build(target);
      served = await serve(target);
    });
    after(() => served?.[Symbol.asyncDispose]());

    it('is the same blog', async () => {
      const env = Object.fromEntries(Object.entries(process.env).map(([name, value = '']) => [name, value]));
      const began = performance.now();
      const outcome = await runBench(['verify', '--target', target.label], { cwd: process.cwd(), env });
      console.log(`${target.label}: verified in ${formatUs((performance.now() - began) * 1_000)}`);
      assert.equal(outcome.exitCode, 0, outcome.stdout);
    });

    it('gives the same visitor the same bytes again, which is how answers under load are told right from wrong', async () => {
      const first = await served.get('/', visitorCookies.reader);
      for (let i = 0; i < 20; i++)
        assert.deepEqual((await served.get('/', visitorCookies.reader)).body, first.body);
    });

    it('reads cookies as the contract says: the first of a name, blanks dropped, other values ignored', async () => {
      const shown = async (cookie: string) => {
        const page = (await served.get('/', cookie)).body.toString();
        return [/<html[^>]* class="dark"/.test(page), page.includes('Log out')];
      };
      assert.deepEqual(await shown(`a=b;  session=${readerSession.id} ;theme=dark ; x`), [true, true]);
      assert.deepEqual(await shown('theme=light; theme=dark'), [false, false]);
      assert.deepEqual(await shown(`session=${expiredSession.id}; session=${readerSession.id}`), [
        false,
        false,
      ]);
      assert.deepEqual(await shown(`nosession=1; Session=${readerSession.id}; theme=DARK`), [false, false]);
      assert.deepEqual(await shown('theme=darker; session='), [false, false]);
    });

    it('shows the form again, and sets no cookie, where a login is wrong', async () => {
      const { username, password } = reader;
      const wrong: Readonly<Record<string, string>>[] = [
        { username },
        { password },
        { username: 'nobody', password },
        {},
        { username, password: 'x'.repeat(20_000) },
      ];
      for (const fields of wrong) {
        const answer = await served.post('/login', fields, visitorCookies.reader);
        const golden = loginPage({ reader: reader.display_name, theme: 'dark' }, true);
        assert.deepEqual([...checkWire(answer, 401), ...checkText(answer.body.toString(), golden)], []);
      }
    });

    it('takes no theme but dark and light', async () => {
      for (const fields of [{}, { theme: 'dark; Domain=example' }] as Record<string, string>[]) {
        const { status, headers } = await served.post('/theme', fields);
        assert.deepEqual([status, headers['set-cookie']], [400, undefined]);
      }
    });

    it('asks the database for the front page what the contract says, in that order and nothing else', async () => {
      await using spied = await serve(target, traced);
      for (const [cookie, queries] of [
        [null, [postsQuery]],
        ['theme=dark', [postsQuery]],
        [`session=${expiredSession.id}`, [sessionQuery, postsQuery]],
        ['session=unknown', [sessionQuery, postsQuery]],
        [visitorCookies.reader, [sessionQuery, userQuery, postsQuery]],
      ] as const) {
        const before = spied.output().length;
        await spied.get('/', cookie);
        const asked = [
          ...spied
            .output()
            .slice(before)
            .matchAll(/^query (.*)$/gm),
        ].map(([, query]) => query);
        assert.deepEqual(asked, queries);
      }
    });

    it('prints nothing per request', async () => {
      const before = served.output();
      for (const path of ['/', '/posts', '/nowhere']) await served.get(path, visitorCookies.reader);
      assert.equal(served.output(), before);
    });

    it('ends on SIGTERM with code 0, whoever is still connected', { timeout: 120_000 }, async () => {
      await using ending = await serve(target);
      const { address, port } = ending.server;
      const idle = connect(port, address).on('error', () => {});
      idle.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
      await once(idle, 'data');
      process.kill(ending.server.pid, 'SIGTERM');
      assert.deepEqual(await ending.server.exited, { code: 0, signal: null });
      idle.destroy();
    });
  });
}

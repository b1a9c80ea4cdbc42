/** What is Leptos's own, beside the blog that every target serves. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { judgeAnswer } from '../../src/contract/check.ts';
import { frontPageStates, visitorCookies } from '../../src/contract/states.ts';
import { openBlog } from '../../src/files/blog.ts';
import { checkRequirements, missingTools } from '../../src/measure/server/requirements.ts';
import type { Target } from '../../src/model/target.ts';
import { build, serve, targets, withoutTools } from './served-target.ts';

const leptos = targets.filter(({ name }) => name === 'leptos');
const variant = (name: string | null): Target =>
  leptos.find((target) => target.variant === name) ?? assert.fail();
const cached = variant('cached');
const ssr = variant('ssr');

describe('leptos:cached', { skip: await withoutTools(cached) }, () => {
  it('serves the same front page, and asks for its posts and its reader once', async () => {
    await build(cached);
    await using served = await serve(cached, { TRACE_QUERIES: '1' });
    const blog = openBlog(served.databasePath);
    const states = frontPageStates((session) => blog.visit(session, Math.floor(Date.now() / 1_000)));
    blog.close();
    const before = served.output().length;
    for (const { cookie, golden } of [...states, ...states])
      assert.equal(judgeAnswer(await served.get('/', cookie), golden), null);
    const asked = [
      ...served
        .output()
        .slice(before)
        .matchAll(/^query (.*)$/gm),
    ].map(([, query]) => query);
    assert.ok(asked.length > 0);
    assert.equal(asked.length, new Set(asked).size + 1, asked.join('\n'));
  });
});

describe('leptos:ssr', { skip: await withoutTools(ssr) }, () => {
  it('keeps nothing of a page that was served', { skip: process.platform !== 'linux' }, async () => {
    await build(ssr);
    await using served = await serve(ssr);
    // What was kept of a page was 10 KiB of memory once, so it would be 20 MiB here.
    const ask = async (times: number) => {
      for (let i = 0; i < times; i++)
        await Promise.all(['/', '/nowhere'].map((path) => served.get(path, visitorCookies.reader)));
      return residentMiB(served.server.pid);
    };
    const before = await ask(500);
    const grown = (await ask(1_000)) - before;
    assert.ok(grown < 5, `${grown.toFixed(1)} MiB more after 2,000 pages`);
  });
});

describe('leptos without its tools', () => {
  for (const target of leptos) {
    it(`names cargo, and how to get it: ${target.label}`, async () => {
      const nothing = {
        env: { PATH: '/nowhere' },
        cwd: target.path,
        signal: new AbortController().signal,
      };
      assert.match(
        missingTools(await checkRequirements(target, nothing))?.detail ?? '',
        /^cargo is not installed, or not on the PATH\. Install Rust from https:\/\/rustup\.rs\./,
      );
    });
  }
});

function residentMiB(pid: number): number {
  const rss = /^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  assert.ok(rss);
  return Number(rss) / 1_024;
}

/** In a browser, beside what `bench verify` looks at: every page comes alive, links lead on, and the other forms work without script. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core';
import { people } from '../../src/contract/people.ts';
import { isHydrated } from '../../src/measure/verify/visit-blog.ts';
import { weighPage } from '../../src/measure/verify/weigh-page.ts';
import { launchBrowser, withoutBrowser } from '../browser.ts';
import { build, type Served, serve, targets, withoutTools } from './served-target.ts';

/** A page with everything that the browser complains about, and the paths of all that it asks for. */
interface Opened {
  readonly page: Page;
  readonly complaints: string[];
  /** Like `GET /style.css`. */
  readonly requests: string[];
}

async function open(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ baseURL: origin, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => {
    // A page that is left gives up what it was fetching; Remix reads its data up to the last value, not to the end of the answer.
    const isFetch = request.resourceType() === 'fetch';
    const abandoned = isFetch && request.failure()?.errorText === 'net::ERR_ABORTED';
    if (!abandoned && !isUnsent(request))
      complaints.push(`${request.failure()?.errorText}: ${request.url()}`);
  });
  page.on('request', (request) => {
    if (!isUnsent(request)) requests.push(`${request.method()} ${request.url().replace(origin, '')}`);
  });
  return { page, complaints, requests };
}

/** Of a redirect that a script asked not to follow, Chromium tells as of a request that fails; it sends none. */
const isUnsent = (request: Request) => request.redirectedFrom() !== null && !request.isNavigationRequest();

const settled = { waitUntil: 'networkidle' } as const;

const themeCookie = async (page: Page) =>
  (await page.context().cookies()).find(({ name }) => name === 'theme')?.value;

for (const target of targets.filter(({ contract }) => contract === 'blog')) {
  const skip = withoutBrowser || (await withoutTools(target));
  // Each has a visitor of its own, and mostly waits for the network to be quiet.
  describe(`${target.label} in a browser`, { skip, concurrency: true }, () => {
    let browser: Browser;
    let served: Served;
    let scripted: boolean;

    before(async () => {
      await build(target);
      served = await serve(target);
      scripted = /<script/.test((await served.get('/')).body.toString());
      browser = await launchBrowser();
    });
    after(async () => {
      await browser?.close();
      await served?.[Symbol.asyncDispose]();
    });

    it('sends a script, unless it is one of those that do without', () => {
      assert.equal(scripted, target.variant !== 'ssr' && target.name !== 'vanilla');
    });

    it('complains of nothing, on no page', async () => {
      const { page, complaints } = await open(browser, served.origin);
      for (const path of ['/', '/posts', '/about', '/login', '/signup', '/posts/no-such-post', '/nowhere']) {
        await page.goto(path, settled);
        if (scripted && !path.startsWith('/no')) assert.equal(await isHydrated(page), true, path);
      }
      // Chromium itself complains of an answer with 404.
      assert.deepEqual(
        complaints.filter((complaint) => !/status of 404/.test(complaint)),
        [],
      );
      await page.context().close();
    });

    it('fetches what its page is said to make a browser fetch', async () => {
      const answer = await served.get('/');
      const { files, missing } = await weighPage(served.server, '/', answer, AbortSignal.timeout(10_000));
      assert.deepEqual(missing, []);
      const said = files.map(({ url }) => `GET ${url}`);
      const { page, requests } = await open(browser, served.origin);
      await page.goto('/', settled);
      const unasked = () => said.filter((request) => !requests.includes(request));
      // A browser that waits for a CPU is quiet for a moment too, and asks for the next file then.
      for (const deadline = performance.now() + 30_000; unasked().length > 0; await page.waitForTimeout(50))
        if (performance.now() > deadline) break;
      await page.context().close();
      assert.deepEqual(unasked(), []);
      // Modules that a script imports later are not followed: SvelteKit's page for errors.
      assert.deepEqual(
        requests.filter((request) => !said.includes(request) && !/^GET .*\.js$/.test(request)),
        [],
      );
      assert.equal(new Set(requests).size, requests.length);
    });

    it('leads from page to page', async () => {
      const { page, complaints } = await open(browser, served.origin);
      await page.goto('/', settled);
      for (const [link, heading] of [
        ['About', 'About'],
        ['Sign up', 'Sign up'],
        ['Blog', 'All posts'],
        ['Harbour Notes', 'Notes from a small harbour'],
      ]) {
        await page.click(`header >> text="${link}"`);
        await page.waitForSelector(`h1:text-is("${heading}")`);
      }
      assert.deepEqual(complaints, []);
      await page.context().close();
    });

    for (const javaScriptEnabled of [true, false]) {
      it(`has forms that work ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
        const { page } = await open(browser, served.origin, { javaScriptEnabled });
        await page.goto('/', settled);
        await page.click('text="Dark"');
        await page.waitForSelector('html.dark');
        const { username, password, display_name } = people[3] ?? assert.fail();
        await page.goto('/login', settled);
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
        assert.equal(await themeCookie(page), 'dark');
        await page.click('text="Log out"');
        await page.waitForSelector('text="Sign up"');
        await page.context().close();
      });
    }
  });
}

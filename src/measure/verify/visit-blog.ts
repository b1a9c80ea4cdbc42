/** A visit to a blog that hydrates: the theme's button clicked with script, and its form sent without. */
import { addAbortListener } from 'node:events';
import type { Browser, BrowserContext, CDPSession, Page, Request } from 'playwright-core';
import type { SeenClick, SeenInBrowser, SeenPost } from '../../contract/interactive.ts';

/** Nothing that a page does on a server under no load takes longer. */
const patienceMs = 10_000;

const settled = { waitUntil: 'networkidle' } as const;

const button = 'form.theme-form button[name=theme]';

/**
 * @param origin of the server, like `http://127.0.0.1:3000`
 * @throws the signal's reason when it is aborted
 */
export async function visitBlog(
  browser: Browser,
  origin: string,
  signal: AbortSignal,
): Promise<SeenInBrowser> {
  const complaints: string[] = [];
  const sent: string[] = [];
  const alive = await inContext(browser, origin, true, signal, async (context) => {
    const page = await context.newPage();
    listen(page, complaints, sent);
    await page.goto('/', settled);
    if (!(await isHydrated(page))) return { hydrated: null, clicks: [], reloaded: null };
    const hydrated = await page.content();
    const clicks: SeenClick[] = [];
    while (clicks.length < 2 && clicks.at(-1)?.isNavigation !== true) clicks.push(await click(page));
    // In a page of its own: a click that left this one may still be on its way.
    const again = await context.newPage();
    await again.goto('/', settled);
    return { hydrated, clicks, reloaded: await again.content() };
  });
  const withoutScript = await inContext(browser, origin, false, signal, async (context) => {
    const page = await context.newPage();
    await page.goto('/', settled);
    const post = await whatIsSent(page, () => page.click(button));
    await page.waitForLoadState('networkidle');
    return { ...post, page: await page.content() };
  });
  return { ...alive, sent, complaints, withoutScript };
}

async function inContext<T>(
  browser: Browser,
  baseURL: string,
  javaScriptEnabled: boolean,
  signal: AbortSignal,
  visit: (context: BrowserContext) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const context = await browser.newContext({ baseURL, javaScriptEnabled });
  context.setDefaultTimeout(patienceMs);
  using _abort = addAbortListener(signal, () => void context.close());
  try {
    return await visit(context);
  } finally {
    await context.close();
    signal.throwIfAborted();
  }
}

/** Notes what the page complains of, and every form that it sends. */
function listen(page: Page, complaints: string[], sent: string[]): void {
  page.on('console', (message) => {
    const isMismatch = message.type() === 'warning' && /hydrat|mismatch/i.test(message.text());
    if (message.type() === 'error' || isMismatch) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (request.method() !== 'GET' && !isUnsent(request)) {
      sent.push(`${request.method()} ${new URL(request.url()).pathname}`);
    }
  });
}

/** Of a redirect that a script asked not to follow, Chromium tells as of a request that fails; it sends none. */
const isUnsent = (request: Request) => request.redirectedFrom() !== null && !request.isNavigationRequest();

/** Clicks, and looks at the page in the same task, but for what waits in microtasks. */
async function click(page: Page): Promise<SeenClick> {
  let atOnce = '';
  const post = await whatIsSent(page, async () => {
    atOnce = await page.evaluate<string>(`(async () => {
      document.querySelector('${button}').click();
      await Promise.resolve();
      return document.documentElement.outerHTML;
    })()`);
  });
  return { ...post, atOnce, answered: post.isNavigation ? '' : await page.content() };
}

async function whatIsSent(page: Page, act: () => Promise<void>): Promise<SeenPost> {
  const answer = page.waitForResponse((response) => response.request().method() === 'POST').catch(() => null);
  await act();
  const response = await answer;
  const cookies = await page.context().cookies();
  return {
    status: response?.status() ?? null,
    isNavigation: response?.request().isNavigationRequest() ?? false,
    cookie: cookies.find(({ name }) => name === 'theme')?.value ?? null,
  };
}

/** Waits until something listens for the submit event of the form: on it, on what it lies in, on the document or the window. */
export async function isHydrated(page: Page): Promise<boolean> {
  const session = await page.context().newCDPSession(page);
  const patience = AbortSignal.timeout(patienceMs);
  while (!patience.aborted) if (await hasListener(session)) return true;
  return false;
}

async function hasListener(session: CDPSession): Promise<boolean> {
  const { result } = await session.send('Runtime.evaluate', {
    expression: `(() => {
      const chain = [window, document];
      for (let at = document.querySelector('form.theme-form'); at; at = at.parentElement) chain.push(at);
      return chain;
    })()`,
  });
  if (result.objectId === undefined) return false;
  const chain = await session.send('Runtime.getProperties', {
    objectId: result.objectId,
    ownProperties: true,
  });
  for (const { value } of chain.result) {
    if (value?.objectId === undefined || value.subtype === undefined) continue;
    const { listeners } = await session.send('DOMDebugger.getEventListeners', { objectId: value.objectId });
    if (listeners.some(({ type }) => type === 'submit')) return true;
  }
  return false;
}

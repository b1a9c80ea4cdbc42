/**
 * A real browser, for what only a browser can show. `CHROME_PATH` names it, else the first Chromium or Chrome on the PATH is
 * taken. Neither it nor playwright-core, which drives it, has to be installed: the caller learns what is missing.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { SeenInBrowser } from '../../contract/interactive.ts';
import { visitBlog } from './visit-blog.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Opens a browser when it is first needed, and closes it when it is disposed of. */
export interface BlogVisitor extends AsyncDisposable {
  /** Whether a browser that is missing is a failure, as on a machine that checks every change. */
  readonly isRequired: boolean;
  /**
   * @param origin of the server, like `http://127.0.0.1:3000`
   * @returns what the browser saw, or why there is none as a sentence without a full stop
   * @throws the signal's reason when it is aborted; Error where the browser breaks off
   */
  visit(origin: string, signal: AbortSignal): Promise<SeenInBrowser | string>;
}

/** @param env where a browser is looked for; `CI=true` in it makes one required */
export function blogVisitor(env: Environment): BlogVisitor {
  let opened: Promise<Browser | string> | null = null;
  return {
    isRequired: env['CI'] === 'true',
    visit: async (origin, signal) => {
      opened ??= launchBrowser(env);
      const browser = await opened;
      return typeof browser === 'string' ? browser : await visitBlog(browser, origin, signal);
    },
    async [Symbol.asyncDispose]() {
      const browser = await opened;
      if (browser !== null && typeof browser !== 'string') await browser.close();
    },
  };
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser's program, or null where there is none. */
export function browserPath(env: Environment): string | null {
  const named = env['CHROME_PATH'];
  if (named !== undefined && named !== '') return named;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return candidates.find(isExecutable) ?? null;
}

/** Keeps the browser from asking the network for anything of its own. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * @returns why there is no browser, as a sentence without a full stop, where there is none
 * @throws Error where there is one and it does not start
 */
export async function launchBrowser(env: Environment): Promise<Browser | string> {
  const executablePath = browserPath(env);
  if (executablePath === null) return 'there is no Chromium or Chrome on the PATH; CHROME_PATH can name one';
  const playwright = await import('playwright-core').catch(() => null);
  if (playwright === null) return 'the package playwright-core is not installed, which drives the browser';
  // Interrupts are ours: they stop servers first.
  const ours = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  return playwright.chromium.launch({ executablePath, args: quiet, ...ours });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

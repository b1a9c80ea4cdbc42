/** A real browser for tests. Where there is none, tests are skipped and say so; under `CI=true` that is a failure. */
import type { Browser } from 'playwright-core';
import { browserPath, launchBrowser as launch } from '../src/measure/verify/browser.ts';

/** For `describe`'s option `skip`: false where a browser is at hand or must be, else the reason. */
export const withoutBrowser: string | false =
  browserPath(process.env) === null && process.env['CI'] !== 'true'
    ? 'no Chromium or Chrome found: set CHROME_PATH'
    : false;

/** @throws Error where there is no browser */
export async function launchBrowser(): Promise<Browser> {
  const browser = await launch(process.env);
  if (typeof browser === 'string') throw new Error(browser);
  return browser;
}

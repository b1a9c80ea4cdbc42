/**
 * A real browser for tests. `CHROME_PATH` names it, else the first Chromium or Chrome on the PATH is taken. Where there
 * is none, tests are skipped and say so; under `CI=true` that is a failure.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

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

/** The browser's program, or null where there is none. */
export function browserPath(env: Readonly<Record<string, string | undefined>>): string | null {
  const named = env['CHROME_PATH'];
  if (named !== undefined && named !== '') return named;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return candidates.find(isExecutable) ?? null;
}

/** For `describe`'s option `skip`: false where a browser is at hand or must be, else the reason. */
export const withoutBrowser: string | false =
  browserPath(process.env) === null && process.env['CI'] !== 'true'
    ? 'no Chromium or Chrome found: set CHROME_PATH'
    : false;

/** @throws Error where there is no browser */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = browserPath(process.env);
  if (executablePath === null) throw new Error('No Chromium or Chrome on the PATH; set CHROME_PATH to one.');
  return chromium.launch({ executablePath, args: quiet });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

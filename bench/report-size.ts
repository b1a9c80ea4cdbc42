/**
 * How much a report weighs, and how soon it shows its first picture in Chromium: of one target, and of three targets
 * with 41 rates in 3 rounds, of which the page should weigh under 3 MB and show a picture within a second.
 * Usage: npm run bench:report
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { analyse } from '../src/analysis/analyse.ts';
import type { Run } from '../src/model/run.ts';
import { htmlReport } from '../src/report/html.ts';
import { launchBrowser } from '../tests/browser.ts';
import { type SyntheticOptions, syntheticRun } from '../tests/fixtures/run.ts';
import { print } from './print.ts';

const PASSES = 5;

const remix = {
  label: 'remix',
  title: 'Remix 2.17 on Express 4',
  server: { serviceMs: 4.2, workers: 1, sigma: 0.6 },
};

const runs: Readonly<Record<string, SyntheticOptions>> = {
  '1 target, 41 rates, 1 round': { placement: 'shared', targets: [remix] },
  '3 targets, 41 rates, 3 rounds': {
    placement: 'shared',
    rounds: 3,
    earlyStop: false,
    targets: [
      remix,
      { label: 'leptos', title: 'Leptos on Axum', server: { serviceMs: 0.25, sigma: 0.45 } },
      { label: 'vanilla', title: 'node:http and template literals', server: { serviceMs: 0.5, workers: 1 } },
    ],
  },
};

/** When the page was first painted, when all its pictures were there, and when its script was done: ms from the start. */
interface Opening {
  readonly painted: number;
  readonly pictures: number;
  readonly ready: number;
}

async function open(browser: Browser, file: string): Promise<Opening> {
  const context = await browser.newContext({ viewport: { width: 1_400, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('#download[download="run.json"]');
    return await page.evaluate<Opening>(`({
      painted: performance.getEntriesByName('first-contentful-paint')[0].startTime,
      pictures: performance.getEntriesByType('navigation')[0].domInteractive,
      ready: performance.now(),
    })`);
  } finally {
    await context.close();
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const browser = await launchBrowser();
const folder = mkdtempSync(join(tmpdir(), 'framebench-report-size-'));
try {
  const rows: Record<string, string>[] = [];
  for (const [name, options] of Object.entries(runs)) {
    const run: Run = syntheticRun(options);
    const text = JSON.stringify(run);
    const began = performance.now();
    const analysis = analyse(run);
    const analysed = performance.now();
    const html = await htmlReport(analysis, [{ run, text }]);
    const drawn = performance.now();
    const file = join(folder, 'report.html');
    writeFileSync(file, html);
    const openings: Opening[] = [];
    for (let pass = 0; pass < PASSES; pass++) openings.push(await open(browser, file));
    const megabytes = (bytes: number) => (bytes / 1e6).toFixed(2);
    rows.push({
      report: name,
      'run.json MB': megabytes(Buffer.byteLength(text)),
      'page MB': megabytes(Buffer.byteLength(html)),
      'gzipped MB': megabytes(gzipSync(html).length),
      'analyse ms': (analysed - began).toFixed(0),
      'draw ms': (drawn - analysed).toFixed(0),
      [`first paint ms, median of ${PASSES}`]: median(openings.map(({ painted }) => painted)).toFixed(0),
      'all pictures ms': median(openings.map(({ pictures }) => pictures)).toFixed(0),
      'panel filled ms': median(openings.map(({ ready }) => ready)).toFixed(0),
    });
  }
  for (const row of rows)
    print(
      Object.entries(row)
        .map(([what, value]) => `${what}: ${value}`)
        .join(', '),
    );
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { analyse } from '../../src/analysis/analyse.ts';
import type { Column } from '../../src/model/analysis.ts';
import { formatShare, formatSuccess } from '../../src/model/share.ts';
import { figureColumns, headText } from '../../src/report/comparison/figure-columns.ts';
import { countText, latencyText, rateText } from '../../src/report/figures.ts';
import { htmlReport } from '../../src/report/html.ts';
import { launchBrowser, withoutBrowser } from '../browser.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { compared, hostileSample, measuredTargets, type Sample, troubled, usual } from './samples.ts';

/** Run in the page: the name of what has the focus. */
const focused = 'document.activeElement.id';

/** Nine targets of both classes: more than a phone can show beside each other. */
const nine: Sample = (() => {
  const run = syntheticRun({
    rates: [40, 100, 316, 1_000],
    rounds: 2,
    durationMs: 1_000,
    targets: Array.from({ length: 9 }, (_, i) => ({
      label: `target-${i + 1}`,
      title: `Target number ${i + 1} on node:http`,
      class: i % 2 === 0 ? 'stock' : 'mounted',
      server: { serviceMs: 0.5 + i },
    })),
  });
  return { run, analysis: analyse(run) };
})();

const samples: Readonly<Record<string, Sample>> = {
  usual,
  compared,
  troubled,
  hostile: hostileSample,
  nine,
};

/** Written unlike `JSON.stringify` would, so that only the very same bytes will do. */
const runText = (sample: Sample) => `${JSON.stringify(sample.run, null, 1)}\r\n\n`;

interface Opened {
  readonly page: Page;
  /** Whatever the page asked for, said or complained of. */
  readonly noise: string[];
}

describe('the report in a browser', { skip: withoutBrowser }, () => {
  let browser: Browser;
  let folder: string;

  before(async () => {
    browser = await launchBrowser();
    folder = mkdtempSync(join(tmpdir(), 'framebench-report-'));
    for (const [name, sample] of Object.entries(samples)) {
      writeFileSync(
        join(folder, `${name}.html`),
        await htmlReport(sample.analysis, [{ run: sample.run, text: runText(sample) }]),
      );
    }
  });

  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a sample from the disk, hands it over when it is set up, and closes it. */
  async function open(
    name: string,
    look: (opened: Opened) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, ...options });
    try {
      const page = await context.newPage();
      const address = pathToFileURL(join(folder, `${name}.html`)).href;
      const noise: string[] = [];
      page.on('request', (request) => {
        if (request.url() !== address) noise.push(`request ${request.url().slice(0, 100)}`);
      });
      page.on('console', (message) => noise.push(`console ${message.type()} ${message.text()}`));
      page.on('pageerror', (error) => noise.push(`error ${error.message}`));
      page.on('dialog', (dialog) => {
        noise.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.goto(address);
      if (options.javaScriptEnabled !== false) await page.waitForSelector('#download[download="run.json"]');
      await look({ page, noise });
    } finally {
      await context.close();
    }
  }

  for (const name of Object.keys(samples)) {
    it(`asks for nothing and complains of nothing: ${name}`, async () => {
      await open(name, async ({ page, noise }) => {
        await page.locator('[role=option]').last().hover();
        await page.keyboard.press('Tab');
        assert.deepEqual(noise, []);
      });
    });

    for (const width of [390, 700, 1_100, 1_280]) {
      it(`has no horizontal scroll at ${width} px: ${name}`, async () => {
        const options = { viewport: { width, height: 800 } };
        await open(
          name,
          async ({ page }) => {
            assert.equal(await page.evaluate<number>('document.documentElement.scrollWidth'), width);
          },
          options,
        );
      });

      it(`keeps what a panel says within it at ${width} px: ${name}`, async () => {
        await open(
          name,
          async ({ page }) => {
            const beyond = await page
              .locator('.panel')
              .evaluateAll((panels) =>
                panels.flatMap((panel) => (panel.scrollWidth > panel.clientWidth ? [panel.scrollWidth] : [])),
              );
            assert.deepEqual(beyond, []);
          },
          { viewport: { width, height: 800 } },
        );
      });
    }
  }

  const [remix] = measuredTargets(usual);
  const columns = remix?.columns ?? [];

  /** What the panel shows, as it must follow from the analysis. */
  async function panelShows(page: Page, column: Column | undefined): Promise<void> {
    assert.ok(column !== undefined);
    const panel = page.locator('.panel').first();
    assert.equal(await panel.locator('.rate').textContent(), rateText(column.ratePerSecond));
    const figures = await panel
      .locator('dl div')
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
    const figure = (name: string) => figures.find(([key]) => key === name)?.[1];
    assert.equal(figure('Requests'), countText(column.scheduled));
    assert.equal(figure('Success'), formatSuccess(column.successRatio));
    assert.equal(figure('In window'), formatSuccess(column.goodputRatio));
    assert.equal(figure('Achieved'), rateText(column.achievedPerSecond));
    const rows = await panel
      .locator('tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
    for (const [i, { percentile, us }] of column.overScheduled.entries()) {
      const successes: number | null = column.overSuccesses[i]?.us ?? null;
      assert.deepEqual(rows[i]?.slice(0, 3), [`p${percentile}`, latencyText(us), latencyText(successes)]);
    }
    for (const [i, { kind, count, share }] of column.failures.entries()) {
      assert.deepEqual(rows[column.overScheduled.length + i], [kind, countText(count), formatShare(share)]);
    }
    const spent = column.timeSpent;
    if (spent !== null) {
      const share = (us: number) => formatShare(us / spent.meanUs);
      assert.deepEqual(rows.slice(column.overScheduled.length + column.failures.length), [
        ['Waiting for our loop', latencyText(spent.loopUs), share(spent.loopUs)],
        ['Waiting for a connection', latencyText(spent.connectingUs), share(spent.connectingUs)],
        ['The server', latencyText(spent.serverUs), share(spent.serverUs)],
        ['Mean of successes', latencyText(spent.meanUs), '100 %'],
      ]);
    }
    const bars = await panel.locator('svg rect.succeeded').count();
    const slices = column.slices.flat().filter(({ succeeded }) => succeeded > 0).length;
    assert.equal(bars, slices);
  }

  it('shows the column at the capacity first', async () => {
    await open('usual', async ({ page }) => {
      const capacity = remix?.capacities[0]?.ratePerSecond;
      await panelShows(
        page,
        columns.find(({ ratePerSecond }) => ratePerSecond === capacity),
      );
    });
  });

  it('is reached by the tab key and moved through by the arrow keys, the panel following', async () => {
    await open('usual', async ({ page }) => {
      const selected = page.locator('[role=option][aria-selected=true]');
      const start = await page
        .locator('[role=option]')
        .evaluateAll((all) => all.findIndex((one) => one.getAttribute('aria-selected') === 'true'));
      assert.equal(await page.locator('[role=option][tabindex="0"]').count(), 1);
      for (let presses = 0; presses < 40; presses++) {
        await page.keyboard.press('Tab');
        if ((await page.locator('[role=option]:focus').count()) === 1) break;
      }
      assert.equal(await selected.getAttribute('id'), await page.evaluate<string>(focused));
      for (const [key, wanted] of [
        ['ArrowRight', start + 1],
        ['ArrowLeft', start],
        ['Home', 0],
        ['ArrowLeft', 0],
        ['PageDown', 5],
        ['End', columns.length - 1],
        ['ArrowRight', columns.length - 1],
      ] as const) {
        await page.keyboard.press(key);
        assert.equal(await selected.count(), 1);
        assert.equal(await selected.getAttribute('id'), `column-0-${wanted}`);
        assert.equal(await page.evaluate<string>(focused), `column-0-${wanted}`);
        await panelShows(page, columns[wanted]);
      }
    });
  });

  it('follows the pointer over every column, which lies over its cells', async () => {
    await open('usual', async ({ page }) => {
      for (const i of [0, 20, columns.length - 1]) {
        await page.locator(`#column-0-${i}`).hover();
        await panelShows(page, columns[i]);
      }
      const thin = await page.locator('svg.wide .thincells_marks').first().boundingBox();
      const cells = await page.locator('svg.wide .cells_marks').first().boundingBox();
      const first = await page.locator('#column-0-0').boundingBox();
      const last = await page.locator(`#column-0-${columns.length - 1}`).boundingBox();
      assert.ok(thin !== null && cells !== null && first !== null && last !== null);
      assert.ok(Math.abs(first.x - thin.x) < 1.5, `${first.x} is not ${thin.x}`);
      assert.ok(Math.abs(last.x + last.width - cells.x - cells.width) < 1.5);
      assert.ok(first.y < cells.y && first.y + first.height > cells.y + cells.height);
    });
  });

  for (const words of ['answered rightly within the window', 'a request was due to its last byte']) {
    it(`outlines the chosen column without crossing words: ${words}`, async () => {
      await open(
        'usual',
        async ({ page }) => {
          const line = await page.locator('svg.wide').first().getByText(words).boundingBox();
          assert.ok(line !== null);
          // Without the space above the letters, and with some below them: an outline that near looks like a line through them.
          const box = { ...line, y: line.y + 3, height: line.height + 1 };
          const end = box.x + box.width - 2;
          const before = await page.screenshot({ clip: box });
          const hovered = await page.evaluate<string | null>(
            `[...document.querySelectorAll('#column-0-0, #column-0-0 ~ *')].find((one) => one.getBoundingClientRect().right > ${end}).id`,
          );
          await page.locator(`#${hovered}`).hover();
          assert.equal(await page.locator(`#${hovered}`).getAttribute('aria-selected'), 'true');
          assert.ok(before.equals(await page.screenshot({ clip: box })));
        },
        { viewport: { width: 1_280, height: 2_400 } },
      );
    });
  }

  it('marks the same rate in the other pictures', async () => {
    await open('troubled', async ({ page }) => {
      await page.locator('#column-0-3').hover();
      const linked = await page.locator('.linked').evaluateAll((all) => all.map(({ id }) => id));
      assert.deepEqual(linked, ['column-1-3']);
    });
  });

  it('chooses the same rate in every picture, and lays the targets side by side there', async () => {
    await open('compared', async ({ page }) => {
      const targets = measuredTargets(compared);
      const chosen = () =>
        page.locator('[role=option][aria-selected=true]').evaluateAll((all) => all.map(({ id }) => id));
      const rows = () =>
        page
          .locator('.together .scroller tbody tr')
          .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
      const first = targets[0]?.columns.findIndex(
        ({ ratePerSecond }) => ratePerSecond === compared.analysis.comparison?.sharedRatePerSecond,
      );
      assert.deepEqual(
        await chosen(),
        targets.map((_, i) => `column-${i}-${first}`),
        'well below every capacity, at first',
      );
      await page.locator('#column-1-3').hover();
      assert.deepEqual(
        await chosen(),
        targets.map((_, i) => `column-${i}-3`),
      );
      assert.equal(await page.locator('.together .detail .rate').textContent(), 'quick');
      for (const [i, row] of (await rows()).entries()) {
        const column = targets[i]?.columns[3];
        assert.ok(column !== undefined);
        const p99 = column.overScheduled.find(({ percentile }) => percentile === 99);
        assert.deepEqual(row.slice(0, 2), [targets[i]?.label, formatSuccess(column.successRatio)]);
        assert.equal(row[4], latencyText(p99?.us ?? null));
      }
    });
  });

  it('moves through all pictures at once with the keys of one', async () => {
    await open('compared', async ({ page }) => {
      await page.locator('#column-2-0').focus();
      for (const [key, wanted] of [
        ['End', 5],
        ['ArrowLeft', 4],
        ['Home', 0],
      ] as const) {
        await page.keyboard.press(key);
        assert.equal(await page.evaluate<string>(focused), `column-2-${wanted}`);
        const selected = page.locator('[role=option][aria-selected=true]');
        assert.deepEqual(
          await selected.evaluateAll((all) => all.map(({ id }) => id)),
          [0, 1, 2].map((i) => `column-${i}-${wanted}`),
        );
        assert.equal(
          await page.locator('[role=option][tabindex="0"]').count(),
          3,
          'each is a stop of the tab key',
        );
      }
    });
  });

  it('draws a line through all pictures at the pointer’s height, and takes it away again', async () => {
    await open('compared', async ({ page }) => {
      await page.locator('.columns').nth(1).scrollIntoViewIfNeeded();
      const box = await page.locator('.columns').nth(1).boundingBox();
      assert.ok(box !== null);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.75);
      assert.equal(await page.locator('.crossed').count(), 3);
      const heights = await page
        .locator('.columns')
        .evaluateAll((all) =>
          all.map((layer) => layer.getAttribute('style')?.replace(/^--y: ?([\d.]+)%;?$/, '$1')),
        );
      for (const height of heights) assert.ok(Math.abs(Number(height) - 75) < 0.5, `${height}`);
      await page.mouse.move(1, 1);
      assert.equal(await page.locator('.crossed').count(), 0);
    });
  });

  it('has pictures on identical axes: the same latency and the same rate at the same place in each', async () => {
    await open('compared', async ({ page }) => {
      const axes = await page.locator('.multiples svg.half').evaluateAll((all) =>
        all.slice(0, 3).map((svg) => {
          const corner = svg.getBoundingClientRect();
          return [...svg.querySelectorAll('.role-axis-label text')].map((label) => {
            const box = label.getBoundingClientRect();
            return `${label.textContent} ${Math.round(box.x - corner.x)} ${Math.round(box.y - corner.y)}`;
          });
        }),
      );
      assert.ok((axes[0]?.length ?? 0) > 10);
      assert.deepEqual(axes[1], axes[0]);
      assert.deepEqual(axes[2], axes[0]);
    });
  });

  for (const javaScriptEnabled of [true, false]) {
    it(`shows the difference of the two that are chosen, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      await open(
        'compared',
        async ({ page }) => {
          const visible = () =>
            page
              .locator('.pair-title')
              .evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent));
          assert.deepEqual(await visible(), ['quick ÷ usual']);
          await page.locator('#pairs').selectOption('slow ÷ quick');
          assert.deepEqual(await visible(), ['slow ÷ quick']);
          await page.locator('.pair-1 summary').click();
          const head = page.locator('.pair-1 thead th').nth(3);
          assert.equal(await head.textContent(), 'p50, ratio');
          assert.equal(await page.locator('.pair-1 tbody tr').count(), 6);
        },
        { javaScriptEnabled },
      );
    });
  }

  for (const [width, across] of [
    [1_900, true],
    [1_280, false],
    [390, false],
  ] as const) {
    it(`shows every figure of every target at once at ${width} px, a target to a ${across ? 'row' : 'column'}`, async () => {
      await open(
        'compared',
        async ({ page }) => {
          const frame = await page
            .locator('.compared')
            .evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
          assert.equal(frame.scrollWidth, frame.clientWidth);
          const heads = await page
            .locator('.compared')
            .getByRole('rowheader')
            .evaluateAll((all) =>
              all.map((head) => {
                const { left, top } = head.getBoundingClientRect();
                return { left, top };
              }),
            );
          assert.equal(heads.length, measuredTargets(compared).length);
          assert.equal(new Set(heads.map(({ left }) => left)).size, across ? 1 : heads.length);
          assert.equal(new Set(heads.map(({ top }) => top)).size, across ? heads.length : 1);
        },
        { viewport: { width, height: 900 } },
      );
    });
  }

  for (const javaScriptEnabled of [true, false]) {
    it(`has a card for each of nine targets at 390 px, and every figure on demand, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      await open(
        'nine',
        async ({ page }) => {
          const table = page.locator('.compared');
          const beyond = () => table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
          const shown = () =>
            table
              .locator('tbody tr')
              .evaluateAll((rows) =>
                rows.map((row) =>
                  [...row.querySelectorAll('td')].flatMap((cell) =>
                    cell.checkVisibility() ? [cell.dataset['head']] : [],
                  ),
                ),
              );
          const { comparison } = nine.analysis;
          assert.ok(comparison !== null);
          const columns = figureColumns(nine.analysis, comparison);
          const first = columns.filter(({ isUnderLoad }) => isUnderLoad).map(headText);
          assert.ok(first.includes('Capacity, p99<500ms') && first.length < columns.length);
          const nineOf = (heads: readonly string[]) => Array.from({ length: 9 }, () => heads);
          assert.deepEqual([await shown(), await beyond()], [nineOf(first), 0]);
          await page.locator('#every-figure').check();
          assert.deepEqual([await shown(), await beyond()], [nineOf(columns.map(headText)), 0]);
        },
        { viewport: { width: 390, height: 900 }, javaScriptEnabled },
      );
    });
  }

  it('marks the pair that is chosen where it crosses the classes', async () => {
    await open('nine', async ({ page }) => {
      const options = await page.locator('#pairs option').allTextContents();
      for (const crossed of [true, false]) {
        const option = options.find((text) => text.includes('(') === crossed);
        assert.ok(option !== undefined, options.join());
        await page.locator('#pairs').selectOption(option);
        const badges = await page.locator('.pair-title:visible .class').allTextContents();
        assert.deepEqual(badges, crossed ? [/\((.*)\)/.exec(option)?.[1]] : []);
        const notes = page.locator('.pair-lead p:visible', { hasText: 'Across classes' });
        assert.equal(await notes.count(), crossed ? 1 : 0);
      }
    });
  });

  it('names every chart for those who cannot see it', async () => {
    await open('compared', async ({ page }) => {
      const unnamed = await page
        .locator('svg:not(.marks)')
        .evaluateAll((all) => all.filter((svg) => (svg.getAttribute('aria-label') ?? '').length < 20).length);
      assert.equal(unnamed, 0);
    });
  });

  it('says why a rate was not tried', async () => {
    await open('troubled', async ({ page }) => {
      const [slow] = measuredTargets(troubled);
      const index = slow?.columns.findIndex(({ notTried }) => notTried !== null) ?? -1;
      assert.ok(index > 0);
      await page.locator(`#column-0-${index}`).hover();
      const state = await page.locator('.panel .state').first().textContent();
      assert.equal(state, `Not tried: ${slow?.columns[index]?.notTried}.`);
      const row = page.locator('.together .scroller tbody tr').first();
      assert.match((await row.textContent()) ?? '', /not tried/i);
    });
  });

  for (const javaScriptEnabled of [true, false]) {
    it(`switches percentile lines ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      await open(
        'usual',
        async ({ page }) => {
          const line = (name: string) => page.locator(`svg.wide .${name}_marks`).first();
          assert.equal(await line('p99').isVisible(), true);
          assert.equal(await line('p90').isVisible(), false);
          await page.locator('#line-p90').check();
          await page.locator('#line-p99').uncheck();
          assert.equal(await line('p90').isVisible(), true);
          assert.equal(await line('p99').isVisible(), false);
          assert.equal(await line('s90').isVisible(), false);
          await page.locator('#line-successes').check();
          assert.equal(await line('s90').isVisible(), true);
          assert.equal(await line('s99').isVisible(), false);
        },
        { javaScriptEnabled },
      );
    });
  }

  it('shows its charts, table and download without script', async () => {
    await open(
      'usual',
      async ({ page }) => {
        for (const svg of await page.locator('svg.wide').all()) {
          const box = await svg.boundingBox();
          assert.ok(box !== null && box.width > 600 && box.height > 150);
        }
        assert.equal(await page.locator('.panel').first().isVisible(), false);
        assert.equal(await page.locator('tbody tr').count(), columns.length);
        const saved = page.waitForEvent('download');
        await page.locator('#download').click();
        const file = await saved;
        assert.equal(file.suggestedFilename(), 'run.json.gz');
        assert.equal(gunzipSync(readFileSync(await file.path())).toString('utf8'), runText(usual));
      },
      { javaScriptEnabled: false },
    );
  });

  it('gives the run back, byte for byte', async () => {
    await open('hostile', async ({ page }) => {
      const saved = page.waitForEvent('download');
      await page.locator('#download').click();
      const file = await saved;
      assert.equal(file.suggestedFilename(), 'run.json');
      assert.deepEqual(readFileSync(await file.path()), Buffer.from(runText(hostileSample)));
    });
  });

  it('takes hostile words as words, in the page and in every panel', async () => {
    await open('hostile', async ({ page, noise }) => {
      const count = await page.locator('[role=option]').count();
      for (let i = 0; i < count; i++) await page.locator('[role=option]').nth(i).hover();
      assert.equal(await page.evaluate<boolean>("'hit' in window"), false);
      assert.equal(await page.locator('img, iframe, object, embed, link, body svg[onload]').count(), 0);
      assert.equal(await page.locator('script').count(), 2);
      assert.equal(await page.locator('h1').count(), 1);
      assert.match(
        (await page.locator('h1').textContent()) ?? '',
        /<\/script><script>window\.hit = 1<\/script>/,
      );
      assert.deepEqual(noise, []);
    });
  });

  it('is light or dark as the reader prefers, or says', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await open(
        'usual',
        async ({ page }) => {
          const ground = () =>
            page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
          const asked = await ground();
          assert.equal(asked, colorScheme === 'light' ? 'rgb(255, 254, 251)' : 'rgb(20, 21, 26)');
          await page.locator(colorScheme === 'light' ? '#theme-dark' : '#theme-light').check();
          assert.notEqual(await ground(), asked);
        },
        { colorScheme },
      );
    }
  });

  it('shows a picture made for the width: another on a phone', async () => {
    const options = { viewport: { width: 390, height: 800 } };
    await open(
      'usual',
      async ({ page }) => {
        assert.equal(await page.locator('svg.narrow').first().isVisible(), true);
        assert.equal(await page.locator('svg.wide').first().isVisible(), false);
        const sizes = await page
          .locator('svg.narrow text')
          .evaluateAll((all) => all.map((text) => text.getBoundingClientRect().height));
        assert.ok(Math.min(...sizes.filter((size) => size > 0)) > 9, 'the smallest text is legible');
        const cells = await page.locator('svg.narrow .thincells_marks').first().boundingBox();
        const first = await page.locator('#column-0-0').boundingBox();
        assert.ok(cells !== null && first !== null && Math.abs(cells.x - first.x) < 1.5);
      },
      options,
    );
  });

  it('is printed light, with its charts and without its switches', async () => {
    await open(
      'usual',
      async ({ page }) => {
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        assert.equal(await page.locator('svg.wide').first().isVisible(), true);
        for (const hidden of ['.panel', '.switches', '.theme', '#download']) {
          assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
        }
        const ink = await page.evaluate<string>('getComputedStyle(document.body).color');
        assert.equal(ink, 'rgb(27, 28, 34)');
      },
      { viewport: { width: 700, height: 900 } },
    );
  });
});

import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { analyse } from '../../../src/analysis/analyse.ts';
import { widthOf } from '../../../src/cli/terminal/paint.ts';
import type { Run } from '../../../src/model/run.ts';
import { timedEventsOf } from '../../fixtures/events.ts';
import { soundSetting, soundStep } from '../../fixtures/examination.ts';
import { type SyntheticOptions, syntheticRun } from '../../fixtures/run.ts';
import { closeViews, stage, upTo } from './stage.ts';

const small: SyntheticOptions = {
  rates: [1, 10, 100, 1_000],
  durationMs: 200,
  durationCapMs: 500,
  minSamples: 20,
};
const remix = { label: 'remix', title: 'Remix 2.17 on Express 4' };
const one = syntheticRun({ ...small, targets: [remix] });
const two = syntheticRun({ ...small, rounds: 2, targets: [remix, { label: 'vanilla', title: 'node:http' }] });

afterEach(closeViews);

/** Figures are the simulation's own affair. */
const withoutFigures = (text: string): string => text.replaceAll(/\d(?:[\d,.]*\d)?/g, '#');

describe('a sweep in a log file', () => {
  it('is told in plain lines, one for each thing that matters', () => {
    const s = stage({ columns: null });
    s.play(timedEventsOf(one));
    assert.deepEqual(withoutFigures(s.text()).split('\n'), [
      '# target, # rates from # to #/s on droplet, split; takes about # s',
      'remix: serves the right page (# checks)',
      'remix: Remix # on Express #',
      'remix: ready after # ms',
      'remix: warmed up with # requests in # s',
      'remix: #/s: p# # ms, p# # ms, max # ms; all # answered [# of #, about # s left]',
      'remix: #/s: p# # ms, p# # ms, max # ms; all # answered [# of #, about # s left]',
      'remix: #/s: p# # ms, p# # ms, max # ms; all # answered [# of #, about # s left]',
      'remix: #/s: p# # ms, p# # ms, max # ms; all # answered [# of #, about # s left]',
    ]);
  });

  it('says from how many machines the load comes, where they are several', () => {
    const s = stage({ columns: null });
    const via = ['a', 'b', 'c'].map((ssh) => ({ ssh, directory: 'bench' }));
    const host = { ...one.plan.host, generator: { via } };
    const placement = { ...one.plan.placement, resolved: 'remote' } as const;
    s.play(timedEventsOf({ ...one, plan: { ...one.plan, host, placement } }));
    assert.match(s.text(), /on droplet, remote, loaded from 3 machines; takes about/);
  });

  it('holds no escape sequence, even where colours are forced upon everything else', () => {
    const s = stage({ columns: null });
    s.play(timedEventsOf(two));
    s.view.end(analyse(two), 'reports/x/report.html');
    assert.doesNotMatch(s.screen.written, /\u001b/);
  });

  it('tells of a target that fails, a server that dies, and what was left out', () => {
    const run = syntheticRun({
      ...small,
      rates: [10, 20, 40, 80, 160, 320],
      targets: [
        { label: 'gone', failure: { reason: 'missing-tool', detail: 'cargo is not installed.\nGet it.' } },
        { label: 'weak', diesAt: 20, server: { serviceMs: 4_000 } },
      ],
      timeoutMs: 1_000,
    });
    const s = stage({ columns: null });
    s.play(timedEventsOf(run));
    const text = s.text();
    assert.match(
      text,
      /^gone: cannot be measured \(missing-tool\)\n {4}cargo is not installed\.\n {4}Get it\.$/m,
    );
    assert.match(text, /^weak: the server died at 20\/s \(SIGSEGV\)\n {4}listening\n {4}Segmentation fault/m);
    assert.match(text, /^weak: not tried from 80\/s on: goodput was under 20 %/m);
    assert.equal(text.split('not tried').length, 2, 'what was left out is told once');
  });

  for (const columns of [null, 80]) {
    it(`tells where a server is measured that ignores its port, ${columns ?? 'without'} columns`, () => {
      const s = stage({ columns });
      s.play(
        timedEventsOf(one).map((timed) =>
          timed.event.kind === 'server-started'
            ? {
                ...timed,
                event: { ...timed.event, server: { ...timed.event.server, listensOn: '127.0.0.1:8000' } },
              }
            : timed,
        ),
      );
      assert.match(s.text(), /^remix: ready after .*, on 127\.0\.0\.1:8000\s+and\s+not\s+on\s+the\s+port/m);
    });
  }

  it('tells of a doctor’s doubts in one line, the worst first, and not of what is good', () => {
    const doubtful = { ...soundSetting, governors: ['powersave'] };
    const s = stage({ columns: null });
    s.play(upTo(one, 'sweep-started'));
    s.play([
      { atMs: 0, event: { kind: 'host-examined', setting: doubtful } },
      { atMs: 0, event: { kind: 'generator-tried', trial: { steps: [soundStep], rungs: [] } } },
    ]);
    assert.match(s.text(), /takes about [^\n]*\n(bad|doubtful): [^\n]*; the report says why$/);
    assert.match(s.text(), /CPU governor/);
    assert.doesNotMatch(s.text(), /good/);
  });

  it('tells where it was interrupted', () => {
    const s = stage({ columns: null });
    s.play(upTo(one, 'step-started', 2));
    s.play([
      { atMs: 1, event: { kind: 'interrupted', reason: 'Interrupted by SIGINT.', atStep: 'remix at 100/s' } },
    ]);
    assert.match(
      s.text(),
      /\nInterrupted by SIGINT during remix at 100\/s; what was measured before is kept$/,
    );
  });
});

describe('a sweep that is watched', () => {
  it('shows who is measured, the picture so far, the last step, and what comes', () => {
    const s = stage({ columns: 80 });
    s.play(upTo(two, 'step-started', 2));
    const lines = s.text().split('\n');
    assert.match(
      lines[1] ?? '',
      /^ (remix {2}Remix 2\.17 on Express 4|vanilla {2}node:http) +target 1 of 2 · round 1 of 2$/,
    );
    assert.match(lines[3] ?? '', /^ success ████████$/);
    assert.match(lines.at(-4) ?? '', /^ {3}req\/s 1 {3}10 {2}100 1k$/);
    assert.match(lines.at(-5) ?? '', /^ {9}┴───┴───▲▲▲▲┴───$/);
    assert.match(
      lines.at(-2) ?? '',
      /^ 10\/s {6}p50 [\d.]+ ms {3}p99 [\d.]+ ms {3}max [\d.]+ ms {3}all \d+ answered$/,
    );
    assert.match(lines.at(-1) ?? '', /^ 100\/s for 200 ms +[━·]+ {3}3 of 4 {3}about .* left$/);
  });

  it('says what happens between the steps', () => {
    const phases = (['block-started', 'server-started', 'resting', 'server-stopped'] as const).map((kind) => {
      const s = stage({ columns: 80 });
      s.play(upTo(one, kind, 0));
      return / (\D+?)(, p50 .*?)? {2,}/.exec(s.text().split('\n').at(-1) ?? '')?.[1];
    });
    assert.deepEqual(phases, [
      'starting the server',
      'warming up',
      'letting the server rest',
      'stopping the server',
    ]);
  });

  it('leaves one picture of each target above, in the order in which they were done', () => {
    const s = stage({ columns: 80 });
    s.play(timedEventsOf(two));
    s.view.end(analyse(two), 'reports/x/report.html');
    const names = s.text().match(/^ (remix|vanilla) {2}/gm) ?? [];
    assert.deepEqual(
      names.map((name) => name.trim()),
      two.plan.blocks.filter(({ round }) => round === 2).map(({ label }) => label),
    );
    assert.equal(s.text().split('success').length, 3);
    assert.match(s.text(), /\nReport: reports\/x\/report\.html$/);
    assert.equal(s.screen.cursorVisible, true);
  });

  it('leaves no second picture where a search comes back to a target for its fixed rates', () => {
    const s = stage({ columns: 100 });
    const story = timedEventsOf(two);
    const blocks = story.filter(
      ({ event }) => event.kind === 'block-started' || event.kind === 'block-finished',
    );
    const last = story.findLastIndex(({ event }) => event.kind === 'block-finished');
    s.play([...story.slice(0, last + 1), ...blocks.slice(-2), ...story.slice(last + 1)]);
    s.view.end(analyse(two), 'reports/x/report.html');
    assert.equal(s.text().split('success').length, 3);
  });

  it('keeps what failed under the picture: how many, of which kind, and from which rate', () => {
    const failing = syntheticRun({
      ...small,
      rates: [10, 500, 1_000],
      targets: [{ ...remix, diesAt: 500 }],
    });
    const s = stage({ columns: 80 });
    s.play(timedEventsOf(failing));
    s.view.end(analyse(failing), 'reports/x/report.html');
    assert.match(s.text(), /^ {3}req\/s 10.*\n {2}failed [\d,]+ (refused|reset) (at|from) 500\/s/m);
  });

  it('says how many were answered before how fast where the window is narrow', () => {
    const s = stage({ columns: 40 });
    s.play(upTo(one, 'step-finished', 2));
    assert.match(s.text(), /^ 100\/s .*all \d+ answered$/m);
    assert.doesNotMatch(s.text(), /max/);
  });

  it('leaves the picture of the block that was interrupted, and gives the cursor back', () => {
    const run = syntheticRun({ ...small, targets: [remix], interruptedAfter: 2 });
    const s = stage({ columns: 80 });
    s.play(upTo(one, 'step-started', 2));
    s.play([{ atMs: 9, event: { kind: 'interrupted', reason: 'SIGINT', atStep: null } }]);
    s.view.close();
    s.view.end(analyse(run), 'reports/x/report.html');
    assert.equal(s.text().split('success').length, 2);
    assert.equal(s.screen.cursorVisible, true);
  });

  it('is erased without a trace when closed', () => {
    const s = stage({ columns: 80 });
    s.screen.write('$ bench sweep\n');
    s.play(upTo(one, 'step-started', 2));
    s.view.note('a note\u001b[2J from elsewhere');
    s.view.close();
    s.view.close();
    assert.equal(s.text(), '$ bench sweep\na note from elsewhere');
    assert.equal(s.screen.cursorVisible, true);
  });

  it('shows what an earlier part has measured, and counts on from there', () => {
    const done = syntheticRun({ ...small, targets: [remix], interruptedAfter: 2 });
    const s = stage({ columns: 80, done });
    s.play(upTo(one, 'server-started', 0));
    assert.match(s.text(), /^ success ████████$/m);
    assert.match(s.text(), / 3 of 4 /);
  });

  it('makes do without a picture where the window is too low for it', () => {
    const s = stage({ columns: 80, rows: 8 });
    s.play(upTo(one, 'step-started', 2));
    assert.equal(s.text().split('\n').length, 2);
  });

  it('survives a window that changes its size', () => {
    const s = stage({ columns: 120 });
    const story = timedEventsOf(two);
    for (const [at, timed] of story.entries()) {
      s.screen.resize(30 + ((at * 37) % 100));
      s.play([timed]);
    }
    s.view.end(analyse(two), 'reports/x/report.html');
    assert.equal(s.screen.cursorVisible, true);
    assert.equal(s.text().split('success').length, 3);
    assert.equal(s.text().split('left').length, 1, 'nothing of the live view is left behind');
  });

  it('fits into any window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 24, max: 160 }), fc.integer({ min: 5, max: 60 }), (columns, rows) => {
        const s = stage({ columns, rows });
        s.play(upTo(two, 'step-finished', 3));
        const lines = s.text().split('\n');
        closeViews();
        assert.ok(lines.length < Math.max(3, rows), `${lines.length} lines in ${rows} rows`);
        for (const line of lines)
          assert.ok(widthOf(line) < columns, `${widthOf(line)} >= ${columns}: ${line}`);
      }),
      { numRuns: 50 },
    );
  });
});

describe('untrusted text', () => {
  const nasty = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202eevil\r\n\u2028';
  const run: Run = syntheticRun({
    ...small,
    targets: [
      { label: `a${nasty}`, title: `t${nasty}`, diesAt: 10 },
      { label: `b${nasty}`, failure: { reason: `r${nasty}`, detail: `d${nasty}` } },
    ],
  });

  for (const columns of [null, 80]) {
    it(`does nothing to ${columns === null ? 'a log file' : 'a terminal'}`, () => {
      const s = stage({ columns });
      s.play(timedEventsOf(run));
      s.view.end(analyse(run), `reports/${nasty}/report.html`);
      assert.doesNotMatch(s.screen.written, /\u001b\]|\u001b\[2J|\u0007|\u009b|\u202e|\r\n|\u2028/);
      assert.match(s.text(), /evil/);
    });
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type BuildView, createBuildView } from '../../../src/cli/terminal/build-view.ts';
import { Screen } from './screen.ts';

interface Scene {
  readonly view: BuildView;
  readonly screen: Screen;
  readonly clock: { ms: number };
}

function scene(live: boolean, labelColumns = 0): Scene {
  const screen = new Screen(live ? 40 : 10_000);
  const clock = { ms: 0 };
  const stderr = {
    write: (text: string) => screen.write(text),
    columns: live ? 40 : null,
    rows: live ? 24 : null,
  };
  const view = createBuildView({ stderr, live, color: 0, now: () => clock.ms }, labelColumns);
  return { view, screen, clock };
}

describe('builds in a log file', () => {
  it('tell every line, whose it is, and how it ended', () => {
    const { view, screen } = scene(false, 7);
    view.begin('remix', '/logs/build-remix.log');
    view.line('$ npm ci');
    view.line('added 5 packages\u001b[2J\u0007');
    view.end('remix', { durationMs: 21_400, cached: false }, null);
    view.end('leptos', { durationMs: 63_000, cached: true }, null);
    view.end('vanilla', null, null);
    view.end('go', null, { reason: 'missing-tool', detail: 'go is not installed.\nInstall\u001b[31m it.' });
    view.close();
    assert.deepEqual(screen.text.split('\n'), [
      'remix: building, log in /logs/build-remix.log',
      'remix | $ npm ci',
      'remix | added 5 packages',
      ' remix    built in 21.4 s',
      ' leptos   built already (took 63 s)',
      ' vanilla  ready, nothing to build',
      ' go       go is not installed.',
      '   Install it.',
    ]);
    assert.doesNotMatch(screen.written, /\u001b/);
  });
});

describe('builds that are watched', () => {
  it('show their last lines and the time, and leave one line', () => {
    const { view, screen, clock } = scene(true);
    view.begin('remix', '/logs/build-remix.log');
    for (let i = 1; i <= 20; i++) view.line(`compiling ${i}`);
    clock.ms = 12_000;
    view.line('a line that is longer than the window is wide, by far');
    assert.deepEqual(screen.text.split('\n'), [
      ' remix  building, 12 s',
      ...[16, 17, 18, 19, 20].map((i) => `   compiling ${i}`),
      '   a line that is longer than the wind…',
    ]);
    view.end('remix', { durationMs: 12_000, cached: false }, null);
    view.close();
    assert.equal(screen.text, ' remix  built in 12 s');
    assert.equal(screen.cursorVisible, true);
  });

  it('give the terminal back when they are interrupted', () => {
    const { view, screen } = scene(true);
    view.begin('remix', '/logs/build-remix.log');
    view.line('compiling');
    view.note('stopping');
    assert.equal(screen.text, 'stopping\n remix  building, 0 s\n   compiling');
    view.close();
    assert.equal(screen.text, 'stopping');
    assert.equal(screen.cursorVisible, true);
  });
});

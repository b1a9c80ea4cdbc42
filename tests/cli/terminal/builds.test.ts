import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createView, type View } from '../../../src/cli/terminal/view.ts';
import { Screen } from './screen.ts';

interface Scene {
  readonly view: View;
  readonly screen: Screen;
  readonly clock: { ms: number };
}

function scene(live: boolean): Scene {
  const screen = new Screen(live ? 40 : 10_000);
  const clock = { ms: 0 };
  const stderr = {
    write: (text: string) => screen.write(text),
    columns: live ? 40 : null,
    rows: live ? 24 : null,
  };
  return { view: createView({ stderr, live, color: 0, now: () => clock.ms }), screen, clock };
}

const label = 'remix';
const started = { kind: 'build-started', label, logPath: '/logs/build-remix.log' } as const;
const printed = (line: string) => ({ kind: 'build-line', label, line }) as const;
const built = (durationMs: number, cached: boolean) =>
  ({ kind: 'build-finished', label, build: { durationMs, cached } }) as const;

describe('builds in a log file', () => {
  it('tell whose a build is, where its lines are kept, and how it ended', () => {
    const { view, screen } = scene(false);
    view.show(started);
    view.show(printed('$ npm ci'));
    view.show(printed('added 5 packages\u001b[2J\u0007'));
    view.show(built(21_400, false));
    view.show({ ...built(63_000, true), label: 'leptos' });
    view.show({ kind: 'build-waiting', label: 'go', folder: '/go\u001b[31m' });
    view.show({
      kind: 'target-failed',
      label: 'go',
      failure: { reason: 'missing-tool', detail: 'go is not installed.\nInstall\u001b[31m it.' },
    });
    view.close();
    assert.deepEqual(screen.text.split('\n'), [
      'remix: building, log in /logs/build-remix.log',
      'remix: built in 21.4 s',
      'leptos: built already (took 63 s)',
      'go: waits for another bench that builds in /go',
      'go: cannot be measured (missing-tool)',
      '    go is not installed.',
      '    Install it.',
    ]);
    assert.doesNotMatch(screen.written, /\u001b/);
  });
});

describe('targets with nothing to build', () => {
  for (const live of [false, true]) {
    it(`are told in one line for all of them, ${live ? 'watched' : 'in a log file'}`, () => {
      const { view, screen } = scene(live);
      view.show({ kind: 'build-finished', label: 'vanilla', build: null });
      view.show(built(1_000, true));
      view.show({ kind: 'build-finished', label: 'app\u001b[31m', build: null });
      view.close();
      assert.deepEqual(screen.text.split('\n'), [
        'remix: built already (took 1 s)',
        'vanilla, app: ready, nothing to build',
      ]);
    });
  }
});

describe('builds that are watched', () => {
  it('show their last lines and the time, and leave one line', () => {
    const { view, screen, clock } = scene(true);
    view.show(started);
    for (let i = 1; i <= 20; i++) view.show(printed(`compiling ${i}`));
    clock.ms = 12_000;
    view.show(printed('a line that is longer than the window is wide, by far'));
    assert.deepEqual(screen.text.split('\n'), [
      ' remix: building, 12 s',
      ...[16, 17, 18, 19, 20].map((i) => `   compiling ${i}`),
      '   a line that is longer than the wind…',
    ]);
    view.show(built(12_000, false));
    view.close();
    assert.equal(screen.text, 'remix: built in 12 s');
    assert.equal(screen.cursorVisible, true);
  });

  it('give the terminal back when they are interrupted', () => {
    const { view, screen } = scene(true);
    view.show(started);
    view.show(printed('compiling'));
    view.note('stopping');
    assert.equal(screen.text, 'stopping\n remix: building, 0 s\n   compiling');
    view.close();
    assert.equal(screen.text, 'stopping');
    assert.equal(screen.cursorVisible, true);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { watchInterrupts } from '../../src/cli/interrupts.ts';
import type { InterruptSignal, Surroundings } from '../../src/cli/surroundings.ts';

/** Surroundings that write down what happens to them. */
function watched() {
  const happened: string[] = [];
  let handle: ((signal: InterruptSignal) => void) | null = null;
  const output = {
    write: (text: string) => void happened.push(`says: ${text.trim()}`),
    isTerminal: false,
    columns: null,
    rows: null,
  };
  const surroundings: Surroundings = {
    argv: [],
    cwd: '/',
    env: {},
    stdout: output,
    stderr: output,
    platform: 'linux',
    onInterrupt(listener) {
      handle = listener;
      return () => {
        handle = null;
      };
    },
    leave: (exitCode) => void happened.push(`leaves with ${exitCode}`),
  };
  return { happened, surroundings, interrupt: (signal: InterruptSignal) => handle?.(signal) };
}

describe('interrupts', () => {
  it('the first stops gently, and says what a second one would do', () => {
    const { happened, surroundings, interrupt } = watched();
    const interrupts = watchInterrupts(surroundings);
    interrupts.beforeLeaving(() => happened.push('kills'));
    assert.deepEqual([interrupts.signal.aborted, interrupts.exitCode], [false, null]);
    interrupt('SIGINT');
    assert.deepEqual(
      [interrupts.signal.aborted, interrupts.received, interrupts.exitCode],
      [true, 'SIGINT', 130],
    );
    assert.deepEqual(happened, ['says: Stopping, and keeping what was measured. Once more: stop at once.']);
  });

  it('the first is told by whoever draws on the terminal, for as long as that is', () => {
    for (const ended of [false, true]) {
      const { happened, surroundings, interrupt } = watched();
      const end = watchInterrupts(surroundings).tellThrough((sentence) =>
        happened.push(`draws: ${sentence}`),
      );
      if (ended) end();
      interrupt('SIGINT');
      assert.match(happened.join(), ended ? /^says: Stopping/ : /^draws: Stopping/);
    }
  });

  it('the second cleans up and leaves at once, with the exit code of the first', () => {
    const { happened, surroundings, interrupt } = watched();
    const interrupts = watchInterrupts(surroundings);
    interrupts.beforeLeaving(() => happened.push('kills a'));
    const withdraw = interrupts.beforeLeaving(() => happened.push('kills b'));
    withdraw();
    interrupt('SIGTERM');
    interrupt('SIGINT');
    assert.deepEqual(happened, ['kills a', 'leaves with 143']);
  });

  it('a hangup stops gently, however often it comes', () => {
    const { happened, surroundings, interrupt } = watched();
    const interrupts = watchInterrupts(surroundings);
    interrupts.beforeLeaving(() => happened.push('kills'));
    interrupt('SIGHUP');
    interrupt('SIGHUP');
    assert.deepEqual([interrupts.signal.aborted, interrupts.exitCode, happened], [true, 129, []]);
    interrupt('SIGTERM');
    assert.deepEqual(happened, ['kills', 'leaves with 129']);
  });

  it('leaves even where cleaning up fails', () => {
    const { happened, surroundings, interrupt } = watched();
    const interrupts = watchInterrupts(surroundings);
    interrupts.beforeLeaving(() => {
      throw new Error('gone already');
    });
    interrupts.beforeLeaving(() => happened.push('kills'));
    interrupt('SIGTERM');
    interrupt('SIGTERM');
    assert.deepEqual(happened, ['kills', 'leaves with 143']);
  });

  it('are nobody’s after the end', () => {
    const { surroundings, interrupt } = watched();
    const interrupts = watchInterrupts(surroundings);
    interrupts.end();
    interrupt('SIGINT');
    assert.equal(interrupts.received, null);
  });
});

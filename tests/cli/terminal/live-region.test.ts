import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLiveRegion } from '../../../src/cli/terminal/live-region.ts';
import { Screen } from './screen.ts';

describe('a live region', () => {
  it('is drawn over what it showed before', () => {
    const screen = new Screen(40);
    const region = createLiveRegion(screen);
    screen.write('$ bench\n');
    region.draw(['one', 'two', 'three']);
    region.draw(['four']);
    assert.equal(screen.text, '$ bench\nfour');
  });

  it('leaves what is printed above it', () => {
    const screen = new Screen(40);
    const region = createLiveRegion(screen);
    region.print(['before']);
    region.draw(['live']);
    region.print(['first', 'second']);
    region.draw(['alive'], ['third']);
    assert.equal(screen.text, 'before\nfirst\nsecond\nthird\nalive');
  });

  it('finds its beginning again where the terminal has wrapped its lines', () => {
    const screen = new Screen(10);
    const region = createLiveRegion(screen);
    screen.write('$ bench\n');
    region.draw(['a line of 23 characters', 'short']);
    region.draw(['new']);
    assert.equal(screen.text, '$ bench\nnew');
  });

  it('never erases the whole screen at once, of which tmux would keep a copy', () => {
    const screen = new Screen(40);
    const region = createLiveRegion(screen);
    region.draw(['one', 'two']);
    region.draw(['three']);
    region.close();
    assert.doesNotMatch(screen.written, /\u001b\[\d*J/);
  });

  it('hides the cursor while it is there, and gives it back once', () => {
    const screen = new Screen(40);
    const region = createLiveRegion(screen);
    const listeners = process.listenerCount('exit');
    region.draw(['live']);
    assert.equal(screen.cursorVisible, false);
    region.close();
    region.close();
    assert.equal(screen.cursorVisible, true);
    assert.equal(screen.text, '');
    assert.equal(screen.written.split('\u001b[?25h').length, 2);
    assert.equal(process.listenerCount('exit'), listeners);
  });

  it('gives the cursor back when the process ends in the middle', () => {
    const screen = new Screen(40);
    const region = createLiveRegion(screen);
    region.draw(['live']);
    const [handler] = process.listeners('exit').slice(-1);
    handler?.(0);
    assert.equal(screen.cursorVisible, true);
    region.close();
  });

  it('writes nothing special where it was never drawn', () => {
    const screen = new Screen(40);
    const region = createLiveRegion(screen);
    region.print(['plain']);
    region.close();
    assert.equal(screen.written, 'plain\n');
  });
});

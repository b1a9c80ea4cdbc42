import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunningServer } from '../../src/measure/seams.ts';
import { onlyAt } from '../../src/work/only-at.ts';

function serverAt(address: string) {
  let stopped = false;
  const stop = async () => {
    stopped = true;
    return { code: 0, signal: null };
  };
  const server: RunningServer = {
    pid: 1,
    address,
    port: 3_000,
    startMs: 1,
    listenBacklog: null,
    exited: new Promise(() => {}),
    sample: () => Promise.reject(),
    watch: () => Promise.reject(),
    left: async () => 0,
    logTail: async () => [],
    stop,
  };
  return { started: { server, failure: null }, isStopped: () => stopped };
}

describe('a server that is loaded from another machine', () => {
  it('may listen at the address of its host', async () => {
    const { started, isStopped } = serverAt('10.0.0.1');
    assert.equal(await onlyAt('10.0.0.1', 'app', started), started);
    assert.equal(isStopped(), false);
  });

  it('is stopped and cannot be measured where it listens elsewhere', async () => {
    const { started, isStopped } = serverAt('127.0.0.1');
    const { server, failure } = await onlyAt('10.0.0.1', 'app', started);
    assert.equal(server, null);
    assert.match(failure?.detail ?? '', /^app listens on 127\.0\.0\.1, .* Let it listen on HOST\./);
    assert.equal(isStopped(), true);
  });
});

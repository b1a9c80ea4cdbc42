import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { brokenIdentities } from '../../../src/analysis/judging/identities.ts';
import { startGenerator } from '../../../src/measure/load/generator.ts';
import type { LoadStep } from '../../../src/measure/seams.ts';
import { plainStep } from '../../fixtures/step.ts';

const asked: LoadStep = {
  ratePerSecond: 50,
  scheduled: 200,
  windowMs: 4_000,
  seed: 1,
  arrivals: 'constant',
  timeoutMs: 10_000,
  maxConnections: 1_000,
  ownCpus: false,
};

describe('a step that can only fail', () => {
  it('is ended after half of its window, and counts what was scheduled until then', async () => {
    const server = createServer((_request, response) => {
      setTimeout(() => response.end('late'), 300);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await using generator = await startGenerator({ arrivals: 'constant' });
    const target = {
      address: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      request: { method: 'GET', path: '/', headers: {}, body: null, expect: null },
      expected: { body: null, text: null },
    } as const;
    const { signal } = new AbortController();
    try {
      const limit = { count: 3, latencyUs: 100_000 };
      const ended = await generator.run(target, { ...asked, endAfterLate: limit }, signal);
      assert.deepEqual(ended.endedEarly, { planned: 200 });
      assert.ok(ended.durationMs >= 2_000 && ended.durationMs < 4_000);
      assert.ok(ended.requests.scheduled >= 100 && ended.requests.scheduled < 200);
      assert.equal(ended.requests.succeeded, ended.requests.scheduled, 'what is out is waited for');
      assert.ok(ended.completedInWindow < ended.requests.succeeded);
      assert.ok(ended.slices.length < 20);
      assert.deepEqual(brokenIdentities({ ...plainStep(), ...ended }), []);

      const patient = { count: 3, latencyUs: 5_000_000 };
      const whole = await generator.run(
        target,
        { ...asked, windowMs: 400, scheduled: 20, endAfterLate: patient },
        signal,
      );
      assert.equal(whole.endedEarly, undefined);
      assert.equal(whole.requests.scheduled, 20);
    } finally {
      server.close();
    }
  });
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { nowUs } from '../../../src/measure/load/clock.ts';
import { Pacer } from '../../../src/measure/load/pacer.ts';
import { useGenerator } from '../../truth/generator.ts';

const load = useGenerator();

describe('the pacer', () => {
  it('wakes a loop that keeps its own time no more often than every 60 ms while nothing is due', async () => {
    const pacer = await Pacer.create();
    try {
      const posted: number[] = [];
      const enough = Promise.withResolvers<void>();
      pacer.grace(100);
      pacer.start(nowUs(), 1_000, (postedUs) => {
        pacer.dueAt(Number.POSITIVE_INFINITY);
        posted.push(postedUs);
        if (posted.length === 5) enough.resolve();
      });
      await enough.promise;
      await pacer.finish();
      // Four gaps of 60 ms; a crowded machine makes them longer, and perhaps the first of them shorter.
      const spanMs = ((posted[4] ?? 0) - (posted[0] ?? 0)) / 1_000;
      assert.ok(spanMs > 120, `five wake-ups in ${spanMs} ms`);
    } finally {
      await pacer.stop();
    }
  });

  it('sleeps to the microsecond, and so does the loop', (t) => {
    const { pid } = load.generator;
    let slackNs: readonly (readonly [thread: number, text: string])[];
    try {
      slackNs = readdirSync(`/proc/${pid}/task`).map((thread) => [
        Number(thread),
        readFileSync(`/proc/${thread}/timerslack_ns`, 'utf8').trim(),
      ]);
    } catch (error) {
      t.skip(`the slack of another process's threads cannot be read here: ${String(error)}`);
      return;
    }
    const precise = slackNs.flatMap(([thread, text]) => (text === '1' ? [thread] : []));
    assert.equal(precise.length, 2, JSON.stringify(slackNs));
    assert.ok(precise.includes(pid), 'the loop is the main thread');
  });
});

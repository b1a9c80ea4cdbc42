import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Histogram } from '../../../src/model/histogram.ts';
import { useGenerator } from '../../truth/generator.ts';
import { serve } from '../../truth/known-servers.ts';

const load = useGenerator();

describe('the pacer', () => {
  it('leaves a loop that keeps its own time alone: about one awakening for each arrival', async () => {
    await using server = await serve(({ answer }) => answer());
    const { requests, pacerLag } = await load.run(server.port, {
      ratePerSecond: 20,
      windowMs: 2_000,
    });
    const awakenings = Histogram.decode(pacerLag).count;
    assert.ok(awakenings > 0);
    assert.ok(awakenings < 1.5 * requests.scheduled, `${awakenings} awakenings`);
  });

  it('and the loop sleep to the microsecond', (t) => {
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

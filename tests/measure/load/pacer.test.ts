import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Histogram } from '../../../src/model/histogram.ts';
import { useGenerator } from '../../truth/generator.ts';
import { serve } from '../../truth/known-servers.ts';

const load = useGenerator();

describe('the pacer', () => {
  it('leaves a loop that keeps its own time alone: about one awakening for each arrival, and one every 50 ms', async () => {
    await using server = await serve(({ answer }) => answer());
    const { requests, pacerLag, elapsedMs } = await load.run(server.port, {
      ratePerSecond: 20,
      windowMs: 2_000,
    });
    const awakenings = Histogram.decode(pacerLag).count;
    assert.ok(awakenings > 0);
    assert.ok(awakenings < 1.5 * (requests.scheduled + elapsedMs / 50), `${awakenings} awakenings`);
  });
});

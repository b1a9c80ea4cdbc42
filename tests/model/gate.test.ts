import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseGate } from '../../src/model/gate.ts';

describe('a gate', () => {
  for (const [typed, name, at, bound] of [
    ['capacity >= 400/s', 'capacity', null, 400],
    ['capacity>=62.5/s', 'capacity', null, 62.5],
    ['p99 at 200/s < 100 ms', 'latency', 200, 100_000],
    ['p99.9  at  0.5/s <= 2s', 'latency', 0.5, 2_000_000],
    ['success at 200/s >= 99.9%', 'success', 200, 0.999],
    ['cpu at 200/s < 800us', 'cpu', 200, 800],
    ['memory at capacity < 300 MB', 'memory', 'capacity', 300e6],
    ['memory at rest < 1GiB', 'memory', 'rest', 2 ** 30],
    ['memory at 50/s < 300MB', 'memory', 50, 300e6],
    ['start < 3s', 'start', null, 3_000_000],
    ['cpu at half capacity < 2ms', 'cpu', 'half capacity', 2_000],
    ['memory at half capacity<300MB', 'memory', 'half capacity', 300e6],
    // Compared with the baseline.
    ['p99 at 200/s', 'latency', 200, null],
    ['cpu  at half capacity', 'cpu', 'half capacity', null],
    ['memory at capacity', 'memory', 'capacity', null],
  ] as const) {
    it(`is read: ${typed}`, () => {
      const gate = parseGate(typed);
      assert.ok(!('problem' in gate), JSON.stringify(gate));
      assert.deepEqual([gate.figure.name, gate.figure.at], [name, at]);
      if (gate.bound === null || bound === null) assert.equal(gate.bound, bound);
      else assert.ok(Math.abs(gate.bound - bound) < 1e-9);
    });
  }

  for (const [typed, problem] of [
    ['fast', /"fast" is no figure/],
    ['p99', /p99 is read at a rate/],
    ['capacity at half capacity', /without a place/],
    ['capacity >=', /"" is no rate/],
    ['p99 at half the capacity < 1ms', /"half the capacity" is no rate/],
    ['capacity = 400/s', /compared by >=/],
    ['capacity < 400/s', /compared by >=/],
    ['p99 at 200/s >= 100ms', /compared by </],
    ['capacity >= 400', /"400" is no rate with the unit \/s/],
    ['capacity >= 0/s', /no rate/],
    ['p99 at 200/s < 100 parsecs', /"100 parsecs" is no length of time/],
    ['p99 at 200/s < 0ms', /above 0/],
    ['memory at rest < 300', /no amount of memory/],
    ['success at 9/s >= 101%', /no share/],
    ['p99 < 100ms', /p99 is read at a rate/],
    ['capacity at 200/s >= 1/s', /without a place/],
    ['cpu at capacity < 1ms', /at a rate/],
    ['p99 at noon < 1ms', /"noon" is no rate/],
    ['p42 at 200/s < 1ms', /"p42 at 200\/s" is no figure/],
    ['', /no figure/],
  ] as const) {
    it(`is refused: ${typed}`, () => {
      const gate = parseGate(typed);
      assert.ok('problem' in gate);
      assert.match(gate.problem, problem);
    });
  }
});

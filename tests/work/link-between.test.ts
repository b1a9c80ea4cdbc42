import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeMachine } from '../../src/measure/host/describe-machine.ts';
import { linkBetween } from '../../src/work/link-between.ts';

const here = describeMachine();
const known = (kernel: string, roundTripMs: number, clockOffsetMs: number) => ({
  machine: { ...here, kernel },
  clocks: { roundTripMs, clockOffsetMs, clockUncertaintyMs: roundTripMs / 2 },
});

describe('what lies between servers and generator', () => {
  it('is what lies between the other machine and this one, seen from the generator', () => {
    assert.deepEqual(linkBetween('10.0.0.2', known('servers', 4, 100), [], here), {
      address: '10.0.0.2',
      roundTripMs: 4,
      clockOffsetMs: 100,
      clockUncertaintyMs: 2,
      generator: here,
    });
    const generator = known('generator', 4, 100);
    assert.deepEqual(linkBetween('10.0.0.1', null, [generator], here), {
      address: '10.0.0.1',
      roundTripMs: 4,
      clockOffsetMs: -100,
      clockUncertaintyMs: 2,
      generator: generator.machine,
    });
  });

  it('of two other machines is no round trip that anybody made, and the doubts of both clocks', () => {
    const generator = known('generator', 10, -20);
    assert.deepEqual(linkBetween('10.0.0.2', known('servers', 4, 100), [generator], here), {
      address: '10.0.0.2',
      roundTripMs: null,
      clockOffsetMs: 120,
      clockUncertaintyMs: 7,
      generator: generator.machine,
    });
  });

  it('names the other machines that send, and compares clocks with the first', () => {
    const [first, second] = [known('first', 10, -20), known('second', 2, 7)];
    const link = linkBetween('10.0.0.1', null, [first, second], here);
    assert.deepEqual([link.generator, link.others], [first.machine, [second.machine]]);
    assert.deepEqual(link, { ...linkBetween('10.0.0.1', null, [first], here), others: [second.machine] });
  });
});

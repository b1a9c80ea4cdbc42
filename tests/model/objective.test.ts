import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { allowedLate, parseObjective, samplesNeeded } from '../../src/model/objective.ts';
import { objectiveOf } from '../fixtures/objective.ts';

describe('an objective', () => {
  for (const [text, terms] of [
    ['p99<500ms', [{ percent: 99, withinUs: 500_000 }]],
    ['p 99.9 < 1s', [{ percent: 99.9, withinUs: 1_000_000 }]],
    ['p97.5<0.5ms', [{ percent: 97.5, withinUs: 500 }]],
    ['p1<2m', [{ percent: 1, withinUs: 120_000_000 }]],
    ['max<1s', [{ percent: 100, withinUs: 1_000_000 }]],
    ['mean<20ms', [{ percent: null, withinUs: 20_000 }]],
    ['success>=99.9%', [{ percent: 99.9, withinUs: null }]],
    ['success >= 100 %', [{ percent: 100, withinUs: null }]],
    [
      'p99<250ms, success>=99.9%',
      [
        { percent: 99, withinUs: 250_000 },
        { percent: 99.9, withinUs: null },
      ],
    ],
  ] as const) {
    it(`${JSON.stringify(text)} is read`, () =>
      assert.deepEqual(parseObjective(text), { text: text.replaceAll(' ', ''), terms }));
  }

  for (const [text, problem] of [
    ['', 'a term is missing'],
    ['p99<1s,', 'a term is missing'],
    ['p99', '"p99" has no bound'],
    ['p99<', '"" is no length of time with a unit of us, ms, s, m or h'],
    ['p99<500', '"500" is no length of time with a unit of us, ms, s, m or h'],
    ['p99<5parsecs', '"5parsecs" is no length of time with a unit of us, ms, s, m or h'],
    ['p99<=500ms', 'p99 is compared by <'],
    ['mean>1s', 'mean is compared by <'],
    ['99<500ms', '"99" is no figure that an objective can be about'],
    ['p0<1s', '"p0" is no figure that an objective can be about'],
    ['p100<1s', '"p100" is no figure that an objective can be about'],
    ['constructor<1s', '"constructor" is no figure that an objective can be about'],
    ['p99<0ms', 'no answer is within a bound of 0'],
    ['success>99%', 'success is compared by >='],
    ['success>=0.999', '"0.999" is no share above 0 % and up to 100 %, like 99.9%'],
    ['success>=101%', '"101%" is no share above 0 % and up to 100 %, like 99.9%'],
    ['success>=0%', '"0%" is no share above 0 % and up to 100 %, like 99.9%'],
  ] as const) {
    it(`${JSON.stringify(text)} is refused: ${problem}`, () =>
      assert.deepEqual(parseObjective(text), { problem }));
  }

  it('is an objective or a problem, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'p9.05<>=%,msuxan ') }), (text) => {
        const read = parseObjective(text);
        assert.ok('problem' in read ? read.problem !== '' : read.terms.length > 0);
      }),
    );
  });

  for (const [text, requests, late] of [
    ['p50<1s', 600, 0.5],
    ['p99<1s', 600, 0.01],
    ['p99.9<1s', 3_000, 0.001],
    ['success>=99.9%', 3_000, 0.001],
    ['p99<1s,success>=99.99%', 30_000, 0.0001],
    ['max<1s', 600, 0],
    ['mean<1s', 600, null],
    ['mean<1s,p99<1s', 600, null],
  ] as const) {
    it(`${text} needs ${requests} requests, of which ${late ?? 'who knows how much'} may be late`, () => {
      assert.equal(samplesNeeded(objectiveOf(text)), requests);
      const share = allowedLate(objectiveOf(text));
      assert.equal(share === null ? null : Math.round(share * 1e6) / 1e6, late);
    });
  }
});

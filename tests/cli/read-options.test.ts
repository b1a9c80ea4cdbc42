import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { printable } from '../../src/cli/printable.ts';
import { readDurationMs, readRates, readWarmup, readWhole } from '../../src/cli/read-options.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { defaultPace } from '../../src/plan/wishes.ts';

describe('what somebody typed', () => {
  it('rates: a range with its grid, fractions, one rate, a list with spaces', () => {
    assert.deepEqual(readRates('0.5..100', '--rates', 3), {
      kind: 'range',
      from: 0.5,
      to: 100,
      perDecade: 3,
    });
    assert.deepEqual(readRates('7..7', '--rates', 3), { kind: 'range', from: 7, to: 7, perDecade: 3 });
    assert.deepEqual(readRates('250', '--rates', 3), { kind: 'list', rates: [250] });
    assert.deepEqual(readRates('100, 20.5,400', '--rates', 3), { kind: 'list', rates: [100, 20.5, 400] });
  });

  it('durations are milliseconds, within bounds that include their ends', () => {
    assert.equal(readDurationMs('1.5s', '--duration', 100, 2_000), 1_500);
    assert.equal(readDurationMs('100ms', '--duration', 100, 2_000), 100);
    assert.equal(readDurationMs('2s', '--duration', 100, 2_000), 2_000);
    assert.throws(() => readDurationMs('99ms', '--duration', 100, 2_000), UsageError);
    assert.throws(() => readDurationMs('2001ms', '--duration', 100, 2_000), UsageError);
  });

  it('a warm-up of a given time lasts that long', () => {
    assert.deepEqual(readWarmup('20s', '--warmup', defaultPace.warmup), {
      mode: 'time',
      minRequests: 0,
      minMs: 20_000,
      capMs: 20_000,
      firstRateMs: 2_000,
    });
    assert.deepEqual(readWarmup('auto', '--warmup', defaultPace.warmup), defaultPace.warmup);
    assert.equal(readWarmup('none', '--warmup', defaultPace.warmup).mode, 'none');
  });

  it('whatever it is, it gives a value in bounds or a UsageError that quotes it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+.\d,eE]{1,12}$/)), (text) => {
        try {
          const rates = readRates(text, '--rates', 10);
          const all = rates.kind === 'list' ? rates.rates : [rates.from, rates.to];
          assert.ok(all.length > 0 && all.every((rate) => rate > 0 && rate <= 1_000_000));
        } catch (error) {
          assert.ok(error instanceof UsageError, `${error}`);
          assert.ok(error.message.startsWith(`--rates ${JSON.stringify(text)}`));
        }
        try {
          const whole = readWhole(text, '--rounds', 1, 100);
          assert.ok(Number.isInteger(whole) && whole >= 1 && whole <= 100);
        } catch (error) {
          assert.ok(error instanceof UsageError, `${error}`);
        }
      }),
    );
  });
});

describe('text from elsewhere', () => {
  const table: [says: string, text: string, printed: string][] = [
    ['plain text stays', 'Größe → 日本語 🎉', 'Größe → 日本語 🎉'],
    ['colours go', '\u001b[31mred\u001b[0m', 'red'],
    ['a title for the window goes', 'a\u001b]0;owned\u0007b', 'ab'],
    ['moving about goes', 'a\u001b[2J\u001b[Hb\u0008\u0008', 'ab'],
    ['one-character controls go, the 8-bit ones too', 'a\u0000\u0007\u009b\u007fb', 'ab'],
    ['lines become one', 'a\r\nb\tc\u2028d', 'a b c d'],
    ['what turns the direction of writing goes', 'a\u202eb\u2066c', 'abc'],
  ];
  for (const [says, text, printed] of table) it(says, () => assert.equal(printable(text), printed));

  it('has nothing left that steers a terminal, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(
          printable(text),
          /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/,
        );
      }),
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeExamination } from '../../src/analysis/doctor/examine.ts';
import { trust } from '../../src/report/page/trust.ts';
import { rungAt, soundExamination } from '../fixtures/examination.ts';
import { hostile } from './hostile.ts';
import { troubled, usual } from './samples.ts';

const { lines } = judgeExamination({ ...soundExamination, rungs: [rungAt(1_000, 9_000)] });
const textOf = (markup: string) => markup.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ');

describe('the panel: can this be trusted?', () => {
  it('has every line with its verdict, name, why and what to do; the worst first', () => {
    const text = textOf(trust(usual.analysis, [{ id: 'one', lines }]).text);
    const first = text.indexOf('bad Highest rate: less than 1,000/s. Up to here');
    assert.ok(first > 0);
    assert.ok(text.indexOf('good CPUs: 4, and the host has 2') > first);
    assert.match(text, /give the generator CPUs of its own/);
  });

  it('says which steps are not to be trusted, and why', () => {
    const text = textOf(trust(troubled.analysis, [{ id: 'one', lines }]).text);
    assert.match(text, /Slow: \d+ of \d+ steps can be trusted; these cannot:/);
    assert.match(text, /100\/s, round 1: host-limited: /);
  });

  it('says so where all of them can be trusted', () => {
    const target = usual.analysis.targets[0];
    assert.ok(target !== undefined);
    const valid = target.steps.filter(({ validity }) => validity === 'valid').slice(0, 3);
    const text = textOf(
      trust({ ...usual.analysis, targets: [{ ...target, steps: valid }] }, [{ id: 'one', lines: [] }]).text,
    );
    assert.match(text, /Neither the generator nor the machine disturbed any of 3 steps\./);
    assert.ok(!text.includes('Checked before'));
  });

  it('names the runs where there are several', () => {
    const runs = ['one', 'two'].map((id) => ({ id, lines }));
    const text = textOf(trust(usual.analysis, runs).text);
    assert.match(text, /Checked before the first step of one .*Checked before the first step of two/);
  });

  it('holds hostile words as words', () => {
    for (const word of hostile) {
      const spoilt = lines.map((line) => ({ ...line, code: word, value: word, why: word }));
      const { text } = trust(usual.analysis, [{ id: word, lines: spoilt }]);
      assert.ok(!text.includes('<script') && !text.includes('</script'), word);
    }
  });
});

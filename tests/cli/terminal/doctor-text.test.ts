import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeExamination } from '../../../src/analysis/doctor/examine.ts';
import { doctorText } from '../../../src/cli/terminal/doctor-text.ts';
import { createPaint, widthOf } from '../../../src/cli/terminal/paint.ts';
import type { DoctorDocument, Examination } from '../../../src/model/examination.ts';
import { rungAt, soundExamination, soundSetting } from '../../fixtures/examination.ts';

const document = (change: Partial<Examination> = {}): DoctorDocument => ({
  schema: 1,
  tool: { name: 'framebench', version: '0.1.0' },
  startedAt: '2026-01-01T00:00:00Z',
  ...judgeExamination({ ...soundExamination, ...change }),
});

const plain = createPaint(0);

describe('what the doctor says on a terminal', () => {
  for (const columns of [60, 80, 120, 200]) {
    it(`fits into ${columns} columns`, () => {
      for (const line of doctorText(document({ rungs: [rungAt(1_000, 9_000)] }), plain, columns))
        assert.ok(widthOf(line) < columns, line);
    });
  }

  it('ends with what it comes to', () => {
    assert.deepEqual(doctorText(document(), plain, 100).slice(-2), [
      'Up to 20,000 requests a second this generator sends on time here (host droplet, split placement).',
      'Nothing here speaks against trusting the figures.',
    ]);
    const bad = document({
      load: { ms: 1, othersShare: 0.5, stealShare: 0.02 },
      rungs: [rungAt(1_000, 9_000)],
    });
    assert.deepEqual(doctorText(bad, plain, 90).slice(-4), [
      'At no rate that was tried does this generator send on time here (host droplet, split',
      'placement).',
      'Bad: Other load, Highest rate. Do not trust figures before that is mended.',
      'Doubtful: Steal. Read figures with that in mind.',
    ]);
  });

  it('says of each line what it is worth, why it matters and what to do', () => {
    const text = doctorText(document({ setting: { ...soundSetting, openFiles: 1_024 } }), plain, 120).join(
      '\n',
    );
    assert.match(
      text,
      /^bad {7}Open files {6}up to 1,024\n {26}Every connection .*\n.*\n {26}→ Raise the hard limit/m,
    );
    assert.match(text, /^This machine\n/m);
    assert.match(text, /^The generator\n/m);
    assert.match(text, /^Targets\n/m);
  });

  it('is coloured where there are colours', () => {
    assert.ok(doctorText(document(), createPaint(3), 80).join('').includes('\u001b['));
  });

  it('lets nothing from elsewhere steer the terminal', () => {
    const { host } = soundSetting;
    const untrusted = document({ setting: { ...soundSetting, host: { ...host, name: 'a\u001b[2Jb' } } });
    assert.ok(!doctorText(untrusted, plain, 80).join('\n').includes('\u001b'));
  });
});

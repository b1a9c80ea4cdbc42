/** From what was looked at to lines that say what it is worth. */
import type { DoctorDocument, DoctorLine, Examination, Setting, Trial } from '../../model/examination.ts';
import type { Run } from '../../model/run.ts';
import { judgeArrangement } from './judge-arrangement.ts';
import { judgeRungs, judgeSteps, judgeTopRate } from './judge-generator.ts';
import { judgeLoad, judgeSetting } from './judge-machine.ts';
import { judgeTools } from './judge-tools.ts';
import { gravityOf, worst } from './line.ts';
import { trustedUpTo } from './trusted-rate.ts';

/** Everything that `bench doctor` says. */
export function judgeExamination(
  examination: Examination,
): Pick<DoctorDocument, 'verdict' | 'trustedUpToPerSecond' | 'lines' | 'examination'> {
  const { setting, load, steps, rungs, tools } = examination;
  const lines = [
    ...judgeSetting(setting),
    ...judgeLoad(load),
    ...judgeArrangement(setting),
    ...judgeSteps(steps),
    ...judgeRungs(rungs),
    ...judgeTools(tools),
  ];
  return {
    verdict: worst(lines.map(({ verdict }) => verdict)),
    trustedUpToPerSecond: trustedUpTo(rungs),
    lines,
    examination,
  };
}

/** What a sweep says before it begins, without having measured anything. */
export const judgeBeforeSweep = (setting: Setting): DoctorLine[] => [
  ...judgeSetting(setting),
  ...judgeArrangement(setting),
];

/** What a sweep says of its generator, after a short trial. */
export const judgeShortTrial = ({ steps, rungs }: Trial): DoctorLine[] => [
  ...judgeSteps(steps),
  ...judgeTopRate(rungs),
];

/**
 * What was checked before the steps of a run. Of each code there is one line: over several parts the worst stands,
 * because it holds for part of the steps.
 */
export function judgeRun({
  doctorLines = [],
  parts,
}: Pick<Run, 'doctorLines' | 'parts'>): readonly DoctorLine[] {
  const lines = new Map<string, DoctorLine>();
  const ofParts = parts.flatMap(({ examination }) =>
    examination === null ? [] : [...judgeBeforeSweep(examination.setting), ...judgeShortTrial(examination)],
  );
  for (const line of [...doctorLines, ...ofParts]) {
    const before = lines.get(line.code);
    if (before === undefined || gravityOf(before) <= gravityOf(line)) lines.set(line.code, line);
  }
  return [...lines.values()];
}

/** From what was looked at to lines that say what it is worth. */
import type { DoctorDocument, Examination, Setting } from '../../model/examination.ts';
import type { DoctorLine } from '../../model/run.ts';
import { judgeArrangement } from './judge-arrangement.ts';
import { judgeRungs, judgeSteps, judgeTopRate } from './judge-generator.ts';
import { judgeLoad, judgeSetting } from './judge-machine.ts';
import { judgeTools } from './judge-tools.ts';
import { worst } from './line.ts';
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
export const judgeShortTrial = ({ steps, rungs }: Pick<Examination, 'steps' | 'rungs'>): DoctorLine[] => [
  ...judgeSteps(steps),
  ...judgeTopRate(rungs),
];

/** The parts that all judging has in common. */
import type { DoctorLine } from '../../model/examination.ts';

export type DoctorVerdict = DoctorLine['verdict'];

const gravity: Readonly<Record<DoctorVerdict, number>> = { good: 0, doubtful: 1, bad: 2 };

/** How bad a line is, 0 for good. */
export const gravityOf = ({ verdict }: DoctorLine): number => gravity[verdict];

/** What a figure is worth: up to `good` it is good, up to `doubtful` doubtful, above that bad. */
export function upTo(value: number, good: number, doubtful: number): DoctorVerdict {
  return value <= good ? 'good' : value <= doubtful ? 'doubtful' : 'bad';
}

/** Likewise, where more is better. */
export function atLeast(value: number, good: number, doubtful: number): DoctorVerdict {
  return value >= good ? 'good' : value >= doubtful ? 'doubtful' : 'bad';
}

/** The worst of several; good where there is none. */
export function worst(verdicts: readonly DoctorVerdict[]): DoctorVerdict {
  return verdicts.reduce((a, b) => (gravity[b] > gravity[a] ? b : a), 'good');
}

/** A line whose advice is given only where something is to be done. */
export function line(
  code: DoctorLine['code'],
  verdict: DoctorVerdict,
  value: string,
  why: string,
  advice: string,
): DoctorLine {
  return { code, verdict, value, why, advice: verdict === 'good' ? null : advice };
}

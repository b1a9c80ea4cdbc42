/**
 * How a finding is declared: its code, how grave it is, when it holds and what is said of it, together. The lists of
 * findings are closed, one file for each subject, and everything that people read of them is written there.
 */
import type { Warning } from '../../model/analysis.ts';

type Severity = Warning['severity'];

/** What is said of a finding: what it is and what it means, then what to do about it. Whole sentences. */
export interface Words {
  readonly text: string;
  readonly advice: string;
}

/** A finding as people read it, before it is known which target it is about. */
export type Told = Omit<Warning, 'label'>;

export interface Finding<Evidence, Code extends string = string> {
  readonly code: Code;
  /** What there is to say, given the evidence: nothing, once, or once for each case. */
  readonly tell: (evidence: Evidence) => readonly Told[];
}

export interface Declared<Code, Details> {
  readonly code: Code;
  readonly severity: Severity | ((details: Details) => Severity);
  readonly say: (details: Details) => Words;
}

/** Declares findings that are looked for in one kind of evidence. */
export function findingsIn<Evidence>() {
  const each = <Code extends string, Details>({
    code,
    severity,
    find,
    say,
  }: Declared<Code, Details> & {
    /** The details of each case. */
    readonly find: (evidence: Evidence) => readonly Details[];
  }): Finding<Evidence, Code> => ({
    code,
    tell: (evidence) =>
      find(evidence).map((details) => ({
        code,
        severity: typeof severity === 'function' ? severity(details) : severity,
        ...say(details),
      })),
  });
  const one = <Code extends string, Details>({
    find,
    ...declared
  }: Declared<Code, Details> & {
    /** Its details; null where it does not hold. */
    readonly find: (evidence: Evidence) => Details | null;
  }): Finding<Evidence, Code> =>
    each({
      ...declared,
      find: (evidence) => {
        const details = find(evidence);
        return details === null ? [] : [details];
      },
    });
  return { one, each };
}

/** Everything that these findings have to say. */
export const tellAll = <Evidence>(
  findings: readonly Finding<Evidence>[],
  evidence: Evidence,
): readonly Told[] => findings.flatMap((finding) => finding.tell(evidence));

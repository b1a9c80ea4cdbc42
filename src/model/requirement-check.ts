import { capitalised } from './capitalised.ts';

/** Whether something that a target requires is on this machine. */
export interface RequirementCheck {
  /** The requirement in short: `node >=24`, or what the command that must succeed looks for. */
  readonly what: string;
  /** Whether a command looked for it, which may itself have needed a tool. */
  readonly probed: boolean;
  readonly met: boolean;
  /** Version found; null where there is none, or the requirement is a command. */
  readonly version: string | null;
  /** What is wrong, without a full stop; null where it is met. */
  readonly problem: string | null;
  /** How to get it; null where it is met, or unknown. */
  readonly hint: string | null;
}

/** What is wrong with an unmet requirement and how to mend it, as whole sentences. */
export function unmetSentence({ problem, hint }: Pick<RequirementCheck, 'problem' | 'hint'>): string {
  return [problem, hint]
    .filter((part) => part !== null)
    .map((part, at) => (at === 0 ? part : capitalised(part)))
    .map((part) => part.replace(/\.?$/, '.'))
    .join(' ');
}

/** What the checks find while they look, in one place. */
import type { CheckResult } from '../../contract/check.ts';
import { type Difference, plainDifference } from '../../contract/difference.ts';
import { type Check, type CheckName, checkNames, type FoundDifference } from '../../model/verification.ts';

/** Collects what checks find. */
export class Findings {
  readonly #checks = new Map<CheckName, Check>();

  /** Takes what a check says of one answer, or of several together. */
  add(check: CheckName, where: string, differences: readonly (Difference | string)[], answers = 1): void {
    const before = this.#checks.get(check);
    const whole = differences.map((one) => (typeof one === 'string' ? plainDifference(one) : one));
    const all: readonly FoundDifference[] = [
      ...(before?.differences ?? []),
      ...whole.map((one) => ({ where, ...one })),
    ];
    this.#checks.set(check, {
      check,
      outcome: all.length === 0 ? 'passed' : 'failed',
      reason: null,
      compared: (before?.compared ?? 0) + answers,
      differences: all,
    });
  }

  /** Takes what several checks say of the same answer. */
  addAll(where: string, results: readonly CheckResult[]): void {
    for (const { check, differences } of results) this.add(check, where, differences);
  }

  /**
   * Notes a check that looks at nothing.
   * @param reason a sentence without a full stop
   */
  leaveOut(check: CheckName, outcome: 'skipped' | 'not-applicable', reason: string): void {
    this.#checks.set(check, { check, outcome, reason, compared: 0, differences: [] });
  }

  /** The checks that were made or left out, in their order. */
  checks(): Check[] {
    return checkNames.flatMap((name) => this.#checks.get(name) ?? []);
  }
}

/** What the checks find while they look, in one place. */
import type { CheckResult } from '../../contract/check.ts';
import { type Difference, plainDifference } from '../../contract/difference.ts';
import { type Check, type CheckName, checkNames, type FoundDifference } from '../../model/verification.ts';

/** Collects what checks find. */
export class Findings {
  readonly #compared = new Map<CheckName, number>();
  readonly #differences = new Map<CheckName, FoundDifference[]>();

  /** Takes what a check says of one answer, or of several together. */
  add(check: CheckName, where: string, differences: readonly (Difference | string)[], answers = 1): void {
    this.#compared.set(check, (this.#compared.get(check) ?? 0) + answers);
    const whole = differences.map((one) => (typeof one === 'string' ? plainDifference(one) : one));
    const before = this.#differences.get(check) ?? [];
    this.#differences.set(check, [...before, ...whole.map((one) => ({ where, ...one }))]);
  }

  /** Takes what several checks say of the same answer. */
  addAll(where: string, results: readonly CheckResult[]): void {
    for (const { check, differences } of results) this.add(check, where, differences);
  }

  /** The checks that have looked at something, in their order. */
  checks(): Check[] {
    return checkNames
      .filter((check) => this.#compared.has(check))
      .map((check) => {
        const differences = this.#differences.get(check) ?? [];
        return {
          check,
          passed: differences.length === 0,
          compared: this.#compared.get(check) ?? 0,
          differences,
        };
      });
  }
}

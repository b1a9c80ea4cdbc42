/** What must be said of a pair of which the targets do not own their sockets alike. */
import type { Comparison, Difference } from '../../model/comparison.ts';
import type { TargetClass } from '../../model/target.ts';

interface Classed {
  readonly class: TargetClass | null;
}

/** `stock ÷ mounted`, as their ratios are; null where both are of one class. */
export function crossedClasses(one: Classed, other: Classed): string | null {
  const name = (target: Classed) => target.class ?? 'unknown';
  return one.class === other.class ? null : `${name(one)} ÷ ${name(other)}`;
}

/** The same of a difference of the comparison. */
export function crossedIn({ targets }: Comparison, { label, toLabel }: Difference): string | null {
  const [one, other] = [label, toLabel].map((wanted) => targets.find((target) => target.label === wanted));
  return one === undefined || other === undefined ? null : crossedClasses(one, other);
}

/** @param crossed what `crossedClasses` gave */
export const crossedText = (crossed: string): string =>
  `Across classes (${crossed}): the ratios hold what the two servers differ in, beside what the frameworks do.`;

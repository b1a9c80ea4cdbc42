import type { SweepTarget } from '../measure/sweep-input.ts';
import type { BuiltTarget } from '../model/built-target.ts';

/** A built target as the measuring loop takes it. */
export function sweepTarget({ target, ...built }: BuiltTarget): SweepTarget {
  const { name, label, variant, title, language, path, deviations } = target;
  return {
    facts: {
      name,
      label,
      variant,
      title,
      language,
      class: target.class,
      path,
      deviations: deviations.map(({ note }) => note),
      ...built,
    },
    target,
  };
}

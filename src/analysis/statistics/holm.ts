/**
 * p values of several tests, each made as large as their number demands: the chance that any true hypothesis ends at or
 * below α is at most α, however the tests depend on each other
 * (S. Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6, 1979).
 * @returns in the order given
 */
export function holm(ps: readonly number[]): readonly number[] {
  const adjusted = Array.from(ps);
  let largest = 0;
  for (const [rank, [at, p]] of [...ps.entries()].toSorted(([, a], [, b]) => a - b).entries()) {
    largest = Math.min(1, Math.max(largest, p * (ps.length - rank)));
    adjusted[at] = largest;
  }
  return adjusted;
}

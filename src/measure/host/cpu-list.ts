/** The kernel's way to write sets of CPUs: `0-3,8`. */

/** The CPU numbers in a list, ascending; empty for an empty list. */
export function parseCpuList(text: string): number[] {
  return text
    .trim()
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [first = Number.NaN, last = first] = part.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    })
    .toSorted((a, b) => a - b);
}

/** Writes CPU numbers as a list that the kernel and `taskset` read. */
export function formatCpuList(cpus: readonly number[]): string {
  return cpus.join(',');
}

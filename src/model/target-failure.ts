/** Why a target could not be measured, in words. */

/** What went wrong by a failure’s detail, without the log that follows it; with a first line of it where the sentence only leads up to one. */
export function firstWords(detail: string): string {
  const [first = '', second = ''] = detail.split('\n').map((line) => line.trim());
  return first.endsWith(':') ? `${first} ${second}` : first;
}

/** The truth server's own record: five numbers for each request, in the order of arrival. */
import type { TruthRecord } from '../../model/truth-record.ts';

const FIRST_LENGTH = 16_384;
const columns = ['intendedUs', 'arrivedUs', 'delayUs', 'dueUs', 'writtenUs'] as const;
type Columns = Record<(typeof columns)[number], Float64Array>;

export class RequestRecord {
  #columns: Columns = emptyColumns(FIRST_LENGTH);
  #count = 0;

  /** @returns the request's place in the record */
  arrived(intendedUs: number, arrivedUs: number, delayUs: number, dueUs: number): number {
    const at = this.#count++;
    if (at >= this.#columns.arrivedUs.length) this.#grow();
    const all = this.#columns;
    all.intendedUs[at] = intendedUs;
    all.arrivedUs[at] = arrivedUs;
    all.delayUs[at] = delayUs;
    all.dueUs[at] = dueUs;
    all.writtenUs[at] = Number.NaN;
    return at;
  }

  written(at: number, us: number): void {
    this.#columns.writtenUs[at] = us;
  }

  /** A copy of what was recorded. */
  take(): TruthRecord {
    const of = (name: keyof Columns) => this.#columns[name].slice(0, this.#count);
    return {
      intendedUs: of('intendedUs'),
      arrivedUs: of('arrivedUs'),
      delayUs: of('delayUs'),
      dueUs: of('dueUs'),
      writtenUs: of('writtenUs'),
    };
  }

  #grow(): void {
    const longer = emptyColumns(this.#columns.arrivedUs.length * 2);
    for (const name of columns) longer[name].set(this.#columns[name]);
    this.#columns = longer;
  }
}

function emptyColumns(length: number): Columns {
  return {
    intendedUs: new Float64Array(length),
    arrivedUs: new Float64Array(length),
    delayUs: new Float64Array(length),
    dueUs: new Float64Array(length),
    writtenUs: new Float64Array(length),
  };
}

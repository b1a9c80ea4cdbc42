/** The truth server's own record: five numbers for each request, in the order of arrival. */
import type { TruthRecord } from '../../model/truth-record.ts';

const FIRST_LENGTH = 16_384;

export class RequestRecord {
  #columns = eachColumn(() => new Float64Array(FIRST_LENGTH));
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
    return eachColumn((name) => this.#columns[name].slice(0, this.#count));
  }

  #grow(): void {
    const full = this.#columns;
    this.#columns = eachColumn((name) => {
      const longer = new Float64Array(full[name].length * 2);
      longer.set(full[name]);
      return longer;
    });
  }
}

function eachColumn(column: (name: keyof TruthRecord) => Float64Array): TruthRecord {
  return {
    intendedUs: column('intendedUs'),
    arrivedUs: column('arrivedUs'),
    delayUs: column('delayUs'),
    dueUs: column('dueUs'),
    writtenUs: column('writtenUs'),
  };
}

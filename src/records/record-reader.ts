/** Reads the records of one host as their bytes come, in whichever form they are. The first thing that is wrong ends it. */
import { HostRecords, type HostRequests } from './host-records.ts';
import { LineSplitter } from './line-splitter.ts';
import { recogniseForm, TELLING_BYTES } from './recognise-form.ts';
import { MOST_RECORDS, type ReadLine } from './vegeta-record.ts';

/** What is wrong with records. */
export interface BadRecords {
  /** Where, from 1; null: with all of them. */
  readonly line: number | null;
  /** The end of a sentence that begins with the name of the file, and the line. */
  readonly problem: string;
}

export class RecordReader {
  readonly #lines = new LineSplitter();
  readonly #records = new HostRecords();
  #readLine: ReadLine | null = null;
  #start: Uint8Array = new Uint8Array(0);

  /** Takes the next bytes. Null: all is well so far. */
  push(chunk: Uint8Array): BadRecords | null {
    if (this.#readLine === null) {
      this.#start = Buffer.concat([this.#start, chunk]);
      return this.#start.length < TELLING_BYTES ? null : this.#begin();
    }
    return this.#take(chunk);
  }

  /** After the last bytes: all requests in the order of sending. */
  end(): HostRequests | BadRecords {
    const bad = this.#readLine === null ? this.#begin() : null;
    const last = this.#lines.end();
    const worse = bad ?? (last === null ? null : this.#takeLine(last));
    if (worse !== null) return worse;
    const inOrder = this.#records.inOrder();
    return 'problem' in inOrder ? { line: null, ...inOrder } : inOrder;
  }

  #begin(): BadRecords | null {
    const form = recogniseForm(this.#start);
    if (typeof form !== 'function') return { line: null, ...form };
    this.#readLine = form;
    return this.#take(this.#start);
  }

  #take(chunk: Uint8Array): BadRecords | null {
    try {
      for (const line of this.#lines.push(chunk)) {
        const bad = this.#takeLine(line);
        if (bad !== null) return bad;
      }
      return null;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { line: this.#records.taken + 1, problem: 'this is longer than 16 MiB' };
    }
  }

  #takeLine(line: string): BadRecords | null {
    const at = this.#records.taken + 1;
    if (at > MOST_RECORDS)
      return { line: at, problem: `more than ${MOST_RECORDS.toLocaleString('en-US')} records` };
    const record = this.#readLine?.(line) ?? { problem: 'holds no records' };
    if ('problem' in record) return { line: at, ...record };
    this.#records.take(record);
    return null;
  }
}

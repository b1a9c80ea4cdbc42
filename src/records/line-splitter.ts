/** Bytes into lines, with no more in memory than a line and what came last. */
const NEWLINE = 0x0a;

/** A record with a large body in it is still a line. */
const LONGEST_LINE = 16 * 2 ** 20;

export class LineSplitter {
  #rest: Uint8Array[] = [];
  #restBytes = 0;

  /**
   * The lines that these bytes complete, without their ends.
   * @throws RangeError where a line is longer than 16 MiB
   */
  push(chunk: Uint8Array): string[] {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end < 0) {
      this.#keep(chunk);
      return [];
    }
    const text = Buffer.concat([...this.#rest, chunk.subarray(0, end)]).toString('utf8');
    this.#rest = [];
    this.#restBytes = 0;
    this.#keep(chunk.subarray(end + 1));
    return text.split('\n');
  }

  /** The last line, which has no end; null where there is none. */
  end(): string | null {
    return this.#restBytes === 0 ? null : Buffer.concat(this.#rest).toString('utf8');
  }

  #keep(bytes: Uint8Array): void {
    this.#restBytes += bytes.length;
    if (this.#restBytes > LONGEST_LINE) throw new RangeError('a line is longer than 16 MiB');
    this.#rest.push(bytes);
  }
}

/** Looks for a text in a body as its parts come, and keeps no more of them than the text is long. */
export class TextSearch {
  found = false;
  readonly #text: Buffer;
  /** The last bytes so far, one fewer than the text has: with what comes next they may hold it. */
  readonly #ending: Buffer;
  #endingBytes = 0;

  constructor(text: Buffer) {
    this.#text = text;
    this.#ending = Buffer.alloc(Math.max(0, text.length - 1));
    this.begin();
  }

  /** Another body begins. */
  begin(): void {
    this.found = this.#text.length === 0;
    this.#endingBytes = 0;
  }

  look(part: Buffer): void {
    if (this.found) return;
    const { length } = this.#ending;
    this.found = this.#isAcross(part.subarray(0, length)) || part.includes(this.#text);
    const kept = Math.max(0, Math.min(this.#endingBytes, length - part.length));
    this.#ending.copyWithin(0, this.#endingBytes - kept, this.#endingBytes);
    part.copy(this.#ending, kept, Math.max(0, part.length - length));
    this.#endingBytes = kept + Math.min(part.length, length);
  }

  #isAcross(next: Buffer): boolean {
    if (this.#endingBytes === 0) return false;
    return Buffer.concat([this.#ending.subarray(0, this.#endingBytes), next]).includes(this.#text);
  }
}

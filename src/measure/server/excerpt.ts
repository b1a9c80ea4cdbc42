/** The lines of an output that tell what went wrong. */

const CONTEXT_LINES = 2;
const HEAD_LINES = 8;
const TAIL_LINES = 12;
const telling = /\b(error|fatal|failed|cannot|can only)\b/i;

/**
 * Gathers lines one by one and keeps a few: the first that speak of an error, where compilers name the cause, and
 * the last, where most others do.
 */
export class Excerpt {
  readonly #head: string[] = [];
  readonly #tail: string[] = [];
  #left = 0;

  add(line: string): void {
    if (line.trim() === '') return;
    if (this.#head.length === 0 && telling.test(line)) {
      this.#head.push(...this.#tail.splice(0).slice(-CONTEXT_LINES), line);
      return;
    }
    if (this.#head.length > 0 && this.#head.length < HEAD_LINES) {
      this.#head.push(line);
      return;
    }
    this.#tail.push(line);
    if (this.#tail.length <= TAIL_LINES) return;
    this.#tail.shift();
    if (this.#head.length > 0) this.#left++;
  }

  /** In the order in which they came, `…` standing for what was left out between them. */
  lines(): readonly string[] {
    if (this.#head.length === 0) return this.#tail;
    return [...this.#head, ...(this.#left > 0 ? ['…'] : []), ...this.#tail];
  }
}

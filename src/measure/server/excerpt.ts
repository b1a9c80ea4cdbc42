/** The lines of an output that tell what went wrong. */

const CONTEXT_LINES = 2;
const HEAD_LINES = 8;
const TAIL_LINES = 12;

/** `error:`, `TypeError:`, `error TS2304:`, `error[E0425]:`, `✘ [ERROR]`, `panicked at`. */
const names =
  /(^|[\s[(:])(fatal|error|[A-Z]\w*(Error|Exception))( ?[A-Z]+\d+|\[\w+\])?[:\]]|✘|\bpanicked at\b/i;
const speaks = /\b(error|fatal|failed|cannot|can only)\b/i;
/** A count of what there is none of, or what only warns. */
const harmless = /\b(0|no) (errors?|failed|failures?)\b|\bwarn(ing)?s?\b/i;
/** What a package manager adds about a script that failed; its own first line of all says no cause. */
const about =
  /^npm (error|ERR!)( (code|errno|path|command|lifecycle script|workspace|location|a complete log)\b.*| *)$/i;

/** How surely a line tells the cause: 2 it names an error, 1 it speaks of one, 0 it does not. */
function sureness(line: string): 0 | 1 | 2 {
  if (harmless.test(line) || about.test(line)) return 0;
  return names.test(line) ? 2 : speaks.test(line) ? 1 : 0;
}

/**
 * Gathers lines one by one and keeps a few: the first that surely tells of an error, where compilers name the cause,
 * and the last, where most others do.
 */
export class Excerpt {
  #head: string[] = [];
  #tail: string[] = [];
  #cause: string | null = null;
  #last: string | null = null;
  #sureness = 0;
  #left = 0;

  add(line: string): void {
    if (line.trim() === '') return;
    if (!about.test(line)) this.#last = line.trim();
    const sure = sureness(line);
    if (sure > this.#sureness) {
      this.#sureness = sure;
      this.#cause = line.trim();
      this.#left = 0;
      const context = [...this.#head, ...this.#tail].slice(-CONTEXT_LINES);
      this.#head = [...context, line];
      this.#tail = [];
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

  /** The one line that tells most: an error, else the last that was printed; null where nothing was. */
  cause(): string | null {
    return this.#cause ?? this.#last ?? this.#tail.at(-1)?.trim() ?? null;
  }

  /** In the order in which they came, `…` standing for what was left out between them. */
  lines(): readonly string[] {
    if (this.#head.length === 0) return this.#tail;
    return [...this.#head, ...(this.#left > 0 ? ['…'] : []), ...this.#tail];
  }
}

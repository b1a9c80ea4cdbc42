/** Connections that wait for a request: the one used last is taken first, so that the others can grow old and go. */
import type { Line } from './line.ts';

export class IdleLines {
  /** The one used last is at the end, so they stand in the order of their limits. */
  readonly #lines: Line[] = [];
  readonly #giveUp: (line: Line) => void;

  /** @param giveUp closes a line whose limit has passed */
  constructor(giveUp: (line: Line) => void) {
    this.#giveUp = giveUp;
  }

  put(line: Line, atUs: number): void {
    line.becomeIdle(atUs);
    this.#lines.push(line);
  }

  /** The one used last, if it is within its limit. */
  take(atUs: number): Line | undefined {
    const line = this.#lines.pop();
    if (line === undefined || line.idleUntilUs > atUs) return line;
    // The one used last has been idle too long, so all have.
    this.#giveUp(line);
    this.expire(Number.POSITIVE_INFINITY);
    return undefined;
  }

  /** Gives up those whose limit has passed. */
  expire(atUs: number): void {
    while (this.#lines[0] !== undefined && this.#lines[0].idleUntilUs <= atUs) {
      const line = this.#lines.shift();
      if (line !== undefined) this.#giveUp(line);
    }
  }

  /** Forgets one that is gone. */
  remove(line: Line): void {
    const at = this.#lines.lastIndexOf(line);
    if (at >= 0) this.#lines.splice(at, 1);
  }

  clear(): void {
    this.#lines.length = 0;
  }
}

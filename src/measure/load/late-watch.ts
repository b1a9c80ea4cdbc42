import type { LateLimit } from '../seams.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Recorder } from './recorder.ts';

/** Notices when a step can only fail. */
export class LateWatch {
  #late = 0;
  readonly #limit: LateLimit;
  readonly #notBeforeUs: number;

  /** @param notBeforeUs the earliest moment at which the step may end */
  constructor(limit: LateLimit, notBeforeUs: number) {
    this.#limit = limit;
    this.#notBeforeUs = notBeforeUs;
  }

  decided(failed: boolean, latencyUs: number): void {
    if (failed || latencyUs > this.#limit.latencyUs) this.#late += 1;
  }

  /** Whether so many are late or lost that nothing can pass. What is still out and already late counts too. */
  isOver(
    atUs: number,
    { attempts }: Pick<Dispatcher, 'attempts'>,
    { requests }: Pick<Recorder, 'requests'>,
  ): boolean {
    if (atUs < this.#notBeforeUs) return false;
    const { count, latencyUs } = this.#limit;
    let known = this.#late + requests.shed;
    for (const { intendedUs } of attempts) {
      if (known >= count || intendedUs >= atUs - latencyUs) break;
      known += 1;
    }
    return known >= count;
  }
}

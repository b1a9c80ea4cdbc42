/**
 * How the loop waits for the next arrival. Being woken by the pacer costs two threads a sleep and a message; a loop that
 * has nothing in flight can as well sleep by itself, which is both cheaper and more punctual. So it does that as long as
 * arrivals find nothing in flight, and relies on the pacer as soon as one does.
 */
import { nowUs } from './clock.ts';
import type { Pacer } from './pacer.ts';
import { awakeningUs } from './sleep-precisely.ts';

/** What the loop asks of the pacer. */
export type PacerOfLoop = Pick<Pacer, 'grace' | 'dueAt' | 'sleepUntil'>;

/** What waits. */
export interface Loop {
  /** The next moment to be awake for, in microseconds; Infinity for none. */
  nextUs(): number;
  /** Whether an answer, or the end of a connection under way, may come before that. */
  awaitsAnswers(): boolean;
  /** Does what is due. `lateUs` is how late the loop is for it where it had slept by itself, else null. */
  act(atUs: number, lateUs: number | null): void;
}

/** A loop that keeps the time itself and finds something in flight when an arrival is due is woken this late. */
const GRACE_US = 100;
/** The loop looks at its connections and at what it is told at least this often, in microseconds. */
const LONGEST_SLEEP_US = 250_000;
/** Before an arrival further away than this it looks at them once more after it has slept. */
const LONG_GAP_US = 3_000;
/** So many arrivals in a row have to find nothing in flight before the loop keeps the time itself again. */
const QUIET_ARRIVALS = 5;
/**
 * With CPUs of its own the loop wakes ahead of time, by this share of the gap between arrivals and at most so many
 * microseconds, and polls until the moment has come: waking up takes a sleeping CPU tens of microseconds. Twice as much
 * brings little more, and costs that much of a CPU.
 */
const LEAD = { share: 1 / 20, mostUs: 30 } as const;

export class Timekeeper {
  readonly #pacer: PacerOfLoop;
  readonly #loop: Loop;
  readonly #leadUs: number;
  #ownTime = true;
  #quietArrivals = 0;
  #turnPlanned = false;
  #closed = false;
  #slept = false;

  /**
   * @param gapUs between two arrivals, on average
   * @param ownCpus whether no server may use the generator's CPUs, so that polling costs no server its CPU
   */
  constructor(pacer: PacerOfLoop, loop: Loop, gapUs: number, ownCpus: boolean) {
    this.#pacer = pacer;
    this.#loop = loop;
    this.#leadUs = ownCpus ? Math.min(LEAD.mostUs, gapUs * LEAD.share) : 0;
    pacer.grace(GRACE_US);
  }

  /** An arrival was taken up, and found something in flight or nothing. */
  took(inFlight: boolean): void {
    this.#quietArrivals = inFlight ? 0 : this.#quietArrivals + 1;
    const own = !inFlight && (this.#ownTime || this.#quietArrivals >= QUIET_ARRIVALS);
    if (own !== this.#ownTime) this.#keepOwnTime(own);
  }

  /** To be called after everything that happens: waits for the next moment, once the loop has nothing else to do. */
  plan(): void {
    if (this.#turnPlanned || this.#closed) return;
    this.#turnPlanned = true;
    setImmediate(() => this.#turn());
  }

  /**
   * The same after an answer, but at once where nothing is left that another turn of the event loop could bring: sleeping
   * and sending right there saves two of the three turns that a request takes, each some microseconds long.
   */
  proceed(): void {
    if (this.#turnPlanned || !this.#ownTime || this.#loop.awaitsAnswers()) this.plan();
    else this.#turn();
  }

  /** Nothing is due any more: what is in flight is waited for, with an eye on time-outs. */
  drain(): void {
    this.#keepOwnTime(false);
  }

  close(): void {
    this.#closed = true;
  }

  #turn(): void {
    this.#turnPlanned = false;
    let acted = false;
    while (!this.#closed) {
      const atUs = nowUs();
      const nextUs = this.#loop.nextUs();
      const alone = this.#ownTime && !this.#loop.awaitsAnswers();
      this.#pacer.dueAt(this.#ownTime ? nextUs : nextUs - this.#leadUs);
      if (nextUs <= atUs) {
        // Late for the next one already: answers are read before it is acted upon.
        if (acted) break;
        this.#loop.act(atUs, this.#slept ? atUs - nextUs : null);
        this.#slept = false;
        acted = true;
      } else if (nextUs - atUs <= this.#leadUs) {
        this.#pacer.dueAt(nextUs);
        if (!alone) break;
      } else if (alone) {
        this.#slept = true;
        this.#pacer.sleepUntil(Math.min(awakeningUs(atUs, nextUs - this.#leadUs), atUs + LONGEST_SLEEP_US));
        if (nextUs - atUs > LONG_GAP_US) break;
      } else {
        // Its connections wake it, or the pacer.
        return;
      }
    }
    this.plan();
  }

  #keepOwnTime(own: boolean): void {
    this.#ownTime = own;
    this.#pacer.grace(own ? GRACE_US : 0);
  }
}

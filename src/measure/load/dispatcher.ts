/**
 * Sends each arrival on its way, whatever the others do: on the idle connection that was used last, or on a new one;
 * while that connects, any connection that falls idle takes the arrival that has waited longest.
 */
import type { FailureKind } from '../../model/failure.ts';
import type { RawAnswer } from './answer.ts';
import { nowUs } from './clock.ts';
import type { EndCode } from './connection.ts';
import type { DispatcherOptions } from './dispatcher-options.ts';
import { brokenKind, refusedKind } from './end-kinds.ts';
import { IdleLines } from './idle-lines.ts';
import { type Attempt, Line, type LineOwner } from './line.ts';
import type { Recorder } from './recorder.ts';

export class Dispatcher implements LineOwner {
  readonly #options: DispatcherOptions;
  readonly #recorder: Recorder;
  /** Undecided attempts, in the order of their intended start. */
  readonly #undecided = new Set<Attempt>();
  /** Those of them that wait for any connection, likewise. */
  readonly #waiting = new Set<Attempt>();
  /** Connections under way that no request waits for, the oldest first. */
  readonly #connecting = new Set<Line>();
  readonly #idle = new IdleLines((line) => this.#giveUp(line));
  readonly #lines = new Set<Line>();
  /**
   * Connections still to be opened, one in each turn of the loop. Opening is by far the most expensive thing done here;
   * in between, answers are read, and the connections that they free may take the arrivals that these were for. A
   * generator that is late would otherwise open a connection for every late arrival, and be later still. For the same
   * reason a turn in which an arrival got the connection of another opens none.
   */
  #toOpen = 0;
  #openingPlanned = false;
  #servedInTurn = false;
  #closed = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#recorder = options.recorder;
  }

  /** How many attempts are neither decided nor shed. */
  get undecided(): number {
    return this.#undecided.size;
  }

  /** They, in the order of their intended start. */
  get attempts(): Iterable<Attempt> {
    return this.#undecided;
  }

  /** Whether connections are being opened. */
  get connecting(): boolean {
    return this.#connecting.size > 0;
  }

  /** Takes up an arrival. */
  take(intendedUs: number): void {
    const atUs = nowUs();
    this.#recorder.dispatched(intendedUs, atUs);
    const line = this.#idle.take(atUs);
    if (line === undefined && this.#lines.size + this.#toOpen >= this.#options.maxConnections) {
      this.#recorder.turnedAway(intendedUs, atUs, this.#options.shortOf ?? null);
      return;
    }
    const attempt: Attempt = { intendedUs, dispatchedUs: atUs, writtenUs: 0, line: null, retried: false };
    this.#recorder.undertaken();
    this.#undecided.add(attempt);
    if (line !== undefined) {
      this.#send(line, attempt);
      return;
    }
    this.#waiting.add(attempt);
    this.#toOpen += 1;
    this.#planOpening();
  }

  /** Fails what has taken too long, and gives up connections that have been idle too long. */
  sweep(atUs: number): void {
    for (const attempt of this.#undecided) {
      if (attempt.intendedUs + this.#options.timeoutUs > atUs) break;
      this.#timeOut(attempt, atUs);
    }
    this.#idle.expire(atUs);
  }

  /** Closes every connection; what is undecided stays so. */
  close(): void {
    this.#closed = true;
    for (const line of this.#lines) this.#discard(line);
    this.#idle.clear();
  }

  lineConnected(line: Line): void {
    const atUs = nowUs();
    this.#recorder.connectTime.record(atUs - line.openedUs);
    this.#connecting.delete(line);
    if (line.attempt === null) this.#serveNextOn(line, atUs);
    else this.#send(line, line.attempt);
  }

  lineAnswered(line: Line, answer: RawAnswer, atUs: number): void {
    const { attempt } = line;
    this.#countBytes(line);
    this.#recorder.answered(answer.status);
    if (attempt === null) return;
    line.attempt = null;
    // An answer may come late before anybody has looked at the time.
    const isLate = atUs - attempt.intendedUs > this.#options.timeoutUs;
    const fault = isLate ? 'timeout-answer' : this.#options.page.fault(answer);
    if (fault === null) this.#recorder.succeeded(attempt, atUs);
    else this.#recorder.failed(attempt, fault, atUs);
    this.#undecided.delete(attempt);
    if (answer.keepAlive) {
      this.#serveNextOn(line, atUs);
    } else if (this.#options.endpoint.closes) {
      this.#giveUp(line);
    } else {
      this.#recorder.connections.closedByServer += 1;
      this.#discard(line);
    }
    this.#options.onDecided(fault, attempt);
  }

  lineEnded(line: Line, code: EndCode): void {
    this.#countBytes(line);
    this.#lines.delete(line);
    if (line.phase === 'connecting') {
      this.#connectionFailed(line, code);
      return;
    }
    this.#recorder.connections.closedByServer += 1;
    if (line.phase === 'idle') {
      this.#idle.remove(line);
      return;
    }
    const { attempt } = line;
    if (attempt === null) return;
    if (line.served > 0 && !line.connection.answering && !attempt.retried) this.#sendAgain(attempt);
    else this.#fail(attempt, brokenKind(code), nowUs());
  }

  #serveNextOn(line: Line, atUs: number): void {
    const [next] = this.#waiting;
    if (next !== undefined) {
      this.#waiting.delete(next);
      this.#servedInTurn = true;
      this.#send(line, next);
      return;
    }
    this.#idle.put(line, atUs);
  }

  #send(line: Line, attempt: Attempt): void {
    const { connection } = line;
    line.phase = 'busy';
    line.attempt = attempt;
    attempt.line = line;
    connection.keepBody = this.#options.page.keepsBody(this.#recorder.requests.sent);
    this.#options.stamp?.(attempt.intendedUs);
    const first = attempt.writtenUs === 0;
    // Before the call, not after it: over loopback the call itself carries the request to the server and wakes it.
    attempt.writtenUs = nowUs();
    connection.send();
    if (first) this.#recorder.sent(attempt.intendedUs, attempt.writtenUs);
    if (line.served > 0) this.#recorder.connections.reused += 1;
  }

  /** The connection was closed before it could see the request: that is a race and no failure. */
  #sendAgain(attempt: Attempt): void {
    this.#recorder.connections.stale += 1;
    attempt.retried = true;
    const line = this.#open();
    line.attempt = attempt;
    attempt.line = line;
  }

  #planOpening(): void {
    if (this.#openingPlanned || this.#toOpen === 0 || this.#closed) return;
    this.#openingPlanned = true;
    this.#servedInTurn = false;
    setImmediate(() => this.#openNext());
  }

  #openNext(): void {
    this.#openingPlanned = false;
    if (this.#closed) return;
    if (this.#waiting.size <= this.#connecting.size) this.#toOpen = 0;
    else if (!this.#servedInTurn) {
      this.#toOpen -= 1;
      this.#connecting.add(this.#open());
    }
    this.#planOpening();
  }

  #open(): Line {
    this.#recorder.connections.opened += 1;
    const line = new Line(this.#options.endpoint, this, nowUs());
    this.#lines.add(line);
    return line;
  }

  /** A failed connection fails one arrival: the one it was for, or else the oldest that now has none under way. */
  #connectionFailed(line: Line, code: EndCode): void {
    this.#connecting.delete(line);
    const kind = refusedKind(code);
    if (line.attempt !== null) {
      this.#fail(line.attempt, kind, nowUs());
    } else if (this.#waiting.size > this.#connecting.size + this.#toOpen) {
      const [oldest] = this.#waiting;
      if (oldest !== undefined) this.#fail(oldest, kind, nowUs());
    }
  }

  #timeOut(attempt: Attempt, atUs: number): void {
    const { line } = attempt;
    const connecting = line === null || line.phase === 'connecting';
    if (line !== null) this.#giveUp(line);
    else {
      const [oldest] = this.#connecting;
      if (oldest !== undefined && this.#connecting.size >= this.#waiting.size) this.#giveUp(oldest);
    }
    this.#fail(attempt, connecting ? 'timeout-connect' : 'timeout-answer', atUs);
  }

  #fail(attempt: Attempt, kind: FailureKind, atUs: number): void {
    this.#waiting.delete(attempt);
    this.#undecided.delete(attempt);
    this.#recorder.failed(attempt, kind, atUs);
    this.#options.onDecided(kind, attempt);
  }

  /** Closes a connection while the step goes on, which the server has not asked for. */
  #giveUp(line: Line): void {
    this.#recorder.connections.closedByUs += 1;
    this.#discard(line);
  }

  #discard(line: Line): void {
    this.#countBytes(line);
    this.#lines.delete(line);
    this.#connecting.delete(line);
    line.connection.discard();
  }

  #countBytes(line: Line): void {
    this.#recorder.bytes += line.connection.bytesRead - line.bytesCounted;
    line.bytesCounted = line.connection.bytesRead;
  }
}

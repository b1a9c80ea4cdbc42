import { cleaners } from '../work/cleaners.ts';
import type { InterruptSignal, Surroundings } from './surroundings.ts';

/** How a command learns that it should stop. */
export interface Interrupts {
  /** Aborted by the first interrupt: stop the load and the servers, save, and write what there is. */
  readonly signal: AbortSignal;
  /** The first interrupt, or null. */
  readonly received: InterruptSignal | null;
  /** What to exit with once interrupted (128 and the number of the signal), or null. */
  readonly exitCode: number | null;
  /**
   * Names what has to be done before leaving at once, at the second interrupt: killing processes, without waiting.
   * The function that is returned withdraws it.
   */
  beforeLeaving(clean: () => void): () => void;
  /**
   * Lets the terminal's view print the notice of the first interrupt where it is not drawn over.
   * The function that is returned ends that.
   */
  tellThrough(say: (sentence: string) => void): () => void;
  /** Stops listening. */
  end(): void;
}

const stopping = 'Stopping, and keeping what was measured. Once more: stop at once.';

const exitCodes: Readonly<Record<InterruptSignal, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Listens to interrupts from now on: the first one stops gently, the second at once. */
export function watchInterrupts({ onInterrupt, leave, stderr }: Surroundings): Interrupts {
  const controller = new AbortController();
  const { beforeLeaving, cleanNow } = cleaners();
  let received: InterruptSignal | null = null;
  // A terminal has just shown ^C in the line where the cursor stands.
  const sayPlainly = (sentence: string) => stderr.write(`\n${sentence}\n`);
  let say = sayPlainly;
  const end = onInterrupt((signal) => {
    if (received === null) {
      received = signal;
      if (signal === 'SIGINT') say(stopping);
      controller.abort(new Error(`Interrupted by ${signal}.`));
      return;
    }
    // SIGHUP may come twice, from the kernel and from the shell; the second is no request to leave at once.
    if (signal === 'SIGHUP') return;
    cleanNow();
    leave(exitCodes[received]);
  });
  return {
    signal: controller.signal,
    get received() {
      return received;
    },
    get exitCode() {
      return received === null ? null : exitCodes[received];
    },
    beforeLeaving,
    tellThrough(teller) {
      say = teller;
      return () => {
        say = sayPlainly;
      };
    },
    end,
  };
}

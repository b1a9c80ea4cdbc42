/** The ways in which the truth server may answer, each known before the first request. */

/** How long an answer takes, or when it may leave. Times in microseconds. */
export type Behaviour =
  | { readonly kind: 'immediate' }
  | { readonly kind: 'constant'; readonly delayUs: number }
  /** `slowUs` with the probability `slowShare`, else `fastUs`. */
  | {
      readonly kind: 'bimodal';
      readonly fastUs: number;
      readonly slowUs: number;
      readonly slowShare: number;
    }
  /** The logarithm of the delay is normal with this deviation, the delay's median is `medianUs`. */
  | { readonly kind: 'log-normal'; readonly medianUs: number; readonly sigma: number }
  /**
   * Everything that comes within `holdUs` of every `everyUs` is answered at their end, the first hold beginning
   * `everyUs − holdUs` after the first request. `blocks`: the server does nothing else meanwhile, not even accept.
   */
  | {
      readonly kind: 'held';
      readonly delayUs: number;
      readonly holdUs: number;
      readonly everyUs: number;
      readonly blocks: boolean;
    }
  /** One server with a queue; service takes exponential time with this mean. */
  | { readonly kind: 'queue'; readonly meanServiceUs: number };

/** An order: how the server behaves from now on. */
export interface TruthOrder {
  readonly behaviour: Behaviour;
  readonly seed: number;
  /** Length of the answer's body. */
  readonly bodyBytes: number;
}

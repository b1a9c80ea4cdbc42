/**
 * What the trials of one start say about its knee: a posterior on a grid, over the knee and how gradually trials begin to
 * fail around it; some of them fail for a reason of their own (A. B. Watson and D. G. Pelli, QUEST, Perception &
 * Psychophysics 33, 1983, https://doi.org/10.3758/BF03202828; L. L. Kontsevich and C. W. Tyler, Vision Research 39, 1999,
 * https://doi.org/10.1016/S0042-6989(98)00285-5). Distances are gaps of the lattice, so the grid is the same for
 * every rate.
 */

/** A trial that counts. */
export interface Vote {
  /** On the lattice. */
  readonly place: number;
  readonly passed: boolean;
}

export interface Posterior {
  /** The place that the knee lies below with probability `p`, 0 < p < 1. */
  quantile(p: number): number;
}

/** Points of the grid in a gap of the lattice. */
const FINENESS = 2;
/** The knee is looked for so many gaps beyond what was tried. */
const MARGIN = 24;

/** Standard deviations of the knee from trial to trial, in gaps; all as likely before the first trial. */
const SPREADS = [0.3, 0.7, 1.5, 3, 6] as const;
/** How often a trial fails far below the knee. */
const LAPSE = 0.05;
/** How often one passes far above it. */
const LUCK = 0.005;

/** The same everywhere inside the grid before the first trial. */
export function posteriorOf(votes: readonly Vote[]): Posterior {
  const places = votes.length === 0 ? [0] : votes.map(({ place }) => place);
  const from = Math.floor(Math.min(...places)) - MARGIN;
  const points = (Math.ceil(Math.max(...places)) + MARGIN - from) * FINENESS + 1;
  const density = new Float64Array(points);
  for (const spread of SPREADS) {
    const likelihood = likelihoods(spread);
    for (let at = 0; at < points; at++) {
      let product = 1;
      for (const { place, passed } of votes) {
        const pass = likelihood(from + at / FINENESS - place);
        product *= passed ? pass : 1 - pass;
      }
      density[at] = (density[at] ?? 0) + product;
    }
  }
  const total = density.reduce((sum, value) => sum + value, 0);
  return {
    quantile: (p) => {
      let below = 0;
      for (const [at, value] of density.entries()) {
        if (below + value >= p * total) {
          return from + (at - 0.5 + (p * total - below) / value) / FINENESS;
        }
        below += value;
      }
      return from + (points - 1) / FINENESS;
    },
  };
}

/** The probability that a trial passes so many gaps below the knee; a logistic curve. */
function likelihoods(spread: number): (distance: number) => number {
  // A logistic curve of this scale has the spread as its standard deviation.
  const scale = (spread * Math.sqrt(3)) / Math.PI;
  return (distance) => LUCK + (1 - LUCK - LAPSE) / (1 + Math.exp(-distance / scale));
}

import type { Analysis } from '../../model/analysis.ts';
import type { ComparedPair } from '../../model/compared.ts';

/** A pair that was compared, with what its pictures are drawn from. */
export interface Two {
  readonly pair: ComparedPair;
  /** Of the two alone, B first. */
  readonly analysis: Analysis;
}

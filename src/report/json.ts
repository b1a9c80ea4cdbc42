/** The analysis for programs. */
import type { Analysis } from '../model/analysis.ts';

/**
 * One JSON document after `docs/schemas/analysis.schema.json`, with a line break at its end. JSON has no infinity: an
 * infinite number is null there, and the field `beyond` beside it says why.
 */
export function jsonReport(analysis: Analysis): string {
  return `${JSON.stringify(analysis)}\n`;
}

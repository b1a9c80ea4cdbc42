/** The analysis for programs. */
import type { Analysis } from '../model/analysis.ts';
import { analysisDocument } from './analysis-document.ts';

/** One JSON document after `docs/schemas/analysis.schema.json`, with a line break at its end. */
export function jsonReport(analysis: Analysis): string {
  return `${JSON.stringify(analysisDocument(analysis))}\n`;
}

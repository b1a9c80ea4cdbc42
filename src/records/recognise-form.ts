/** In which of its forms vegeta wrote a file, by how it begins. */
import { type BadLine, type ReadLine, readCsvLine, readJsonLine } from './vegeta-record.ts';

/** So many bytes from the start of a file tell its form. */
export const TELLING_BYTES = 64;

/**
 * How to read the lines of a file that begins so, or why it cannot be read, as the end of a sentence that begins with
 * its name.
 */
export function recogniseForm(start: Uint8Array): ReadLine | BadLine {
  const text = Buffer.from(start.subarray(0, TELLING_BYTES)).toString('latin1');
  if (text.trim() === '') return { problem: 'holds no records' };
  // Go's gob describes the type that it holds first.
  if (text.includes('Result') && text.includes('\xff'))
    return { problem: 'is in vegeta’s own binary form; convert it with `vegeta encode`' };
  if (/^(Requests +\[|Bucket +#|\{"latencies")/.test(text))
    return {
      problem: 'is a report, which no longer holds the single requests; give what `vegeta encode` writes',
    };
  if (text.startsWith('{')) return readJsonLine;
  if (/^\d{10,19},\d+,/.test(text)) return readCsvLine;
  return { problem: 'holds no records of vegeta; give what `vegeta encode` writes, as JSON or CSV' };
}

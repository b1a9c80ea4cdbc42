/**
 * A record of vegeta's: one request, as `vegeta encode` writes it, a line each, in JSON or in CSV. The columns of CSV:
 * https://github.com/tsenart/vegeta#encode-command
 */

/** A file holds no more than this, which bounds the memory that its records take. */
export const MOST_RECORDS = 10_000_000;

export interface VegetaRecord {
  /** Place in the order of sending, from 0. */
  readonly seq: number;
  /** When vegeta took it up, by its host's clock: whole seconds since 1970 … */
  readonly seconds: number;
  /** … and nanoseconds of the next one. */
  readonly nanoseconds: number;
  /** From then to the last byte. */
  readonly latencyNs: number;
  /** Status of the answer; 0: there was none. */
  readonly code: number;
  /** What went wrong, in Go's words; empty: nothing. */
  readonly error: string;
  /** Length of the body that was read; null: not known. */
  readonly bodyBytes: number | null;
}

/** What is wrong with a line, as the end of a sentence. */
export interface BadLine {
  readonly problem: string;
}

export type ReadLine = (line: string) => VegetaRecord | BadLine;

const bad = (problem: string): BadLine => ({ problem });

/** Reads a line of JSON. */
export function readJsonLine(line: string): VegetaRecord | BadLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return bad('this is not JSON, or it is cut off');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return bad('this is no record');
  const fields = value as Readonly<Record<string, unknown>>;
  const time = typeof fields['timestamp'] === 'string' ? readTime(fields['timestamp']) : null;
  return checked({
    time,
    seq: fields['seq'],
    latencyNs: fields['latency'],
    code: fields['code'],
    error: fields['error'],
    bytesIn: fields['bytes_in'],
    declaredBytes: () => declaredIn(fields['headers']),
  });
}

const COLUMNS = 12;

/** Reads a line of CSV. */
export function readCsvLine(line: string): VegetaRecord | BadLine {
  const cells = splitCsv(line);
  if (cells === null) return bad('a quotation mark is not closed, or the line is cut off');
  if (cells.length !== COLUMNS) return bad(`it has ${cells.length} columns, and not ${COLUMNS}`);
  const [stamp = '', code, latencyNs, , bytesIn, error, , , seq, , , headers = ''] = cells;
  const time = /^\d{10,19}$/.test(stamp)
    ? { seconds: Number(stamp.slice(0, -9)), nanoseconds: Number(stamp.slice(-9)) }
    : null;
  return checked({
    time,
    seq: wholeOf(seq),
    latencyNs: wholeOf(latencyNs),
    code: wholeOf(code),
    error,
    bytesIn: wholeOf(bytesIn),
    declaredBytes: () => {
      const text = Buffer.from(headers, 'base64').toString('latin1');
      return lengthOf(/^content-length: *(\d{1,15})\r?$/im.exec(text)?.[1]);
    },
  });
}

interface Fields {
  readonly time: Pick<VegetaRecord, 'seconds' | 'nanoseconds'> | null;
  readonly seq: unknown;
  readonly latencyNs: unknown;
  readonly code: unknown;
  readonly error: unknown;
  readonly bytesIn: unknown;
  /** As the answer's own header has it; null: it has none. */
  readonly declaredBytes: () => number | null;
}

const DAY_NS = 86_400e9;

function checked({ time, seq, latencyNs, code, error, bytesIn, declaredBytes }: Fields) {
  if (time === null) return bad('"timestamp" is no time');
  if (!isWhole(seq, MOST_RECORDS - 1)) return bad(`"seq" is no whole number below ${MOST_RECORDS}`);
  if (!isWhole(latencyNs, DAY_NS)) return bad('"latency" is no whole number of nanoseconds within a day');
  if (!isWhole(code, 999)) return bad('"code" is no status');
  if (!isWhole(bytesIn, Number.MAX_SAFE_INTEGER)) return bad('"bytes_in" is no number of bytes');
  if (typeof error !== 'string') return bad('"error" is no text');
  // Where vegeta was told to keep no body it counts none; it has read it to the end all the same.
  const unknown = bytesIn === 0 && code !== 0 && code !== 204 && code !== 304;
  return {
    ...time,
    seq,
    latencyNs,
    code,
    error,
    bodyBytes: unknown ? declaredBytes() : bytesIn,
  };
}

const isWhole = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;

const wholeOf = (text = ''): number => (/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN);

const lengthOf = (text: string | undefined): number | null => (text === undefined ? null : Number(text));

/** `Content-Length` of headers as Go writes them: each name with a list of values. */
function declaredIn(headers: unknown): number | null {
  if (typeof headers !== 'object' || headers === null) return null;
  const values = (headers as Readonly<Record<string, unknown>>)['Content-Length'];
  const [first] = Array.isArray(values) ? values : [];
  return typeof first === 'string' && /^\d{1,15}$/.test(first) ? Number(first) : null;
}

/** RFC 3339 to the nanosecond, in any time zone. */
function readTime(text: string): Pick<VegetaRecord, 'seconds' | 'nanoseconds'> | null {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const ms = Date.parse(`${parts?.[1]}${parts?.[3]}`);
  if (Number.isNaN(ms) || ms < 0) return null;
  return { seconds: ms / 1_000, nanoseconds: Number((parts?.[2] ?? '').padEnd(9, '0')) };
}

/** The cells of a line (RFC 4180); null where a quotation mark is not closed. */
function splitCsv(line: string): string[] | null {
  const cells: string[] = [];
  const cell = /("(?:[^"]|"")*"|[^",]*)(,|$)/y;
  for (let end = ','; end === ','; ) {
    const found = cell.exec(line);
    if (found === null) return null;
    const [, text = '', behind = ''] = found;
    cells.push(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text);
    end = behind;
  }
  return cells;
}

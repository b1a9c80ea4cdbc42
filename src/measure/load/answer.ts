/** An answer, as far as a step looks at it. */

/** How many of an answer's last bytes are kept to be compared. */
export const ENDING_BYTES = 64;

/** What an answer was, valid until the next request on its connection. */
export interface RawAnswer {
  status: number;
  bodyBytes: number;
  /** The last bytes of the body; only the first `endingBytes` of the buffer count. */
  readonly ending: Buffer;
  endingBytes: number;
  /** Whether the body holds the text that the endpoint's answers are searched for; true where there is none. */
  holdsText: boolean;
  /** The parts of the body, where keeping it was asked for. */
  chunks: Buffer[];
  /** Raw names and values, in turn. */
  headers: readonly string[];
  /** Whether the connection may be used again. */
  keepAlive: boolean;
}

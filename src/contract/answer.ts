/** An answer to a request, complete unless it says otherwise. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Why it ended before it was complete; absent for one that is. */
  readonly brokenOff?: string;
}

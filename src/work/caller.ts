/** Who asks for work: where they stand, and how they interrupt it. */
export interface Caller {
  /** Absolute path. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Version of this tool. */
  readonly version: string;
  /** Aborted when the work is to stop: no process is left then, and what was measured is kept. */
  readonly signal: AbortSignal;
  /**
   * Names what has to be done before the process exits immediately, without waiting.
   * The function that is returned withdraws it.
   */
  beforeLeaving(clean: () => void): () => void;
}

/** A mistake in what the user asked for: a flag, a file, a name. Printed as one sentence, with what to do about it; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** What to do, as a sentence of its own; null where the message says it all. */
  readonly hint: string | null;

  /** @param message one sentence that names the flag or the file, without a full stop at its end */
  constructor(message: string, hint: string | null = null) {
    super(message);
    this.hint = hint;
  }
}

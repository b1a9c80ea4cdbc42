/** The disk does not take what was measured: nobody's mistake in what was asked, and not ours. Told in one sentence, exit 1. */
export class NotSaved extends Error {
  override readonly name = 'NotSaved';
  /** What is left, and what to do. */
  readonly hint: string;

  /** @param message one sentence that names the folder, without a full stop at its end */
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** The disk refuses what was measured: neither a usage error nor a defect. Printed as one sentence, exit code 1. */
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

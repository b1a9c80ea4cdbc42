/** A process of the tool itself, e.g. the generator, has ended or failed: never the target's fault. Printed as one sentence, exit code 1. */
export class OwnProcessEnded extends Error {
  override readonly name: string = 'OwnProcessEnded';
}

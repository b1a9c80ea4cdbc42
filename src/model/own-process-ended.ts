/** A process that belongs to the tool itself, the generator for one, has ended or failed: never the fault of what is measured. Told in one sentence, exit 1. */
export class OwnProcessEnded extends Error {
  override readonly name: string = 'OwnProcessEnded';
}

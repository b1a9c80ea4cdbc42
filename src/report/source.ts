import type { Run } from '../model/run.ts';

/** A run that a report is drawn from, with the text of its file: the page gives it back byte for byte. */
export interface Source {
  readonly run: Run;
  readonly text: string;
}

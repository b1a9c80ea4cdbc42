/** The files of a check: JUnit XML, the summary, and the heatmaps of its run. */
import { resolve } from 'node:path';
import { analyse } from '../analysis/analyse.ts';
import type { StoredRun } from '../files/load-run.ts';
import { appendText, proveFile, writeWhole } from '../files/write-file.ts';
import type { Check } from '../model/check.ts';
import type { Objective } from '../model/objective.ts';
import { UsageError } from '../model/usage-error.ts';
import { junitReport } from '../report/check/junit.ts';
import { checkSummary } from '../report/check/summary.ts';
import type { Caller } from './caller.ts';
import { drawAs } from './draw.ts';

/** Files that are written of a check, by their form. */
export type CheckFiles = Readonly<Partial<Record<'junit' | 'markdown' | 'svg' | 'png', string>>>;

/**
 * Proves the files that are asked for, and draws the pictures, which show the run alone: what cannot be had is known
 * before anything is measured. The summary of a job on GitHub is written too, where this is one.
 * @returns what writes them all, and gives a sentence for each that the disk refuses
 * @throws UsageError where a file cannot be written, or for a PNG where no font is installed
 */
export async function prepareFiles(
  { run }: StoredRun,
  { files, objectives }: { readonly files: CheckFiles; readonly objectives: readonly Objective[] | null },
  { cwd, env }: Caller,
): Promise<(found: Check) => readonly string[]> {
  const ofJob = env['GITHUB_STEP_SUMMARY'] ?? '';
  if (ofJob === '' && Object.keys(files).length === 0) return () => [];
  for (const [form, file] of Object.entries(files)) proveFile(resolve(cwd, file), `--${form}`);
  const analysis = analyse(run, objectives);
  const { junit, markdown, svg, png } = files;
  const heatmaps = {
    svg: svg === undefined ? '' : await drawAs('svg', analysis),
    png: png === undefined ? '' : await drawAs('png', analysis),
  };
  return (found) => {
    const summary = checkSummary(found, analysis);
    const drawn = [
      [junit, junitReport(found)],
      [markdown, summary],
      [svg, heatmaps.svg],
      [png, heatmaps.png],
    ] as const;
    return [
      ...drawn.flatMap(([file, content]) =>
        file === undefined ? [] : refusalOf(() => writeWhole(resolve(cwd, file), content)),
      ),
      ...(ofJob === '' ? [] : refusalOf(() => appendText(resolve(cwd, ofJob), summary))),
    ];
  };
}

/** Why something cannot be written, as a sentence; empty where it is. The verdict stands without it. */
function refusalOf(write: () => void): readonly string[] {
  try {
    write();
  } catch (error) {
    if (error instanceof UsageError) return [`${error.message}.`];
    throw error;
  }
  return [];
}

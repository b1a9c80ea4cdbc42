import { pairLines } from '../report/words/compare-text.ts';
import { compareFormats, compare as compareRuns } from '../work/compare.ts';
import { type AddCommand, type Context, collect } from './command.ts';
import { printable } from './printable.ts';
import { readFormats, readObjectives } from './read-options.ts';

interface CompareFlags {
  readonly format: string;
  readonly objective?: readonly string[];
  readonly out?: string;
  readonly json?: true;
}

const examples = `
A run is named by its folder, its run.json, or as "latest"; #label behind it names one of its targets. Ratios are B ÷ A.

Examples:
  bench compare latest#remix latest#leptos         two targets of one run, by the same rounds
  bench compare reports/monday reports/tuesday     the targets of the same label, without better or worse
  bench compare reports/monday#remix latest#remix:cluster --format md
`;

/** `bench compare`: what changed between two runs, or between two targets of one. */
export const addCompare: AddCommand = (program, run) => {
  program
    .command('compare')
    .summary('two runs, or two targets of one: what differs, and by how much')
    .description(
      'Says in what two runs or targets differ, and how many times as much B has of each figure as A, with intervals. Nothing is measured.',
    )
    .argument('<A>', 'a run, or run#label')
    .argument('<B>', 'likewise')
    .option('--format <formats>', `any of ${compareFormats.join(',')}`, 'html')
    .option('--objective <objective>', 'instead of those of the sweeps; again for more', collect)
    .option('--out <dir>', 'another folder for the files')
    .option('--json', 'print the comparison as JSON, and write nothing')
    .addHelpText('after', examples)
    .action((a: string, b: string, flags: CompareFlags) => run((context) => compare(a, b, flags, context)));
};

async function compare(
  a: string,
  b: string,
  flags: CompareFlags,
  { caller, surroundings: { stdout, stderr } }: Context,
): Promise<number> {
  const asJson = flags.json === true;
  const formats = readFormats(flags.format, compareFormats);
  const objectives = readObjectives(flags.objective);
  const { compared, files, left } = await compareRuns(
    { a, b, objectives, formats: asJson ? [] : formats, out: flags.out ?? null },
    caller,
  );
  if (left.length > 0)
    stderr.write(
      `${printable(`Left out, for nothing was measured of it in one of the runs: ${left.join(', ')}.`)}\n`,
    );
  if (asJson) {
    stdout.write(`${JSON.stringify(compared)}\n`);
    return 0;
  }
  for (const pair of compared.pairs) {
    for (const line of pairLines(pair)) stdout.write(`${printable(line)}\n`);
    stdout.write('\n');
  }
  for (const file of files) stdout.write(`${printable(file)}\n`);
  return 0;
}

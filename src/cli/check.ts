import type { Check } from '../model/check.ts';
import { formatWaitMs } from '../model/duration.ts';
import { type Gate, parseGate } from '../model/gate.ts';
import { UsageError } from '../model/usage-error.ts';
import { gateName, storedNote, storedText, verdictWords } from '../report/words/check-text.ts';
import { type CheckOrder, check as checkRun } from '../work/check.ts';
import type { CheckFiles } from '../work/check-files.ts';
import { type AddCommand, type Context, collect } from './command.ts';
import { openView } from './open-view.ts';
import { printable } from './printable.ts';
import { readObjectives, readShare } from './read-options.ts';

interface CheckFlags extends CheckFiles {
  readonly baseline?: string;
  readonly maxDrop?: string;
  readonly objective?: readonly string[];
  /** A run, or false for `--no-confirm`. */
  readonly confirm?: string | false;
  readonly against?: readonly string[];
  readonly config?: string;
  readonly json?: true;
}

const examples = `
A gate compares a figure with a bound:
  capacity >= 400/s                 judged, as all gates are, by an interval over the rounds
  p99 at 100/s < 100ms              p50, p90, p95, p99 or p99.9 over everything scheduled
  success at 100/s >= 99.8%
  cpu at half capacity < 2ms        CPU time of the server for each request
  memory at capacity < 300MB        or at a rate, or at rest (after the warm-up)
  start < 3s                        until the first right answer

A search measures every target at 100/s and at half capacity: half the lowest capacity of its first round. Against a
--baseline the capacity is compared, and each figure that is named without a bound; what may be lost of a latency, of
CPU time or memory is a rise: --max-drop 10% allows 1 ÷ 0.9, which is 11.1 % more.

Examples:
  bench sweep -t base=../base -t head=. --find-capacity --rounds auto --time 10m
  bench check latest --baseline base --max-drop 10%
  bench check latest --baseline base --max-drop 10% "p99 at 100/s" "cpu at half capacity" "memory at capacity"
  bench check latest "capacity >= 400/s" "memory at capacity < 300MB" --junit bench.xml

Five rounds at least are needed. Where they say that too much was lost, the same sweep is made once more in the folder
confirm of the run, and only if its rounds say so by themselves does the gate fail. Exit codes: 0 all gates pass, 3 one
fails, 4 of one it cannot be told.
`;

/** `bench check`: a gate for CI. */
export const addCheck: AddCommand = (program, run) => {
  program
    .command('check')
    .summary('a gate: is a run good enough, or worse than a baseline in it')
    .description(
      'Judges the targets of a run by gates, or against a baseline that was measured in the same sweep. A fail is confirmed by fresh rounds, which are measured where they are needed.',
    )
    .argument('<run>', 'run folder, run.json, or latest')
    .argument('[gate...]', 'a figure and its bound, each in quotes; beside a baseline, without one')
    .option('--baseline <label>', 'the target that the others are compared with')
    .option(
      '--max-drop <share>',
      'of each figure that may be lost (default: 0%, of which two equals cannot be told)',
    )
    .option('--objective <objective>', 'instead of those of the sweep; again for more', collect)
    .option('--against <run...>', 'older runs of the same machine and plan; six at least to judge by')
    .option('--confirm <run>', 'the same sweep once more, instead of measuring it')
    .option('--no-confirm', 'measure nothing: a fail that is not confirmed cannot be told')
    .option('--config <file>', 'instead of the nearest bench.config.json')
    .option('--junit <file>', 'write JUnit XML')
    .option('--markdown <file>', 'write the summary, which also goes to $GITHUB_STEP_SUMMARY')
    .option('--svg <file>', 'draw the heatmaps')
    .option('--png <file>', 'draw the heatmaps')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples)
    .action((reference: string, gates: readonly string[], flags: CheckFlags) =>
      run((context) => check(reference, gates, flags, context)),
    );
};

async function check(
  reference: string,
  gates: readonly string[],
  flags: CheckFlags,
  context: Context,
): Promise<number> {
  const { caller, surroundings } = context;
  const note = (sentence: string) => surroundings.stderr.write(`${printable(sentence)}\n`);
  const { found, writeFiles } = await checkRun(makeOrder(reference, gates, flags), caller, {
    note,
    open: (decided) => {
      const view = openView(context, decided.resumed);
      view.note(
        `Too much seems to be lost. Fresh rounds are to confirm it, in about ${formatWaitMs(decided.expectedMs)}: ${decided.runFolder}`,
      );
      return view;
    },
    cannot: ({ message, hint }) => note(`No fresh rounds can be measured. ${message}. ${hint ?? ''}`),
  });
  // The verdict comes first, and its exit code stands: a disk that is full by now takes nothing from it.
  surroundings.stdout.write(flags.json === true ? `${JSON.stringify(found)}\n` : checkText(found));
  for (const sentence of writeFiles()) note(sentence);
  return exitCodes[found.verdict];
}

const exitCodes = { pass: 0, fail: 3, 'cannot-tell': 4 } as const;

/** @throws UsageError at the first word that cannot be understood */
function makeOrder(run: string, gates: readonly string[], flags: CheckFlags): CheckOrder {
  const { baseline, maxDrop, confirm, against = [], junit, markdown, svg, png } = flags;
  if (maxDrop !== undefined && baseline === undefined && against.length === 0) {
    throw new UsageError(
      '--max-drop says nothing without a --baseline or runs to stand --against',
      'Add one of them, or leave it out.',
    );
  }
  const files = Object.entries({ junit, markdown, svg, png }).filter(([, file]) => file !== undefined);
  return {
    run,
    gates: gates.map(readGate),
    baseline: baseline ?? null,
    maxDrop: maxDrop === undefined ? 0 : readShare(maxDrop, '--max-drop', 0, 0.9),
    objectives: readObjectives(flags.objective),
    confirm: confirm === undefined ? 'measure' : confirm === false ? 'stored' : { run: confirm },
    against,
    config: flags.config ?? null,
    files: Object.fromEntries(files),
  };
}

function readGate(text: string): Gate {
  const gate = parseGate(text);
  if (!('problem' in gate)) return gate;
  throw new UsageError(
    `The gate ${JSON.stringify(text)}: ${gate.problem}`,
    'Write "capacity >= 400/s" or "p99 at 100/s < 100ms"; bench check --help has all.',
  );
}

/** A paragraph for each gate, older runs, and the verdict last. */
function checkText(found: Check): string {
  const gates = found.gates.flatMap((gate) => [
    `${gateName(gate)} ${verdictWords[gate.verdict].toUpperCase()}`,
    ...[gate.text, gate.advice].flatMap((said) => (said === null ? [] : [`  ${said}`])),
    '',
  ]);
  const note = storedNote(found);
  const stored = [
    ...found.stored.map((one) => `stored: ${storedText(one)}`),
    ...(note === null ? [] : [note]),
  ];
  return [...gates, ...stored, `The check ${verdictWords[found.verdict]}.`]
    .map((line) => `${line.startsWith('  ') ? '  ' : ''}${printable(line)}\n`)
    .join('');
}

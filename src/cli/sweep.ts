import { dirname } from 'node:path';
import { loadConfig } from '../files/load-config.ts';
import type { Target } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import { jsonReport } from '../report/json.ts';
import { newSweep, type SweepOrder } from '../work/decide-sweep.ts';
import type { DecidedSweep } from '../work/decided-sweep.ts';
import { declareTarget } from '../work/declare-target.ts';
import { reachMachines } from '../work/reach-machines.ts';
import { resumeSweep } from '../work/resume-sweep.ts';
import { sweep as runSweep } from '../work/sweep.ts';
import type { AddCommand, Context } from './command.ts';
import { declarationOf } from './declaration-flags.ts';
import { describePlan } from './describe-plan.ts';
import { makeWishes } from './make-wishes.ts';
import { metNothing } from './met-nothing.ts';
import { openView } from './open-view.ts';
import { printable } from './printable.ts';
import { wordsForResuming } from './resume-command.ts';
import type { Surroundings } from './surroundings.ts';
import { declareSweepFlags, refuseOtherFlags, type SweepFlags } from './sweep-flags.ts';

/** `bench sweep`: the main command. */
export const addSweep: AddCommand = (program, run) => {
  const command = program
    .command('sweep')
    .summary('raise the rate until it breaks, and report what that looked like')
    .description(
      'Starts each target, raises the request rate on a logarithmic scale, keeps every latency and every failure, and writes a report.',
    );
  command.argument('[command...]', 'behind --: a command that starts a server to be measured');
  declareSweepFlags(command).action((words: readonly string[], flags: SweepFlags) =>
    run((context) => sweep(words, flags, context)),
  );
};

async function sweep(words: readonly string[], flags: SweepFlags, context: Context): Promise<number> {
  const { surroundings, caller } = context;
  const json = flags.json === true;
  const declaration = declarationOf(words, flags, surroundings.argv);
  const declares = words.length > 0 || flags.url !== undefined;
  const declared = declares ? declareTarget(declaration, surroundings.cwd) : null;
  if (flags.resume !== undefined) refuseOtherFlags(flags);
  const asked =
    flags.resume === undefined
      ? newSweep(makeOrder(flags, declared, surroundings), caller)
      : resumeSweep(flags.resume, caller, declared, flags.config ?? null);
  await using machines = await reachMachines(asked.host, caller);
  const decided = asked.decide(machines);
  if (flags.dryRun === true) {
    surroundings.stdout.write(json ? planJson(decided) : planText(decided));
    return 0;
  }
  const { runFolder, resumed } = decided;
  const sayWhatIsLeft = () => {
    const words = wordsForResuming(runFolder, declaration, caller);
    if (words !== null) surroundings.stderr.write(`${printable(words)}\n`);
  };
  using view = openView(context, resumed);
  const { run, analysis, report } = await runSweep(decided, caller, view, {
    machines,
    wait: flags.wait === true,
  }).catch((error) => {
    view.close();
    if (!(error instanceof UsageError)) sayWhatIsLeft();
    throw error;
  });
  view.end(analysis, report);
  if (run.interrupted !== null || run.finishedAt === null) sayWhatIsLeft();
  if (json) surroundings.stdout.write(jsonReport(analysis));
  const incomplete = run.interrupted !== null || run.targets.some(({ failure }) => failure !== null);
  return incomplete ? 1 : metNothing(analysis.targets);
}

/** What flags and configuration ask for. */
function makeOrder(
  flags: SweepFlags,
  declared: Target | null,
  { cwd, argv }: Pick<Surroundings, 'cwd' | 'argv'>,
): SweepOrder {
  const config = loadConfig(cwd, flags.config ?? null);
  const { target: configured = [] } = config.sweep;
  // Paths in a configuration file start at the file.
  const named = flags.target === undefined && configured.length > 0 && config.path !== null;
  return {
    wishes: makeWishes(flags, config),
    declared,
    targets: named ? configured : (flags.target ?? []),
    targetsFrom: named && config.path !== null ? dirname(config.path) : cwd,
    out: flags.out ?? null,
    argv,
  };
}

const planText = (decided: DecidedSweep): string => `${describePlan(decided).join('\n')}\n`;

const planJson = ({ plan, expectedMs, runFolder, command }: DecidedSweep): string =>
  `${JSON.stringify({ plan, expectedMs, runFolder, command }, null, 2)}\n`;

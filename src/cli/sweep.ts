import type { AddCommand, Context } from './command.ts';
import { describePlan } from './describe-plan.ts';
import { prepareSweep } from './prepare-sweep.ts';
import type { PreparedSweep } from './prepared-sweep.ts';
import { runSweep } from './run-sweep.ts';
import { declareSweepFlags, type SweepFlags } from './sweep-flags.ts';

/** `bench sweep`: the main command. */
export const addSweep: AddCommand = (program, run) => {
  const command = program
    .command('sweep')
    .summary('raise the rate until it breaks, and report what that looked like')
    .description(
      'Starts each target, raises the request rate on a logarithmic scale, keeps every latency and every failure, and writes a report.',
    );
  declareSweepFlags(command).action((flags: SweepFlags) => run((context) => sweep(flags, context)));
};

async function sweep(flags: SweepFlags, context: Context): Promise<number> {
  const prepared = prepareSweep(flags, context);
  if (flags.dryRun === true) {
    context.surroundings.stdout.write(flags.json === true ? planJson(prepared) : planText(prepared));
    return 0;
  }
  return runSweep(prepared, flags.json === true, context);
}

const planText = (prepared: PreparedSweep): string => `${describePlan(prepared).join('\n')}\n`;

const planJson = ({ plan, expectedMs, runFolder, command }: PreparedSweep): string =>
  `${JSON.stringify({ plan, expectedMs, runFolder, command }, null, 2)}\n`;

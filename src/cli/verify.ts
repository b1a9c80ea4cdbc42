import { defaultHost, findHost, loadConfig } from '../files/load-config.ts';
import type { VerifiedTarget } from '../model/verification.ts';
import { verify } from '../work/verify.ts';
import { type AddCommand, type Context, targetOption } from './command.ts';
import { openView } from './open-view.ts';
import { describeVerified } from './terminal/describe-verified.ts';
import { colorLevel, createPaint } from './terminal/paint.ts';

interface VerifyFlags {
  readonly target?: readonly string[];
  readonly host?: string;
  readonly json?: true;
  readonly config?: string;
}

const examples = `
Each target is started on a copy of the database and stopped again; no load is sent. It is compared with pages that
are made from the database by the contract, not with another target. Exit code 3: a target differs; 1: one could not
be built or started.

Examples:
  bench verify                    the target in the current folder
  bench verify --target remix --target vanilla
  bench verify --target all:* --json
`;

/** `bench verify`: do the targets serve the same blog? */
export const addVerify: AddCommand = (program, run) => {
  program
    .command('verify')
    .summary('do the targets serve the same blog? no load')
    .description(
      'Compares what targets answer with the contract of the blog: on the wire, in text, structure and style; whether they keep pages, mix up visitors, send what nobody needs, or write to the database.',
    )
    .addOption(targetOption())
    .option('--host <name>', 'where servers run: droplet, or one of bench.config.json (default: droplet)')
    .option('--json', 'print what was found as JSON')
    .option('--config <file>', 'instead of the nearest bench.config.json')
    .addHelpText('after', examples)
    .action((flags: VerifyFlags) => run((context) => printVerified(flags, context)));
};

async function printVerified(flags: VerifyFlags, context: Context): Promise<number> {
  const { cwd, env, stdout } = context.surroundings;
  const config = loadConfig(cwd, flags.config ?? null);
  const host = findHost(config, flags.host ?? defaultHost, '--host');
  using view = openView(context);
  const document = await verify(flags.target ?? [], host, context.caller, view);
  view.close();
  const { targets } = document;
  const paint = createPaint(colorLevel(env, stdout.isTerminal));
  const text = () => `${targets.map((one) => describeVerified(one, paint).join('\n')).join('\n\n')}\n`;
  stdout.write(flags.json === true ? `${JSON.stringify(document, null, 2)}\n` : text());
  return exitCodeOf(targets);
}

/** A difference is certain; what could not be checked may be right. */
function exitCodeOf(verified: readonly VerifiedTarget[]): number {
  if (verified.some(({ outcome }) => outcome === 'different')) return 3;
  return verified.some(({ outcome }) => outcome === 'unchecked') ? 1 : 0;
}

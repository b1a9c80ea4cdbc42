import { defaultHost, findHost, loadConfig } from '../files/load-config.ts';
import type { BuiltTarget } from '../model/built-target.ts';
import { formatBytes } from '../model/size.ts';
import { buildNamed, diskUsedBy } from '../work/build-named.ts';
import { type AddCommand, type Context, targetOption } from './command.ts';
import { openView } from './open-view.ts';

interface BuildFlags {
  readonly target?: readonly string[];
  readonly host?: string;
  readonly json?: true;
}

const examples = `
A build is kept for as long as what it was made from stays the same, and what it made stays there.

Examples:
  bench build                     the target in the current folder
  bench build --target remix --target ./my-app
  bench build --target all:*      every built-in target in every variant
`;

/** `bench build`: installs and builds targets without measuring them. */
export const addBuild: AddCommand = (program, run) => {
  program
    .command('build')
    .summary('install and build targets')
    .description('Installs and builds targets, where that was not done yet. A sweep does the same by itself.')
    .addOption(targetOption())
    .option('--host <name>', 'where to build: droplet, or one of bench.config.json (default: droplet)')
    .option('--json', 'print what was built as JSON')
    .addHelpText('after', examples)
    .action((flags: BuildFlags) => run((context) => build(flags, context)));
};

async function build(flags: BuildFlags, context: Context): Promise<number> {
  const { cwd, stdout } = context.surroundings;
  const host = findHost(loadConfig(cwd, null), flags.host ?? defaultHost, '--host');
  using view = openView(context);
  const built = await buildNamed(flags.target ?? [], host, context.caller, view.show);
  if (host.via === 'local') view.note(diskText(built));
  view.close();
  if (flags.json === true) stdout.write(`${JSON.stringify(built.map(builtFacts), null, 2)}\n`);
  return built.every(({ failure }) => failure === null) ? 0 : 1;
}

/** What the targets take on the disk: each folder, the largest first, and all together. */
function diskText(built: readonly BuiltTarget[]): string {
  const folders = [...Map.groupBy(built, ({ target }) => target.path).values()].map((of) => ({
    labels: of.map(({ target }) => target.label).join(' and '),
    bytes: diskUsedBy(of),
  }));
  const each = folders
    .toSorted((a, b) => b.bytes - a.bytes)
    .map(({ labels, bytes }) => `${labels} ${formatBytes(bytes)}`);
  const apart = each.length < 2 ? '' : `: ${each.join(', ')}`;
  return `on the disk: ${formatBytes(diskUsedBy(built))}, with all that was built${apart}`;
}

const builtFacts = ({ target, contentHash, versions, build: made, failure }: BuiltTarget) => ({
  label: target.label,
  path: target.path,
  contentHash,
  versions,
  build: made,
  failure,
});

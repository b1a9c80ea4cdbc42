import { join } from 'node:path';
import { blogSeed, seedBlog } from '../contract/seed.ts';
import { chooseTargets } from '../files/choose-targets.ts';
import { provideDatabase } from '../files/database.ts';
import { cacheFolder } from '../files/folders.ts';
import { openLeftovers } from '../files/leftovers.ts';
import { defaultHost, findHost, loadConfig } from '../files/load-config.ts';
import { openLogs } from '../files/logs.ts';
import { proveOwnFolders } from '../files/own-folders.ts';
import { describeMachine } from '../measure/host/describe-machine.ts';
import { prepareHost } from '../measure/host/prepare-host.ts';
import { type ServerStarter, serverStarter } from '../measure/server/start-server.ts';
import { verifyTarget } from '../measure/verify/verify-target.ts';
import type { Target } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import type { VerificationDocument, VerifiedTarget } from '../model/verification.ts';
import { place } from '../plan/place.ts';
import { askAs } from './ask-as.ts';
import { type AddCommand, type Context, collect } from './command.ts';
import { cleanUp, endOwnAtOnce, memoryIn } from './leftover-memory.ts';
import { prepareBuilds } from './prepare-builds.ts';
import type { PreparedTarget } from './prepare-target.ts';
import { printable } from './printable.ts';
import { describeVerified } from './terminal/describe-verified.ts';
import { colorLevel, createPaint } from './terminal/paint.ts';
import { makeVerifiedBlog } from './verified-blog.ts';

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
    .option(
      '-t, --target <target>',
      '[label=]<name|path>[:variant]; again for more; all, all:* (default: the current folder)',
      collect,
    )
    .option('--host <name>', 'where servers run: droplet, or one of bench.config.json (default: droplet)')
    .option('--json', 'print what was found as JSON')
    .option('--config <file>', 'instead of the nearest bench.config.json')
    .addHelpText('after', examples)
    .action((flags: VerifyFlags) => run((context) => verify(flags, context)));
};

async function verify(flags: VerifyFlags, context: Context): Promise<number> {
  const { cwd, env, stdout } = context.surroundings;
  const config = loadConfig(cwd, flags.config ?? null);
  const host = findHost(config, flags.host ?? defaultHost, '--host');
  const targets = chooseTargets(flags.target ?? [], cwd);
  refuseNothing(targets);
  proveOwnFolders(env);
  const placement = place('shared', host.size.cpus, describeMachine());
  const verified = await verifyAll(targets, { host, placement }, context);
  const document: VerificationDocument = {
    schema: 1,
    tool: { name: 'framebench', version: context.version },
    targets: verified,
  };
  const paint = createPaint(colorLevel(env, stdout.isTerminal));
  const text = () => `${verified.map((one) => describeVerified(one, paint).join('\n')).join('\n\n')}\n`;
  stdout.write(flags.json === true ? `${JSON.stringify(document, null, 2)}\n` : text());
  return exitCodeOf(verified);
}

/** A difference is certain; what could not be checked may be right. */
function exitCodeOf(verified: readonly VerifiedTarget[]): number {
  if (verified.some(({ outcome }) => outcome === 'different')) return 3;
  return verified.some(({ outcome }) => outcome === 'unchecked') ? 1 : 0;
}

function refuseNothing(targets: readonly Target[]): void {
  if (targets.some(({ contract }) => contract !== null)) return;
  throw new UsageError(
    `There is nothing to compare: ${targets.map(({ label }) => label).join(', ')} ${targets.length === 1 ? 'is' : 'are'} under no contract`,
    'A target that serves the blog says "contract": "blog" in its target.json.',
  );
}

async function verifyAll(
  targets: readonly Target[],
  where: Parameters<typeof prepareHost>[0],
  context: Context,
): Promise<readonly VerifiedTarget[]> {
  const { env, stderr } = context.surroundings;
  const logFolder = join(cacheFolder(env), 'logs');
  const leftovers = openLeftovers(env);
  const say = (sentence: string) => stderr.write(`${printable(sentence)}\n`);
  await cleanUp(leftovers, say);
  const compared = targets.filter(({ contract }) => contract !== null);
  const prepared = await prepareBuilds(compared, logFolder, context);
  const memory = memoryIn(leftovers);
  const host = await prepareHost(where, memory);
  const starter = serverStarter({ host, ...memory });
  const withdraw = context.interrupts.beforeLeaving(() => {
    starter.killNow();
    endOwnAtOnce(leftovers);
  });
  try {
    const verified: VerifiedTarget[] = [];
    for (const target of targets) {
      const ready = prepared.find((one) => one.target.label === target.label);
      if (ready === undefined) verified.push(outside(target));
      else verified.push(await verifyOne(ready, starter, logFolder, context));
    }
    return verified;
  } finally {
    withdraw();
    await host.release();
  }
}

async function verifyOne(
  { target, failure }: PreparedTarget,
  starter: ServerStarter,
  logFolder: string,
  { surroundings, interrupts }: Context,
): Promise<VerifiedTarget> {
  if (failure !== null) return { ...factsOf(target), outcome: 'unchecked', failure, checks: [], page: null };
  surroundings.stderr.write(`${printable(target.label)}: being compared\n`);
  const { rows, canaries } = seedBlog(blogSeed);
  const databasePath = provideDatabase(rows, join(cacheFolder(surroundings.env), 'blog'));
  const blog = makeVerifiedBlog(databasePath, rows.posts);
  const keep = interrupts.beforeLeaving(() => blog.remove());
  const logs = openLogs(logFolder);
  try {
    const result = await verifyTarget({
      target: askAs('reader', target),
      blog,
      canaries,
      startServer: starter.startServer,
      log: logs.open(`${target.label}.verify`),
      signal: interrupts.signal,
    });
    if (result.failure !== null) {
      return { ...factsOf(target), outcome: 'unchecked', failure: result.failure, checks: [], page: null };
    }
    const { checks, page } = result;
    const outcome = checks.every(({ passed }) => passed) ? 'same' : 'different';
    return { ...factsOf(target), outcome, failure: null, checks, page };
  } finally {
    logs.close();
    blog.remove();
    keep();
  }
}

const factsOf = ({ label, name, variant, title, deviations }: Target) => ({
  label,
  name,
  variant,
  title,
  deviations: deviations.map(({ note }) => note),
});

const outside = (target: Target): VerifiedTarget => ({
  ...factsOf(target),
  outcome: 'outside',
  failure: null,
  checks: [],
  page: null,
});

/** `bench verify`: do the targets serve the same blog? Each is built, started on a copy of the database, and compared. */
import { join } from 'node:path';
import { blogSeed, seedBlog } from '../contract/seed.ts';
import { chooseTargets } from '../files/choose-targets.ts';
import { provideDatabase } from '../files/database.ts';
import { cacheFolder } from '../files/folders.ts';
import { proveOwnFolders } from '../files/own-folders.ts';
import { describeMachine } from '../measure/host/describe-machine.ts';
import type { StartOnHost } from '../measure/server/start-server.ts';
import { type BlogVisitor, blogVisitor } from '../measure/verify/browser.ts';
import { verifyTarget } from '../measure/verify/verify-target.ts';
import type { BuiltTarget } from '../model/built-target.ts';
import type { Plan } from '../model/plan.ts';
import type { Target } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import type { VerificationDocument, VerifiedTarget } from '../model/verification.ts';
import { place } from '../plan/place.ts';
import { askAs } from './ask-as.ts';
import { buildTargets } from './build-targets.ts';
import type { Caller } from './caller.ts';
import { openHost } from './open-host.ts';
import type { SweepWatcher } from './sweep.ts';
import { makeVerifiedBlog } from './verified-blog.ts';

/**
 * @param references as `--target` names targets; none: the current folder
 * @throws UsageError where none of them is under a contract
 */
export async function verify(
  references: readonly string[],
  host: Plan['host'],
  caller: Caller,
  watcher: SweepWatcher,
): Promise<VerificationDocument> {
  const targets = chooseTargets(references, caller.cwd);
  refuseNothing(targets);
  proveOwnFolders(caller.env);
  const compared = targets.filter(({ contract }) => contract !== null);
  const logFolder = join(cacheFolder(caller.env), 'logs');
  const built = await buildTargets(compared, logFolder, caller, watcher.show);
  const placement = place('shared', host.size.cpus, describeMachine());
  await using open = await openHost({ host, placement }, logFolder, caller, watcher.note);
  await using visitor = blogVisitor(caller.env);
  const verified: VerifiedTarget[] = [];
  for (const target of targets) {
    const ready = built.find((one) => one.target.label === target.label);
    if (ready === undefined) verified.push(outside(target));
    else verified.push(await verifyOne(ready, open.startServer, visitor, caller, watcher));
  }
  return { schema: 2, tool: { name: 'framebench', version: caller.version }, targets: verified };
}

function refuseNothing(targets: readonly Target[]): void {
  if (targets.some(({ contract }) => contract !== null)) return;
  throw new UsageError(
    `There is nothing to compare: ${targets.map(({ label }) => label).join(', ')} ${targets.length === 1 ? 'is' : 'are'} under no contract`,
    'A target that serves the blog says "contract": "blog" in its target.json.',
  );
}

async function verifyOne(
  { target, failure }: BuiltTarget,
  startServer: StartOnHost,
  visitor: BlogVisitor,
  { env, signal, beforeLeaving }: Caller,
  watcher: SweepWatcher,
): Promise<VerifiedTarget> {
  if (failure !== null) return { ...factsOf(target), outcome: 'unchecked', failure, checks: [], page: null };
  watcher.note(`${target.label}: being compared`);
  const { rows, canaries } = seedBlog(blogSeed);
  const databasePath = provideDatabase(rows, join(cacheFolder(env), 'blog'));
  const blog = makeVerifiedBlog(databasePath, rows.posts);
  const keep = beforeLeaving(() => blog.remove());
  try {
    const result = await verifyTarget({
      target: askAs('reader', target),
      blog,
      canaries,
      startServer,
      visitor,
      log: `${target.label}.verify`,
      signal,
    });
    if (result.failure !== null) {
      return { ...factsOf(target), outcome: 'unchecked', failure: result.failure, checks: [], page: null };
    }
    const { checks, page } = result;
    const outcome = checks.every((check) => check.outcome !== 'failed') ? 'same' : 'different';
    return { ...factsOf(target), outcome, failure: null, checks, page };
  } finally {
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

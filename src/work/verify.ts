/** `bench verify`: do the targets serve the same blog? Each is built, started on a copy of the database, and compared. */
import { join } from 'node:path';
import { chooseTargets } from '../files/choose-targets.ts';
import { cacheFolder } from '../files/folders.ts';
import { proveOwnFolders } from '../files/own-folders.ts';
import { describeMachine } from '../measure/host/describe-machine.ts';
import type { ServerEnd } from '../measure/seams.ts';
import { type BlogVisitor, blogVisitor } from '../measure/verify/browser.ts';
import { verifyTarget } from '../measure/verify/verify-target.ts';
import type { BuiltTarget } from '../model/built-target.ts';
import type { Plan } from '../model/plan.ts';
import type { Target } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import type { VerificationDocument, VerifiedTarget } from '../model/verification.ts';
import { place } from '../plan/place.ts';
import { askAs } from './ask-as.ts';
import { provideBlog } from './blog-contract.ts';
import { buildTargets } from './build-targets.ts';
import type { Caller } from './caller.ts';
import { openHost } from './open-host.ts';
import { type RemoteHost, reachHost } from './remote-host.ts';
import type { SweepWatcher } from './sweep.ts';
import { type BlogInPlace, makeVerifiedBlog } from './verified-blog.ts';

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
  const compared = targets
    .filter(({ contract }) => contract !== null)
    .map((target) => askAs('reader', target));
  await using remote = await reachHost(host, caller);
  const logs = join(cacheFolder(caller.env), 'logs');
  await using site =
    remote === null
      ? await placeHere(host, logs, caller, watcher)
      : await placeThere(remote, host, compared, logs, watcher);
  const built = await site.build(compared, watcher.show, caller.signal);
  await using visitor = blogVisitor(caller.env);
  const verified: VerifiedTarget[] = [];
  for (const target of targets) {
    const ready = built.find((one) => one.target.label === target.label);
    if (ready === undefined) verified.push(unseen(target, 'outside', null));
    else verified.push(await verifyOne(ready, site, visitor, caller, watcher));
  }
  return { schema: 2, tool: { name: 'framebench', version: caller.version }, targets: verified };
}

/** Where targets are built and started, to be verified. */
interface Place extends AsyncDisposable {
  readonly build: ServerEnd['build'];
  /** @param here a copy of the blog on this machine */
  blog(here: ReturnType<typeof makeVerifiedBlog>): Promise<BlogInPlace>;
}

async function placeHere(
  host: Plan['host'],
  logs: string,
  caller: Caller,
  watcher: SweepWatcher,
): Promise<Place> {
  const placement = place('shared', host.size.cpus, describeMachine());
  const open = await openHost({ host, placement }, logs, caller, watcher.note);
  return {
    build: (targets, show, signal) => buildTargets(targets, logs, { env: caller.env, signal }, show),
    blog: async (here) => ({
      ...here,
      start: (target, log, signal) =>
        open.startServer({ target, databasePath: here.databasePath, log, judge: () => null, signal }),
    }),
    [Symbol.asyncDispose]: () => open[Symbol.asyncDispose](),
  };
}

async function placeThere(
  remote: RemoteHost,
  host: Plan['host'],
  targets: readonly Target[],
  logs: string,
  watcher: SweepWatcher,
): Promise<Place> {
  const placement = place('auto', host.size.cpus, { ...describeMachine(), servers: remote.machine });
  const opening = { host, placement, visitor: 'reader', targets } as const;
  const { serverEnd } = await remote.open(opening, logs, watcher.note);
  return {
    build: serverEnd.build,
    blog: (here) => remote.copyBlog(here, logs),
    [Symbol.asyncDispose]: async () => undefined,
  };
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
  site: Place,
  visitor: BlogVisitor,
  { env, signal, beforeLeaving }: Caller,
  watcher: SweepWatcher,
): Promise<VerifiedTarget> {
  if (failure !== null) return unseen(target, 'unchecked', failure);
  watcher.note(`${target.label}: being compared`);
  const { rows, canaries, databasePath } = provideBlog(env);
  const here = makeVerifiedBlog(databasePath, rows.posts);
  const keep = beforeLeaving(() => here.remove());
  const blog = await site.blog(here);
  try {
    const result = await verifyTarget({
      target,
      blog,
      canaries,
      start: () => blog.start(target, `${target.label}.verify`, signal),
      visitor,
      signal,
    });
    if (result.failure !== null) return unseen(target, 'unchecked', result.failure);
    const { checks, page } = result;
    const outcome = checks.every((check) => check.outcome !== 'failed') ? 'same' : 'different';
    return { ...factsOf(target), outcome, failure: null, checks, page };
  } finally {
    await blog.remove();
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

/** Nothing was compared. */
const unseen = (
  target: Target,
  outcome: 'unchecked' | 'outside',
  failure: VerifiedTarget['failure'],
): VerifiedTarget => ({ ...factsOf(target), outcome, failure, checks: [], page: null });

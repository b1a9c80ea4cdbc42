/** A host on another machine, where servers are built and run. */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { contentHash, digestFiles } from '../files/content-hash.ts';
import { copiedTarget } from '../files/copy-target.ts';
import { makeFolder } from '../files/make-folder.ts';
import type { Asker } from '../measure/remote/conversation.ts';
import type { Opening, Questions } from '../measure/remote/questions.ts';
import { remoteServerEnd } from '../measure/remote/remote-server-end.ts';
import { addressOf } from '../measure/remote/ssh.ts';
import { environmentFor } from '../measure/server/environment.ts';
import type { VerifiedBlog } from '../measure/verify/verified-blog.ts';
import { type BuiltTarget, unbuilt } from '../model/built-target.ts';
import type { BuildEvent } from '../model/event.ts';
import type { Plan } from '../model/plan.ts';
import type { Target } from '../model/target.ts';
import { noCopy } from './build-target.ts';
import type { Caller } from './caller.ts';
import { copiedFiles, inputsOf } from './identify-target.ts';
import { type Reached, type ReachedMachine, reach, sshRequest } from './reach.ts';
import type { Serving } from './sides.ts';
import { type BlogInPlace, copyBlogThere, type Removable } from './verified-blog.ts';

/** A host that was reached. */
export interface RemoteHost extends ReachedMachine {
  /** The IP address at which its servers listen and are loaded. */
  readonly address: string;
  /**
   * Brings targets there as far as they have changed, and has them built, one after another.
   * @param logs folder here for the logs
   * @throws HostProblem; the signal's reason when it is aborted
   */
  build(
    targets: readonly Target[],
    logs: string,
    show: (event: BuildEvent) => void,
    signal: AbortSignal,
  ): Promise<readonly BuiltTarget[]>;
  /**
   * Puts the host's limits in force there.
   * @param logs folder here for the logs
   * @param note is told of what was left there, and of logs that are cut
   * @throws HostProblem
   */
  open(
    what: Omit<Opening, 'address' | 'run'>,
    logs: string,
    note: (sentence: string) => void,
  ): Promise<Serving>;
  /** What can be looked at on these of its CPUs, without load. */
  examine(cpus: readonly number[], signal: AbortSignal): Promise<Questions['examine']['answer']>;
  /**
   * Makes a copy of the blog there, for a target to be verified on once the host is open.
   * @param here another copy, which is changed likewise: right pages are made from it
   * @throws HostProblem
   */
  copyBlog(here: VerifiedBlog & Removable, logs: string): Promise<BlogInPlace>;
}

/**
 * Connects to the host of a plan; null where it is this machine.
 * @throws HostProblem in words, with what to do; the signal's reason when it is aborted
 */
export async function reachHost(
  { name, via, address: named }: Plan['host'],
  caller: Pick<Caller, 'env' | 'signal' | 'beforeLeaving'>,
): Promise<RemoteHost | null> {
  if (via === 'local') return null;
  const { env } = caller;
  const request = sshRequest(name, via, caller);
  const reached = await reach(request);
  try {
    const address = await addressOf(request, named ?? null);
    const { ssh: _, there, ...machine } = reached;
    return {
      ...machine,
      address,
      build: (targets, logs, show, signal) => buildThere(reached, targets, { logs, env, show, signal }),
      open: (what, logs, note) => openThere(reached, { ...what, address }, logs, { env, note }),
      examine: (cpus, signal) => there.ask('examine', cpus, { signal }),
      copyBlog: (here, logs) => copyBlogThere(there, here, () => fetchLogs(there, logs)),
    };
  } catch (error) {
    await reached[Symbol.asyncDispose]();
    throw error;
  }
}

async function openThere(
  reached: Reached,
  what: Omit<Opening, 'run'>,
  logs: string,
  { env, note }: Pick<Caller, 'env'> & { readonly note: (sentence: string) => void },
): Promise<Serving> {
  const { there, machine } = reached;
  const { limits, governors } = await there.ask('open', { ...what, run: basename(logs) }, { tell: note });
  const serverEnd = remoteServerEnd({
    there,
    machine,
    limits,
    build: (targets, show, signal) => buildThere(reached, targets, { logs, env, show, signal }),
    fetchLogs: () => fetchLogs(there, logs),
  });
  return { serverEnd, governors };
}

/** Brings the logs here that have changed. Names come from another machine: nothing in them may lead elsewhere. */
async function fetchLogs(there: Asker<Questions>, folder: string): Promise<void> {
  makeFolder(folder);
  for (const { name, text } of await there.ask('logs', null)) {
    if (name.endsWith('.log')) writeFileSync(join(folder, basename(name)), text);
  }
}

const withOwnLog = (event: BuildEvent, logs: string): BuildEvent =>
  event.kind === 'build-started' ? { ...event, logPath: join(logs, basename(event.logPath)) } : event;

/** Secrets stay where they are. */
const isSecret = (file: string): boolean => /^\.env(\.|$)/.test(basename(file));

interface BuildThere extends Pick<Caller, 'env' | 'signal'> {
  readonly logs: string;
  readonly show: (event: BuildEvent) => void;
}

async function buildThere(
  reached: Reached,
  targets: readonly Target[],
  order: BuildThere,
): Promise<readonly BuiltTarget[]> {
  const { logs } = order;
  const show = (event: BuildEvent) => order.show(withOwnLog(event, logs));
  const built: BuiltTarget[] = [];
  for (const target of targets) {
    built.push(await buildOne(reached, target, { ...order, show }));
    await fetchLogs(reached.there, logs);
  }
  return built;
}

async function buildOne(
  { ssh, there }: Reached,
  target: Target,
  { env, show, signal }: BuildThere,
): Promise<BuiltTarget> {
  const copy = copiedTarget(target, ssh.directory);
  if (copy === null) {
    const failure = noCopy(target);
    show({ kind: 'target-failed', label: target.label, failure });
    return unbuilt(target, failure);
  }
  const tools = { env: environmentFor(target, env), cwd: target.path, signal };
  const inputs = await inputsOf(target, tools);
  const files = (await copiedFiles(target, inputs.files, tools)).filter((file) => !isSecret(file));
  const { digests } = await digestFiles(target.root, files);
  const outdated = await there.ask(
    'outdated',
    { root: copy.root, digests: Object.fromEntries(digests) },
    { signal },
  );
  if (outdated.length > 0) await ssh.send(target.root, outdated, copy.root, false);
  const built = await there.ask('build', copy, { signal, tell: show });
  const { versions } = built;
  const facts = { commands: [], tools: versions, environment: {}, platform: 'linux', arch: '' };
  // What is not built is known by its files here, for there git knows nothing of them.
  return { ...built, target, contentHash: built.contentHash ?? contentHash(digests, facts) };
}

/** A host on another machine: this program is brought there, and a conversation with it is begun. */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { contentHash, digestFiles } from '../files/content-hash.ts';
import { copiedTarget } from '../files/copy-target.ts';
import { makeFolder } from '../files/make-folder.ts';
import { ownProgram } from '../files/own-program.ts';
import { describeMachine } from '../measure/host/describe-machine.ts';
import { AnsweredError, type Asker, asker } from '../measure/remote/conversation.ts';
import { HostProblem, whyFailed } from '../measure/remote/host-problem.ts';
import type { Opening, Questions } from '../measure/remote/questions.ts';
import { compareClocks, remoteServerEnd } from '../measure/remote/remote-server-end.ts';
import { addressOf, openSsh, type SshConnection } from '../measure/remote/ssh.ts';
import type { ServerEnd } from '../measure/seams.ts';
import { environmentFor } from '../measure/server/environment.ts';
import { machineWatcher } from '../measure/server/watch-machine.ts';
import type { VerifiedBlog } from '../measure/verify/verified-blog.ts';
import { type BuiltTarget, unbuilt } from '../model/built-target.ts';
import type { BuildEvent } from '../model/event.ts';
import type { Setting } from '../model/examination.ts';
import type { Link } from '../model/part.ts';
import type { Plan } from '../model/plan.ts';
import type { Machine } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { noCopy } from './build-target.ts';
import type { Caller } from './caller.ts';
import { copiedFiles, inputsOf } from './identify-target.ts';
import { type BlogInPlace, copyBlogThere, type Removable } from './verified-blog.ts';

/** A host that was reached, with nothing started on it but the program that waits for questions. */
export interface RemoteHost extends AsyncDisposable {
  readonly machine: Machine;
  /** What lies between it and this machine. */
  readonly link: Link;
  /** Aborted with a HostProblem when nobody answers there any more. */
  readonly lost: AbortSignal;
  /**
   * Takes it for one sweep, until this is disposed of.
   * @param onWait as that of this machine
   * @throws HostProblem that names another sweep
   */
  lock(signal: AbortSignal, onWait: ((other: string) => void) | null): Promise<void>;
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
  ): Promise<OpenedThere>;
  /** What can be looked at on these of its CPUs, without load. */
  examine(cpus: readonly number[], signal: AbortSignal): Promise<Questions['examine']['answer']>;
  /**
   * Makes a copy of the blog there, for a target to be verified on once the host is open.
   * @param here another copy, which is changed likewise: right pages are made from it
   * @throws HostProblem
   */
  copyBlog(here: VerifiedBlog & Removable, logs: string): Promise<BlogInPlace>;
}

/** The oldest Node that runs the program. */
const oldestNode = 24;

/**
 * Connects to the host of a plan; null where it is this machine.
 * @throws HostProblem in words, with what to do; the signal's reason when it is aborted
 */
export async function reachHost(
  { name, via, address: named }: Plan['host'],
  { env, signal, beforeLeaving }: Pick<Caller, 'env' | 'signal' | 'beforeLeaving'>,
): Promise<RemoteHost | null> {
  if (via === 'local') return null;
  const request = { ...via, name, configFile: env['BENCH_SSH_CONFIG'] ?? null, signal, beforeLeaving };
  const ssh = await openSsh(request);
  try {
    refuseNode(name, ssh.node);
    const address = await addressOf(request, named ?? null);
    const program = await ownProgram();
    const home = `tool/${program.key}`;
    if (!ssh.tools.includes(program.key)) await ssh.send(program.root, program.files, home, true);
    const supervisor = ssh.run(`${home}/${program.supervisor}`);
    const there = speakingFor(name, asker<Questions>(supervisor.output, supervisor.input));
    const lost = new AbortController();
    for (const ended of [ssh.lost, supervisor.ended]) {
      void ended.then((why) => {
        const problem = new HostProblem(why);
        there.hangUp(problem);
        lost.abort(problem);
      });
    }
    const machine = await there.ask('machine', null, { signal });
    const link: Link = { address, ...(await compareClocks(there)), generator: describeMachine() };
    const reached: Reached = { ssh, there, machine, link };
    return {
      machine,
      link,
      lost: lost.signal,
      lock: async (signal, onWait) => {
        await there.ask('lock', onWait !== null, { signal, tell: (other) => onWait?.(other) });
      },
      build: (targets, logs, show, signal) => buildThere(reached, targets, { logs, env, show, signal }),
      open: (what, logs, note) => openThere(reached, what, logs, { env, note }),
      examine: (cpus, signal) => there.ask('examine', cpus, { signal }),
      copyBlog: (here, logs) => copyBlogThere(there, here, () => fetchLogs(there, logs)),
      async [Symbol.asyncDispose]() {
        // Without a connection, the program there closes by itself.
        await there.ask('close', null).catch(() => undefined);
        supervisor.input.end();
        await supervisor.ended;
        await ssh[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await ssh[Symbol.asyncDispose]();
    throw error;
  }
}

function refuseNode(name: string, version: string | null): void {
  if (Number.parseInt(version?.slice(1) ?? '', 10) >= oldestNode) return;
  const found = version === null ? 'no Node' : `Node ${version.slice(1)}`;
  throw new HostProblem(
    `there is ${found} on the host ${name}, and bench needs ${oldestNode} or newer there: install it from https://nodejs.org so that a shell without a terminal finds it (ssh <host> node --version).`,
  );
}

/** What the machine there refuses is said as such; anything else is a mistake of ours. */
function speakingFor(name: string, there: Asker<Questions>): Asker<Questions> {
  return {
    ...there,
    ask: async (question, about, meanwhile) => {
      try {
        return await there.ask(question, about, meanwhile);
      } catch (error) {
        if (!(error instanceof AnsweredError) || !error.bySystem) throw error;
        throw new HostProblem(whyFailed(name, `what was asked (${question})`, error.message));
      }
    },
  };
}

/** The servers' end of a host whose limits are in force. */
export interface OpenedThere extends Pick<Setting, 'governors'> {
  readonly serverEnd: ServerEnd;
}

interface Reached {
  readonly ssh: SshConnection;
  readonly there: Asker<Questions>;
  readonly machine: Machine;
  readonly link: Link;
}

async function openThere(
  reached: Reached,
  what: Omit<Opening, 'address' | 'run'>,
  logs: string,
  { env, note }: Pick<Caller, 'env'> & { readonly note: (sentence: string) => void },
): Promise<OpenedThere> {
  const { there, machine, link } = reached;
  const opening = { ...what, address: link.address, run: basename(logs) };
  const { limits, governors } = await there.ask('open', opening, { tell: note });
  const serverEnd = remoteServerEnd({
    there,
    machine,
    link,
    limits,
    build: (targets, show, signal) => buildThere(reached, targets, { logs, env, show, signal }),
    fetchLogs: () => fetchLogs(there, logs),
    watchHere: machineWatcher(what.placement.generatorCpus),
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

/**
 * The program on another machine, where servers run or from where they are loaded: it does there what `local-ends.ts`
 * does here, as it is asked to over its standard input. Once that ends, or is silent for 20 s, it ends everything and
 * itself. It keeps all that it keeps in the folder in which it was started.
 */
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyBlog } from '../files/blog-copy.ts';
import { digestFiles } from '../files/content-hash.ts';
import { lockMachine } from '../files/lock-machine.ts';
import { makeFolder } from '../files/make-folder.ts';
import { proveOwnFolders } from '../files/own-folders.ts';
import { replaceFile } from '../files/write-file.ts';
import { describeMachine, openFilesLimit } from '../measure/host/describe-machine.ts';
import { governorsOf } from '../measure/host/examine-setting.ts';
import { type Answers, answer } from '../measure/remote/conversation.ts';
import type { Opening, Questions, ToldStart } from '../measure/remote/questions.ts';
import type { RunningServer, ServerEnd, StartResult } from '../measure/seams.ts';
import type { Step } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { type BlogContract, openContract, provideBlog } from './blog-contract.ts';
import { buildTargets } from './build-targets.ts';
import { cleaners } from './cleaners.ts';
import { examineTools, watchIdle } from './examine-host.ts';
import { generatorAnswers } from './generator-answers.ts';
import { localServerEnd } from './local-ends.ts';
import { onlyAt } from './only-at.ts';
import { type OpenHost, openHost } from './open-host.ts';
import { serversSide } from './sides.ts';
import { changeCopy } from './verified-blog.ts';

const folder = process.cwd();
const env = {
  ...process.env,
  XDG_CACHE_HOME: join(folder, 'cache'),
  XDG_STATE_HOME: join(folder, 'state'),
};

const { beforeLeaving, cleanNow } = cleaners();

interface Opened {
  readonly host: OpenHost;
  readonly contract: BlogContract | null;
  readonly end: Omit<ServerEnd, 'build'>;
  readonly address: string;
}

/** With what withdraws that it is removed on leaving. */
type BlogCopy = ReturnType<typeof copyBlog> & { keep(): void };

let machine: Disposable | null = null;
let opened: Opened | null = null;
let logs = join(folder, 'logs', 'build');
let copy: BlogCopy | null = null;
const targets = new Map<string, Target>();
const servers: RunningServer[] = [];
const watched = new Map<number, () => Promise<Step['server']>>();
let machineWatched: (() => Promise<Step['machine']>) | null = null;
/** Sizes of logs by their names, when they were asked for last. */
const sizes = new Map<string, number>();

function known<T>(found: T | null | undefined, otherwise: string): T {
  if (found === null || found === undefined) throw new Error(otherwise);
  return found;
}

const current = () => known(opened, 'the host has not been opened');
const server = (handle: number) => known(servers[handle], `there is no server ${handle}`);
const built = (label: string) => known(targets.get(label), `${label} was not built`);
const blogCopy = () => known(copy, 'there is no copy of the blog');

/** What can be told of a start, of a server that can be reached from elsewhere. */
async function told(label: string, started: StartResult): Promise<ToldStart> {
  const { address } = current();
  const { server: running, failure: why } = await onlyAt(address, label, started);
  if (running === null) return { server: null, failure: why };
  const { pid, port, startMs, listenBacklog, givenPort } = running;
  const handle = servers.push(running) - 1;
  const facts = { handle, pid, address, port, startMs, listenBacklog };
  return { server: { ...facts, ...(givenPort === undefined ? {} : { givenPort }) }, failure: null };
}

/** Puts the limits of a host in force, once for each conversation. */
async function prepare(
  { host: size, placement, visitor, targets: asked, run, address }: Opening,
  note: (sentence: string) => void,
): Promise<Opened> {
  proveOwnFolders(env);
  logs = join(folder, 'logs', run);
  const host = await openHost({ host: size, placement }, logs, { env, beforeLeaving }, note, address);
  const contract = openContract({ visitor }, asked, env);
  const end = localServerEnd(placement, describeMachine(), host, contract);
  opened = { host, contract, end, address };
  return opened;
}

async function open(opening: Opening, note: (sentence: string) => void) {
  const { end } = await prepare(serversSide(opening), note);
  return { limits: end.limits, governors: governorsOf(opening.placement.serverCpus) };
}

const answers: Answers<Questions> = {
  ...generatorAnswers(prepare),
  machine: async () => describeMachine(),
  openFiles: async () => openFilesLimit(),
  clock: async () => performance.timeOrigin + performance.now(),
  outdated: async ({ root, digests }) => {
    const list = `${root}.files.json`;
    const before: readonly string[] = await readFile(list, 'utf8').then(JSON.parse, () => []);
    const wanted = Object.keys(digests);
    for (const gone of before.filter((file) => !Object.hasOwn(digests, file))) {
      await rm(join(root, gone), { force: true });
    }
    makeFolder(dirname(root));
    replaceFile(list, JSON.stringify(wanted));
    const { digests: here } = await digestFiles(root, wanted);
    return wanted.filter((file) => here.get(file) !== digests[file]);
  },
  lock: async (waits, signal, note) => {
    machine = await lockMachine(env, signal, waits ? note : null);
    return null;
  },
  open: async (opening, _, note) => open(opening, note),
  build: async (target, signal, show) => {
    const [one] = await buildTargets([target], logs, { env, signal }, show);
    const made = known(one, `${target.label} was not built`);
    targets.set(target.label, made.target);
    return made;
  },
  start: async ({ label, ...request }, signal) =>
    told(label, await current().end.start({ ...request, target: built(label), signal })),
  copyBlog: async () => {
    const made = copyBlog(provideBlog(env).databasePath);
    copy = { ...made, keep: beforeLeaving(made.remove) };
    return null;
  },
  startOnCopy: async ({ label, log }, signal) => {
    const { databasePath } = blogCopy();
    const request = { target: built(label), databasePath, log, judge: () => null, signal };
    return told(label, await current().host.startServer(request));
  },
  lookAtCopy: async () => ({ hash: blogCopy().hash(), beside: blogCopy().filesBeside() }),
  changeCopy: async (what) => changeCopy(blogCopy(), what),
  removeCopy: async () => {
    blogCopy().keep();
    blogCopy().remove();
    return null;
  },
  exited: async (handle) => server(handle).exited,
  sample: async (handle) => server(handle).sample(),
  watch: async (handle) => {
    watched.set(handle, await server(handle).watch());
    return null;
  },
  watched: async (handle) => known(watched.get(handle), `nobody watches the server ${handle}`)(),
  left: async (handle) => server(handle).left(),
  logTail: async (handle) => server(handle).logTail(),
  stop: async (handle) => server(handle).stop(),
  watchMachine: async () => {
    machineWatched = await current().end.watchMachine();
    return null;
  },
  machineWatched: async () => known(machineWatched, 'nobody watches the machine')(),
  examine: async (cpus, signal) => ({
    load: await watchIdle(cpus, signal),
    tools: await examineTools({ cwd: folder, env, signal }),
  }),
  hashDatabase: async () => current().end.hashDatabase(),
  logs: async () => newLogs(),
  close: async () => {
    await opened?.host[Symbol.asyncDispose]();
    machine?.[Symbol.dispose]();
    await rm(logs, { recursive: true, force: true });
    return null;
  },
};

/** As much of a log as is handed over. */
const longest = 4 * 2 ** 20;

async function newLogs() {
  const changed: { name: string; text: string }[] = [];
  for (const name of await readdir(logs).catch(() => [])) {
    const { size } = await stat(join(logs, name));
    if (sizes.get(name) === size) continue;
    sizes.set(name, size);
    const whole = await readFile(join(logs, name));
    changed.push({ name, text: whole.subarray(-longest).toString() });
  }
  return changed;
}

function leave(): never {
  cleanNow();
  process.exit();
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, leave);
await answer(process.stdin, process.stdout, answers);
leave();

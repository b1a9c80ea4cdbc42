/** The whole program as a process of its own, in a world of its own: what it keeps for the user is kept in a temporary folder. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { brokenIdentities } from '../../src/analysis/judging/identities.ts';
import { type LeftoverStore, openLeftovers } from '../../src/files/leftovers.ts';
import { readRun } from '../../src/files/load-run.ts';
import { readKernelFile } from '../../src/measure/host/kernel-file.ts';
import { cleanLeftovers } from '../../src/measure/host/leftovers.ts';
import { everyProcess } from '../../src/measure/host/process-stat.ts';
import { toolEnvironment } from '../../src/measure/server/environment.ts';
import { type Run, wasTried } from '../../src/model/run.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';

/** What is started, by Node. */
export const program = fileURLToPath(new URL('./real-program-start.ts', import.meta.url));
/** What Node compiles of a program is kept for the next one. */
const compiled = join(tmpdir(), 'framebench-tests-compiled');
const fixtures = fileURLToPath(new URL('../fixtures/servers/', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program while it runs. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  send(signal: NodeJS.Signals): void;
  /** As a terminal does, to the program and to all that it has started in its own group. */
  sendToGroup(signal: NodeJS.Signals): void;
  /** Resolves once its standard error holds this. */
  said(words: RegExp): Promise<void>;
  /** What is awaited while it runs; rejects with what it printed where it ends before that. */
  before<T>(awaited: Promise<T>): Promise<T>;
}

export interface World {
  /** Current folder of the program. */
  readonly cwd: string;
  /** What the program keeps of servers that run. */
  readonly traces: LeftoverStore;
  /** Puts an app into a folder of its own below the current one, with a server among the fixtures. */
  addApp(folder: string, manifest: object, server?: string): void;
  start(...argv: string[]): Running;
  /** Runs it to its end. */
  run(...argv: string[]): Promise<Ended>;
  /** Runs a line of bash, in which $BENCH is the program. */
  runShell(line: string, variables: Readonly<Record<string, string>>): Promise<Ended>;
  /** Reads a run as a user's program would, and proves that its sums come out. */
  readRun(folder: string): Run;
  read(path: string): string;
  /** Processes that the program has started, and what those have started. */
  started(): number[];
}

/** A sweep went on to its end. Whether a busy machine let it find anything is not asked. */
export function assertWhole({ code, stderr }: Pick<Ended, 'code' | 'stderr'>): void {
  assert.ok(code === 0 || code === 3 || code === 4, stderr);
}

/**
 * A world that is gone when the test is over, with every process in it.
 * @param command what starts the program; unless given, the sources as they are
 * @param variables of the environment beside the world's own
 */
export function makeWorld(
  t: TestContext,
  [file, ...args]: readonly [string, ...string[]] = [process.execPath, program],
  variables: Readonly<Record<string, string>> = {},
): World {
  // What is registered first is done first, and what is to be cleaned up is told by files in the folder.
  t.after(() => clean());
  const home = temporaryFolder(t);
  const cwd = join(home, 'work');
  mkdirSync(cwd);
  const env = { XDG_CACHE_HOME: join(home, 'cache'), XDG_STATE_HOME: join(home, 'state') };
  const traces = openLeftovers(env);
  const children: { readonly child: ChildProcess; readonly ended: Promise<Ended> }[] = [];
  // Whatever the program starts inherits the name of a folder that only this world has.
  const mark = `XDG_STATE_HOME=${env.XDG_STATE_HOME}\0`;
  const inside = () =>
    everyProcess()
      .filter(({ pid, ended }) => !ended && readKernelFile(`/proc/${pid}/environ`)?.includes(mark))
      .map(({ pid }) => pid);

  /** Whatever a test has found, nothing of its world outlives it. */
  async function clean(): Promise<void> {
    for (const { child } of children) child.kill('SIGKILL');
    for (const pid of inside()) kill(pid);
    await Promise.all(children.map(({ ended }) => ended));
    await cleanLeftovers(traces.all());
  }

  const start = (...argv: string[]): Running => watch(file, [...args, ...argv], {});

  function watch(command: string, words: readonly string[], more: Readonly<Record<string, string>>): Running {
    const child = spawn(command, words, {
      cwd,
      env: { ...toolEnvironment(process.env), NODE_COMPILE_CACHE: compiled, ...variables, ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own.
      detached: true,
    });
    const texts = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => {
      texts.stdout += text;
    });
    const heard = new EventEmitter();
    child.stderr.setEncoding('utf8').on('data', (text) => {
      texts.stderr += text;
      heard.emit('text');
    });
    const said = async (words: RegExp) => {
      while (!words.test(texts.stderr)) await once(heard, 'text');
    };
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve({ code, signal, ...texts }));
    });
    children.push({ child, ended });
    return {
      pid: child.pid ?? 0,
      ended,
      send: (signal) => void child.kill(signal),
      sendToGroup: (signal) => void process.kill(-(child.pid ?? Number.NaN), signal),
      said,
      before: (awaited) =>
        Promise.race([
          awaited,
          ended.then(({ code, stderr }) => {
            throw new Error(`bench ended with ${code} before that:\n${stderr}`);
          }),
        ]),
    };
  }

  return {
    cwd,
    traces,
    addApp(folder, manifest, server = 'led.js') {
      mkdirSync(join(cwd, folder), { recursive: true });
      copyFileSync(join(fixtures, server), join(cwd, folder, 'server.js'));
      const whole = { name: folder, start: ['node', 'server.js'], ...manifest };
      writeFileSync(join(cwd, folder, 'target.json'), JSON.stringify(whole));
    },
    start,
    run: (...argv) => start(...argv).ended,
    runShell: (line, variables) =>
      watch('bash', ['-euo', 'pipefail', '-c', line], { BENCH: [file, ...args].join(' '), ...variables })
        .ended,
    readRun(folder) {
      const path = join(cwd, folder, 'run.json');
      const run = readRun(readFileSync(path, 'utf8'), path);
      for (const step of run.targets.flatMap(({ rounds }) => rounds.flatMap(({ steps }) => steps))) {
        if (wasTried(step)) assert.deepEqual(brokenIdentities(step), []);
      }
      return run;
    },
    read: (path) => readFileSync(join(cwd, path), 'utf8'),
    started: () => inside().filter((pid) => !children.some(({ child }) => child.pid === pid)),
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

/** Waits for what nothing tells of, like the end of a process that is nobody's child here. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (!holds()) {
    assert.ok(performance.now() < deadline, `in vain waited until ${what}`);
    await wait(20);
  }
}

/**
 * The system's own ssh: configuration, keys, agent and known hosts are the user's. One master connection carries a few
 * sessions, and ends with this process, whatever ends it: its standard input closes then.
 */
import { lookup } from 'node:dns/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import type { Ssh } from '../../model/plan.ts';
import { HostProblem, whyFailed, whyLost, whyUnreachable } from './host-problem.ts';

export interface SshRequest extends Ssh {
  /** Of the host, as its user calls it. */
  readonly name: string;
  /** Instead of the user's own configuration, or null. */
  readonly configFile: string | null;
  readonly signal: AbortSignal;
  /** Names what has to be done before the process exits immediately, and returns what withdraws it. */
  beforeLeaving(clean: () => void): () => void;
}

export interface SshConnection extends AsyncDisposable {
  /** Absolute path of the directory there. */
  readonly directory: string;
  /** Version of Node there, e.g. `v24.1.0`; null: there is none. */
  readonly node: string | null;
  /** What stands in the directory's folder `tool`. */
  readonly tools: readonly string[];
  /** Resolves with a sentence when the connection is gone. */
  readonly lost: Promise<string>;
  /**
   * Unpacks files in a folder there, which is made where it is missing.
   * @param files relative to `root`
   * @param folder absolute, or relative to the directory
   * @param isNew whether it must not be there before all files are
   * @throws HostProblem
   */
  send(root: string, files: readonly string[], folder: string, isNew: boolean): Promise<void>;
  /** Runs a program of the directory under the host's Node; `ended` says in a sentence why it did. */
  run(program: string): {
    readonly input: Writable;
    readonly output: Readable;
    readonly ended: Promise<string>;
  };
}

/** Node's version, the directory and what it holds, each behind a mark, for a shell may greet; then it waits. */
const greeting = `
echo "bench-node $(node --version 2>/dev/null)"
mkdir -p -- "$0" && cd -- "$0" && mkdir -p tool || exit 1
echo "bench-directory $(pwd -P)"
for tool in tool/*; do echo "bench-tool $tool"; done
echo bench-ready
cd / && exec cat >/dev/null`;

/**
 * Connects, without ever asking for anything.
 * @throws HostProblem in words, with what to do; the signal's reason when it is aborted
 */
export async function openSsh(request: SshRequest): Promise<SshConnection> {
  const { ssh: destination, name, signal } = request;
  signal.throwIfAborted();
  const folder = mkdtempSync(join(tmpdir(), 'framebench-ssh-'));
  const clean = () => rmSync(folder, { recursive: true, force: true });
  const withdraw = request.beforeLeaving(clean);
  const shared = [
    ...[...configOf(request), '-T', '-S', join(folder, 'master')],
    // Commands and forwardings of the user's own sessions would stand in the way.
    ...optionsOf('BatchMode=yes', 'RemoteCommand=none', 'ClearAllForwardings=yes'),
  ];
  const master = execa(
    'ssh',
    [
      ...[...shared, '-M', ...optionsOf('ControlPersist=no', 'ConnectTimeout=15')],
      // What is dead for 15 s is gone; the supervisor there gives up after 20.
      ...optionsOf('ServerAliveInterval=5', 'ServerAliveCountMax=3'),
      ...['--', destination, `exec sh -c ${quoted(greeting)} ${quoted(fromHome(request.directory))}`],
    ],
    // In a group of its own, so that an interrupt from the terminal leaves time to stop servers.
    { detached: true, reject: false, buffer: { stdout: false }, cancelSignal: signal, maxBuffer: 1_000_000 },
  );
  const ended = master.then(({ stderr, code }) =>
    code === 'ENOENT' ? 'there is no ssh on this machine' : stderr,
  );
  const greeted: string[] = [];
  const lines = createInterface({ input: master.stdout });
  for await (const line of lines) {
    if (line === 'bench-ready') break;
    greeted.push(line);
  }
  const told = (mark: string) =>
    greeted.flatMap((line) => (line.startsWith(`bench-${mark} `) ? [line.slice(mark.length + 7)] : []));
  const [directory] = told('directory');
  if (directory === undefined) {
    const stderr = await ended;
    clean();
    withdraw();
    signal.throwIfAborted();
    throw new HostProblem(
      told('node').length > 0
        ? `${whyFailed(name, `using the folder ${request.directory}`, stderr)} Name another "directory", which is made where it is missing.`
        : whyUnreachable(name, destination, stderr),
    );
  }
  // A session never connects by itself: where the master is gone, it fails.
  const session = (command: string): [string, string[]] => [
    'ssh',
    [...shared, ...optionsOf('ProxyCommand=false'), '--', destination, command],
  ];
  return {
    directory,
    node: told('node')[0] || null,
    tools: told('tool').map((path) => path.slice('tool/'.length)),
    lost: ended.then((stderr) => whyLost(name, stderr)),
    send: async (root, files, where, isNew) => {
      const into = quoted(isNew ? `${where}.part` : where);
      const unpack = [
        `cd ${quoted(directory)}`,
        ...(isNew ? [`rm -rf ${into}`] : []),
        ...[`mkdir -p ${into}`, `tar -xzf - -C ${into}`],
        ...(isNew ? [`mv ${into} ${quoted(where)}`] : []),
      ].join(' && ');
      const packing = execa('tar', ['-czf', '-', '-C', root, '--null', '-T', '-'], {
        input: files.join('\0'),
        encoding: 'buffer',
        buffer: { stdout: false },
        reject: false,
      });
      const unpacked = await packing.pipe(...session(unpack), { reject: false, detached: true });
      if (unpacked.exitCode !== 0) throw new HostProblem(whyFailed(name, 'unpacking files', unpacked.stderr));
      const { exitCode, stderr } = await packing;
      if (exitCode !== 0) throw new HostProblem(`files could not be packed for the host ${name}: ${stderr}`);
    },
    run: (program) => {
      const running = execa(...session(`cd ${quoted(directory)} && exec node ${quoted(program)}`), {
        detached: true,
        reject: false,
        buffer: { stdout: false },
        maxBuffer: 1_000_000,
      });
      return {
        input: running.stdin,
        output: running.stdout,
        ended: running.then(({ exitCode, stderr }) =>
          exitCode === noExitCode
            ? whyLost(name, stderr || 'or the program there was killed')
            : whyFailed(name, 'the program of bench', stderr),
        ),
      };
    },
    async [Symbol.asyncDispose]() {
      master.stdin.end();
      await ended;
      clean();
      withdraw();
    },
  };
}

/**
 * The IP address that a destination stands for, as ssh's configuration says.
 * @throws HostProblem as `ipAddressOf`
 */
export async function addressOf(request: SshRequest, named: string | null): Promise<string> {
  let host = named;
  if (host === null) {
    const { stdout } = await execa('ssh', [...configOf(request), '-G', '--', request.ssh], { reject: false });
    host = /^hostname (.*)$/m.exec(stdout)?.[1] ?? request.ssh;
  }
  return await ipAddressOf(host, request.name);
}

/** Loopback, and what stands for any address: whoever loads these loads itself. */
const ofEveryMachine = /^(127\.|0\.0\.0\.0$|::1?$)/;

/**
 * The IP address at which another machine loads a host.
 * @param address a name or an IP address
 * @param name of the host, as its user calls it
 * @throws HostProblem where there is none, or one that every machine has
 */
export async function ipAddressOf(address: string, name: string): Promise<string> {
  const found = isIP(address) === 0 ? await lookup(address).catch(() => null) : { address };
  if (found !== null && !ofEveryMachine.test(found.address)) return found.address;
  throw new HostProblem(
    `${address} ${found === null ? 'has no address' : 'is no address for another machine'}, so the host ${name} cannot be loaded. Give it an "address" in bench.config.json.`,
  );
}

const configOf = ({ configFile }: SshRequest): string[] => (configFile === null ? [] : ['-F', configFile]);

const optionsOf = (...options: string[]): string[] => options.flatMap((option) => ['-o', option]);

/** Exit code of ssh where there is none of the command there: it was killed, or the connection was lost. */
const noExitCode = 255;

/** ssh starts in the home folder. */
const fromHome = (directory: string): string => directory.replace(/^~\//, '');

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

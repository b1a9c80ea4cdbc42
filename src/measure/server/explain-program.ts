/** Why a start command cannot be run, or what is wrong with the script that it runs. */
import { closeSync, existsSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { findProgram } from '../host/find-program.ts';
import type { ServerCommand } from './server-environment.ts';

/** What only a shell knows, where no program has that name. */
const shellWords = /^(cd|exec|export|source|set|ulimit|\.|&&)$/;

const shells = /^(sh|bash|dash|ash|zsh|ksh)$/;

/** The end of the sentence `cannot be started: …`, with what to do; null where nothing is wrong. */
export function whyNotStartable(
  folder: string,
  { command: [program = ''], env }: ServerCommand,
): string | null {
  if (!existsSync(folder)) return `its folder ${folder} does not exist.`;
  const found = findProgram(program, env['PATH'] ?? '', folder);
  if (found !== null) return whatIsWrongIn(found, program, env['PATH'] ?? '', folder);
  if (/\s/.test(program)) {
    return `${JSON.stringify(program)} is no program. Each word of a command is a string of its own; variables go into "env", and what needs a shell is started with one: ["sh", "-c", "…"].`;
  }
  if (shellWords.test(program) || /^\w+=/.test(program)) {
    return `${program} is for a shell to understand, and none is between. Variables go into "env", or --env; a line for a shell is started with one: ["sh", "-c", "…"].`;
  }
  if (!program.includes('/')) {
    return `there is no program ${program} on the PATH; install it, or correct "start" in target.json.`;
  }
  const there = statOf(resolve(folder, program));
  if (there === null) {
    return `there is no program ${program} in ${folder}; build it first, or correct "start" in target.json.`;
  }
  return there.isFile()
    ? `${program} is not executable. Say "chmod +x ${program}", or start it with its interpreter, like ["sh", "${program}"].`
    : `${program} is no file.`;
}

/** What a program's file calls the processors that we know: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html */
const elfMachines: Readonly<Record<string, number>> = { x64: 62, arm64: 183 };

/** The system runs what stands behind `#!` in a script's first line, to the letter. */
function whatIsWrongIn(file: string, program: string, path: string, folder: string): string | null {
  const beginning = beginningOf(file);
  const machine = beginning.startsWith('\x7fELF') ? beginning.charCodeAt(18) : null;
  const ours = elfMachines[process.arch];
  if (machine !== null && ours !== undefined && machine !== ours)
    return `${program} is built for another kind of processor than this machine’s (${process.arch}). Build it here.`;
  const [, line] = /^#!([^\n]*)\n/.exec(beginning) ?? [];
  if (line === undefined) return null;
  if (line.endsWith('\r')) return lineEnds(program);
  const [interpreter = '', argument] = line.trim().split(/\s+/);
  const wanted = basename(interpreter) === 'env' && argument !== undefined ? argument : interpreter;
  if (wanted.startsWith('-') || findProgram(wanted, path, folder) !== null) return null;
  return `its first line wants ${wanted}, and there is no such program here. Install it, or correct the line.`;
}

const lineEnds = (script: string) =>
  `the lines of ${script} end with CR and LF, as on Windows. Save it with LF, for example with "sed -i 's/\\r$//' ${script}".`;

/** What is wrong with a script that a shell was given; a sentence, or null. */
export function whatShellChokedOn(
  folder: string,
  { command: [program = '', ...args] }: ServerCommand,
): string | null {
  if (!shells.test(basename(program))) return null;
  const script = args.find((arg) => statOf(resolve(folder, arg))?.isFile());
  if (script === undefined || !/\r\n/.test(beginningOf(resolve(folder, script)))) return null;
  return `Maybe because ${lineEnds(script)}`;
}

/** What a word may lead to; null where it is no path, leads in a circle, or may not be looked at. */
function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** The first bytes of a file; nothing where it cannot be read. */
function beginningOf(file: string): string {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(1_024);
      return bytes.toString('latin1', 0, readSync(descriptor, bytes));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return '';
  }
}

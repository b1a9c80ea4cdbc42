/** The flags that declare a target on the command line. */
import { Option } from 'commander';
import { UsageError } from '../model/usage-error.ts';
import type { Declaration } from '../work/declare-target.ts';
import { collect, flagOf } from './command.ts';

export type DeclarationFlags = Omit<Declaration, 'command'>;

export const declarationOptions = (): readonly Option[] => [
  new Option('--path <path>', 'the page that is asked for (default: /)'),
  new Option('-X, --method <method>', 'any method (default: GET, or POST with a --body)'),
  new Option('-H, --header <header>', "'Name: value'; again for more").argParser(collect),
  new Option('--body <text>', 'sent with each request; @file: what the file holds'),
  new Option('--expect <text>', 'that every answer has to hold'),
  new Option('--cwd <dir>', 'where the command runs (default: the current folder)'),
  new Option('--env <NAME=value>', 'for the command; again for more').argParser(collect),
  new Option('--build <line>', 'a line for the shell that builds it first'),
  new Option('--port <n>', 'where it listens, if it takes neither PORT nor {port}'),
];

/** What a command that is already running, or only one that is started, can be told. */
const ofCommandOnly = ['cwd', 'env', 'build', 'port'] as const;
const ofBoth = ['path', 'method', 'header', 'body', 'expect'] as const;

/** What declares a target, beside the words of a command. */
export const declarationNames = ['url', 'yesLoad', ...ofCommandOnly, ...ofBoth] as const;

/**
 * @param words behind the command's flags
 * @param argv everything that was typed
 * @throws UsageError where words stand there that are no command
 */
export function declarationOf(
  words: readonly string[],
  flags: DeclarationFlags & { readonly target?: readonly string[] },
  argv: readonly string[],
): Declaration {
  if (words.length > 0 && !argv.includes('--')) {
    throw new UsageError(
      `${words[0]} stands there without a flag`,
      'Targets are named with --target; a command that starts a server stands behind --.',
    );
  }
  const declares = words.length > 0 || flags.url !== undefined;
  const given = ([...ofCommandOnly, ...ofBoth, 'yesLoad'] as const).filter(
    (name) => flags[name] !== undefined,
  );
  if (words.length > 0 && flags.url !== undefined)
    refuse('--url', 'a command', 'a server runs already, or is started');
  if (declares && flags.target !== undefined)
    refuse('--target', words.length > 0 ? 'a command' : '--url', 'one or the other');
  if (!declares && given[0] !== undefined) {
    throw new UsageError(
      `${flagOf(given[0])} belongs to a command behind -- or to --url`,
      'A target says such things in its target.json.',
    );
  }
  const misplaced =
    flags.url === undefined ? undefined : ofCommandOnly.find((name) => flags[name] !== undefined);
  if (misplaced !== undefined) refuse(flagOf(misplaced), '--url', 'that server runs already');
  return { ...flags, command: words };
}

/** The words that declare the same once more. */
export function declaringWords(declaration: Declaration): string[] {
  const flags = declarationNames.flatMap((name) =>
    [declaration[name] ?? []].flat().map((value) => `${flagOf(name)}=${value}`),
  );
  return declaration.command.length === 0 ? flags : [...flags, '--', ...declaration.command];
}

function refuse(one: string, other: string, why: string): never {
  throw new UsageError(`${one} cannot stand beside ${other}: ${why}`, 'Leave one of the two out.');
}
